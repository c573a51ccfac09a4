/** What is looked for: letters of either case are meant while the text has no capital. */
export type Needle = {readonly text: string; readonly pattern: RegExp};

/** Where a text stands in another one, in units of its string. */
export type Found = {readonly start: number; readonly end: number};

/** Undefined for an empty text: nothing is looked for. */
export function needleOf(text: string): Needle | undefined {
	if (text === '') {
		return undefined;
	}

	const hasCapital = text !== text.toLowerCase();
	// The flag for characters keeps a cluster of two units whole; case is compared without changing any length.
	return {text, pattern: new RegExp(text.replaceAll(/[\^$\\.*+?()[\]{}|/]/g, String.raw`\$&`), hasCapital ? 'gu' : 'giu')};
}

export function findAll(text: string, {pattern}: Needle): readonly Found[] {
	return Array.from(text.matchAll(pattern), ({index, 0: match}) => ({start: index, end: index + match.length}));
}
