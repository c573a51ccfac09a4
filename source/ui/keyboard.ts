import path from 'node:path';
import type {SessionId} from '../core/session/session.js';
import type {Size} from '../core/view/work/layout.js';
import {connectHolder, type HolderClient} from '../io/holder-client.js';
import type {Paths} from '../io/paths.js';

export type Keyboard = {
	/** Connects to the holder of the session that has the focus now, and gives it the pane's size. */
	readonly focus: (session: SessionId | undefined, size: Size) => void;
	/** Straight to the holder; kept for it while the connection is being made. */
	readonly type: (bytes: Uint8Array) => void;
	readonly resize: (size: Size) => void;
	readonly close: () => void;
};

/** More than anybody types ahead; a paste that is larger has to wait for the connection. */
const longestQueue = 1024 * 1024;

type Focus = {readonly session: SessionId; readonly ending: AbortController; client: HolderClient | undefined; queue: Uint8Array[]; queued: number; size: Size; isWriter: boolean; isConnecting: boolean};

/**
The way of the keys: terminal → here → holder. Neither React nor clutchd is on it, so that keys arrive while either is busy or gone. `onTaken` is called when another client took the keyboard; the next key takes it back.
*/
export function createKeyboard({paths, onTaken}: {readonly paths: Paths; readonly onTaken: () => void}): Keyboard {
	let focus: Focus | undefined;

	const connect = async (target: Focus) => {
		if (target.isConnecting) {
			return;
		}

		target.isConnecting = true;
		try {
			const client = await connectHolder({socket: path.join(paths.holders, `${target.session}.sock`), role: 'user', client: 'dashboard', signal: target.ending.signal});
			target.client = client;
			client.onMessage(message => {
				if (message.type === 'writer' && !message.mine && target.isWriter) {
					target.isWriter = false;
					onTaken();
				} else if (message.type === 'writer') {
					target.isWriter = message.mine;
				}
			});
			client.onClose(() => {
				target.client = undefined;
				target.isWriter = false;
			});
			client.take();
			target.isWriter = true;
			client.resize(target.size);
			for (const bytes of target.queue.splice(0)) {
				client.input(bytes);
			}

			target.queued = 0;
		} catch {
			// The session has ended or its holder is gone: clutchd says so on the screen. The next key tries again.
		} finally {
			target.isConnecting = false;
		}
	};

	const leave = () => {
		focus?.ending.abort();
		focus?.client?.end();
		focus = undefined;
	};

	return {
		focus(session, size) {
			if (focus?.session === session) {
				// Its holder may be a new one: a session that was started again keeps its id.
				if (focus !== undefined && focus.client === undefined) {
					void connect(focus);
				}

				return;
			}

			leave();
			if (session !== undefined) {
				focus = {session, ending: new AbortController(), client: undefined, queue: [], queued: 0, size, isWriter: false, isConnecting: false};
				void connect(focus);
			}
		},
		type(bytes) {
			if (focus === undefined) {
				return;
			}

			if (focus.client !== undefined) {
				if (!focus.isWriter) {
					focus.client.take();
					focus.isWriter = true;
					focus.client.resize(focus.size);
				}

				focus.client.input(bytes);
				return;
			}

			if (focus.queued + bytes.length <= longestQueue) {
				focus.queue.push(bytes);
				focus.queued += bytes.length;
			}

			void connect(focus);
		},
		resize(size) {
			if (focus !== undefined && (focus.size.cols !== size.cols || focus.size.rows !== size.rows)) {
				focus.size = size;
				focus.client?.resize(size);
			}
		},
		close: leave,
	};
}
