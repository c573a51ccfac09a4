import type {Clock} from '../io/clock.js';
import {releaseMemory} from '../io/memory.js';

/** Keeps a holder small: every piece of output leaves buffers behind. */
export type Tidying = {
	/** So many bytes have gone through. */
	readonly used: (bytes: number) => void;
};

const worthIt = 1024 * 1024;

/** Once a second at most: it takes some milliseconds. */
const everyMs = 1000;

export function createTidying(clock: Clock): Tidying {
	let used = 0;
	let isWaiting = false;

	return {
		used(bytes) {
			used += bytes;
			if (used < worthIt || isWaiting) {
				return;
			}

			isWaiting = true;
			clock.after(everyMs, () => {
				isWaiting = false;
				used = 0;
				releaseMemory();
			});
		},
	};
}
