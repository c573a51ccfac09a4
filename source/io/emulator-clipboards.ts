import type {SessionId} from '../core/session/session.js';
import type {ClipboardWrite} from '../core/view/copy/clipboard.js';

export type Clipboards = {
	readonly wrote: (session: SessionId, write: ClipboardWrite) => void;
	readonly forget: (session: SessionId) => void;
};

/** A program that writes the clipboard without end is heard ten times a second, with what it wrote last. */
const interval = 100;

export function createClipboards(send: (session: SessionId, write: ClipboardWrite) => void): Clipboards {
	const waiting = new Map<SessionId, {readonly timer: NodeJS.Timeout; next: ClipboardWrite | undefined}>();

	const tell = (session: SessionId, write: ClipboardWrite) => {
		send(session, write);
		const timer = setTimeout(() => {
			const next = waiting.get(session)?.next;
			waiting.delete(session);
			if (next) {
				tell(session, next);
			}
		}, interval);
		waiting.set(session, {timer, next: undefined});
	};

	return {
		wrote(session, write) {
			const known = waiting.get(session);
			if (known) {
				known.next = write;
			} else {
				tell(session, write);
			}
		},
		forget(session) {
			clearTimeout(waiting.get(session)?.timer);
			waiting.delete(session);
		},
	};
}
