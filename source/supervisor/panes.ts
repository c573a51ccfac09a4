import {createEmulator, type Emulator, type EmulatorEvents, type Screen} from '../io/emulator.js';
import type {HolderClient} from '../io/holder-client.js';
import type {SessionId} from '../core/session/session.js';

export type Panes = {
	/** Follows a holder's output from its oldest byte. */
	readonly follow: (session: SessionId, holder: HolderClient) => void;
	/** Shows what a dead session left behind. */
	readonly show: (session: SessionId, left: {readonly cols: number; readonly rows: number; readonly tail: Uint8Array}) => void;
	readonly has: (session: SessionId) => boolean;
	readonly forget: (session: SessionId) => void;
	readonly screen: (session: SessionId) => Promise<Screen | undefined>;
	readonly resized: (session: SessionId, size: {readonly cols: number; readonly rows: number}) => void;
	readonly written: (session: SessionId, offset: number, bytes: Uint8Array) => void;
	readonly gap: (session: SessionId, gap: {readonly from: number; readonly to: number}) => void;
	readonly watch: Emulator['watch'];
	readonly taken: Emulator['taken'];
	readonly close: () => Promise<void>;
};

/** The emulators and the holders they follow. What a holder sends goes straight to its emulator; nothing else waits for it. */
export function createPanes(events: Pick<EmulatorEvents, 'onStatus' | 'onRows' | 'onFailure'>): Panes {
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
	});

	return {
		follow(session, holder) {
			const {cols, rows, ring} = holder.welcome;
			holders.set(session, holder);
			shown.add(session);
			emulator.open(session, {cols, rows, offset: ring.oldest, quietBefore: ring.acknowledged});
			holder.onClose(() => {
				if (holders.get(session) === holder) {
					holders.delete(session);
				}
			});
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
		},
		screen: emulator.screen,
		resized: emulator.resize,
		written: emulator.write,
		gap(session, {from, to}) {
			const text = Buffer.from(`\u001B[0m\r\n[clutch: ${to - from} bytes of output were not kept]\r\n`);
			// It stands in the place of what is missing, so that the offsets behind it stay true.
			emulator.write(session, to - text.length, text);
		},
		watch: emulator.watch,
		taken: emulator.taken,
		close: emulator.close,
	};
}
