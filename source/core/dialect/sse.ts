/** One event of a server-sent stream, or a comment, which only says that the other side lives. */
export type SseEvent =
	| {readonly type: 'event'; readonly name: string | undefined; readonly data: string}
	| {readonly type: 'comment'};

/** What is left of a stream between two chunks. */
export type SseState = {
	/** The bytes of a line that is not whole yet. */
	readonly line: Uint8Array;
	/** The last byte was a carriage return, so that a line feed that follows belongs to it. */
	readonly returned: boolean;
	readonly first: boolean;
	readonly name: string | undefined;
	readonly data: readonly string[];
};

const nothing = new Uint8Array(0);
const lineFeed = 0x0A;
const carriageReturn = 0x0D;
const decoder = new TextDecoder('utf-8', {ignoreBOM: true});

export const emptySse: SseState = {line: nothing, returned: false, first: true, name: undefined, data: []};

/**
Takes in a chunk, cut anywhere, even inside a character, and gives the events that are whole.
*/
export function feedSse(state: SseState, chunk: Uint8Array): readonly [SseState, readonly SseEvent[]] {
	const bytes = state.line.length === 0 ? chunk : joined(state.line, chunk);
	// What was kept has no line end in it, or it would have been a line.
	let from = state.line.length;
	let start = 0;
	let {returned, first, name, data} = state;
	const events: SseEvent[] = [];
	if (returned && bytes.length > 0) {
		if (bytes[0] === lineFeed) {
			start = 1;
			from = 1;
		}

		returned = false;
	}

	for (;;) {
		const end = lineEnd(bytes, from);
		if (end === -1) {
			break;
		}

		const line = textOf(bytes.subarray(start, end), first);
		first = false;
		start = end + 1;
		if (bytes[end] === carriageReturn) {
			if (start === bytes.length) {
				returned = true;
			} else if (bytes[start] === lineFeed) {
				start++;
			}
		}

		from = start;
		if (line === '') {
			if (data.length > 0) {
				events.push({type: 'event', name, data: data.join('\n')});
			}

			name = undefined;
			data = [];
			continue;
		}

		const field = readField(line);
		switch (field.name) {
			case '': {
				events.push({type: 'comment'});
				break;
			}

			case 'data': {
				data = [...data, field.value];
				break;
			}

			case 'event': {
				name = field.value;
				break;
			}

			default: {
				// `id`, `retry` and what nobody knows yet say nothing to us.
				break;
			}
		}
	}

	return [{line: start === bytes.length ? nothing : bytes.slice(start), returned, first, name, data}, events];
}

/** Whether a stream could be followed by another event here without breaking one. */
export function atBoundary({line, name, data}: SseState): boolean {
	return line.length === 0 && name === undefined && data.length === 0;
}

/** An event as it goes on the wire. */
export function sseText(name: string | undefined, data: unknown): string {
	return `${name === undefined ? '' : `event: ${name}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;
}

function readField(line: string): {readonly name: string; readonly value: string} {
	const colon = line.indexOf(':');
	if (colon === -1) {
		return {name: line, value: ''};
	}

	const value = line.slice(colon + 1);
	return {name: line.slice(0, colon), value: value.startsWith(' ') ? value.slice(1) : value};
}

function lineEnd(bytes: Uint8Array, from: number): number {
	const feed = bytes.indexOf(lineFeed, from);
	const returnAt = bytes.subarray(from, feed === -1 ? undefined : feed).indexOf(carriageReturn);
	return returnAt === -1 ? feed : from + returnAt;
}

function textOf(bytes: Uint8Array, first: boolean): string {
	const text = decoder.decode(bytes);
	return first && text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function joined(left: Uint8Array, right: Uint8Array): Uint8Array {
	const whole = new Uint8Array(left.length + right.length);
	whole.set(left);
	whole.set(right, left.length);
	return whole;
}
