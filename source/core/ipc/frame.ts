/**
Frames on every socket of ours: `length:u32be type:u8 payload`, where `length` counts the payload only.

Control is one JSON object; bytes are `offset:f64be` (a position in the holder's ring, exact up to 2^53) followed by raw bytes; rows are what `core/ipc/rows` encodes; a screen is `offset:f64be cols:u16be rows:u16be` followed by the bytes that draw it on a fresh terminal. Frames of other types are passed over: a newer peer may send them.
*/
export const frameType = {control: 1, bytes: 2, rows: 3, screen: 4} as const;

export type Frame =
	| {readonly type: 'control'; readonly message: unknown}
	| {readonly type: 'bytes'; readonly offset: number; readonly bytes: Uint8Array}
	| {readonly type: 'rows'; readonly payload: Uint8Array}
	| ({readonly type: 'screen'} & ScreenFrame);

/** A screen as it was when every byte before `offset` had been parsed: what to write to a reset terminal of this size. */
export type ScreenFrame = {readonly offset: number; readonly cols: number; readonly rows: number; readonly bytes: Uint8Array};

/** No frame of ours is larger: a longer length means that the peer speaks something else. */
export const maximumFrame = 4 * 1024 * 1024;

const headerSize = 5;
const screenHead = 12;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function encodeControl(message: unknown): Uint8Array {
	return frame(frameType.control, encoder.encode(JSON.stringify(message)));
}

export function encodeBytes(offset: number, bytes: Uint8Array): Uint8Array {
	const payload = new Uint8Array(8 + bytes.length);
	new DataView(payload.buffer).setFloat64(0, offset);
	payload.set(bytes, 8);
	return frame(frameType.bytes, payload);
}

export function encodeRows(payload: Uint8Array): Uint8Array {
	return frame(frameType.rows, payload);
}

export function encodeScreen({offset, cols, rows, bytes}: ScreenFrame): Uint8Array {
	const payload = new Uint8Array(screenHead + bytes.length);
	const view = new DataView(payload.buffer);
	view.setFloat64(0, offset);
	view.setUint16(8, cols);
	view.setUint16(10, rows);
	payload.set(bytes, screenHead);
	return frame(frameType.screen, payload);
}

export type FrameState = {readonly rest: readonly Uint8Array[]; readonly size: number};

export const emptyFrameState: FrameState = {rest: [], size: 0};

/**
Takes in a chunk and gives the frames that are whole, with the rest kept for the next chunk. `broken` names what cannot be one of our frames; the connection has to be dropped then.
*/
export function feedFrames(state: FrameState, chunk: Uint8Array): {readonly state: FrameState; readonly frames: readonly Frame[]; readonly broken?: string} {
	const size = state.size + chunk.length;
	if (size < headerSize) {
		return {state: {rest: [...state.rest, chunk], size}, frames: []};
	}

	const parts = [...state.rest, chunk];
	const wanted = neededSize(parts);
	if (wanted > headerSize + maximumFrame) {
		return {state: emptyFrameState, frames: [], broken: `a frame of ${wanted - headerSize} bytes`};
	}

	// Joining only when a frame is whole keeps a large frame in small chunks from being copied over and over.
	if (size < wanted) {
		return {state: {rest: parts, size}, frames: []};
	}

	return readWhole(parts.length === 1 && parts[0] ? parts[0] : join(parts, size));
}

function readWhole(buffer: Uint8Array): {readonly state: FrameState; readonly frames: readonly Frame[]; readonly broken?: string} {
	const frames: Frame[] = [];
	const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
	let position = 0;
	while (buffer.length - position >= headerSize) {
		const length = view.getUint32(position);
		if (length > maximumFrame) {
			return {state: emptyFrameState, frames, broken: `a frame of ${length} bytes`};
		}

		const end = position + headerSize + length;
		if (end > buffer.length) {
			break;
		}

		const read = readFrame(view.getUint8(position + 4), buffer.subarray(position + headerSize, end));
		if (typeof read === 'string') {
			return {state: emptyFrameState, frames, broken: read};
		}

		if (read !== undefined) {
			frames.push(read);
		}

		position = end;
	}

	const rest = buffer.subarray(position);
	return {state: rest.length === 0 ? emptyFrameState : {rest: [rest], size: rest.length}, frames};
}

function readFrame(type: number, payload: Uint8Array): Frame | string | undefined {
	switch (type) {
		case frameType.control: {
			try {
				return {type: 'control', message: JSON.parse(decoder.decode(payload))};
			} catch {
				return 'a control frame that is not JSON';
			}
		}

		case frameType.bytes: {
			if (payload.length < 8) {
				return 'a bytes frame without an offset';
			}

			return {type: 'bytes', offset: new DataView(payload.buffer, payload.byteOffset).getFloat64(0), bytes: payload.subarray(8)};
		}

		case frameType.rows: {
			return {type: 'rows', payload};
		}

		case frameType.screen: {
			if (payload.length < screenHead) {
				return 'a screen frame without its head';
			}

			const view = new DataView(payload.buffer, payload.byteOffset);
			return {type: 'screen', offset: view.getFloat64(0), cols: view.getUint16(8), rows: view.getUint16(10), bytes: payload.subarray(screenHead)};
		}

		default: {
			return undefined;
		}
	}
}

function frame(type: number, payload: Uint8Array): Uint8Array {
	const whole = new Uint8Array(headerSize + payload.length);
	new DataView(whole.buffer).setUint32(0, payload.length);
	whole[4] = type;
	whole.set(payload, headerSize);
	return whole;
}

function neededSize(parts: readonly Uint8Array[]): number {
	let length = 0;
	let seen = 0;
	for (const part of parts) {
		for (const byte of part) {
			length = (length * 256) + byte;
			seen++;
			if (seen === 4) {
				return headerSize + length;
			}
		}
	}

	return headerSize;
}

function join(parts: readonly Uint8Array[], size: number): Uint8Array {
	const whole = new Uint8Array(size);
	let position = 0;
	for (const part of parts) {
		whole.set(part, position);
		position += part.length;
	}

	return whole;
}
