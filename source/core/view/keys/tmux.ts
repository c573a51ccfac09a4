import type {ActionId} from './keymap.js';

/** The hands of somebody who comes from tmux. Where its key is a letter that begins a code (`c`, `x`, `o`, `p`, `q`), the code wins. */
export const tmuxChord = 'Ctrl+b';

export const tmuxKeys: Readonly<Partial<Record<ActionId, readonly string[]>>> = {
	'split-right': ['%', '|'],
	'split-down': ['"', '-'],
	'next-pane': ['Tab'],
	'next-workspace': ['n', '>'],
	'previous-workspace': ['N', '<'],
	'resize-left': ['Ctrl+Left', 'Shift+Left', 'Alt+Left'],
	'resize-right': ['Ctrl+Right', 'Shift+Right', 'Alt+Right'],
	'resize-up': ['Ctrl+Up', 'Shift+Up', 'Alt+Up'],
	'resize-down': ['Ctrl+Down', 'Shift+Down', 'Alt+Down'],
	'previous-pane': [],
	'workspace': ['1', '2', '3', '4', '5', '6', '7', '8', '9', ...Array.from({length: 9}, (_, index) => `Alt+${index + 1}`)],
	'stop': ['&', 'S'],
	'quit': ['d', 'Q'],
	'sidebar': ['s', 'B'],
};
