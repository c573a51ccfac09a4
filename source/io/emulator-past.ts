import type {SessionId} from '../core/session/session.js';
import type {FromEmulator, ToEmulator} from './emulator-message.js';
import type {EmulatedTerminal} from './emulator-terminal.js';
import {slice} from './emulator-work.js';

type Step = Extract<ToEmulator, {type: 'past'}>;
type Size = {readonly cols: number; readonly rows: number};

/** A session's emulator, in its own place. */
type Present = {terminal: EmulatedTerminal; readonly busy: boolean; readonly settled: boolean; readonly offset: number};

type Work =
	| {readonly type: 'bytes'; readonly bytes: Uint8Array}
	| ({readonly type: 'resize'} & Size);

type Past = {
	readonly id: number;
	readonly terminal: EmulatedTerminal;
	work: Work[];
	busy: boolean;
	settled: boolean;
	/** Everything before it has been parsed. */
	offset: number;
	/** Everything before it is here. */
	end: number;
};

export type Pasts = {
	readonly step: (message: Step) => void;
	/** The session's emulator has come further. */
	readonly advance: (session: SessionId) => void;
	/** The session's emulator has to wait: its past is here as far as itself has come, and overtakes nobody who goes on. */
	readonly isNear: (session: SessionId) => boolean;
	readonly drop: (session: SessionId) => void;
};

type Options = {
	readonly present: (session: SessionId) => Present | undefined;
	readonly create: (session: SessionId, size: Size) => EmulatedTerminal;
	readonly send: (message: FromEmulator) => void;
	/** The session's emulator need not wait any longer. */
	readonly goOn: (session: SessionId) => void;
};

/**
An emulator that began with a screen has nothing of what scrolled away before. Where that is asked for, a second one reads it again from as far back as it is kept, in turns with everybody else. It answers nothing, reports nothing and is shown to nobody. When it has come to exactly where the first one is, it takes its place.
*/
export function createPasts({present, create, send, goOn}: Options): Pasts {
	const pasts = new Map<SessionId, Past>();

	const end = (session: SessionId, {taken}: {readonly taken: boolean}) => {
		const past = pasts.get(session);
		if (!past) {
			return;
		}

		pasts.delete(session);
		if (!taken) {
			past.terminal.close();
		}

		send({type: 'past-over', past: past.id, taken});
		goOn(session);
	};

	const takePlace = (session: SessionId, {past, now}: {readonly past: Past; readonly now: Present}) => {
		const before = now.terminal;
		past.terminal.replace(before);
		now.terminal = past.terminal;
		before.close();
		end(session, {taken: true});
	};

	const advance = (session: SessionId) => {
		const past = pasts.get(session);
		const now = present(session);
		if (!past || past.busy) {
			return;
		}

		if (!now || past.offset > now.offset) {
			end(session, {taken: false});
			return;
		}

		if (past.offset < now.offset) {
			work(session, {past, until: now.offset});
			return;
		}

		if (now.busy) {
			return;
		}

		if (now.settled && !past.settled) {
			past.settled = true;
			past.busy = true;
			past.terminal.settle(() => {
				goOnWith(session, past);
			});
			return;
		}

		takePlace(session, {past, now});
	};

	const work = (session: SessionId, {past, until}: {readonly past: Past; readonly until: number}) => {
		const [next, ...later] = past.work;
		if (!next) {
			return;
		}

		if (next.type === 'resize') {
			past.work = later;
			past.terminal.resize(next.cols, next.rows);
			advance(session);
			return;
		}

		const length = Math.min(next.bytes.length, slice, until - past.offset);
		past.work = length < next.bytes.length ? [{type: 'bytes', bytes: next.bytes.subarray(length)}, ...later] : later;
		past.busy = true;
		// What it asks was answered when it was new.
		past.terminal.write(next.bytes.subarray(0, length), () => {
			past.offset += length;
			send({type: 'past-parsed', past: past.id, offset: past.offset});
			goOnWith(session, past);
		});
	};

	const goOnWith = (session: SessionId, past: Past) => {
		past.busy = false;
		setImmediate(() => {
			if (pasts.get(session) === past) {
				advance(session);
			}
		});
	};

	return {
		step({past: id, session, step}) {
			if (step.type === 'begin') {
				end(session, {taken: false});
				const past: Past = {id, terminal: create(session, step), work: [], busy: true, settled: false, offset: step.offset, end: step.offset};
				pasts.set(session, past);
				past.terminal.write(step.bytes, () => {
					goOnWith(session, past);
				});
				return;
			}

			const past = pasts.get(session);
			if (past?.id !== id) {
				return;
			}

			switch (step.type) {
				case 'write': {
					past.work.push({type: 'bytes', bytes: step.bytes});
					past.end = step.offset + step.bytes.length;
					advance(session);
					break;
				}

				case 'resize': {
					past.work.push(step);
					advance(session);
					break;
				}

				case 'drop': {
					end(session, {taken: false});
					break;
				}
			}
		},
		advance,
		isNear(session) {
			const past = pasts.get(session);
			const now = present(session);
			return past !== undefined && now !== undefined && past.end >= now.offset;
		},
		drop(session) {
			end(session, {taken: false});
		},
	};
}
