/**
The name nearest to what was typed: by edits (a swap of neighbours counts as one), at most a third of its length and never more than three, or the one name that begins with it. Undefined where nothing is near.
*/
export function nearest(typed: string, names: readonly string[]): string | undefined {
	const beginning = names.filter(name => typed.length > 1 && name.startsWith(typed));
	if (beginning.length === 1) {
		return beginning[0];
	}

	const allowed = Math.min(3, Math.max(1, Math.ceil(typed.length / 3)));
	let best: {readonly name: string; readonly edits: number} | undefined;
	for (const name of names) {
		const edits = distance(typed.toLowerCase(), name.toLowerCase());
		if (edits <= allowed && (best === undefined || edits < best.edits)) {
			best = {name, edits};
		}
	}

	return best?.name;
}

/** Edits between two words, swaps of neighbours included (optimal string alignment). */
function distance(left: string, right: string): number {
	let older: readonly number[] = [];
	let previous: readonly number[] = Array.from({length: right.length + 1}, (_, index) => index);
	for (let row = 1; row <= left.length; row++) {
		const current = [row];
		for (let column = 1; column <= right.length; column++) {
			const same = left[row - 1] === right[column - 1];
			const swapped = row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
			current.push(Math.min(
				(previous[column] ?? 0) + 1,
				(current[column - 1] ?? 0) + 1,
				(previous[column - 1] ?? 0) + (same ? 0 : 1),
				swapped ? (older[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
			));
		}

		older = previous;
		previous = current;
	}

	return previous[right.length] ?? left.length;
}
