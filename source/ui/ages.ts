import type {Timers} from './timers.js';

export type Ages = {
	/** Something else is shown, and has been drawn. */
	readonly changed: () => void;
};

type Options = {
	readonly timers: Timers;
	/** Milliseconds until an age that is shown is another one. */
	readonly next: () => number | undefined;
	readonly redraw: () => void;
};

/** Draws anew as time goes by: when an age that is shown has become another one, and never for nothing. */
export function createAges({timers, next, redraw}: Options): Ages {
	const changed = () => {
		const wait = next();
		if (wait === undefined) {
			timers.stop('age');
			return;
		}

		timers.start('age', wait, () => {
			redraw();
			changed();
		});
	};

	return {changed};
}
