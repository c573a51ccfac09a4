import type {Command} from '../core/command.js';
import {mostLogLines, type LogLine, type LogReply} from '../core/service/log.js';
import type {Clock} from '../io/clock.js';

export type LogAsked = Omit<Extract<Command, {type: 'service.log'}>, 'type'>;

export type ReadLines = {
	/** At most `most` of the newest lines behind `after`, oldest first. */
	readonly lines: (after: number, most: number) => readonly LogLine[];
	/** The number of the newest; 0 for none. */
	readonly last: () => number;
	/** Answers with how to stop. */
	readonly onLine: (handler: () => void) => () => void;
};

/** Answers at once where there are lines to tell, else when one comes or the time is over. */
export async function logReply(log: ReadLines, {after = 0, open, most, waitMs = 0, clock, signal}: Omit<LogAsked, 'id'> & {readonly clock: Clock; readonly signal: AbortSignal}): Promise<LogReply> {
	// Numbers begin anew with each clutchd: who asks behind one that was never given is told what there is.
	const known = after > log.last() ? 0 : after;
	/** A line that had no end is told again where it has more by now, or its end. */
	const from = () => {
		const [line] = open === undefined || known === 0 ? [] : log.lines(known - 1, mostLogLines);
		return line?.number === known && (line.open !== true || line.text.length !== open) ? known - 1 : known;
	};

	if (waitMs > 0 && log.last() <= from()) {
		await new Promise<void>(resolve => {
			const done = () => {
				cancel();
				stop();
				signal.removeEventListener('abort', done);
				resolve();
			};

			const cancel = clock.after(waitMs, done);
			const stop = log.onLine(done);
			signal.addEventListener('abort', done, {once: true});
		});
	}

	return {lines: log.lines(from(), most), last: log.last()};
}
