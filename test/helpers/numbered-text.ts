/** What `print-and-exit.js` prints: numbers in 16 characters each, cut off at `size`. There is no line feed in it, which a pty would turn into two bytes. */
export function numberedText(size: number): string {
	const count = Math.ceil(size / 16);
	return Array.from({length: count}, (_, line) => String(line).padStart(15, '.') + '|').join('').slice(0, size);
}

/** How many bytes are missing or wrong in what should be the numbered text of this size. */
export function wrongBytes(text: string, size: number): number {
	const expected = numberedText(size);
	if (text === expected) {
		return 0;
	}

	let same = 0;
	while (same < text.length && text[same] === expected[same]) {
		same++;
	}

	return Math.max(expected.length, text.length) - same;
}
