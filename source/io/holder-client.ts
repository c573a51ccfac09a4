import {ClutchError} from '../core/error.js';
import {isFromHolder} from '../core/ipc/holder-check.js';
import {holderProtocol, type FromHolder, type HolderRole, type ToHolder} from '../core/ipc/holder.js';
import type {Frame} from '../core/ipc/frame.js';
import {connectSocket} from './socket.js';
import type {Channel} from './channel.js';

export type Welcome = Extract<FromHolder, {type: 'welcome'}>;

export type HolderClient = {
	readonly welcome: Welcome;
	/** Starts the flow of output. Set the handlers first. */
	readonly attach: (from: number | 'oldest' | 'live') => void;
	readonly input: (bytes: Uint8Array) => void;
	readonly resize: (size: {readonly cols: number; readonly rows: number}) => void;
	readonly take: () => void;
	readonly stop: (graceMs: number) => void;
	readonly signal: (signal: string) => void;
	/** Ends the session for good. To leave it alone, call `end`. */
	readonly close: () => void;
	readonly ack: (offset: number) => void;
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
	/** @default 5000 */
	readonly deadlineMs?: number;
};

/**
Connects to a holder and waits for its `welcome`. Fails with the system's error when nobody listens (`ENOENT`, `ECONNREFUSED`), with `ERR_CLUTCH_HOLDER` when the holder refuses, leaves or is silent until the deadline, or with the reason of `signal`.
*/
export async function connectHolder({socket, role, client, signal, deadlineMs = 5000}: Options): Promise<HolderClient> {
	const deadline = AbortSignal.timeout(deadlineMs);
	const both = AbortSignal.any([signal, deadline]);
	let channel: Channel | undefined;
	try {
		channel = await connectSocket(socket, both);
		const welcome = await greet(channel, {role, client, signal: both});
		return createClient(channel, welcome);
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

async function greet(channel: Channel, {role, client, signal}: {readonly role: HolderRole; readonly client: string; readonly signal: AbortSignal}): Promise<Welcome> {
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
				resolve(frame.message);
			} else if (frame.message.type === 'refused') {
				reject(new Refusal(frame.message.message));
			}
		});
		send(channel, {type: 'hello', protocol: [holderProtocol.minimum, holderProtocol.maximum], role, client});
	});
}

function createClient(channel: Channel, welcome: Welcome): HolderClient {
	let bytesHandler: ((offset: number, bytes: Uint8Array) => void) | undefined;
	let messageHandler: ((message: FromHolder) => void) | undefined;
	let kept: Frame[] = [];

	const wanted = (frame: Frame) => frame.type === 'bytes' ? bytesHandler !== undefined : messageHandler !== undefined;

	const deliver = (frame: Frame) => {
		if (frame.type === 'bytes') {
			bytesHandler?.(frame.offset, frame.bytes);
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

	return {
		welcome,
		attach(from) {
			send(channel, {type: 'attach', from});
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
		stop(graceMs) {
			send(channel, {type: 'stop', graceMs});
		},
		signal(signal) {
			send(channel, {type: 'signal', signal});
		},
		close() {
			send(channel, {type: 'close'});
		},
		ack(offset) {
			send(channel, {type: 'ack', offset});
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
