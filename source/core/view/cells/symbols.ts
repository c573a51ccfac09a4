/** The symbols the chrome is drawn with, each one cell wide. */
export const symbols = '▌◐●○✔✖↻◆◌▸▾…·–│─╭╮╰╯›❯↓↑→←▁▂▃▄▅▆▇█▓░≈−✚';

/** Text that is ASCII and our own symbols only: as many cells as characters, and nothing that the tables of Unicode need be loaded for, which costs a sixth of the time in which the first frame has to stand. */
export const plainText = new RegExp(`^[ -~${symbols}]*$`);
