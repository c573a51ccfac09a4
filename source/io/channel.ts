import type net from 'node:net';
import {emptyFrameState, encodeBytes, encodeControl, encodeRows, encodeScreen, feedFrames, type Frame, type ScreenFrame} from '../core/ipc/frame.js';

/** A socket that carries our frames. Handlers are called in the order of the frames. */
export type Channel = {
	readonly control: (message: unknown) => void;
	readonly bytes: (offset: number, bytes: Uint8Array) => void;
	readonly rows: (payload: Uint8Array) => void;
	readonly screen: (screen: ScreenFrame) => void;
	/** Bytes written and not yet taken by the system: the sender looks here before it sends more data, so that control never waits behind much of it. */
	readonly backlog: () => number;
	/** Called when the backlog has been taken. */
	readonly onDrain: (handler: () => void) => void;
	/** One handler: setting another replaces it. Frames that arrive before the first handler is set are kept for it. */
	readonly onFrame: (handler: (frame: Frame) => void) => void;
	/** `reason` is undefined at an ordinary end. */
	readonly onClose: (handler: (reason: string | undefined) => void) => void;
	readonly close: () => void;
	readonly closed: () => boolean;
};

export function createChannel(socket: net.Socket): Channel {
	let state = emptyFrameState;
	let onFrame: ((frame: Frame) => void) | undefined;
	let waiting: Frame[] = [];
	let reason: string | undefined;
	let ended = false;
	const closeHandlers: Array<(reason: string | undefined) => void> = [];
	socket.setNoDelay(true);

	socket.on('data', (chunk: Uint8Array) => {
		const fed = feedFrames(state, chunk);
		state = fed.state;
		for (const frame of fed.frames) {
			if (onFrame) {
				onFrame(frame);
			} else {
				waiting.push(frame);
			}
		}

		if (fed.broken !== undefined) {
			reason = `the peer sent ${fed.broken}`;
			socket.destroy();
		}
	});
	socket.on('error', error => {
		reason ??= error.message;
	});
	socket.on('end', () => {
		socket.end();
	});
	socket.on('close', () => {
		ended = true;
		for (const handler of closeHandlers) {
			handler(reason);
		}
	});

	const write = (frame: Uint8Array) => {
		if (!ended && socket.writable) {
			socket.write(frame);
		}
	};

	return {
		control(message) {
			write(encodeControl(message));
		},
		bytes(offset, bytes) {
			write(encodeBytes(offset, bytes));
		},
		rows(payload) {
			write(encodeRows(payload));
		},
		screen(screen) {
			write(encodeScreen(screen));
		},
		backlog: () => socket.writableLength,
		onDrain(handler) {
			socket.on('drain', handler);
		},
		onFrame(handler) {
			onFrame = handler;
			const kept = waiting;
			waiting = [];
			for (const frame of kept) {
				handler(frame);
			}
		},
		onClose(handler) {
			if (ended) {
				handler(reason);
				return;
			}

			closeHandlers.push(handler);
		},
		close() {
			socket.destroySoon();
		},
		closed: () => ended,
	};
}
