/**
Bytes that are put together one by one in memory that is used again the next time: thousands of small strings joined cost more than all else that a frame needs. Who writes into `bytes` itself asks for room first and counts on in `length`.
*/
export type ByteBuffer = {bytes: Uint8Array; length: number};

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', {ignoreBOM: true});

export function createByteBuffer(): ByteBuffer {
	return {bytes: new Uint8Array(64 * 1024), length: 0};
}

/** For as many bytes as come next at most. */
export function makeRoom(buffer: ByteBuffer, size: number): void {
	const {bytes, length} = buffer;
	if (length + size > bytes.length) {
		buffer.bytes = new Uint8Array(Math.max(bytes.length * 2, length + size));
		buffer.bytes.set(bytes.subarray(0, length));
	}
}

export function putByte(buffer: ByteBuffer, byte: number): void {
	makeRoom(buffer, 1);
	buffer.bytes[buffer.length++] = byte;
}

/** Text of ASCII only. */
export function putAscii(buffer: ByteBuffer, text: string): void {
	makeRoom(buffer, text.length);
	for (let index = 0; index < text.length; index++) {
		buffer.bytes[buffer.length++] = text.charCodeAt(index); // eslint-disable-line unicorn/prefer-code-point -- ASCII, and this is where a frame's time goes
	}
}

/** A whole number from 0 on. */
export function putDecimal(buffer: ByteBuffer, number: number): void {
	if (number > 999) {
		putAscii(buffer, String(number));
		return;
	}

	makeRoom(buffer, 3);
	if (number > 99) {
		buffer.bytes[buffer.length++] = 48 + Math.trunc(number / 100);
	}

	if (number > 9) {
		buffer.bytes[buffer.length++] = 48 + (Math.trunc(number / 10) % 10);
	}

	buffer.bytes[buffer.length++] = 48 + (number % 10);
}

/** As UTF-8; at most so many bytes of it, and no character in part. */
export function putText(buffer: ByteBuffer, text: string, most = text.length * 3): void {
	makeRoom(buffer, most);
	const {bytes, length} = buffer;
	const code = text.charCodeAt(0); // eslint-disable-line unicorn/prefer-code-point -- as above
	// One character of the basic plane, as nearly all are: the encoder takes ten times as long. Half of a pair is left to it.
	if (text.length !== 1 || most < 3 || (code & 0xF8_00) === 0xD8_00) {
		buffer.length += encoder.encodeInto(text, bytes.subarray(length, length + most)).written;
	} else if (code < 0x80) {
		bytes[buffer.length++] = code;
	} else if (code < 0x8_00) {
		bytes[buffer.length++] = 0xC0 | (code >> 6);
		bytes[buffer.length++] = 0x80 | (code & 0x3F);
	} else {
		bytes[buffer.length++] = 0xE0 | (code >> 12);
		bytes[buffer.length++] = 0x80 | ((code >> 6) & 0x3F);
		bytes[buffer.length++] = 0x80 | (code & 0x3F);
	}
}

/** Everything since the last time. */
export function takeText(buffer: ByteBuffer): string {
	const text = decoder.decode(buffer.bytes.subarray(0, buffer.length));
	buffer.length = 0;
	return text;
}

/** A copy of everything since the last time, behind a head. */
export function takeBytes(buffer: ByteBuffer, head: Uint8Array): Uint8Array {
	const whole = new Uint8Array(head.length + buffer.length);
	whole.set(head);
	whole.set(buffer.bytes.subarray(0, buffer.length), head.length);
	buffer.length = 0;
	return whole;
}
