import type {Timers} from './timers.js';

/** Thirty frames of chrome a second are plenty; of lines that come by themselves fifteen, of figures that nobody asked for two. What somebody waits for and comes once does not wait for its turn. */
const intervals = {now: 0, soon: 33, flowing: 66, calmly: 500} as const;

export type Pace = keyof typeof intervals;

export type Redraw = {
	/** At once where the last time is long enough ago, else when it is: many requests are one. */
	readonly request: (pace?: Pace) => void;
	readonly atOnce: () => void;
};

export function createRedraw({timers, now, draw}: {readonly timers: Timers; readonly now: () => number; readonly draw: () => void}): Redraw {
	let last = Number.NEGATIVE_INFINITY;
	let due = Number.POSITIVE_INFINITY;

	const atOnce = () => {
		last = now();
		due = Number.POSITIVE_INFINITY;
		draw();
	};

	return {
		request(pace = 'soon') {
			const wanted = Math.max(now(), last + intervals[pace]);
			if (wanted < due) {
				due = wanted;
				timers.start('chrome', wanted - now(), atOnce);
			}
		},
		atOnce,
	};
}
