/** What is poured through a pane. `@`, `~` and `^` are in none of it, so that a mark made of them is seen only where it was written. */
export type Content = 'ascii' | 'SGR' | 'CJK and emoji' | 'full-screen frames';

export const contents: readonly Content[] = ['ascii', 'SGR', 'CJK and emoji', 'full-screen frames'];

const letters = 'abcdefghijklmnopqrstuvwxyz';
const wide = ['漢', '字', '語', '한', '글', '日', '本', '中', '文', 'é', 'ß', '你', '好', '世', '界', '🙂', '🚀', '👍🏽', '👩‍💻', '🇩🇪', '❤️'];
const blockSize = 1024 * 1024;

/** The same bytes each time: a block of about a megabyte, again and again. */
export function makeContent(content: Content, megabytes: number): Buffer {
	const next = createRandom(7);
	let block = '';
	while (Buffer.byteLength(block) < blockSize) {
		let part = '';
		for (let line = 0; line < 200; line++) {
			part += makers[content](next);
		}

		block += part;
	}

	const bytes = Buffer.from(block);
	const times = Math.max(1, Math.round((megabytes * 1024 * 1024) / bytes.length));
	return Buffer.concat(Array.from({length: times}, () => bytes));
}

const makers: Readonly<Record<Content, (next: (below: number) => number) => string>> = {
	ascii: next => `${Array.from({length: 2 + next(14)}, () => word(next)).join(' ')}\n`,
	SGR: next => `${Array.from({length: 2 + next(12)}, () => `${colour(next)}${word(next)}\u001B[0m`).join(' ')}\n`,
	'CJK and emoji': next => `${Array.from({length: 2 + next(8)}, () => Array.from({length: 1 + next(6)}, () => wide[next(wide.length)] ?? '').join('')).join(' ')}\n`,
	'full-screen frames': next => `\u001B[H${Array.from({length: 36}, (_, row) => `\u001B[${row + 1};1H${frameRow(next)}\u001B[K`).join('')}\u001B[0m`,
};

function frameRow(next: (below: number) => number): string {
	return Array.from({length: 8}, () => `${colour(next)}${word(next).padEnd(8)}`).join(' ');
}

function colour(next: (below: number) => number): string {
	return next(2) === 0 ? `\u001B[3${next(8)}m` : `\u001B[1;38;2;${next(256)};${next(256)};${next(256)}m`;
}

function word(next: (below: number) => number): string {
	return Array.from({length: 2 + next(9)}, () => letters[next(letters.length)] ?? 'a').join('');
}

/** The numbers of Park and Miller: the same ones everywhere. */
export function createRandom(seed: number): (below: number) => number {
	let state = seed;
	return below => {
		state = (state * 48_271) % 2_147_483_647;
		return state % below;
	};
}
