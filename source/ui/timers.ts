import type {Clock} from '../io/clock.js';

export type Timers = {
	/** At most one of a kind runs: a new one takes the old one's place. */
	readonly start: (kind: string, ms: number, callback: () => void) => void;
	readonly stop: (kind: string) => void;
	readonly has: (kind: string) => boolean;
	readonly close: () => void;
};

export function createTimers(clock: Clock): Timers {
	const cancels = new Map<string, () => void>();
	return {
		start(kind, ms, callback) {
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
			for (const cancel of cancels.values()) {
				cancel();
			}

			cancels.clear();
		},
	};
}
