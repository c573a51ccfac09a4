import {usualAppearance, type Appearance} from '../core/session/appearance.js';
import type {SessionId} from '../core/session/session.js';
import {createClipboards} from './emulator-clipboards.js';
import type {FromEmulator} from './emulator-message.js';
import {createRings} from './emulator-rings.js';
import {createEmulatedTerminal, type EmulatedTerminal} from './emulator-terminal.js';

type Speaking = {readonly terminal: EmulatedTerminal; readonly quietBefore: number; readonly hiddenBefore: number; readonly begun: boolean; readonly settled: boolean; readonly offset: number};

/** What programs say beside what they draw, and what they are told without asking. */
export type Voices = {
	readonly createTerminal: (session: SessionId, size: {readonly cols: number; readonly rows: number}) => EmulatedTerminal;
	/** Who asked to be told of a change is told; a replay asked long ago, and what has ended hears nothing. */
	readonly appear: (appearance: Appearance) => void;
	readonly forget: (session: SessionId) => void;
};

type Options = {readonly version: string; readonly send: (message: FromEmulator) => void; readonly sessions: () => ReadonlyMap<SessionId, Speaking>};

export function createVoices({version, send, sessions}: Options): Voices {
	/** Of the newest dashboard's terminal. */
	let appearance = usualAppearance;
	const rings = createRings((session, ring) => {
		send({type: 'rang', session, ring});
	});
	const clipboards = createClipboards((session, write) => {
		send({type: 'clipboard', session, write});
	});

	/** Neither what reads a session's past again nor a replay does anything that was done when it was new. */
	const isPresent = (session: SessionId, terminal: EmulatedTerminal) => {
		const speaking = sessions().get(session);
		return speaking?.terminal === terminal && speaking.begun && speaking.offset >= Math.max(speaking.quietBefore, speaking.hiddenBefore);
	};

	return {
		createTerminal(session, {cols, rows}) {
			const terminal = createEmulatedTerminal({
				version,
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
					if (isPresent(session, terminal)) {
						rings.rang(session, ring);
					}
				},
				onClipboard(write) {
					if (isPresent(session, terminal)) {
						clipboards.wrote(session, write);
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
