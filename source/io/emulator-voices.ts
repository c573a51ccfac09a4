import {usualAppearance, type Appearance} from '../core/session/appearance.js';
import type {Ring} from '../core/session/ring.js';
import type {SessionId} from '../core/session/session.js';
import type {ClipboardWrite} from '../core/view/copy/clipboard.js';
import type {FromEmulator} from './emulator-message.js';
import {createSeldom} from './emulator-seldom.js';
import {createEmulatedTerminal, type EmulatedTerminal} from './emulator-terminal.js';

type Speaking = {readonly terminal: EmulatedTerminal; readonly quietBefore: number; readonly hiddenBefore: number; readonly begun: boolean; readonly settled: boolean; readonly offset: number};

/** What programs say beside what they draw, and what they are told without asking. */
export type Voices = {
	readonly createTerminal: (session: SessionId, size: {readonly cols: number; readonly rows: number}) => EmulatedTerminal;
	/** Who asked to be told of a change is told; a replay asked long ago, and what has ended hears nothing. */
	readonly appear: (appearance: Appearance) => void;
	readonly forget: (session: SessionId) => void;
};

type Options = {readonly version: string; readonly scrollback: number; readonly send: (message: FromEmulator) => void; readonly sessions: () => ReadonlyMap<SessionId, Speaking>};

export function createVoices({version, scrollback, send, sessions}: Options): Voices {
	/** Of the newest dashboard's terminal. */
	let appearance = usualAppearance;
	const rings = createSeldom<{readonly ring: Ring; readonly at: number}>({
		interval: 1000,
		send(session, {ring, at}) {
			send({type: 'rang', session, ring, at});
		},
		// Words rather than a bell.
		replaces: ({ring}) => ring.kind === 'notification',
	});
	const clipboards = createSeldom<ClipboardWrite>({
		interval: 100,
		send(session, write) {
			send({type: 'clipboard', session, write});
		},
		replaces: () => true,
	});

	/** What reads a session's past again does nothing that was done when it was new. What nobody has acknowledged is new, also where it was said before anybody listened. */
	const isNews = (session: SessionId, terminal: EmulatedTerminal) => {
		const speaking = sessions().get(session);
		return speaking?.terminal === terminal && speaking.begun && speaking.offset >= speaking.quietBefore;
	};

	/** Neither does a replay answer what is true now. */
	const isPresent = (session: SessionId, terminal: EmulatedTerminal) => isNews(session, terminal) && (sessions().get(session)?.offset ?? 0) >= (sessions().get(session)?.hiddenBefore ?? 0);

	return {
		createTerminal(session, {cols, rows}) {
			const terminal = createEmulatedTerminal({
				version,
				scrollback,
				cols,
				rows,
				appearance: () => appearance,
				onReport(report) {
					// A replay ends with what is true now.
					if (sessions().get(session)?.terminal === terminal) {
						send({type: 'status', session, ...report});
					}
				},
				onRang(ring) {
					if (isNews(session, terminal)) {
						rings.tell(session, {ring, at: Date.now()});
					}
				},
				onClipboard(write) {
					if (isPresent(session, terminal)) {
						clipboards.tell(session, write);
					}
				},
			});
			return terminal;
		},
		appear(next) {
			const isOther = next.scheme !== appearance.scheme || next.foreground !== appearance.foreground || next.background !== appearance.background;
			appearance = next;
			for (const [session, {terminal, settled}] of isOther ? sessions() : []) {
				const report = isPresent(session, terminal) && !settled ? terminal.schemeReport() : undefined;
				if (report !== undefined) {
					// No answer to anything: it acknowledges nothing.
					send({type: 'input', session, offset: 0, text: report});
				}
			}
		},
		forget(session) {
			clipboards.forget(session);
			rings.forget(session);
		},
	};
}
