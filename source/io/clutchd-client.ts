import {setTimeout as wait} from 'node:timers/promises';
import {ClutchError, errorFromWire} from '../core/error.js';
import {clutchdProtocol, type FromClutchd, type ToClutchd} from '../core/ipc/message.js';
import type {Frame} from '../core/ipc/frame.js';
import type {ClientState} from '../core/client/state.js';
import type {Command} from '../core/command.js';
import type {ClutchEvent} from '../core/event.js';
import type {SessionId} from '../core/session/session.js';
import type {ClipboardWrite} from '../core/view/copy/clipboard.js';
import type {Channel} from './channel.js';
import {createPatience, isClutchdThere, silentClutchd} from './clutchd-silent.js';
import {startClutchd} from './clutchd-start.js';
import {checkPlaces, type Paths} from './paths.js';
import {connectSocket} from './socket.js';
import {readVersion} from './version.js';

export type ClutchdWelcome = Extract<FromClutchd, {type: 'welcome'}>;

export type ClutchdClient = {
	readonly welcome: ClutchdWelcome;
	/** Rejects with the `ClutchError` that clutchd answered, or with `ERR_CLUTCH_CONNECTION` when the connection ends first. */
	readonly call: (command: Command) => Promise<unknown>;
	/** One snapshot, then every event after it. */
	readonly subscribe: (handlers: {readonly onSnapshot: (state: ClientState) => void; readonly onEvent: (event: ClutchEvent) => void}) => void;
	/** Which panes are shown; replaces the earlier list. */
	readonly watch: (sessions: readonly SessionId[], focused?: SessionId) => void;
	/** Payloads for `decodeUpdate`. */
	readonly onRows: (handler: (payload: Uint8Array) => void) => void;
	/** A program in a watched pane wrote the clipboard, or was refused. */
	readonly onClipboard: (handler: (session: SessionId, write: ClipboardWrite) => void) => void;
	/** `reason` is undefined at an ordinary end. */
	readonly onClose: (handler: (reason: string | undefined) => void) => void;
	readonly close: () => void;
};

type Options = {
	readonly paths: Paths;
	/** Who this is, for people who read a log. */
	readonly client: string;
	readonly signal: AbortSignal;
	/** Starts clutchd where it is missing, and replaces one of another version; sessions go on meanwhile. Without it, what is there is taken as it is. */
	readonly start: boolean;
	/** How long one that is there may take to answer; one that somebody has stopped has five seconds. @default 15_000 */
	readonly deadlineMs?: number;
	/** What clutchd is started with. @default process.env */
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** Which version counts as the same. @default the one of this install */
	readonly version?: string;
};

const lookEveryMs = 20;

/** A start takes a tenth of a second, and where everything else runs too as many seconds as that takes: one that lives is waited for. */
const startMs = 60_000;

/**
Connects to clutchd, and starts it first where that is asked for and needed. Fails with `ERR_CLUTCH_NOT_RUNNING`, with `ERR_CLUTCH_SILENT` where one lives that does not answer, or with `ERR_CLUTCH_START` which says what is wrong.
*/
export async function connectClutchd(options: Options): Promise<ClutchdClient> {
	const {paths, signal, deadlineMs = 15_000} = options;
	checkPlaces(paths);
	const {deadline, end} = createPatience(paths, {deadlineMs, signal});
	try {
		return await connect(options, deadline);
	} finally {
		end();
	}
}

async function connect({paths, client, signal, start, env = process.env, version = readVersion()}: Options, deadline: AbortSignal): Promise<ClutchdClient> {
	let there = await tryConnect(paths.socket, {client, signal: deadline});
	if (!start) {
		// One that lives has only just begun, is just ending, or hangs.
		while (there === undefined && !deadline.aborted && isClutchdThere(paths)) {
			await wait(lookEveryMs);
			there = await tryConnect(paths.socket, {client, signal: deadline});
		}

		if (there) {
			return there;
		}

		signal.throwIfAborted();
		throw silentClutchd(paths) ?? new ClutchError('ERR_CLUTCH_NOT_RUNNING');
	}

	if (there?.welcome.version === version && there.welcome.protocol === clutchdProtocol) {
		return there;
	}

	if (there) {
		await leave(there, deadline);
	}

	if (deadline.aborted) {
		signal.throwIfAborted();
		// Another one would only make way for it.
		const silent = silentClutchd(paths);
		if (silent !== undefined) {
			throw silent;
		}
	}

	const {deadline: starting, end} = createPatience(paths, {deadlineMs: startMs, signal});
	try {
		return await startClutchd({paths, env, signal, deadline: starting, connect: async () => tryConnect(paths.socket, {client, signal: starting})});
	} finally {
		end();
	}
}

async function leave(client: ClutchdClient, deadline: AbortSignal): Promise<void> {
	await new Promise<void>(resolve => {
		client.onClose(() => {
			resolve();
		});
		deadline.addEventListener('abort', () => {
			resolve();
		}, {once: true});
		client.call({type: 'shutdown', everything: false}).catch(() => {
			// It ends; that the answer is lost with it says nothing more.
		});
	});
	client.close();
}

/** Undefined when nobody is there, or who is there does not say welcome. */
async function tryConnect(socket: string, {client, signal}: {readonly client: string; readonly signal: AbortSignal}): Promise<ClutchdClient | undefined> {
	let channel: Channel | undefined;
	try {
		channel = await connectSocket(socket, signal);
		return await greet(channel, {client, signal});
	} catch {
		// No file, nobody behind it, or silence until the deadline: the caller decides what that means.
		channel?.close();
		return undefined;
	}
}

async function greet(channel: Channel, {client, signal}: {readonly client: string; readonly signal: AbortSignal}): Promise<ClutchdClient> {
	return new Promise((resolve, reject) => {
		const onAbort = () => {
			reject(signal.reason as Error);
		};

		signal.addEventListener('abort', onAbort, {once: true});
		channel.onClose(reason => {
			signal.removeEventListener('abort', onAbort);
			reject(new Error(reason ?? 'it left'));
		});
		channel.onFrame(frame => {
			const message = frame.type === 'control' ? frame.message as FromClutchd : undefined;
			if (message?.type === 'welcome') {
				signal.removeEventListener('abort', onAbort);
				resolve(createClient(channel, message));
			}
		});
		channel.control({type: 'hello', protocol: clutchdProtocol, client} satisfies ToClutchd);
	});
}

type Waiting = {readonly resolve: (value: unknown) => void; readonly reject: (error: Error) => void};

function createClient(channel: Channel, welcome: ClutchdWelcome): ClutchdClient {
	const waiting = new Map<number, Waiting>();
	let lastCall = 0;
	let onSnapshot: ((state: ClientState) => void) | undefined;
	let onEvent: ((event: ClutchEvent) => void) | undefined;
	let onClipboard: ((session: SessionId, write: ClipboardWrite) => void) | undefined;
	let onRows: ((payload: Uint8Array) => void) | undefined;
	const send = (message: ToClutchd) => {
		channel.control(message);
	};

	const settle = (message: Extract<FromClutchd, {type: 'reply'}>) => {
		const call = waiting.get(message.id);
		waiting.delete(message.id);
		if (message.ok) {
			call?.resolve(message.value);
		} else {
			call?.reject(errorFromWire(message.error));
		}
	};

	channel.onFrame((frame: Frame) => {
		if (frame.type === 'rows') {
			onRows?.(frame.payload);
			return;
		}

		const message = frame.type === 'control' ? frame.message as FromClutchd : undefined;
		switch (message?.type) {
			case 'reply': {
				settle(message);
				break;
			}

			case 'snapshot': {
				onSnapshot?.(message.state);
				break;
			}

			case 'event': {
				onEvent?.(message.event);
				break;
			}

			case 'clipboard': {
				onClipboard?.(message.session, message.write);
				break;
			}

			case 'welcome':
			case undefined: {
				break;
			}
		}
	});
	channel.onClose(reason => {
		for (const call of waiting.values()) {
			call.reject(new ClutchError('ERR_CLUTCH_CONNECTION', {problem: reason ?? 'it left'}));
		}

		waiting.clear();
	});

	return {
		welcome,
		async call(command) {
			if (channel.closed()) {
				throw new ClutchError('ERR_CLUTCH_CONNECTION', {problem: 'it had left already'});
			}

			lastCall++;
			const id = lastCall;
			return new Promise((resolve, reject) => {
				waiting.set(id, {resolve, reject});
				send({type: 'call', id, command});
			});
		},
		subscribe(handlers) {
			({onSnapshot, onEvent} = handlers);
			send({type: 'subscribe'});
		},
		watch(sessions, focused) {
			send({type: 'watch', sessions, focused});
		},
		onClipboard(handler) {
			onClipboard = handler;
		},
		onRows(handler) {
			onRows = handler;
		},
		onClose: channel.onClose,
		close: channel.close,
	};
}
