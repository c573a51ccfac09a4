import type {Ask} from './emulator-message.js';

export type Bytes = {readonly type: 'bytes'; readonly offset: number; readonly bytes: Uint8Array};

/** What an emulator has before it, in this order. */
export type Work =
	| Bytes
	| {readonly type: 'resize'; readonly cols: number; readonly rows: number}
	/** Stands in the line so that its answer shows what was written before the question. */
	| {readonly type: 'ask'; readonly request: number; readonly ask: Ask}
	/** Takes no place among the offsets. */
	| {readonly type: 'begin'; readonly screen: Uint8Array}
	| {readonly type: 'settle'};

/** So much is parsed before others get their turn: two milliseconds, and not over eight on a slow or busy machine. */
export const slice = 32 * 1024;

/** Some of what programs write takes a hundred times as long as text, such as one screen after the other: then less of it is a slice. */
const slowMs = 16;
const fastMs = 4;
const smallestSlice = 1024;

/** How much to parse next, after so much has taken so long. */
export function nextSlice(last: number, took: number): number {
	if (took > slowMs) {
		return Math.max(smallestSlice, last / 2);
	}

	return took < fastMs ? Math.min(slice, last * 2) : last;
}

/** An echo, or a frame of a program that draws: waiting for a turn would take longer than parsing it. */
const small = 4096;

export function isSmall(work: Work): boolean {
	return work.type !== 'bytes' || work.bytes.length <= small;
}

/** Many small pieces that came while the parser was busy become one: each write to the parser costs a turn of the event loop. */
export function joinSmall(work: Work[], first: Bytes): void {
	const pieces = [first.bytes];
	let size = first.bytes.length;
	for (let next = work[pieces.length]; next?.type === 'bytes' && next.offset === first.offset + size && size + next.bytes.length <= slice; next = work[pieces.length]) {
		pieces.push(next.bytes);
		size += next.bytes.length;
	}

	if (pieces.length > 1) {
		work.splice(0, pieces.length, {type: 'bytes', offset: first.offset, bytes: Buffer.concat(pieces)});
	}
}

/** At most a slice, and never across the offset from which on questions are answered. */
export function cut({offset, bytes}: Pick<Bytes, 'offset' | 'bytes'>, {quietBefore, most = slice}: {readonly quietBefore: number; readonly most?: number | undefined}): {readonly bytes: Uint8Array; readonly rest: Work | undefined} {
	const untilLive = quietBefore - offset;
	const length = Math.min(bytes.length, most, untilLive > 0 ? untilLive : most);
	const rest = length < bytes.length ? {type: 'bytes', offset: offset + length, bytes: bytes.subarray(length)} as const : undefined;
	return {bytes: bytes.subarray(0, length), rest};
}
