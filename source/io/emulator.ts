import path from 'node:path';
import {Worker} from 'node:worker_threads';
import type {KeptModes} from '../core/session/mode-preamble.js';
import type {Activity, SessionId} from '../core/session/session.js';
import type {FromEmulator, Screen, ScreenAsk, ToEmulator} from './emulator-message.js';
import {programRoot} from './paths.js';

export type {Screen, ScreenAsk} from './emulator-message.js';

export type Emulator = {
	readonly open: (session: SessionId, start: {readonly cols: number; readonly rows: number; readonly offset: number; readonly quietBefore: number}) => void;
	readonly write: (session: SessionId, offset: number, bytes: Uint8Array) => void;
	readonly resize: (session: SessionId, size: {readonly cols: number; readonly rows: number}) => void;
	readonly forget: (session: SessionId) => void;
	readonly watch: (watcher: number, sessions: readonly SessionId[]) => void;
	readonly taken: (watcher: number) => void;
	/** The screen as text, once everything written before has been parsed as far as the thread has come. */
	readonly screen: (session: SessionId, ask?: ScreenAsk) => Promise<Screen | undefined>;
	readonly close: () => Promise<void>;
};

export type EmulatorEvents = {
	readonly onParsed: (session: SessionId, offset: number) => void;
	readonly onInput: (session: SessionId, bytes: Uint8Array) => void;
	readonly onStatus: (session: SessionId, status: {readonly activity: Activity; readonly message: string | undefined}) => void;
	readonly onModes: (session: SessionId, modes: KeptModes) => void;
	readonly onRows: (watcher: number, payload: Uint8Array) => void;
	/** The thread is gone and with it every screen; only a new start rebuilds them. */
	readonly onFailure: (error: Error) => void;
};

export function createEmulator(events: EmulatorEvents): Emulator {
	const worker = new Worker(path.join(programRoot(), 'dist', 'emulator.js'), {name: 'emulator', stdin: false, execArgv: []});
	const questions = new Map<number, (screen: Screen | undefined) => void>();
	let lastQuestion = 0;
	let closing = false;
	const post = (message: ToEmulator) => {
		worker.postMessage(message);
	};

	worker.on('message', (message: FromEmulator) => {
		switch (message.type) {
			case 'parsed': {
				events.onParsed(message.session, message.offset);
				break;
			}

			case 'input': {
				events.onInput(message.session, Buffer.from(message.text, 'utf8'));
				break;
			}

			case 'status': {
				events.onStatus(message.session, {activity: message.activity, message: message.message});
				break;
			}

			case 'modes': {
				events.onModes(message.session, message.modes);
				break;
			}

			case 'rows': {
				events.onRows(message.watcher, message.payload);
				break;
			}

			case 'screen': {
				questions.get(message.request)?.(message.screen);
				questions.delete(message.request);
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
		if (!closing) {
			events.onFailure(new Error('the emulator thread ended'));
		}
	});

	return {
		open(session, {cols, rows, offset, quietBefore}) {
			post({type: 'open', session, cols, rows, offset, quietBefore});
		},
		write(session, offset, bytes) {
			// A copy of just these bytes: what is behind a part of a socket's buffer would travel as a whole.
			const copy = Uint8Array.from(bytes);
			worker.postMessage({type: 'write', session, offset, bytes: copy} satisfies ToEmulator, [copy.buffer]);
		},
		resize(session, {cols, rows}) {
			post({type: 'resize', session, cols, rows});
		},
		forget(session) {
			post({type: 'close', session});
		},
		watch(watcher, sessions) {
			post({type: 'watch', watcher, sessions});
		},
		taken(watcher) {
			post({type: 'taken', watcher});
		},
		async screen(session, ask = {}) {
			lastQuestion++;
			const request = lastQuestion;
			return new Promise(resolve => {
				questions.set(request, resolve);
				post({type: 'screen', request, session, ask});
			});
		},
		async close() {
			closing = true;
			await worker.terminate();
		},
	};
}
