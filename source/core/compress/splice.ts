import type {Span} from '../dialect/json-head.js';

/** Bytes that stand in place of others; an empty list takes them away. */
export type Edit = Span & {readonly bytes: Uint8Array};

/** The body with these pieces exchanged and every other byte as it was. They do not overlap; their order does not matter. */
export function splice(body: Uint8Array, edits: readonly Edit[]): Uint8Array {
	const sorted = edits.toSorted((left, right) => left.start - right.start);
	const whole = new Uint8Array(sorted.reduce((size, edit) => size + edit.bytes.length - (edit.end - edit.start), body.length));
	let from = 0;
	let to = 0;
	for (const {start, end, bytes} of sorted) {
		whole.set(body.subarray(from, start), to);
		to += start - from;
		whole.set(bytes, to);
		to += bytes.length;
		from = end;
	}

	whole.set(body.subarray(from), to);
	return whole;
}
