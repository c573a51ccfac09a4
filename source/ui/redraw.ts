import type {Timers} from './timers.js';

/** Thirty frames of chrome a second are plenty. */
const interval = 33;

export type Redraw = {
	/** At once where the last time is long enough ago, else when it is: many requests are one. */
	readonly request: () => void;
	readonly atOnce: () => void;
};

export function createRedraw({timers, now, draw}: {readonly timers: Timers; readonly now: () => number; readonly draw: () => void}): Redraw {
	let last = Number.NEGATIVE_INFINITY;

	const atOnce = () => {
		last = now();
		draw();
	};

	return {
		request() {
			const wait = last + interval - now();
			if (wait <= 0 || !timers.has('chrome')) {
				timers.start('chrome', Math.max(0, wait), atOnce);
			}
		},
		atOnce,
	};
}
