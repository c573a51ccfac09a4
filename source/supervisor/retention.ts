import type {Clock} from '../io/clock.js';

const day = 24 * 60 * 60 * 1000;

type Options = {
	readonly clock: Clock;
	/** Read anew each time, so that a changed setting counts. */
	readonly keepDays: () => number;
	readonly expire: (keepDays: number) => void;
	readonly onFailure: (error: unknown) => void;
};

/** Lets sessions go that have been over for long enough: now, and once a day. */
export function expireDaily({clock, keepDays, expire, onFailure}: Options): () => void {
	let cancel: (() => void) | undefined;
	const run = () => {
		cancel = clock.after(day, run);
		try {
			expire(keepDays());
		} catch (error) {
			// Files that cannot be removed are no reason to end; the next day is another try.
			onFailure(error);
		}
	};

	run();
	return () => {
		cancel?.();
	};
}
