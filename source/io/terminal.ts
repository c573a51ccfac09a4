import {closeSync, constants, openSync, writeSync} from 'node:fs';
import process from 'node:process';

/** The terminal Clutch runs in. It is ours between `open` and `close`, and left as it was found. */
export type OuterTerminal = {
	readonly open: () => void;
	/** Puts everything right, at once; safe to call again and while the process ends. */
	readonly close: () => void;
	readonly size: () => {readonly cols: number; readonly rows: number};
	/** False when the terminal is behind: `onDrain` follows. Nothing is ever cut or lost. */
	readonly write: (data: string) => boolean;
	readonly onDrain: (handler: () => void) => void;
	readonly onInput: (handler: (bytes: Uint8Array) => void) => void;
	readonly onResize: (handler: () => void) => void;
	/** Nobody is at the other end any more. */
	readonly onHangUp: (handler: () => void) => void;
};

/** Alternate screen, cursor hidden, no wrapping at the edge; pastes marked, focus, mouse and changes of light and dark reported; our own level on the stack of keyboard protocols. Modes are as `chromeModes` says. */
const opening = '\u001B[22;0t\u001B[?1049h\u001B[?25l\u001B[?7l\u001B[?2004h\u001B[?1004h\u001B[?1002h\u001B[?1006h\u001B[?2031h\u001B[>5u';

/** Undoes `opening` and whatever a pane's modes had us set since. The launcher in `bin/` has the same for the ends that nobody survives. */
const closing = [
	'\u001B[?2026l',
	...[1000, 1001, 1002, 1003, 1005, 1006, 1015, 1016, 2004, 1004, 2031, 2048].map(mode => `\u001B[?${mode}l`),
	'\u001B[<u\u001B[>4;0m',
	'\u001B[?1l\u001B>\u001B[?7h',
	'\u001B[23;0t\u001B[?1049l\u001B[?25h\u001B[0 q\u001B[0m',
].join('');

type Streams = {readonly stdin: typeof process.stdin; readonly stdout: typeof process.stdout};

export function createTerminal({stdin, stdout}: Streams): OuterTerminal {
	const writer = createWriter(stdout);
	let isOpen = false;
	stdin.on('error', () => {
		// A terminal that went away is told by `end` and `close`.
	});

	return {
		open() {
			if (isOpen) {
				return;
			}

			isOpen = true;
			stdin.setRawMode(true);
			stdin.resume();
			writer.begin(opening);
		},
		close() {
			if (!isOpen) {
				return;
			}

			isOpen = false;
			try {
				stdin.setRawMode(false);
			} catch {
				// The terminal is gone; there is nothing to put right.
			}

			stdin.pause();
			writer.finish(closing);
		},
		size: () => ({cols: stdout.columns > 0 ? stdout.columns : 80, rows: stdout.rows > 0 ? stdout.rows : 24}),
		write: writer.write,
		onDrain: writer.onDrain,
		onInput(handler) {
			stdin.on('data', (chunk: Uint8Array) => {
				handler(chunk);
			});
		},
		onResize(handler) {
			// Not the stream's own event: a window that shrank and grew back before anybody looked has its former size, and nothing of what was shown. The stream asks for the size before this is called.
			process.on('SIGWINCH', handler);
		},
		onHangUp(handler) {
			stdin.on('end', handler);
			stdin.on('close', handler);
		},
	};
}

/** From 1 ms, doubled while the terminal takes nothing: one that stands still costs nearly nothing. */
const shortestWait = 1;
const longestWait = 50;

/**
Writes without ever waiting: Node's own stream to a terminal blocks the whole process while that terminal stands still (Ctrl+S, a slow line). A description of our own, opened without blocking, takes what it can.
*/
function createWriter(stdout: typeof process.stdout) {
	let rest: Uint8Array | undefined;
	let onDrain: (() => void) | undefined;
	let timer: NodeJS.Timeout | undefined;
	let wait = shortestWait;
	/** Something was still waiting when the last words were said. */
	let isCut = false;
	const descriptor = openUnblocked(stdout.fd);

	const push = () => {
		timer = undefined;
		while (rest !== undefined && rest.length > 0) {
			const written = writeSome(descriptor, rest);
			if (written === 0) {
				timer = setTimeout(push, wait);
				wait = Math.min(longestWait, wait * 2);
				return;
			}

			wait = shortestWait;
			rest = rest.subarray(written);
		}

		rest = undefined;
		onDrain?.();
	};

	return {
		write(data: string): boolean {
			const bytes = Buffer.from(data);
			if (rest !== undefined) {
				rest = Buffer.concat([rest, bytes]);
				return false;
			}

			const written = writeSome(descriptor, bytes);
			if (written === bytes.length) {
				return true;
			}

			rest = bytes.subarray(written);
			timer = setTimeout(push, wait);
			return false;
		},
		onDrain(handler: () => void) {
			onDrain = handler;
		},
		/** The first words, also after the last ones were said: what waited then waits no more. */
		begin(text: string) {
			const wasBehind = isCut;
			isCut = false;
			if (this.write(text) && wasBehind) {
				onDrain?.();
			}
		},
		/** The last words, whatever was still queued: a frame that is cut ends with its synchronized update. */
		finish(text: string) {
			clearTimeout(timer);
			const bytes = Buffer.from(text);
			let position = 0;
			// A terminal that takes nothing is not waited for: the process may be ending.
			for (let tries = 0; position < bytes.length && tries < 100; tries++) {
				position += writeSome(descriptor, bytes.subarray(position));
			}

			isCut = rest !== undefined;
			rest = undefined;
		},
	};
}

function writeSome(descriptor: number, bytes: Uint8Array): number {
	try {
		return writeSync(descriptor, bytes);
	} catch (error) {
		// EIO and the like: the terminal is gone and its hang-up is told elsewhere; the bytes have nowhere to go.
		return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? 0 : bytes.length;
	}
}

/** Opening the same terminal again gives a description of its own; `O_NONBLOCK` on a shared one would change the shell's too. */
function openUnblocked(descriptor: number): number {
	for (const path of [`/proc/self/fd/${descriptor}`, '/dev/tty']) {
		try {
			const opened = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
			process.once('exit', () => {
				closeSync(opened);
			});
			return opened;
		} catch {
			// No /proc, or no controlling terminal: the next way.
		}
	}

	return descriptor;
}
