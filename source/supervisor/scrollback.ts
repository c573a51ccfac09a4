import type {SessionId} from '../core/session/session.js';
import type {Emulator, Recall} from '../io/emulator.js';
import type {HolderClient} from '../io/holder-client.js';

/** What scrolled away before a session's emulator began, which is read again only when somebody wants to see it. */
export type Scrollback = {
	/** The emulator begins here, with a screen. */
	readonly began: (offset: number) => void;
	/** Reads what the holder still has, once; where that took too long, anew the next time. Answers whether there is more than before. */
	readonly recall: () => Promise<boolean>;
	readonly close: () => void;
};

/** Another connection to the holder, which only reads. */
export type ConnectViewer = (signal: AbortSignal) => Promise<HolderClient>;

type Options = {readonly session: SessionId; readonly emulator: Emulator; readonly connect: ConnectViewer; readonly credit: number};

/** A full ring takes a second on a busy machine; who waits longer than this gets what there is. */
const deadlineMs = 8000;

export function createScrollback({session, emulator, connect, credit}: Options): Scrollback {
	const ended = new AbortController();
	let began = 0;
	let recalled: Promise<boolean> | undefined;

	const read = async (): Promise<boolean> => {
		const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(deadlineMs)]);
		const taken = await readUntil(signal);
		if (!taken && signal.aborted) {
			recalled = undefined;
		}

		return taken;
	};

	const readUntil = async (signal: AbortSignal): Promise<boolean> => {
		let viewer: HolderClient;
		try {
			viewer = await connect(signal);
		} catch {
			// Whoever follows the holder says what is the matter with it; here there is nothing more to show.
			return false;
		}

		return follow(viewer, signal);
	};

	const follow = async (viewer: HolderClient, signal: AbortSignal): Promise<boolean> => new Promise(resolve => {
		let recall: Recall | undefined;
		const end = (taken: boolean) => {
			recall?.drop();
			viewer.end();
			resolve(taken);
		};

		const give = () => {
			end(false);
		};

		signal.addEventListener('abort', give, {once: true});
		viewer.onClose(give);
		viewer.onScreen(screen => {
			if (screen.offset >= began) {
				end(false);
				return;
			}

			recall = emulator.recall(session, screen, {onParsed: viewer.ack, onOver: end});
		});
		viewer.onBytes((offset, bytes) => {
			recall?.write(offset, bytes);
		});
		viewer.onMessage(message => {
			if (message.type === 'resized') {
				recall?.resize(message);
			} else if (message.type === 'gap') {
				// Bytes are missing between there and here.
				end(false);
			}
		});
		viewer.attach('history', credit);
	});

	return {
		began(offset) {
			began = offset;
		},
		async recall() {
			recalled ??= began > 0 ? read() : Promise.resolve(false);
			return recalled;
		},
		close() {
			ended.abort();
		},
	};
}
