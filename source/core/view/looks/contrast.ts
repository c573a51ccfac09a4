/** 0xRRGGBB. */
export type Rgb = number;

/** `#33aaff`, `#3af`; undefined for what is no colour. */
export function readRgb(text: string): Rgb | undefined {
	const digits = /^#([\da-f]{6}|[\da-f]{3})$/i.exec(text.trim())?.[1];
	return digits === undefined ? undefined : Number.parseInt(digits.length === 3 ? [...digits].map(digit => digit + digit).join('') : digits, 16);
}

/** How light a colour looks, from 0 to 1 (WCAG 2, relative luminance). */
function luminance(colour: Rgb): number {
	const [red = 0, green = 0, blue = 0] = [16, 8, 0].map(shift => linear(((colour >> shift) & 0xFF) / 255));
	return (0.2126 * red) + (0.7152 * green) + (0.0722 * blue);
}

/** From 1 (the same) to 21 (black on white); text is easy to read from 4.5 on. */
export function contrast(one: Rgb, other: Rgb): number {
	const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((left, right) => left - right);
	return (high + 0.05) / (low + 0.05);
}

/** Which scheme a background belongs to: the one whose text is easier to read on it. */
export function schemeOf(background: Rgb): 'dark' | 'light' {
	return contrast(background, 0xFF_FF_FF) >= contrast(background, 0) ? 'dark' : 'light';
}

function linear(part: number): number {
	return part <= 0.040_45 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}
