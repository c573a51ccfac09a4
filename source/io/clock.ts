import {performance} from 'node:perf_hooks';

/** Time as the running programs take it in; tests pass one of their own. */
export type Clock = {
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	/** Milliseconds that never jump, for durations and deadlines. */
	readonly monotonic: () => number;
	/** Calls once after `ms`; the returned function cancels. */
	readonly after: (ms: number, callback: () => void) => () => void;
};

export const systemClock: Clock = {
	now: () => Date.now(),
	monotonic: () => performance.now(),
	after(ms, callback) {
		const timer = setTimeout(callback, ms);
		return () => {
			clearTimeout(timer);
		};
	},
};
