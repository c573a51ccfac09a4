import type {Clock} from './clock.js';
import type {SocketServer} from './socket.js';

type Options = {
	readonly clock: Clock;
	/** Asked before it listens anew; false where the place is somebody else's now. @default where the file is gone */
	readonly mayRenew?: (lost: 'gone' | 'replaced') => boolean;
	readonly note: (text: string) => void;
	/** Milliseconds. Temporary folders are tidied up by programs that know nothing of us; until this much later nobody new can come in. @default 5000 */
	readonly everyMs?: number;
};

/**
Looks now and then whether the file of a socket is still there, and listens anew where it was taken away, as a tidying program does with a run directory. Asks the disk beside the event loop, so that a slow one holds up nobody's keys.
*/
export function keepSocket(server: SocketServer, {clock, mayRenew = lost => lost === 'gone', note, everyMs = 5000}: Options): () => void {
	let closed = false;
	let cancel: (() => void) | undefined;
	let failed = false;

	const look = async () => {
		try {
			const found = await server.look();
			if (found !== 'ours' && !closed && mayRenew(found)) {
				await server.renew();
				note(`the socket ${server.path} was gone; it is there again`);
				failed = false;
			}
		} catch (error) {
			if (!failed) {
				note(`the socket ${server.path} is gone and cannot be made again: ${(error as Error).message}`);
			}

			failed = true;
		}

		if (!closed) {
			arm();
		}
	};

	const arm = () => {
		cancel = clock.after(everyMs, () => {
			void look();
		});
	};

	arm();
	return () => {
		closed = true;
		cancel?.();
	};
}
