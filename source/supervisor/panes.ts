import {modePreamble} from '../core/session/mode-preamble.js';
import type {Exit, SessionId} from '../core/session/session.js';
import {createEmulator, type Emulator, type EmulatorEvents} from '../io/emulator.js';
import type {HolderClient} from '../io/holder-client.js';
import type {ModeFiles} from '../io/kept-modes.js';

type Followed = {readonly holder: HolderClient; readonly onExited: (exit: Exit) => void; readonly onRefused: (message: string) => void};

export type Panes = {
	/** Follows a holder's output from its oldest byte. */
	readonly follow: (session: SessionId, followed: Followed) => void;
	/** Shows what a dead session left behind. */
	readonly show: (session: SessionId, left: {readonly cols: number; readonly rows: number; readonly tail: Uint8Array}) => void;
	readonly has: (session: SessionId) => boolean;
	readonly forget: (session: SessionId) => void;
	readonly screen: Emulator['screen'];
	readonly watch: Emulator['watch'];
	readonly taken: Emulator['taken'];
	readonly close: () => Promise<void>;
};

type Options = Pick<EmulatorEvents, 'onStatus' | 'onRows' | 'onFailure'> & {readonly modes: ModeFiles};

/** The emulators and the holders they follow. What a holder sends goes straight to its emulator; nothing else waits for it. */
export function createPanes({modes, ...events}: Options): Panes {
	const holders = new Map<SessionId, HolderClient>();
	const shown = new Set<SessionId>();
	const emulator = createEmulator({
		...events,
		onParsed(session, offset) {
			holders.get(session)?.ack(offset);
		},
		onInput(session, bytes) {
			holders.get(session)?.input(bytes);
		},
		onModes(session, kept) {
			if (holders.has(session)) {
				modes.keep(session, kept);
			}
		},
	});

	/** Stands in the place of bytes that are not there any more, so that the offsets behind it stay true. */
	const writeBefore = (session: SessionId, offset: number, text: string) => {
		const bytes = Buffer.from(text);
		emulator.write(session, offset - bytes.length, bytes);
	};

	return {
		follow(session, {holder, onExited, onRefused}) {
			const {cols, rows, ring} = holder.welcome;
			holders.set(session, holder);
			shown.add(session);
			emulator.open(session, {cols, rows, offset: ring.oldest, quietBefore: ring.acknowledged});
			const kept = ring.oldest > 0 ? modes.read(session) : undefined;
			if (kept) {
				writeBefore(session, ring.oldest, modePreamble(kept));
			}

			holder.onBytes((offset, bytes) => {
				emulator.write(session, offset, bytes);
			});
			holder.onMessage(message => {
				switch (message.type) {
					case 'resized': {
						emulator.resize(session, message);
						break;
					}

					case 'gap': {
						writeBefore(session, message.to, `\u001B[0m\r\n[clutch: ${message.to - message.from} bytes of output were not kept]\r\n`);
						break;
					}

					case 'exited': {
						onExited(message.exit);
						break;
					}

					case 'refused': {
						onRefused(message.message);
						break;
					}

					case 'welcome':
					case 'writer': {
						break;
					}
				}
			});
			holder.onClose(() => {
				if (holders.get(session) === holder) {
					holders.delete(session);
				}
			});
			holder.attach('oldest');
			// Attaching puts the acknowledgement back to the oldest byte; what was answered already must not be answered again if we die during the replay.
			holder.ack(ring.acknowledged);
		},
		show(session, {cols, rows, tail}) {
			shown.add(session);
			// Nobody is there to be answered.
			emulator.open(session, {cols, rows, offset: 0, quietBefore: tail.length});
			emulator.write(session, 0, tail);
		},
		has: session => shown.has(session),
		forget(session) {
			holders.delete(session);
			shown.delete(session);
			emulator.forget(session);
			modes.forget(session);
		},
		screen: emulator.screen,
		watch: emulator.watch,
		taken: emulator.taken,
		async close() {
			modes.close();
			await emulator.close();
		},
	};
}
