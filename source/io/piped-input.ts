import type {ReadStream} from 'node:tty';

const newline = 0x0A;
const endOfTransmission = 0x04;

/**
Sends what is piped into this program on to one whose input is a terminal, and at its end what ends the input of a terminal. A terminal takes that key behind an unfinished line as the end of the line only, so there it goes twice.

Answers with a function that stops it: whoever pipes may go on for ever.
*/
export function pipeInput(stdin: ReadStream, send: (bytes: Uint8Array) => void): () => void {
	let last = newline;
	let ended = false;
	const onData = (bytes: Uint8Array) => {
		last = bytes.at(-1) ?? last;
		send(bytes);
	};

	const onEnd = () => {
		if (!ended) {
			ended = true;
			send(Uint8Array.from(last === newline ? [endOfTransmission] : [endOfTransmission, endOfTransmission]));
		}
	};

	stdin.on('data', onData);
	stdin.once('end', onEnd);
	// What cannot be read has no more for the program either.
	stdin.on('error', onEnd);
	return () => {
		ended = true;
		stdin.off('data', onData);
		stdin.pause();
	};
}
