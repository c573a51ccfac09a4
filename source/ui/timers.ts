import type {Clock} from '../io/clock.js';

export type Timers = {
	/** At most one of a kind runs: a new one takes the old one's place. */
	readonly start: (kind: string, ms: number, callback: () => void) => void;
	readonly stop: (kind: string) => void;
	readonly has: (kind: string) => boolean;
	/** Stops them all, and starts none any more: what was still asked of clutchd comes to an end afterwards, and a timer that starts itself anew would keep the process for ever. */
	readonly close: () => void;
};

export function createTimers(clock: Clock): Timers {
	const cancels = new Map<string, () => void>();
	let isClosed = false;
	return {
		start(kind, ms, callback) {
			if (isClosed) {
				return;
			}

			cancels.get(kind)?.();
			cancels.set(kind, clock.after(ms, () => {
				cancels.delete(kind);
				callback();
			}));
		},
		stop(kind) {
			cancels.get(kind)?.();
			cancels.delete(kind);
		},
		has: kind => cancels.has(kind),
		close() {
			isClosed = true;
			for (const cancel of cancels.values()) {
				cancel();
			}

			cancels.clear();
		},
	};
}
