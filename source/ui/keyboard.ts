import path from 'node:path';
import type {SessionId} from '../core/session/session.js';
import type {Size} from '../core/view/work/layout.js';
import {connectHolder, type HolderClient} from '../io/holder-client.js';
import type {Paths} from '../io/paths.js';

export type Keyboard = {
	/** One connection for each pane that is on the screen, none for others. The one with the focus gets the keys at once. */
	readonly show: (panes: readonly PaneSize[], focused: SessionId | undefined) => void;
	/** Straight to the holder of the pane with the focus, or of another one that is on the screen; kept for it while the connection is being made. */
	readonly type: (bytes: Uint8Array, session?: SessionId) => void;
	/** The same for what is no key: it goes only where the keyboard is ours already. */
	readonly tell: (bytes: Uint8Array, session: SessionId) => void;
	/** Tells the holders the sizes that were said last. */
	readonly resize: () => void;
	readonly close: () => void;
};

export type PaneSize = {readonly session: SessionId; readonly size: Size};

/** More than anybody types ahead; a paste that is larger has to wait for the connection. */
const longestQueue = 1024 * 1024;

/** What was typed waits for it: it is given up only where it will not come. */
const connectMs = 60_000;

type Line = {readonly session: SessionId; readonly ending: AbortController; client: HolderClient | undefined; queue: Uint8Array[]; queued: number; size: Size; told: Size | undefined; isWriter: boolean; isConnecting: boolean};

/**
The way of the keys: terminal → here → holder. Neither React nor clutchd is on it, so that keys arrive while either is busy or gone. `onTaken` is called when another client took the keyboard of the pane with the focus; the next key takes it back.
*/
export function createKeyboard({paths, onTaken}: {readonly paths: Paths; readonly onTaken: () => void}): Keyboard {
	const lines = new Map<SessionId, Line>();
	let focused: SessionId | undefined;

	const connect = async (line: Line) => {
		if (line.isConnecting || line.client !== undefined) {
			return;
		}

		line.isConnecting = true;
		try {
			const client = await connectHolder({socket: path.join(paths.holders, `${line.session}.sock`), role: 'user', client: 'dashboard', signal: line.ending.signal, deadlineMs: connectMs});
			line.client = client;
			line.told = undefined;
			line.isWriter = client.welcome.writer;
			client.onMessage(message => {
				if (message.type !== 'writer') {
					return;
				}

				const wasWriter = line.isWriter;
				line.isWriter = message.mine;
				if (wasWriter && !message.mine && line.session === focused) {
					onTaken();
				} else if (message.mine) {
					tellSize(line);
				}
			});
			client.onClose(() => {
				line.client = undefined;
				line.isWriter = false;
			});
			// A pane that is only looked at is not taken from another window.
			if (line.session === focused) {
				take(line);
			}

			tellSize(line);
			for (const bytes of line.queue.splice(0)) {
				client.input(bytes);
			}

			line.queued = 0;
		} catch {
			// The session has ended or its holder is gone: clutchd says so on the screen. The next key tries again.
		} finally {
			line.isConnecting = false;
		}
	};

	const take = (line: Line) => {
		if (!line.isWriter) {
			line.client?.take();
			line.isWriter = true;
			line.told = undefined;
		}
	};

	/** Only who has the keyboard says the size. */
	const tellSize = (line: Line) => {
		const {client, size, told, isWriter} = line;
		if (client !== undefined && isWriter && (told?.cols !== size.cols || told.rows !== size.rows)) {
			line.told = size;
			client.resize(size);
		}
	};

	const leave = (line: Line) => {
		lines.delete(line.session);
		line.ending.abort();
		line.client?.end();
	};

	return {
		show(panes, nextFocused) {
			const isOther = focused !== nextFocused;
			focused = nextFocused;
			for (const line of lines.values()) {
				if (!panes.some(({session}) => session === line.session)) {
					leave(line);
				}
			}

			for (const {session, size} of panes) {
				const line = lines.get(session) ?? {session, ending: new AbortController(), client: undefined, queue: [], queued: 0, size, told: undefined, isWriter: false, isConnecting: false};
				line.size = size;
				lines.set(session, line);
				// Its holder may be a new one: a session that was started again keeps its id.
				void connect(line);
				// Whoever goes to a pane means to type there.
				if (isOther && session === focused && line.client !== undefined) {
					take(line);
					tellSize(line);
				}
			}
		},
		type(bytes, session = focused) {
			const line = session === undefined ? undefined : lines.get(session);
			if (line === undefined) {
				return;
			}

			if (line.client !== undefined) {
				take(line);
				tellSize(line);
				line.client.input(bytes);
				return;
			}

			if (line.queued + bytes.length <= longestQueue) {
				line.queue.push(bytes);
				line.queued += bytes.length;
			}

			void connect(line);
		},
		tell(bytes, session) {
			const line = lines.get(session);
			if (line?.isWriter === true) {
				line.client?.input(bytes);
			}
		},
		resize() {
			for (const line of lines.values()) {
				tellSize(line);
			}
		},
		close() {
			for (const line of lines.values()) {
				leave(line);
			}
		},
	};
}
