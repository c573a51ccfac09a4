/**
The thread in which all emulators live, so that parsing never delays a message between clutchd and its clients. What is small, such as the echo of a key, is parsed as it comes; of more, each session parses a slice and then lets the others go on.
*/
import {performance} from 'node:perf_hooks';
import {parentPort, workerData} from 'node:worker_threads';
import {maximumFrame} from '../core/ipc/frame.js';
import type {SessionId} from '../core/session/session.js';
import {answerAsk} from './emulator-asks.js';
import type {Ask, FromEmulator, ToEmulator} from './emulator-message.js';
import {createPasts} from './emulator-past.js';
import {createCheckpointPace, type CheckpointPace} from './emulator-pace.js';
import type {EmulatedTerminal} from './emulator-terminal.js';
import {createTurns} from './emulator-turns.js';
import {createVoices} from './emulator-voices.js';
import {createWatchers} from './emulator-watchers.js';
import {cut, isSmall, joinSmall, nextSlice, slice, type Bytes, type Work} from './emulator-work.js';

type Emulated = {
	/** Another one takes its place when the session's past has been read again. */
	terminal: EmulatedTerminal;
	readonly quietBefore: number;
	readonly hiddenBefore: number;
	readonly pace: CheckpointPace | undefined;
	/** Asked during a replay: answered when it has caught up. */
	waiting: Array<Extract<Work, {type: 'ask'}>>;
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

const {version, scrollback} = workerData as {readonly version: string; readonly scrollback: number};
const port = parentPort;
if (!port) {
	throw new Error('the emulator runs as a worker thread only');
}

const sessions = new Map<SessionId, Emulated>();
const send = (message: FromEmulator) => {
	port.postMessage(message);
};

const watchers = createWatchers({
	look(session) {
		const emulated = sessions.get(session);
		return emulated?.begun && emulated.offset >= emulated.hiddenBefore ? {terminal: emulated.terminal, offset: emulated.offset, flooded: emulated.work.length > 0} : undefined;
	},
	send(watcher, payload) {
		send({type: 'rows', watcher, payload});
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

port.on('message', (message: ToEmulator) => {
	handle(message);
});

function handle(message: ToEmulator): void {
	switch (message.type) {
		case 'open': {
			const {session} = message;
			const waiting = forget(session);
			const terminal = voices.createTerminal(session, message);
			const emulated: Emulated = {terminal, quietBefore: message.quietBefore, hiddenBefore: message.hiddenBefore ?? 0, pace: message.checkpoints ? paceOf(session, message) : undefined, waiting: [...waiting], work: [], slice, busy: false, begun: message.screen === undefined, settled: false, offset: message.offset};
			sessions.set(session, emulated);
			watchers.restart(session);
			if (message.screen) {
				enqueue(session, {type: 'begin', screen: message.screen});
			}

			break;
		}

		case 'write': {
			enqueue(message.session, {type: 'bytes', offset: message.offset, bytes: message.bytes});
			break;
		}

		case 'resize': {
			enqueue(message.session, {type: 'resize', cols: message.cols, rows: message.rows});
			break;
		}

		case 'settle': {
			enqueue(message.session, {type: 'settle'});
			break;
		}

		case 'close': {
			for (const {request} of forget(message.session)) {
				send({type: 'answer', request, answer: undefined});
			}

			break;
		}

		case 'watch': {
			watchers.watch(message.watcher, message.sessions, message.focused);
			break;
		}

		case 'taken': {
			watchers.taken(message.watcher);
			break;
		}

		case 'appearance': {
			voices.appear(message.appearance);
			break;
		}

		case 'ask': {
			const {request, session, ask} = message;
			const emulated = sessions.get(session);
			if (!emulated) {
				send({type: 'answer', request, answer: undefined});
			} else if (ask.type === 'screen' || !emulated.begun || emulated.offset < emulated.hiddenBefore) {
				enqueue(session, {type: 'ask', request, ask});
			} else {
				answer(emulated.terminal, {request, ask});
			}

			break;
		}

		case 'past': {
			pasts.step(message);
			break;
		}
	}
}

/** What was asked of it and is not answered. */
function forget(session: SessionId): ReadonlyArray<Extract<Work, {type: 'ask'}>> {
	const emulated = sessions.get(session);
	sessions.delete(session);
	pasts.drop(session);
	voices.forget(session);
	emulated?.pace?.close();
	emulated?.terminal.close();
	return emulated ? [...emulated.waiting, ...emulated.work.filter(work => work.type === 'ask')] : [];
}

function paceOf(session: SessionId, {offset, hiddenBefore = 0}: {readonly offset: number; readonly hiddenBefore?: number | undefined}): CheckpointPace {
	return createCheckpointPace({
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
}

function enqueue(session: SessionId, work: Work): void {
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
}

function proceed(session: SessionId, emulated: Emulated): void {
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
		}

		send({type: 'parsed', session, offset: emulated.offset});
		finish(session, emulated);
	});
}

function answer(terminal: EmulatedTerminal, {request, ask}: {readonly request: number; readonly ask: Ask}): void {
	answerAsk(terminal, {ask, reply(value) {
		send({type: 'answer', request, answer: value});
	}});
}

/** The parser is done with one piece; the others get their turn before the next. */
function finish(session: SessionId, emulated: Emulated): void {
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
}
