import {ClutchError} from '../core/error.js';
import {isFromHolder} from '../core/ipc/holder-check.js';
import {holderProtocol, type FromHolder, type HolderRole, type ToHolder} from '../core/ipc/holder.js';
import type {Frame, ScreenFrame} from '../core/ipc/frame.js';
import {connectSocket} from './socket.js';
import type {Channel} from './channel.js';

export type Welcome = Extract<FromHolder, {type: 'welcome'}>;

/** From where output is wanted. */
export type Beginning = Extract<ToHolder, {type: 'attach'}>['from'];

export type HolderClient = {
	readonly welcome: Welcome;
	/** The version that both sides speak. What needs 2 does with 1 what comes nearest, as said with each. */
	readonly protocol: number;
	/**
	Starts the flow of output. Set the handlers first. With a `credit`, acknowledge what has been dealt with, or the flow ends after so many bytes.

	With 1, `screen` and `history` begin at the oldest byte, without a screen, and there is no credit.
	*/
	readonly attach: (from: Beginning, credit?: number) => void;
	readonly input: (bytes: Uint8Array) => void;
	readonly resize: (size: {readonly cols: number; readonly rows: number}) => void;
	readonly take: () => void;
	/** @default SIGTERM */
	readonly stop: (graceMs: number, signal?: string) => void;
	readonly signal: (signal: string) => void;
	/** Ends the session for good. To leave it alone, call `end`. */
	readonly close: () => void;
	/** Everything before `offset` has been dealt with. With 1 only the daemon's counts. */
	readonly ack: (offset: number) => void;
	/** What is new may come so much later, in larger pieces: nobody looks. With 1 it comes at once. */
	readonly pace: (ms: number) => void;
	/** For the daemon: what answers the questions before `offset`, which is acknowledged with it in one step. With 1 these are two. */
	readonly answer: (offset: number, bytes: Uint8Array) => void;
	/** For the daemon: hands the holder a checkpoint. With 1 nobody keeps it. */
	readonly screen: (screen: ScreenFrame) => void;
	/** One handler, as below. */
	readonly onScreen: (handler: (screen: ScreenFrame) => void) => void;
	/** One handler each; setting another replaces it. What comes before the first one is kept for it. */
	readonly onBytes: (handler: (offset: number, bytes: Uint8Array) => void) => void;
	readonly onMessage: (handler: (message: FromHolder) => void) => void;
	/** `reason` is undefined at an ordinary end. */
	readonly onClose: (handler: (reason: string | undefined) => void) => void;
	/** Leaves the holder; its session goes on. */
	readonly end: () => void;
};

type Options = {
	readonly socket: string;
	readonly role: HolderRole;
	/** Who this is, for people who read a log. */
	readonly client: string;
	readonly signal: AbortSignal;
	/** One that is well answers at once; a machine that is busy takes many times as long. @default 15_000 */
	readonly deadlineMs?: number;
};

/**
Connects to a holder and waits for its `welcome`. Fails with the system's error when nobody listens (`ENOENT`, `ECONNREFUSED`), with `ERR_CLUTCH_HOLDER` when the holder refuses, leaves or is silent until the deadline, or with the reason of `signal`.
*/
export async function connectHolder({socket, role, client, signal, deadlineMs = 15_000}: Options): Promise<HolderClient> {
	const deadline = AbortSignal.timeout(deadlineMs);
	const both = AbortSignal.any([signal, deadline]);
	let channel: Channel | undefined;
	try {
		channel = await connectSocket(socket, both);
		const greeted = await greet(channel, {role, client, signal: both});
		if (greeted.status === 'welcome') {
			return createClient(channel, {welcome: greeted.welcome, role});
		}

		channel.close();
		if (role !== 'sender') {
			throw new Refusal(greeted.problem);
		}

		channel = await connectSocket(socket, both);
		return await sendAsUser(channel, {client, signal: both});
	} catch (error) {
		channel?.close();
		if (deadline.aborted && !signal.aborted) {
			throw new ClutchError('ERR_CLUTCH_HOLDER', {socket, problem: `did not answer within ${deadlineMs} ms`}, {cause: error});
		}

		throw error instanceof Refusal ? new ClutchError('ERR_CLUTCH_HOLDER', {socket, problem: error.message}, {cause: error}) : error;
	}
}

/** The holder answered, but not with `welcome`. */
class Refusal extends Error {
	override name = 'Refusal';
}

type Greeting = {readonly role: HolderRole; readonly client: string; readonly signal: AbortSignal};

async function greet(channel: Channel, {role, client, signal}: Greeting): Promise<{readonly status: 'welcome'; readonly welcome: Welcome} | {readonly status: 'refused'; readonly problem: string}> {
	signal.throwIfAborted();
	return new Promise((resolve, reject) => {
		const onAbort = () => {
			reject(signal.reason as Error);
		};

		signal.addEventListener('abort', onAbort, {once: true});
		channel.onClose(reason => {
			signal.removeEventListener('abort', onAbort);
			reject(new Refusal(reason ?? 'left before it said welcome'));
		});
		channel.onFrame(frame => {
			if (frame.type !== 'control' || !isFromHolder(frame.message)) {
				return;
			}

			if (frame.message.type === 'welcome') {
				signal.removeEventListener('abort', onAbort);
				resolve({status: 'welcome', welcome: frame.message});
			} else if (frame.message.type === 'refused') {
				signal.removeEventListener('abort', onAbort);
				resolve({status: 'refused', problem: frame.message.message});
			}
		});
		send(channel, {type: 'hello', protocol: [holderProtocol.minimum, holderProtocol.maximum], role, client});
	});
}

/** A holder of version 1 knows no senders: there, typing means to have the keyboard, which goes back to the newest other user with the connection. */
async function sendAsUser(channel: Channel, greeting: Omit<Greeting, 'role'>): Promise<HolderClient> {
	const greeted = await greet(channel, {...greeting, role: 'user'});
	if (greeted.status === 'refused') {
		throw new Refusal(greeted.problem);
	}

	const sender = createClient(channel, {welcome: greeted.welcome, role: 'user'});
	sender.take();
	return sender;
}

function createClient(channel: Channel, {welcome, role}: {readonly welcome: Welcome; readonly role: HolderRole}): HolderClient {
	const {protocol} = welcome;
	let screenHandler: ((screen: ScreenFrame) => void) | undefined;
	let bytesHandler: ((offset: number, bytes: Uint8Array) => void) | undefined;
	let messageHandler: ((message: FromHolder) => void) | undefined;
	let kept: Frame[] = [];

	const wanted = (frame: Frame) => {
		if (frame.type === 'screen') {
			return screenHandler !== undefined;
		}

		return frame.type === 'bytes' ? bytesHandler !== undefined : messageHandler !== undefined;
	};

	const deliver = (frame: Frame) => {
		if (frame.type === 'bytes') {
			bytesHandler?.(frame.offset, frame.bytes);
		} else if (frame.type === 'screen') {
			screenHandler?.(frame);
		} else if (frame.type === 'control' && isFromHolder(frame.message)) {
			messageHandler?.(frame.message);
		}
	};

	/** Frames stay in their order: once one is kept, all later ones wait behind it. */
	const release = () => {
		for (let frame = kept[0]; frame !== undefined && wanted(frame); frame = kept[0]) {
			kept = kept.slice(1);
			deliver(frame);
		}
	};

	channel.onFrame(frame => {
		if (kept.length > 0 || !wanted(frame)) {
			kept.push(frame);
		} else {
			deliver(frame);
		}
	});

	const ack = (offset: number) => {
		// A holder of version 1 refuses it of others.
		if (protocol > 1 || role === 'daemon') {
			send(channel, {type: 'ack', offset});
		}
	};

	return {
		welcome,
		protocol,
		attach(from, credit) {
			const begin = protocol === 1 && (from === 'screen' || from === 'history') ? 'oldest' : from;
			send(channel, credit === undefined ? {type: 'attach', from: begin} : {type: 'attach', from: begin, credit});
		},
		input(bytes) {
			channel.bytes(0, bytes);
		},
		resize({cols, rows}) {
			send(channel, {type: 'resize', cols, rows});
		},
		take() {
			send(channel, {type: 'take'});
		},
		stop(graceMs, signal) {
			send(channel, signal === undefined ? {type: 'stop', graceMs} : {type: 'stop', graceMs, signal});
		},
		signal(signal) {
			send(channel, {type: 'signal', signal});
		},
		close() {
			send(channel, {type: 'close'});
		},
		ack,
		pace(ms) {
			if (protocol > 1) {
				send(channel, {type: 'pace', ms});
			}
		},
		answer(offset, bytes) {
			if (protocol > 1) {
				channel.bytes(offset, bytes);
				return;
			}

			channel.bytes(0, bytes);
			ack(offset);
		},
		screen(screen) {
			if (protocol > 1) {
				channel.screen(screen);
			}
		},
		onScreen(handler) {
			screenHandler = handler;
			release();
		},
		onBytes(handler) {
			bytesHandler = handler;
			release();
		},
		onMessage(handler) {
			messageHandler = handler;
			release();
		},
		onClose(handler) {
			channel.onClose(handler);
		},
		end() {
			channel.close();
		},
	};
}

function send(channel: Channel, message: ToHolder): void {
	channel.control(message);
}
