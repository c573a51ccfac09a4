/** A line of a file as a change leaves it, or the place where lines that stay are left out. */
export type DiffLine = {readonly type: 'same' | 'added' | 'removed' | 'gap'; readonly text: string};

/** How many lines that stay are shown around what changes. */
const context = 2;

/** What a change does to a text, line by line; nothing where it does nothing. */
export function diffTexts(before: string, after: string): readonly DiffLine[] {
	const [from, to] = [linesOf(before), linesOf(after)];
	const start = commonLength(from, to);
	const end = commonLength(from.slice(start).toReversed(), to.slice(start).toReversed());
	const lines: readonly DiffLine[] = [
		...same(from.slice(0, start)),
		...between(from.slice(start, from.length - end), to.slice(start, to.length - end)),
		...same(from.slice(from.length - end)),
	];
	return shortened(lines);
}

/** As people read it. */
export function diffText(lines: readonly DiffLine[]): readonly string[] {
	const marks = {same: ' ', added: '+', removed: '-', gap: '…'} as const;
	return lines.map(({type, text}) => `${marks[type]} ${text}`.trimEnd());
}

function linesOf(text: string): readonly string[] {
	return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

function commonLength(left: readonly string[], right: readonly string[]): number {
	const different = left.findIndex((line, index) => line !== right[index]);
	return different === -1 ? left.length : different;
}

function same(lines: readonly string[]): readonly DiffLine[] {
	return lines.map(text => ({type: 'same', text}));
}

/** The longest common lines stay, by the usual table: a config file is short. */
function between(from: readonly string[], to: readonly string[]): readonly DiffLine[] {
	const width = to.length + 1;
	const longest = Array.from({length: (from.length + 1) * width}, () => 0);
	for (let row = from.length - 1; row >= 0; row--) {
		for (let column = to.length - 1; column >= 0; column--) {
			longest[(row * width) + column] = from[row] === to[column]
				? (longest[((row + 1) * width) + column + 1] ?? 0) + 1
				: Math.max(longest[((row + 1) * width) + column] ?? 0, longest[(row * width) + column + 1] ?? 0);
		}
	}

	const lines: DiffLine[] = [];
	let [row, column] = [0, 0];
	while (row < from.length || column < to.length) {
		if (row < from.length && from[row] === to[column]) {
			lines.push({type: 'same', text: from[row] ?? ''});
			row++;
			column++;
		} else if (row < from.length && (column >= to.length || (longest[((row + 1) * width) + column] ?? 0) >= (longest[(row * width) + column + 1] ?? 0))) {
			lines.push({type: 'removed', text: from[row] ?? ''});
			row++;
		} else {
			lines.push({type: 'added', text: to[column] ?? ''});
			column++;
		}
	}

	return lines;
}

function shortened(lines: readonly DiffLine[]): readonly DiffLine[] {
	const near = lines.map((_, index) => lines.slice(Math.max(0, index - context), index + context + 1).some(({type}) => type !== 'same'));
	return lines.flatMap((line, index): readonly DiffLine[] => {
		if (near[index] === true) {
			return [line];
		}

		return near[index - 1] === true && near.includes(true, index) ? [{type: 'gap', text: ''}] : [];
	});
}
