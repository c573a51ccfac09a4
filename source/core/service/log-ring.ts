import {mostLogLines, type LogLine} from './log.js';

export type LogRing = {
	readonly add: (lines: ReadonlyArray<Omit<LogLine, 'number'>>) => void;
	/** At most `most` of the newest lines behind `after`, oldest first. */
	readonly lines: (after: number, most: number) => readonly LogLine[];
	/** The number of the newest; 0 for none. */
	readonly last: () => number;
};

/** Of all lines together, in characters: long ones push out more than one short one. */
const mostText = 8 * 1024 * 1024;

/** The newest lines of a service, numbered. */
export function createLogRing({most = mostLogLines, text: limit = mostText}: {readonly most?: number; readonly text?: number} = {}): LogRing {
	const kept = new Map<number, LogLine>();
	let last = 0;
	let oldest = 1;
	let size = 0;

	const forgetOldest = () => {
		size -= kept.get(oldest)?.text.length ?? 0;
		kept.delete(oldest);
		oldest++;
	};

	const makeRoom = () => {
		if (last - oldest >= most || (size > limit && oldest < last)) {
			forgetOldest();
			makeRoom();
		}
	};

	return {
		add(lines) {
			for (const line of lines) {
				last++;
				kept.set(last, {...line, number: last});
				size += line.text.length;
				makeRoom();
			}
		},
		lines(after, count) {
			const from = Math.max(oldest, after + 1, last - count + 1);
			return Array.from({length: Math.max(0, last - from + 1)}, (_, index) => kept.get(from + index)).filter(line => line !== undefined);
		},
		last: () => last,
	};
}
