import {openSync} from 'node:fs';
import {ReadStream, type WriteStream} from 'node:tty';

/** The terminal of a command that shows a program's own bytes in it. Without a terminal nothing is read, and output goes on as it is. */
export type PlainTerminal = {
	readonly interactive: boolean;
	/** Raw from now on. */
	readonly open: () => void;
	/** As it was, whatever the program in it had set. `alternate`: whether it is on the alternate screen. */
	readonly close: (state: ScreenState) => void;
	/** Below all that is shown. Only what is left in the middle of it has to go there. */
	readonly goBelow: () => Promise<void>;
	/** As it was, without letting go of the keys. */
	readonly calm: (state: ScreenState) => Promise<void>;
	/** A calm terminal with nothing on it, as a program finds it that draws a whole screen; what was there can be scrolled back to. */
	readonly clear: () => Promise<void>;
	readonly size: () => {readonly cols: number; readonly rows: number};
	/** Resolves when the terminal has room for more. */
	readonly write: (bytes: Uint8Array | string) => Promise<void>;
	readonly onInput: (handler: (bytes: Uint8Array) => void) => void;
	readonly onResize: (handler: () => void) => void;
	readonly onHangUp: (handler: () => void) => void;
};

export type ScreenState = {readonly alternate: boolean};

/** All that a program may have turned on and whose end we may have missed. */
const usual = '\u001B[?2026l\u001B[?1000l\u001B[?1002l\u001B[?1003l\u001B[?1005l\u001B[?1006l\u001B[?1015l\u001B[?1016l\u001B[?2004l\u001B[?1004l\u001B[?2048l\u001B[?2031l\u001B[>4;0m\u001B[?1l\u001B>\u001B[?7h';

/** The keyboard's levels are one stack per screen: those of the program went onto the screen it is on. */
function calming({alternate}: ScreenState): string {
	return `${usual}${alternate ? '\u001B[<9u\u001B[r\u001B[?1049l' : '\u001B[=0;1u'}\u001B[?25h\u001B[0 q\u001B[0m`;
}

/** The margins, the origin, insertion and the character set, which a calm terminal would keep. */
const upright = '\u001B[r\u001B[?6l\u001B[4l\u001B(B\u000F';

export function createPlainTerminal({stdin, stdout}: {readonly stdin: ReadStream; readonly stdout: WriteStream}): PlainTerminal {
	const interactive = stdin.isTTY && stdout.isTTY;
	const size = () => ({cols: stdout.columns > 0 ? stdout.columns : 80, rows: stdout.rows > 0 ? stdout.rows : 24});
	const write = async (bytes: Uint8Array | string) => {
		if (bytes.length > 0 && !stdout.write(bytes)) {
			await new Promise<void>(resolve => {
				stdout.once('drain', resolve);
			});
		}
	};

	return {
		interactive,
		open() {
			if (interactive) {
				stdin.setRawMode(true);
				stdin.resume();
			}
		},
		close({alternate}) {
			if (!interactive) {
				return;
			}

			stdout.write(calming({alternate}));
			stdin.setRawMode(false);
			stdin.pause();
		},
		async goBelow() {
			await write(interactive ? `\u001B[r\u001B[${size().rows};1H` : '');
		},
		async calm(state) {
			await write(interactive ? calming(state) : '');
		},
		async clear() {
			const {rows} = size();
			await write(interactive ? `${upright}\u001B[${rows};1H${'\n'.repeat(rows)}\u001B[H\u001B[J` : '');
		},
		size,
		write,
		onInput(handler) {
			if (interactive) {
				stdin.on('data', handler);
			}
		},
		onResize(handler) {
			stdout.on('resize', handler);
		},
		onHangUp(handler) {
			if (interactive) {
				stdin.once('end', handler);
				stdin.once('close', handler);
			}
		},
	};
}

/** The terminal around us, whatever our standard input is; undefined where there is none. */
export function openTerminalInput(): ReadStream | undefined {
	try {
		return new ReadStream(openSync('/dev/tty', 'r'));
	} catch {
		// Nobody sits in front of us.
		return undefined;
	}
}
