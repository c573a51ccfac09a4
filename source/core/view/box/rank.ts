/** Something that can be found. Both texts are in lower case: `name` is what it is called, `words` all that it may be looked for by. */
export type Findable = {readonly name: string; readonly words: string; /** How much it was used, and how lately: more is more. */ readonly use: number};

/** How a text fits: the whole name, its beginning, somewhere in it, or its letters in their order. */
type Fit = 0 | 1 | 2 | 3;

/**
What fits, the best first: the exact name, then names (or words of them) that begin so, then what has it anywhere by how much and how lately it was used, then what has its letters in their order. Several words have to be found each.
*/
export function rank<Found extends Findable>(entries: readonly Found[], query: string): readonly Found[] {
	const wanted = query.trim().toLowerCase();
	if (wanted === '') {
		return entries.toSorted((one, other) => other.use - one.use);
	}

	const words = wanted.split(/\s+/);
	const fitting = entries.flatMap((entry, place) => {
		const fit = fitOf(entry, {wanted, words});
		return fit === undefined ? [] : [{entry, place, fit}];
	});
	fitting.sort((one, other) => one.fit - other.fit || other.entry.use - one.entry.use || one.place - other.place);
	return fitting.map(({entry}) => entry);
}

/** How much something was used: every time counts, and less the longer the last one is ago beside the newest of all. */
export function useOf({at, count}: {readonly at: number; readonly count: number}, newest: number): number {
	return count / (1 + (Math.max(0, newest - at) / day));
}

const day = 24 * 60 * 60 * 1000;

function fitOf({name, words: text}: Findable, {wanted, words}: {readonly wanted: string; readonly words: readonly string[]}): Fit | undefined {
	if (name === wanted) {
		return 0;
	}

	if (name.startsWith(wanted) || name.includes(` ${wanted}`)) {
		return 1;
	}

	if (words.every(word => text.includes(word))) {
		return 2;
	}

	return words.length === 1 && wanted.length > 1 && hasLettersInOrder(name, wanted) ? 3 : undefined;
}

function hasLettersInOrder(text: string, letters: string): boolean {
	let at = -1;
	for (const letter of letters) {
		at = text.indexOf(letter, at + 1);
		if (at === -1) {
			return false;
		}
	}

	return true;
}
