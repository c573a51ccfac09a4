import {performance} from 'node:perf_hooks';

/** Time as the running programs take it in; tests pass one of their own. */
export type Clock = {
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	/** Milliseconds that never jump, for durations and deadlines. */
	readonly monotonic: () => number;
	/** Calls once after `ms`, with 0 at the end of this turn of the event loop; the returned function cancels. */
	readonly after: (ms: number, callback: () => void) => () => void;
};

export const systemClock: Clock = {
	now: () => Date.now(),
	monotonic: () => performance.now(),
	after(ms, callback) {
		// A timer of 0 ms takes a whole one, which is half of what a key's echo may take.
		if (ms <= 0) {
			const turn = setImmediate(callback);
			return () => {
				clearImmediate(turn);
			};
		}

		const timer = setTimeout(callback, ms);
		return () => {
			clearTimeout(timer);
		};
	},
};
