import type {Clock} from '../io/clock.js';
import {releaseMemory} from '../io/memory.js';

/** Keeps a holder small: every piece of output leaves buffers behind. */
export type Tidying = {
	/** So many bytes have gone through. */
	readonly used: (bytes: number) => void;
	readonly close: () => void;
};

const worthIt = 1024 * 1024;

/** It takes some tens of milliseconds, so nobody may be waiting for output meanwhile. */
const quietMs = 1000;
const quietBytes = 64 * 1024;

export function createTidying(clock: Clock): Tidying {
	let used = 0;
	let lately = 0;
	let cancel: (() => void) | undefined;

	const look = () => {
		cancel = undefined;
		if (lately > quietBytes) {
			wait();
			return;
		}

		used = 0;
		releaseMemory();
	};

	const wait = () => {
		lately = 0;
		cancel = clock.after(quietMs, look);
	};

	return {
		used(bytes) {
			used += bytes;
			lately += bytes;
			if (used >= worthIt && cancel === undefined) {
				wait();
			}
		},
		close() {
			cancel?.();
		},
	};
}
