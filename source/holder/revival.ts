import type {HolderSpec} from '../core/ipc/holder.js';
import type {Clock} from '../io/clock.js';
import {startDetached} from '../io/process.js';
import {connectSocket} from '../io/socket.js';

/** Starts clutchd again while it is missed. */
export type Revival = {
	readonly daemonCame: () => void;
	readonly daemonLeft: () => void;
	readonly close: () => void;
};

type Options = {
	readonly revive: HolderSpec['revive'];
	readonly clock: Clock;
	/** How long clutchd may be away; the wait doubles with every attempt. */
	readonly firstMs: number;
	readonly hidden: () => readonly number[];
	readonly note: (text: string) => void;
};

const longestMs = 30_000;
const answerMs = 1000;

/** Every holder does this by itself: clutchd holds a lock, so that of a herd of them only one stays. */
export function createRevival({revive, clock, firstMs, hidden, note}: Options): Revival {
	let daemons = 0;
	let attempt = 0;
	let cancel: (() => void) | undefined;

	const arm = () => {
		cancel?.();
		cancel = clock.after(Math.min(firstMs * (2 ** attempt), longestMs), () => {
			cancel = undefined;
			void start();
		});
	};

	const start = async () => {
		attempt++;
		try {
			if (!await answers(revive.socket)) {
				await startDetached({argv: revive.argv, env: revive.env, cwd: '/', hidden: hidden()});
			}
		} catch (error) {
			note(`clutchd could not be started: ${(error as Error).message}`);
		}

		if (daemons === 0 && !closed) {
			arm();
		}
	};

	let closed = false;
	arm();

	return {
		daemonCame() {
			daemons++;
			attempt = 0;
			cancel?.();
			cancel = undefined;
		},
		daemonLeft() {
			daemons--;
			if (daemons === 0 && !closed) {
				arm();
			}
		},
		close() {
			closed = true;
			cancel?.();
		},
	};
}

/** Somebody who answers is clutchd on its way to us; starting another one would be noise. */
async function answers(socket: string): Promise<boolean> {
	try {
		const channel = await connectSocket(socket, AbortSignal.timeout(answerMs));
		channel.close();
		return true;
	} catch {
		// Nobody listens, or nobody answers.
		return false;
	}
}
