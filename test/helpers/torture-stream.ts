/** A stream of what terminals are asked to do, the same for the same seed. */
export function tortureStream(seed: number, {length, cols, rows}: {readonly length: number; readonly cols: number; readonly rows: number}): string {
	const random = seeded(seed);
	const below = (limit: number) => Math.floor(random() * limit);
	const pick = <Value>(values: readonly Value[]): Value => values[below(values.length)] as Value;
	const column = () => below(cols + 2);
	const row = () => below(rows + 2);
	const words = ['hello', ' ', '  gap  ', 'x', 'a\u0301e\u0308', '漢字', '👩‍👩‍👧', '🇩🇪🇫🇷', '✈\uFE0F', '각', 'นี้', 'lqqk~`', '\u0301', '🇩', '\u200D', '─│┌', 'a long line of words that goes over the edge of most screens and so wraps ', '\uFE0F'];
	const modes = [1, 5, 7, 9, 12, 25, 45, 66, 1000, 1002, 1003, 1004, 1006, 1007, 1016, 2004, 2026, 2031];
	const pieces: ReadonlyArray<() => string> = [
		() => pick(words),
		() => pick(words),
		() => pick(words),
		() => pick(words) + pick(words),
		() => '\r\n',
		() => pick(['\r', '\n', '\b', '\t', '\u000E', '\u000F', '\u000B', '\u0007']),
		() => `\u001B[${row()};${column()}H`,
		() => `\u001B[${below(5)}${pick(['A', 'B', 'C', 'D', 'E', 'F', 'I', 'Z', 'a', 'e'])}`,
		() => `\u001B[${column()}${pick(['G', '`'])}`,
		() => `\u001B[${pick(['', '1', '2', '?1', '?'])}${pick(['J', 'K'])}`,
		() => `\u001B[${below(6)}${pick(['X', '@', 'P', 'L', 'M', 'b'])}`,
		// Scrolling while a wrap is pending is the one thing that no sequence can say again.
		() => `\u001B[G\u001B[${below(4)}${pick(['S', 'T'])}`,
		() => `\u001B[${pick(['0', '1', '2', '3', '5', '7', '8', '9', '22', '23', '25', '27', '28', '29', '53', '55', `3${below(8)}`, `4${below(8)}`, `9${below(8)}`, `10${below(8)}`, '39', '49'])}m`,
		() => `\u001B[${pick(['38', '48', '58'])}${pick([`;5;${below(256)}`, `;2;${below(256)};${below(256)};${below(256)}`, `:5:${below(256)}`, `:2::${below(256)}:1:2`])}m`,
		() => `\u001B[4${pick(['', ':1', ':2', ':3', ':4', ':5'])}m${pick(words)}\u001B[24m`,
		() => `\u001B[0;${30 + below(8)};${40 + below(8)}m`,
		() => '\u001B[m',
		() => `\u001B[${below(rows)};${below(rows + 2)}r`,
		() => '\u001B[r',
		() => `\u001B[${pick(['4', '20'])}${pick(['h', 'l', 'l'])}`,
		() => `\u001B[?${pick(modes)}${pick(['h', 'l'])}`,
		() => `\u001B[?6${pick(['h', 'l', 'l'])}`,
		// A character set that was restored on one screen and then used on the other cannot be said again either, so it is put right before.
		() => `\u000F\u001B[?${pick([1049, 1047, 47])}${pick(['h', 'l'])}`,
		() => pick(['\u001B7', '\u001B8', '\u001B[s', '\u001B[u', '\u001B[?1048h', '\u001B[?1048l']),
		() => pick(['\u001BD', '\u001BM', '\u001BE', '\u001BH', '\u001B[g', '\u001B[3g']),
		() => `\u001B${pick(['(', ')', '*', '+'])}${pick(['0', 'B', 'A', 'K', 'B'])}`,
		() => pick(['\u001Bn', '\u001Bo', '\u001B=', '\u001B>', '\u001B#8']),
		() => `\u001B[1"q${pick(words)}\u001B[0"q`,
		() => `\u001B]8;${pick(['', 'id=a'])};https://example.org/${below(3)}\u001B\\${pick(words)}\u001B]8;;\u0007`,
		() => `\u001B]${pick(['0', '2'])};title ${below(10)}\u0007`,
		() => `\u001B]${pick(['4;7;#102030', '10;rgb:1/2/3', '11;#fff', '12;rgb:ffff/0000/8080', '104', '110', '111'])}\u001B\\`,
		() => `\u001B[${pick(['>1u', '>5u', '<u', '<2u', '=3;1u', '=8;2u', '=1;3u', '>4;2m', '>4m'])}`,
		() => `\u001B[${below(7)} q`,
		() => below(4) === 0 ? pick(['\u001Bc', '\u001B[!p']) : '',
	];
	let text = '';
	while (text.length < length) {
		text += pick(pieces)();
	}

	return text;
}

/** Numbers from 0 up to 1 (mulberry32). */
export function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = Math.imul(state + 0x6D_2B_79_F5, 1);
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
