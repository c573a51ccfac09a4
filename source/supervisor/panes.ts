import type {ScreenFrame} from '../core/ipc/frame.js';
import type {Tombstone} from '../core/ipc/holder.js';
import type {Exit, SessionId} from '../core/session/session.js';
import {createEmulator, type Emulator, type EmulatorEvents} from '../io/emulator.js';
import type {HolderClient} from '../io/holder-client.js';
import {pausePoint} from '../io/pause-point.js';
import {createLooking} from './looking.js';
import {createScrollback, type ConnectViewer, type Scrollback} from './scrollback.js';

/** What the holder knows beyond the exit; an older one knows nothing. */
export type ExitKnown = {readonly reason?: Tombstone['reason'] | undefined; readonly detail?: string | undefined};

type Followed = {readonly holder: HolderClient; readonly connectViewer: ConnectViewer; readonly onExited: (exit: Exit, known: ExitKnown) => void; readonly onRefused: (message: string) => void};

export type Panes = {
	/** Follows a holder's output, from the newest screen it keeps. */
	readonly follow: (session: SessionId, followed: Followed) => void;
	/** Shows what a dead session left behind. */
	readonly show: (session: SessionId, left: {readonly cols: number; readonly rows: number; readonly tail: Uint8Array}) => void;
	readonly has: (session: SessionId) => boolean;
	readonly forget: (session: SessionId) => void;
	readonly screen: Emulator['screen'];
	readonly lines: Emulator['lines'];
	readonly search: Emulator['search'];
	readonly watch: Emulator['watch'];
	readonly taken: Emulator['taken'];
	readonly appear: Emulator['appear'];
	readonly close: () => Promise<void>;
};

type Options = Pick<EmulatorEvents, 'onStatus' | 'onRang' | 'onClipboard' | 'onRows' | 'onFailure'> & {
	/** Whenever a newer screen of a session is known: what is left of it if everything ends at once. */
	readonly onScreen: (session: SessionId, screen: ScreenFrame) => void;
	/** Lines above the screen of each session. */
	readonly scrollback: number;
};

/** So much may be on its way here unparsed: enough for a busy session, little for eight that return at once. */
const credit = 256 * 1024;

/** The emulators and the holders they follow. What a holder sends goes straight to its emulator; nothing else waits for it. */
export function createPanes(events: Options): Panes {
	const followed = new Map<SessionId, {readonly holder: HolderClient; readonly scrollback: Scrollback}>();
	const shown = new Set<SessionId>();
	const looking = createLooking((session, ms) => {
		followed.get(session)?.holder.pace(ms);
	});
	const emulator = createEmulator({
		...events,
		onParsed(session, offset) {
			followed.get(session)?.holder.ack(offset);
		},
		onInput(session, offset, bytes) {
			pausePoint('responder.before-answer');
			followed.get(session)?.holder.answer(offset, bytes);
		},
		onCheckpoint(session, checkpoint) {
			pausePoint('checkpoint.before-push');
			followed.get(session)?.holder.screen(checkpoint);
			// One of a session that was let go may still have been on its way.
			if (shown.has(session)) {
				events.onScreen(session, checkpoint);
			}
		},
	});

	/** Stands in the place of bytes that are not there any more, so that the offsets behind it stay true. */
	const writeBefore = (session: SessionId, offset: number, text: string) => {
		const bytes = Buffer.from(text);
		emulator.write(session, offset - bytes.length, bytes);
	};

	const leave = (session: SessionId) => {
		followed.get(session)?.scrollback.close();
		followed.delete(session);
	};

	return {
		follow(session, {holder, connectViewer, onExited, onRefused}) {
			const {welcome: {cols, rows, ring}, protocol} = holder;
			const checkpoints = protocol > 1;
			const scrollback = createScrollback({session, emulator, connect: connectViewer, credit});
			leave(session);
			followed.set(session, {holder, scrollback});
			shown.add(session);
			const replay = {quietBefore: ring.acknowledged, hiddenBefore: ring.next, checkpoints};
			emulator.open(session, {cols, rows, offset: ring.oldest, ...replay});
			// Member by member: what else is in the frame must not become a part of another message.
			holder.onScreen(({offset, ...screen}) => {
				scrollback.began(offset);
				if (offset > 0) {
					events.onScreen(session, {offset, ...screen});
				}

				emulator.open(session, {offset, cols: screen.cols, rows: screen.rows, ...replay, screen: screen.bytes});
			});
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
						writeBefore(session, message.to, gapText(message));
						break;
					}

					case 'exited': {
						emulator.settle(session);
						onExited(message.exit, {reason: message.reason, detail: message.detail});
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
				if (followed.get(session)?.holder === holder) {
					leave(session);
					emulator.settle(session);
				}
			});
			if (checkpoints) {
				holder.attach('screen', credit);
				holder.pace(looking.pace(session));
				return;
			}

			holder.attach('oldest');
			// Attaching puts the acknowledgement of such a holder back to the oldest byte; what was answered already must not be answered again if we die during the replay.
			holder.ack(ring.acknowledged);
		},
		show(session, {cols, rows, tail}) {
			shown.add(session);
			// Nobody is there to be answered.
			emulator.open(session, {cols, rows, offset: 0, quietBefore: tail.length});
			emulator.write(session, 0, tail);
			emulator.settle(session);
		},
		has: session => shown.has(session),
		forget(session) {
			leave(session);
			shown.delete(session);
			emulator.forget(session);
		},
		async screen(session, ask) {
			const screen = await emulator.screen(session, ask);
			const isWhole = screen === undefined || screen.lines.length >= screen.rows + (ask?.scrollback ?? 0);
			return !isWhole && await followed.get(session)?.scrollback.recall() ? emulator.screen(session, ask) : screen;
		},
		async lines(session, ask) {
			const lines = await emulator.lines(session, ask);
			const isWhole = lines === undefined || lines.alternate || (ask.from === undefined ? lines.count >= ask.count : ask.from >= lines.first);
			return !isWhole && await followed.get(session)?.scrollback.recall() ? emulator.lines(session, ask) : lines;
		},
		search: emulator.search,
		watch(watcher, sessions, focused) {
			looking.watch(watcher, sessions, focused);
			emulator.watch(watcher, sessions, focused);
		},
		taken: emulator.taken,
		appear: emulator.appear,
		close: emulator.close,
	};
}

/** What stands where bytes are missing. The modes may end with the beginning of a sequence, so they come last, on a terminal that was reset before. */
function gapText({from, to, modes}: {readonly from: number; readonly to: number; readonly modes?: string | undefined}): string {
	const said = `[clutch: ${to - from} bytes of output were not kept]\r\n`;
	return modes === undefined ? `\u001B[0m\r\n${said}` : `\u0018\u001Bc${said}${modes}`;
}
