import type {Timers} from './timers.js';

/** An age in seconds is one that somebody looks at; the others are shown in minutes. */
const waits = {seconds: 1000, minutes: 30_000} as const;

export type Ages = {
	/** Something may have begun or ended that is told to the second. */
	readonly changed: () => void;
};

/** Draws anew as time goes by: once a second only while an age is told so, and never for nothing. */
export function createAges({timers, inSeconds, redraw}: {readonly timers: Timers; readonly inSeconds: () => boolean; readonly redraw: () => void}): Ages {
	let armed: number | undefined;

	const changed = () => {
		const wait = inSeconds() ? waits.seconds : waits.minutes;
		if (wait === armed) {
			return;
		}

		armed = wait;
		timers.start('age', wait, () => {
			armed = undefined;
			redraw();
			changed();
		});
	};

	return {changed};
}
