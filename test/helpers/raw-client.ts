import net from 'node:net';
import {once} from 'node:events';
import {emptyFrameState, encodeControl, feedFrames, type Frame} from '../../source/core/ipc/frame.js';

/** A client that can refuse to read, and that can say what no real one would. */
export type RawClient = {
	readonly say: (message: unknown) => void;
	readonly write: (bytes: Uint8Array) => void;
	/** Stops and starts taking what the other side sends. */
	readonly pause: () => void;
	readonly resume: () => void;
	readonly frames: () => readonly Frame[];
	readonly ended: () => boolean;
	readonly close: () => void;
};

export async function connectRaw(path: string): Promise<RawClient> {
	const socket = net.connect(path);
	await once(socket, 'connect');
	let state = emptyFrameState;
	const frames: Frame[] = [];
	let ended = false;
	socket.on('data', (bytes: Uint8Array) => {
		const fed = feedFrames(state, bytes);
		state = fed.state;
		frames.push(...fed.frames);
	});
	socket.on('close', () => {
		ended = true;
	});
	socket.on('error', () => {
		// A holder that drops the connection is what some tests are about.
	});
	return {
		say(message) {
			socket.write(encodeControl(message));
		},
		write(bytes) {
			socket.write(bytes);
		},
		pause() {
			socket.pause();
		},
		resume() {
			socket.resume();
		},
		frames: () => frames,
		ended: () => ended,
		close() {
			socket.destroy();
		},
	};
}
