import {writeSync} from 'node:fs';
import {createInputQueue} from '../core/holder/input-queue.js';

const inputLimit = 16 * 1024 * 1024;

/** The size of a terminal's input buffer: a larger piece would be taken in part anyway. */
const pieceSize = 4096;

/** A long paste gives way to output and other clients after this much. */
const burst = 64 * 1024;

const backOff = {first: 2, longest: 50} as const;

/** Writes to the master side of a pty: in order, never blocking, and asking a child that does not read only every 50 ms. */
export function createPtyWriter(fd: number) {
	const queue = createInputQueue(inputLimit);
	let waiting: NodeJS.Timeout | undefined;
	let delay: number = backOff.first;
	let attempts = 0;

	const later = (ms: number) => {
		waiting = setTimeout(() => {
			waiting = undefined;
			flush();
		}, ms);
	};

	const flush = () => {
		if (waiting !== undefined) {
			return;
		}

		for (let written = 0; queue.size() > 0;) {
			if (written >= burst) {
				later(0);
				return;
			}

			attempts++;
			const count = tryWrite(fd, queue.peek(pieceSize));
			if (count === 'gone') {
				queue.clear();
				return;
			}

			if (count === 0) {
				later(delay);
				delay = Math.min(delay * 2, backOff.longest);
				return;
			}

			delay = backOff.first;
			written += count;
			queue.advance(count);
		}
	};

	return {
		write(bytes: Uint8Array) {
			const taken = queue.push(bytes);
			flush();
			return taken;
		},
		state: () => ({attempts, waiting: queue.size()}),
		close() {
			clearTimeout(waiting);
			waiting = undefined;
			queue.clear();
		},
	};
}

function tryWrite(fd: number, bytes: Uint8Array): number | 'gone' {
	try {
		return writeSync(fd, bytes);
	} catch (error) {
		// EIO and the like: the other side is gone, and its exit is about to be reported.
		return isBusy(error) ? 0 : 'gone';
	}
}

function isBusy(error: unknown): boolean {
	const {code} = error as NodeJS.ErrnoException;
	return code === 'EAGAIN' || code === 'EWOULDBLOCK' || code === 'EINTR';
}
