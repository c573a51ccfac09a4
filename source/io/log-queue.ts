import type {LogInput} from './log-intake.js';

/** What came of a run and is not dealt with yet. `offset`: behind it. */
export type LogWork<Run> =
	| (Extract<LogInput, {readonly type: 'bytes'}> & {readonly offset: number; readonly run: Run})
	| Extract<LogInput, {readonly type: 'gap' | 'pause'}>
	| (Extract<LogInput, {readonly type: 'end'}> & {readonly offset: number; readonly run: Run; readonly done: () => void});

export type LogQueue<Run> = {
	readonly add: (work: LogWork<Run>) => void;
	/** As much as one turn may take. */
	readonly take: () => ReadonlyArray<LogWork<Run>>;
	readonly isEmpty: () => boolean;
	/** Nothing comes behind it. */
	readonly isEnding: () => boolean;
	/** What is there is the newest: more of the log is not known. */
	readonly isNewest: () => boolean;
};

/** One turn of the event loop deals with about so much. */
const portion = 64 * 1024;
/** The newest of what came is read in any case: it may be the last words of a program. */
const newest = 16 * 1024;

export function createLogQueue<Run>(): LogQueue<Run> {
	const queue: Array<LogWork<Run>> = [];
	let bytes = 0;

	return {
		add(work) {
			queue.push(work);
			bytes += sizeOf(work);
		},
		take() {
			let size = 0;
			let count = 0;
			for (const work of queue) {
				if (count > 0 && size >= portion) {
					break;
				}

				size += sizeOf(work);
				count++;
			}

			bytes -= size;
			return queue.splice(0, count);
		},
		isEmpty: () => queue.length === 0,
		isEnding: () => queue.at(-1)?.type === 'end',
		isNewest: () => bytes < newest,
	};
}

function sizeOf(work: LogWork<unknown>): number {
	return work.type === 'bytes' ? work.bytes.length : 0;
}
