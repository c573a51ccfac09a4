import type {Terminal} from '@xterm/headless';

type Writing = {readonly _writeBuffer: {readonly handleUserInput: () => void}};

/**
Parses now. @xterm/headless puts off what is written by a timer of its own, a millisecond at least, unless it has just been told of a key; here it is always somebody's echo, or the next piece of a flood that is cut small enough already.
*/
export function writeAtOnce(terminal: Terminal, bytes: Uint8Array | string, parsed: () => void): void {
	(terminal as unknown as {readonly _core: Writing})._core._writeBuffer.handleUserInput();
	terminal.write(bytes, parsed);
}
