import {closeSync, chmodSync, openSync, readSync, constants} from 'node:fs';
import {createRequire} from 'node:module';
import os from 'node:os';
import path from 'node:path';
import tty from 'node:tty';
import type {Exit} from '../core/session/session.js';
import {createPtyWriter} from './pty-writer.js';

export type PtyOptions = {
	readonly file: string;
	readonly args: readonly string[];
	/** The child's environment, exactly. */
	readonly env: Readonly<Record<string, string>>;
	readonly cwd: string;
	readonly cols: number;
	readonly rows: number;
	/** Output as it comes. The bytes hold only until this returns: the next ones take their place. */
	readonly onData: (bytes: Uint8Array) => void;
	/** Called once, after the last byte of output. */
	readonly onExit: (exit: Exit) => void;
};

export type Pty = {
	readonly pid: number;
	/** False when more input waits than a child may leave unread; then none of it is taken. */
	readonly write: (bytes: Uint8Array) => boolean;
	readonly resize: (cols: number, rows: number) => void;
	/** Stops reading; the child waits in its next write once the system's buffer is full. */
	readonly pause: () => void;
	readonly resume: () => void;
	/** Reads what is there now, also while it is paused; false where there is nothing. */
	readonly read: () => boolean;
	/** Closes our side, which hangs up on whoever is still in the session. */
	readonly close: () => void;
	/** The descriptor of the master side, which must not get into another process. */
	readonly descriptor: number;
	/** How often the system was asked to take input, and how much of it waits. */
	readonly input: () => {readonly attempts: number; readonly waiting: number};
};

type NativePty = {
	readonly fork: (...parameters: readonly [file: string, args: readonly string[], env: readonly string[], cwd: string, cols: number, rows: number, uid: number, gid: number, utf8: boolean, helper: string, onExit: (code: number, signal: number) => void]) => {readonly fd: number; readonly pid: number; readonly pty: string};
	readonly resize: (...parameters: readonly [fd: number, cols: number, rows: number, xPixel: number, yPixel: number]) => void;
};

const readSize = 64 * 1024;

/** A read that brought less has emptied the terminal's buffer (4,095 or 4,096 bytes on Linux, 1,024 on macOS, where this does not pay). */
const fullRead = 4095;
/** So that a flood gives way to keys and clients: 64 KB. */
const readsPerTurn = 16;

/** More than the system buffers for a pty (under 80 KB on Linux, less on macOS): what a dead child wrote is within it, however much its children still write. */
const drainLimit = 256 * 1024;

/** A holder opens its only pty at its start, or none: one on pipes starts sooner without. */
let loaded: ReturnType<typeof loadNative> | undefined;

/** Loads the native part ahead of the first pty, so that an install cannot pull it from under a living process. */
export function preparePty(): void {
	try {
		loaded ??= loadNative();
	} catch {
		// Who opens one is told.
	}
}

/**
Starts a program on a pty of its own, as leader of a new session.

node-pty's own `Terminal` is not used, only its native part: libuv before 1.52 takes a hang-up after a short read as the end of the file and so loses up to 12 KB of a program that prints and exits; whatever is unread 200 ms after an exit is dropped under any libuv; its writer spins while a child does not read; and it reports exits late. Here the slave side stays open until the child is gone and everything is read, so that there is no hang-up to misread.
*/
export function openPty({file, args, env, cwd, cols, rows, onData, onExit}: PtyOptions): Pty {
	const pairs = Object.entries(env).map(([name, value]) => `${name}=${value}`);
	loaded ??= loadNative();
	const {module: native, helper} = loaded;
	const {fd, pid, pty: slaveName} = native.fork(file, args, pairs, cwd, cols, rows, -1, -1, true, helper, (code, signal) => {
		drain();
		close();
		onExit(signal === 0 ? {type: 'code', code} : {type: 'signal', signal: signalName(signal)});
	});
	let slave = openSlave(slaveName);
	let closed = false;
	let stopped = false;
	// One buffer for everything: one for each read would leave 2 MB of holes behind after a flood.
	const buffer = new Uint8Array(readSize);
	const stream = new tty.ReadStream(fd, {
		onread: {
			buffer,
			callback(count) {
				onData(buffer.subarray(0, count));
				if (count >= fullRead) {
					readOn(() => !stopped && !closed);
				}

				return true;
			},
		},
	});
	const writer = createPtyWriter(fd);

	/** A terminal hands out 4 KB at a time, and libuv reads once in each turn of the event loop: what else is there already is read in the same turn. Gives how much it was. */
	const readOn = (mayRead: () => boolean) => {
		let total = 0;
		for (let reads = 1; reads < readsPerTurn && mayRead(); reads++) {
			const count = tryRead(fd, buffer);
			if (count > 0) {
				onData(buffer.subarray(0, count));
			}

			total += count;
			if (count < fullRead) {
				break;
			}
		}

		return total;
	};

	const drain = () => {
		if (closed) {
			return;
		}

		stream.pause();
		readRest(fd, onData);
	};

	const close = () => {
		if (closed) {
			return;
		}

		closed = true;
		writer.close();
		stream.destroy();
		if (slave !== undefined) {
			closeSync(slave);
			slave = undefined;
		}
	};

	stream.resume();
	// Neither happens while the slave side is open. Where it could not be opened, this is the hang-up that comes too early: the rest is still there.
	stream.on('end', drain);
	stream.on('error', drain);
	stream.on('close', close);

	return {
		pid,
		descriptor: fd,
		write: bytes => !closed && writer.write(bytes),
		resize(newCols, newRows) {
			if (!closed) {
				native.resize(fd, newCols, newRows, 0, 0);
			}
		},
		pause() {
			stopped = true;
			stream.pause();
		},
		resume() {
			stopped = false;
			if (!closed) {
				stream.resume();
			}
		},
		read: () => readOn(() => !closed) > 0,
		close,
		input: () => writer.state(),
	};
}

/** How much came; 0 for nothing now. Why there is nothing, an end too, the stream finds out by itself. */
function tryRead(fd: number, buffer: Uint8Array): number {
	try {
		return readSync(fd, buffer, 0, buffer.length, null);
	} catch {
		// EAGAIN or EIO.
		return 0;
	}
}

/**
Reads what is left without waiting for it. On Linux a read that finds nothing waits for the kernel's own hand-over from the slave before it says so, hence the first EAGAIN after the child's exit is the end of its output.
*/
function readRest(fd: number, onData: (bytes: Uint8Array) => void): void {
	const buffer = new Uint8Array(readSize);
	let total = 0;
	while (total < drainLimit) {
		let count = 0;
		try {
			count = readSync(fd, buffer, 0, Math.min(buffer.length, drainLimit - total), null);
		} catch {
			// EAGAIN: nothing left. EIO: nothing left, and nobody has the slave side open.
			return;
		}

		if (count === 0) {
			return;
		}

		total += count;
		onData(buffer.subarray(0, count));
	}
}

function openSlave(name: string): number | undefined {
	try {
		return openSync(name, constants.O_RDWR | constants.O_NOCTTY);
	} catch {
		// A /dev/pts that is not ours to open (odd containers): the handlers for an early end of the stream still read the rest.
		return undefined;
	}
}

export function signalName(number: number): string {
	return Object.entries(os.constants.signals).find(([, value]) => value === number)?.[0] ?? `SIG${number}`;
}

/** The same loader that node-pty uses for itself; the version is pinned, and the tests of this file stand on it. */
function loadNative(): {readonly module: NativePty; readonly helper: string} {
	const require = createRequire(import.meta.url);
	const loader = 'node-pty/lib/utils.js';
	const {loadNativeModule} = require(loader) as {loadNativeModule: (name: string) => {readonly dir: string; readonly module: NativePty}};
	const {dir, module} = loadNativeModule('pty');
	const helper = path.resolve(path.dirname(require.resolve(loader)), dir, 'spawn-helper');
	if (process.platform === 'darwin') {
		makeExecutable(helper);
	}

	return {module, helper};
}

/** Some installers drop the mode of files in a package; the native part cannot start anything without its helper on macOS. */
function makeExecutable(file: string): void {
	try {
		chmodSync(file, 0o755);
	} catch {
		// Not our file to change: then it is as the administrator installed it.
	}
}
