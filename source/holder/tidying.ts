import type {Clock} from '../io/clock.js';
import {releaseMemory, releaseYoung} from '../io/memory.js';

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

/** A program that never stops writing a little leaves little behind, and there may be fifty of them. */
const seldomMs = 60_000;

/** In a flood nobody is quiet: so much has passed in some 40 ms then, and is given back at once. */
const flood = 8 * 1024 * 1024;

export function createTidying(clock: Clock): Tidying {
	let used = 0;
	let lately = 0;
	let young = 0;
	let cancel: (() => void) | undefined;
	let releasedAt = -Infinity;

	const look = () => {
		cancel = undefined;
		if (lately > quietBytes) {
			wait();
			return;
		}

		used = 0;
		releasedAt = clock.monotonic();
		releaseMemory();
	};

	const wait = () => {
		lately = 0;
		cancel = clock.after(quietMs, look);
	};

	const begin = () => {
		const early = releasedAt + seldomMs - clock.monotonic();
		if (early > 0) {
			cancel = clock.after(early, wait);
		} else {
			wait();
		}
	};

	return {
		used(bytes) {
			used += bytes;
			lately += bytes;
			young += bytes;
			if (young >= flood) {
				young = 0;
				releaseYoung();
			}

			if (used >= worthIt && cancel === undefined) {
				begin();
			}
		},
		close() {
			cancel?.();
		},
	};
}
