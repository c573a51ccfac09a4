import path from 'node:path';
import {Worker} from 'node:worker_threads';
import type {ScreenFrame} from '../core/ipc/frame.js';
import type {Appearance} from '../core/session/appearance.js';
import type {Ring} from '../core/session/ring.js';
import type {Activity, SessionId} from '../core/session/session.js';
import type {ClipboardWrite} from '../core/view/copy/clipboard.js';
import type {LinesReply, SearchReply} from '../core/view/copy/lines.js';
import type {LinesAsk, SearchAsk} from './emulator-lines.js';
import type {Answer, Ask, FromEmulator, PastStep, Screen, ScreenAsk, Start, ToEmulator} from './emulator-message.js';
import {programRoot} from './paths.js';
import {readVersion} from './version.js';

export type {Screen, ScreenAsk} from './emulator-message.js';

export type Emulator = {
	/** A session that is open begins anew. */
	readonly open: (session: SessionId, start: Start) => void;
	readonly write: (session: SessionId, offset: number, bytes: Uint8Array) => void;
	readonly resize: (session: SessionId, size: {readonly cols: number; readonly rows: number}) => void;
	/** Its program is gone: the screen stays, its modes do not. */
	readonly settle: (session: SessionId) => void;
	readonly forget: (session: SessionId) => void;
	readonly watch: (watcher: number, sessions: readonly SessionId[], focused?: SessionId) => void;
	readonly taken: (watcher: number) => void;
	/** What programs are told that ask what their terminal looks like; those that asked for it are told of a change. */
	readonly appear: (appearance: Appearance) => void;
	/** The screen as text, once everything written before has been parsed as far as the thread has come. */
	readonly screen: (session: SessionId, ask?: ScreenAsk) => Promise<Screen | undefined>;
	/** Lines by their numbers; undefined for a session that has none. */
	readonly lines: (session: SessionId, ask: LinesAsk) => Promise<LinesReply | undefined>;
	readonly search: (session: SessionId, ask: SearchAsk) => Promise<SearchReply | undefined>;
	/** Has the past of a session read again, beside its emulator and unseen, from a screen of long ago. */
	readonly recall: (session: SessionId, begin: ScreenFrame, events: RecallEvents) => Recall;
	readonly close: () => Promise<void>;
};

/** The past of a session on its way to the present, where it takes the place of the session's emulator: the same screen, with more behind it. */
export type Recall = {
	readonly write: (offset: number, bytes: Uint8Array) => void;
	readonly resize: (size: {readonly cols: number; readonly rows: number}) => void;
	readonly drop: () => void;
};

export type RecallEvents = {
	readonly onParsed: (offset: number) => void;
	/** It took the emulator's place, or was dropped. */
	readonly onOver: (taken: boolean) => void;
};

export type EmulatorEvents = {
	/** Everything before `offset`; told when that is of use to who sent it. */
	readonly onParsed: (session: SessionId, offset: number) => void;
	/** Answers to what was asked before `offset`. */
	readonly onInput: (session: SessionId, offset: number, bytes: Uint8Array) => void;
	readonly onStatus: (session: SessionId, status: {readonly activity: Activity; readonly message: string | undefined}) => void;
	readonly onRang: (session: SessionId, ring: Ring, at: number) => void;
	readonly onClipboard: (session: SessionId, write: ClipboardWrite) => void;
	readonly onCheckpoint: (session: SessionId, checkpoint: ScreenFrame) => void;
	readonly onRows: (watcher: number, payload: Uint8Array) => void;
	/** The thread is gone and with it every screen; only a new start rebuilds them. */
	readonly onFailure: (error: Error) => void;
};

/** Enough to scroll back through an answer. */
const usualScrollback = 5000;

/** Of what parsing leaves behind nearly all is of no use at once. The 48 MB that the runtime would take for it are no quicker than these, and are never given back. */
const resourceLimits = {maxYoungGenerationSizeMb: 12};

/** `scrollback`: how many lines above its screen each session keeps. */
export function createEmulator({scrollback = usualScrollback, ...events}: EmulatorEvents & {readonly scrollback?: number}): Emulator {
	const worker = new Worker(path.join(programRoot(), 'dist', 'emulator.js'), {name: 'emulator', stdin: false, execArgv: [], resourceLimits, workerData: {version: readVersion(), scrollback}});
	const questions = new Map<number, (answer: Answer) => void>();
	const recalls = new Map<number, RecallEvents>();
	let lastQuestion = 0;
	let lastPast = 0;
	let closing = false;
	const post = (message: ToEmulator) => {
		worker.postMessage(message);
	};

	/** Each question is answered with what belongs to it. */
	const ask = async <A extends Answer>(session: SessionId, question: Ask): Promise<A | undefined> => {
		lastQuestion++;
		const request = lastQuestion;
		return new Promise(resolve => {
			questions.set(request, answer => {
				resolve(answer as A | undefined);
			});
			post({type: 'ask', request, session, ask: question});
		});
	};

	worker.on('message', (message: FromEmulator) => {
		switch (message.type) {
			case 'parsed': {
				for (const [session, offset] of message.sessions) {
					events.onParsed(session, offset);
				}

				break;
			}

			case 'input': {
				events.onInput(message.session, message.offset, Buffer.from(message.text, 'utf8'));
				break;
			}

			case 'status': {
				events.onStatus(message.session, {activity: message.activity, message: message.message});
				break;
			}

			case 'rang': {
				events.onRang(message.session, message.ring, message.at);
				break;
			}

			case 'clipboard': {
				events.onClipboard(message.session, message.write);
				break;
			}

			case 'checkpoint': {
				events.onCheckpoint(message.session, message.checkpoint);
				break;
			}

			case 'rows': {
				events.onRows(message.watcher, message.payload);
				break;
			}

			case 'answer': {
				questions.get(message.request)?.(message.answer);
				questions.delete(message.request);
				break;
			}

			case 'past-parsed': {
				recalls.get(message.past)?.onParsed(message.offset);
				break;
			}

			case 'past-over': {
				recalls.get(message.past)?.onOver(message.taken);
				recalls.delete(message.past);
				break;
			}
		}
	});
	worker.on('error', error => {
		events.onFailure(error instanceof Error ? error : new Error(String(error)));
	});
	worker.on('exit', () => {
		for (const answer of questions.values()) {
			answer(undefined);
		}

		questions.clear();
		for (const recall of recalls.values()) {
			recall.onOver(false);
		}

		recalls.clear();
		if (!closing) {
			events.onFailure(new Error('the emulator thread ended'));
		}
	});

	return {
		open(session, {screen, ...start}) {
			post({type: 'open', session, ...start, screen: screen && Uint8Array.from(screen)});
		},
		write(session, offset, bytes) {
			// A copy of just these bytes: what is behind a part of a socket's buffer would travel as a whole.
			const copy = new Uint8Array(bytes);
			worker.postMessage({type: 'write', session, offset, bytes: copy} satisfies ToEmulator, [copy.buffer]);
		},
		resize(session, {cols, rows}) {
			post({type: 'resize', session, cols, rows});
		},
		settle(session) {
			post({type: 'settle', session});
		},
		forget(session) {
			post({type: 'close', session});
		},
		watch(watcher, sessions, focused) {
			post({type: 'watch', watcher, sessions, focused});
		},
		taken(watcher) {
			post({type: 'taken', watcher});
		},
		appear({scheme, foreground, background}) {
			post({type: 'appearance', appearance: {scheme, foreground, background}});
		},
		screen: async (session, screenAsk = {}) => ask<Screen>(session, {type: 'screen', ...screenAsk}),
		lines: async (session, linesAsk) => ask<LinesReply>(session, {type: 'lines', ...linesAsk}),
		search: async (session, searchAsk) => ask<SearchReply>(session, {type: 'search', ...searchAsk}),
		recall(session, {offset, cols, rows, bytes: screen}, recallEvents) {
			lastPast++;
			const past = lastPast;
			const step = (next: PastStep) => {
				post({type: 'past', past, session, step: next});
			};

			recalls.set(past, recallEvents);
			step({type: 'begin', offset, cols, rows, bytes: Uint8Array.from(screen)});
			return {
				write(at, bytes) {
					step({type: 'write', offset: at, bytes: Uint8Array.from(bytes)});
				},
				resize(size) {
					step({type: 'resize', cols: size.cols, rows: size.rows});
				},
				drop() {
					step({type: 'drop'});
				},
			};
		},
		async close() {
			closing = true;
			await worker.terminate();
		},
	};
}
