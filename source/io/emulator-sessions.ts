import {performance} from 'node:perf_hooks';
import {maximumFrame} from '../core/ipc/frame.js';
import type {SessionId} from '../core/session/session.js';
import type {Appearance} from '../core/session/appearance.js';
import {createAcknowledging} from './emulator-acknowledging.js';
import {answerAsk} from './emulator-asks.js';
import type {Ask, FromEmulator, Start, ToEmulator} from './emulator-message.js';
import {createPasts} from './emulator-past.js';
import {createCheckpointPace, type CheckpointPace} from './emulator-pace.js';
import type {EmulatedTerminal} from './emulator-terminal.js';
import {createTurns} from './emulator-turns.js';
import {createVoices} from './emulator-voices.js';
import {createWatchers, type Watchers} from './emulator-watchers.js';
import {cut, isSmall, joinSmall, nextSlice, slice, type Bytes, type Work} from './emulator-work.js';

type AskWork = Extract<Work, {type: 'ask'}>;

type Emulated = {
	/** Another one takes its place when the session's past has been read again. */
	terminal: EmulatedTerminal;
	readonly quietBefore: number;
	readonly hiddenBefore: number;
	readonly pace: CheckpointPace | undefined;
	/** Asked during a replay: answered when it has caught up. */
	waiting: AskWork[];
	work: Work[];
	/** So many bytes at a time, as long as they take so long. */
	slice: number;
	busy: boolean;
	/** The screen that it begins with has been drawn. */
	begun: boolean;
	settled: boolean;
	/** Everything before it has been parsed. */
	offset: number;
};

export type EmulatedSessions = {
	readonly open: (session: SessionId, start: Start) => void;
	/** In the line behind what was given before. */
	readonly enqueue: (session: SessionId, work: Work) => void;
	readonly close: (session: SessionId) => void;
	readonly ask: (session: SessionId, question: {readonly request: number; readonly ask: Ask}) => void;
	readonly past: (step: Extract<ToEmulator, {type: 'past'}>) => void;
	readonly appear: (appearance: Appearance) => void;
	readonly watch: Watchers['watch'];
	readonly taken: Watchers['taken'];
};

type Options = {readonly version: string; readonly scrollback: number; readonly send: (message: FromEmulator) => void};

/** What is small, such as the echo of a key, is parsed as it comes; of more, each session parses a slice and then lets the others go on. */
export function createEmulatedSessions({version, scrollback, send}: Options): EmulatedSessions {
	const sessions = new Map<SessionId, Emulated>();
	const watchers = createWatchers({
		look(session) {
			const emulated = sessions.get(session);
			return emulated?.begun && emulated.offset >= emulated.hiddenBefore ? {terminal: emulated.terminal, offset: emulated.offset, flooded: emulated.work.length > 0} : undefined;
		},
		send(watcher, payload) {
			send({type: 'rows', watcher, payload});
		},
	});

	const acknowledging = createAcknowledging({
		after: (ms, callback) => setTimeout(callback, ms),
		tell(parsed) {
			send({type: 'parsed', sessions: parsed});
		},
	});

	const turns = createTurns(session => {
		const emulated = sessions.get(session);
		if (emulated) {
			proceed(session, emulated);
		}
	});

	const voices = createVoices({version, scrollback, send, sessions: () => sessions});

	const pasts = createPasts({
		present: session => sessions.get(session),
		create: voices.createTerminal,
		send,
		goOn(session) {
			const emulated = sessions.get(session);
			if (emulated) {
				proceed(session, emulated);
			}
		},
	});

	/** What was asked of it and is not answered. */
	const forget = (session: SessionId): readonly AskWork[] => {
		const emulated = sessions.get(session);
		sessions.delete(session);
		pasts.drop(session);
		voices.forget(session);
		acknowledging.forget(session);
		emulated?.pace?.close();
		emulated?.terminal.close();
		return emulated ? [...emulated.waiting, ...emulated.work.filter(work => work.type === 'ask')] : [];
	};

	const paceOf = (session: SessionId, {offset, hiddenBefore = 0}: {readonly offset: number; readonly hiddenBefore?: number | undefined}): CheckpointPace => createCheckpointPace({
		from: Math.max(offset, hiddenBefore),
		push({held}) {
			const emulated = sessions.get(session);
			const text = !emulated || emulated.busy || (emulated.terminal.modes().synchronized && !held) ? undefined : emulated.terminal.checkpoint();
			if (!emulated || text === undefined) {
				return undefined;
			}

			const {cols, rows} = emulated.terminal.grid();
			// A screen that fits into no frame is not written down: the bytes it came from still are.
			if (text.length < maximumFrame / 4) {
				send({type: 'checkpoint', session, checkpoint: {offset: emulated.offset, cols, rows, bytes: Buffer.from(text)}});
			}

			return emulated.offset;
		},
	});

	const enqueue = (session: SessionId, work: Work) => {
		const emulated = sessions.get(session);
		if (!emulated) {
			return;
		}

		emulated.work.push(work);
		if (emulated.work.length === 1 && isSmall(work)) {
			proceed(session, emulated);
		} else {
			turns.wait(session);
		}
	};

	const proceed = (session: SessionId, emulated: Emulated) => {
		if (emulated.busy || sessions.get(session) !== emulated || pasts.isNear(session)) {
			return;
		}

		const [next] = emulated.work;
		if (!next) {
			return;
		}

		if (next.type !== 'bytes') {
			emulated.work.shift();
			if (next.type === 'begin' || next.type === 'settle') {
				emulated.busy = true;
				const done = () => {
					emulated.begun = true;
					finish(session, emulated);
				};

				if (next.type === 'begin') {
					emulated.terminal.write(next.screen, done);
				} else {
					emulated.pace?.close();
					emulated.settled = true;
					emulated.terminal.settle(done);
				}

				return;
			}

			if (next.type === 'resize') {
				emulated.terminal.resize(next.cols, next.rows);
				emulated.pace?.resized();
				watchers.changed(session);
			} else if (emulated.offset < emulated.hiddenBefore) {
				emulated.waiting.push(next);
			} else {
				answer(emulated.terminal, next);
			}

			proceed(session, emulated);
			return;
		}

		joinSmall(emulated.work, next);
		const {bytes, rest} = cut(emulated.work[0] as Bytes, {quietBefore: emulated.quietBefore, most: emulated.slice});
		if (rest) {
			emulated.work[0] = rest;
		} else {
			emulated.work.shift();
		}

		emulated.busy = true;
		const begun = performance.now();
		emulated.terminal.write(bytes, answers => {
			if (sessions.get(session) !== emulated) {
				return;
			}

			emulated.slice = nextSlice(emulated.slice, performance.now() - begun);

			emulated.offset = next.offset + bytes.length;
			if (answers !== '' && emulated.offset > emulated.quietBefore) {
				send({type: 'input', session, offset: emulated.offset, text: answers});
				acknowledging.known(session, emulated.offset);
			}

			acknowledging.parsed(session, emulated.offset);
			finish(session, emulated);
		});
	};

	const answer = (terminal: EmulatedTerminal, {request, ask}: {readonly request: number; readonly ask: Ask}) => {
		answerAsk(terminal, {ask, reply(value) {
			send({type: 'answer', request, answer: value});
		}});
	};

	/** The parser is done with one piece; the others get their turn before the next. */
	const finish = (session: SessionId, emulated: Emulated) => {
		if (sessions.get(session) !== emulated) {
			return;
		}

		emulated.busy = false;
		if (emulated.offset >= emulated.hiddenBefore) {
			emulated.pace?.changed(emulated.offset);
			emulated.work.unshift(...emulated.waiting.splice(0));
		}

		watchers.changed(session);
		pasts.advance(session);
		if (emulated.work.length > 0) {
			turns.wait(session);
		}
	};

	return {
		open(session, start) {
			const waiting = forget(session);
			sessions.set(session, {terminal: voices.createTerminal(session, start), quietBefore: start.quietBefore, hiddenBefore: start.hiddenBefore ?? 0, pace: start.checkpoints ? paceOf(session, start) : undefined, waiting: [...waiting], work: [], slice, busy: false, begun: start.screen === undefined, settled: false, offset: start.offset});
			watchers.restart(session);
			if (start.screen) {
				enqueue(session, {type: 'begin', screen: start.screen});
			}
		},
		enqueue,
		close(session) {
			for (const {request} of forget(session)) {
				send({type: 'answer', request, answer: undefined});
			}
		},
		ask(session, {request, ask}) {
			const emulated = sessions.get(session);
			if (!emulated) {
				send({type: 'answer', request, answer: undefined});
			} else if (ask.type === 'screen' || !emulated.begun || emulated.offset < emulated.hiddenBefore) {
				enqueue(session, {type: 'ask', request, ask});
			} else {
				answer(emulated.terminal, {request, ask});
			}
		},
		past: pasts.step,
		appear: voices.appear,
		watch: watchers.watch,
		taken: watchers.taken,
	};
}
