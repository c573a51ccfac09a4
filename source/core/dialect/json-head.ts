/** A piece of a JSON text by its position in bytes. */
export type Span = {readonly start: number; readonly end: number};

/** What the gateway has to know of a body it does not change: read by position, without making objects of the rest. */
export type JsonHead = {
	/** Undefined where the body has no top-level "model" that is a text. With the key twice the last one counts, as everywhere. */
	readonly model: string | undefined;
	/** Where the texts of top-level "model" stand, quotes included. */
	readonly models: readonly Span[];
	readonly stream: boolean;
	/** Where the value of each top-level key stands, white space behind it included. */
	readonly values: ReadonlyMap<string, Span>;
};

const quote = 0x22;
const backslash = 0x5C;
const openers = new Set([0x7B, 0x5B]);
const closers = new Set([0x7D, 0x5D]);
const colon = 0x3A;
const comma = 0x2C;
const letterT = 0x74;
const decoder = new TextDecoder();
const encoder = new TextEncoder();

/**
Finds "model" and "stream" at the top level of a JSON object. Undefined where the bytes cannot be one. It walks from quote to quote, so that long texts cost next to nothing, and checks no more of the syntax than it needs: what is wrong elsewhere is for the one who reads it all to say.
*/
export function readHead(bytes: Uint8Array): JsonHead | undefined {
	let position = skipSpace(bytes, bytes[0] === 0xEF && bytes[1] === 0xBB && bytes[2] === 0xBF ? 3 : 0);
	if (bytes[position] !== 0x7B) {
		return undefined;
	}

	const models: Span[] = [];
	let model: string | undefined;
	const values = new Map<string, Span>();
	let stream = false;
	let depth = 0;
	/** The key whose value is being passed. */
	let open: {readonly key: string; readonly start: number} | undefined;
	const close = (end: number) => {
		if (open !== undefined) {
			values.set(open.key, {start: open.start, end});
			open = undefined;
		}
	};

	for (; position < bytes.length; position++) {
		const byte = bytes[position] ?? 0;
		if (openers.has(byte)) {
			depth++;
			continue;
		}

		if (closers.has(byte)) {
			depth--;
			if (depth === 0) {
				close(position);
				return {model, models, stream, values};
			}

			continue;
		}

		if (byte !== quote) {
			if (byte === comma && depth === 1) {
				close(position);
			}

			continue;
		}

		const end = stringEnd(bytes, position);
		if (end === -1) {
			return undefined;
		}

		const after = depth === 1 ? skipSpace(bytes, end) : end;
		if (depth !== 1 || bytes[after] !== colon) {
			position = end - 1;
			continue;
		}

		const key = readString(bytes, {start: position, end});
		const value = skipSpace(bytes, after + 1);
		position = value - 1;
		open = key === undefined ? undefined : {key, start: value};
		if (key === 'stream') {
			stream = bytes[value] === letterT;
		} else if (key === 'model') {
			const valueEnd = bytes[value] === quote ? stringEnd(bytes, value) : -1;
			const text = valueEnd === -1 ? undefined : readString(bytes, {start: value, end: valueEnd});
			model = text;
			if (text !== undefined) {
				models.push({start: value, end: valueEnd});
				position = valueEnd - 1;
			}
		}
	}

	return undefined;
}

/** The body with another model and every other byte as it was. */
export function replaceModel(bytes: Uint8Array, {models}: JsonHead, model: string): Uint8Array {
	const fresh = encoder.encode(JSON.stringify(model));
	const size = models.reduce((sum, span) => sum + fresh.length - (span.end - span.start), bytes.length);
	const whole = new Uint8Array(size);
	let from = 0;
	let to = 0;
	for (const span of models) {
		whole.set(bytes.subarray(from, span.start), to);
		to += span.start - from;
		whole.set(fresh, to);
		to += fresh.length;
		from = span.end;
	}

	whole.set(bytes.subarray(from), to);
	return whole;
}

/** The place after the closing quote, or -1. */
export function stringEnd(bytes: Uint8Array, start: number): number {
	let end = bytes.indexOf(quote, start + 1);
	while (end !== -1) {
		let slashes = 0;
		while (bytes[end - 1 - slashes] === backslash) {
			slashes++;
		}

		if (slashes % 2 === 0) {
			return end + 1;
		}

		end = bytes.indexOf(quote, end + 1);
	}

	return -1;
}

function readString(bytes: Uint8Array, {start, end}: Span): string | undefined {
	try {
		return JSON.parse(decoder.decode(bytes.subarray(start, end))) as string;
	} catch {
		// A text with a bad escape is no text.
		return undefined;
	}
}

function skipSpace(bytes: Uint8Array, from: number): number {
	let position = from;
	for (;;) {
		const byte = bytes[position];
		if (byte !== 0x20 && byte !== 0x0A && byte !== 0x0D && byte !== 0x09) {
			return position;
		}

		position++;
	}
}
