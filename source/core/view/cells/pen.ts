import {paletteColour, rgbColour, style, underlineShift} from './cells.js';

/** How a cell looks: what SGR sets. */
export type Pen = {readonly foreground: number; readonly background: number; readonly style: number};

export const plainPen: Pen = {foreground: 0, background: 0, style: 0};

const underlineMask = 0b111 << underlineShift;

/** Each attribute with the numbers that set it and take it away; bold and dim go together. */
const attributes: ReadonlyArray<readonly [bit: number, code: number, reset: number]> = [
	[style.bold, 1, 22], [style.dim, 2, 22], [style.italic, 3, 23], [style.blink, 5, 25], [style.inverse, 7, 27], [style.hidden, 8, 28], [style.strike, 9, 29], [style.overline, 53, 55],
];

/** Follows one SGR sequence, given the text between `CSI` and `m`. Unknown numbers are passed over. */
export function applySgr(pen: Pen, parameters: string): Pen {
	let next = pen;
	const parts = parameters.split(';');
	for (let index = 0; index < parts.length; index++) {
		const [head = '', ...sub] = (parts[index] ?? '').split(':');
		const code = Number(head);
		if (code !== 38 && code !== 48) {
			next = applyCode(next, code, sub[0]);
			continue;
		}

		const rest = sub.length > 0 ? withoutColourSpace(sub) : parts.slice(index + 1, index + 5);
		const colour = extendedColour(rest);
		if (sub.length === 0) {
			index += rest[0] === '2' ? 4 : 2;
		}

		if (colour !== undefined) {
			next = code === 38 ? {...next, foreground: colour} : {...next, background: colour};
		}
	}

	return next;
}

function applyCode(pen: Pen, code: number, kind: string | undefined): Pen {
	if (code === 0) {
		return plainPen;
	}

	if (code === 4) {
		return {...pen, style: (pen.style & ~underlineMask) | (Math.min(5, Number(kind ?? 1)) << underlineShift)};
	}

	if (isColourCode(code)) {
		const isBackground = code >= 100 || (code >= 40 && code <= 49);
		return isBackground ? {...pen, background: simpleColour(code)} : {...pen, foreground: simpleColour(code)};
	}

	return {...pen, style: applyAttribute(pen.style, code)};
}

/** Few of them ever occur, and each of them again and again. */
const styleChanges = new Map<number, string>();

/** The codes that make one style of another one. */
export function styleCodes(from: number, to: number): string {
	const key = (from << 11) | to;
	let codes = styleChanges.get(key);
	if (codes === undefined) {
		codes = findStyleCodes(from, to).join(';');
		styleChanges.set(key, codes);
	}

	return codes;
}

function findStyleCodes(from: number, to: number): ReadonlyArray<number | string> {
	const codes: Array<number | string> = [];
	let base = from;
	for (const {0: bit, 2: reset} of attributes) {
		if ((base & ~to & bit) !== 0) {
			codes.push(reset);
			base &= reset === 22 ? ~(style.bold | style.dim) : ~bit;
		}
	}

	for (const [bit, code] of attributes) {
		if ((to & ~base & bit) !== 0) {
			codes.push(code);
		}
	}

	if ((base & underlineMask) !== (to & underlineMask)) {
		const kind = (to & underlineMask) >> underlineShift;
		codes.push(kind === 0 ? 24 : (kind === 1 ? 4 : `4:${kind}`));
	}

	return codes;
}

/** `38:2::r:g:b` names a colour space, mostly an empty one, before the three channels. */
function withoutColourSpace(sub: readonly string[]): readonly string[] {
	return sub[0] === '2' && sub.length > 4 ? ['2', ...sub.slice(2)] : sub;
}

function extendedColour(parts: readonly string[]): number | undefined {
	const [kind, ...values] = parts;
	const numbers = values.map(value => Number(value) & 0xFF);
	if (kind === '5' && numbers.length > 0) {
		return paletteColour | (numbers[0] ?? 0);
	}

	return kind === '2' && numbers.length > 2 ? rgbColour | ((numbers[0] ?? 0) << 16) | ((numbers[1] ?? 0) << 8) | (numbers[2] ?? 0) : undefined;
}

function isColourCode(code: number): boolean {
	return (code >= 30 && code <= 49) || (code >= 90 && code <= 107);
}

function simpleColour(code: number): number {
	if (code === 39 || code === 49) {
		return 0;
	}

	if (code >= 90) {
		return paletteColour | (8 + ((code - 90) % 10));
	}

	return paletteColour | (code % 10);
}

function applyAttribute(bits: number, code: number): number {
	switch (code) {
		case 21: {
			return (bits & ~underlineMask) | (2 << underlineShift);
		}

		case 22: {
			return bits & ~(style.bold | style.dim);
		}

		case 24: {
			return bits & ~underlineMask;
		}

		default: {
			const set = attributes.find(([, candidate]) => candidate === code);
			const unset = attributes.find(attribute => attribute[2] === code);
			return (bits | (set?.[0] ?? 0)) & ~(unset?.[0] ?? 0);
		}
	}
}
