import {stringEnd, type Span} from '../dialect/json-head.js';

/** A JSON value by where it stands in the bytes. Texts are not read, and what is deeper than anybody asks for is one `other`. */
export type JsonNode =
	| (Span & {readonly type: 'text'})
	| (Span & {readonly type: 'list'; readonly items: readonly JsonNode[]})
	| (Span & {readonly type: 'object'; readonly members: readonly JsonMember[]})
	| (Span & {readonly type: 'other'});

/** From its key on to the end of its value. */
export type JsonMember = Span & {readonly key: string; readonly value: JsonNode};

const quote = 0x22;
const colon = 0x3A;
const comma = 0x2C;
const openBrace = 0x7B;
const closeBrace = 0x7D;
const openBracket = 0x5B;
const closeBracket = 0x5D;
const decoder = new TextDecoder('utf-8', {fatal: true});

/** Of what is read here: a message, its content, a block, the block's content, a part of it. */
const deepest = 8;

/** Undefined where the bytes from `start` on are no JSON value as far as they are looked at. */
export function readTree(bytes: Uint8Array, start: number): JsonNode | undefined {
	return readValue(bytes, {at: skipSpace(bytes, start), depth: 0});
}

type Place = {readonly at: number; readonly depth: number};

function readValue(bytes: Uint8Array, {at, depth}: Place): JsonNode | undefined {
	const byte = bytes[at];
	if (byte === quote) {
		const end = textEnd(bytes, at);
		return end === undefined ? undefined : {type: 'text', start: at, end};
	}

	if (byte !== openBrace && byte !== openBracket) {
		return readWord(bytes, at);
	}

	if (depth === deepest) {
		return skipNested(bytes, at);
	}

	return byte === openBrace ? readObject(bytes, {at, depth}) : readList(bytes, {at, depth});
}

function readObject(bytes: Uint8Array, {at: start, depth}: Place): JsonNode | undefined {
	const members: JsonMember[] = [];
	let at = skipSpace(bytes, start + 1);
	if (bytes[at] === closeBrace) {
		return {type: 'object', members, start, end: at + 1};
	}

	for (;;) {
		const keyEnd = bytes[at] === quote ? textEnd(bytes, at) : undefined;
		const key = keyEnd === undefined ? undefined : textOf(bytes, {start: at, end: keyEnd});
		const mark = skipSpace(bytes, keyEnd ?? at);
		if (key === undefined || bytes[mark] !== colon) {
			return undefined;
		}

		const value = readValue(bytes, {at: skipSpace(bytes, mark + 1), depth: depth + 1});
		if (value === undefined) {
			return undefined;
		}

		members.push({key, value, start: at, end: value.end});
		at = skipSpace(bytes, value.end);
		if (bytes[at] === closeBrace) {
			return {type: 'object', members, start, end: at + 1};
		}

		if (bytes[at] !== comma) {
			return undefined;
		}

		at = skipSpace(bytes, at + 1);
	}
}

function readList(bytes: Uint8Array, {at: start, depth}: Place): JsonNode | undefined {
	const items: JsonNode[] = [];
	let at = skipSpace(bytes, start + 1);
	if (bytes[at] === closeBracket) {
		return {type: 'list', items, start, end: at + 1};
	}

	for (;;) {
		const item = readValue(bytes, {at, depth: depth + 1});
		if (item === undefined) {
			return undefined;
		}

		items.push(item);
		at = skipSpace(bytes, item.end);
		if (bytes[at] === closeBracket) {
			return {type: 'list', items, start, end: at + 1};
		}

		if (bytes[at] !== comma) {
			return undefined;
		}

		at = skipSpace(bytes, at + 1);
	}
}

const steps: ReadonlyMap<number, number> = new Map([[openBrace, 1], [openBracket, 1], [closeBrace, -1], [closeBracket, -1]]);

function skipNested(bytes: Uint8Array, start: number): JsonNode | undefined {
	let depth = 0;
	for (let at = start; at < bytes.length; at++) {
		const byte = bytes[at] ?? 0;
		if (byte === quote) {
			const end = textEnd(bytes, at);
			if (end === undefined) {
				return undefined;
			}

			at = end - 1;
			continue;
		}

		depth += steps.get(byte) ?? 0;
		if (depth === 0) {
			return {type: 'other', start, end: at + 1};
		}
	}

	return undefined;
}

/** A number, `true`, `false` or `null`. */
function readWord(bytes: Uint8Array, start: number): JsonNode | undefined {
	let end = start;
	while (isWordByte(bytes[end])) {
		end++;
	}

	return end === start ? undefined : {type: 'other', start, end};
}

function isWordByte(byte: number | undefined): boolean {
	return byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x7A) || byte === 0x2B || byte === 0x2D || byte === 0x2E || byte === 0x45);
}

/** The place after the closing quote. */
function textEnd(bytes: Uint8Array, start: number): number | undefined {
	const end = stringEnd(bytes, start);
	return end === -1 ? undefined : end;
}

/** What a text says. Undefined where it is none: a bad escape, or bytes that are no UTF-8. */
export function textOf(bytes: Uint8Array, {start, end}: Span): string | undefined {
	try {
		return JSON.parse(decoder.decode(bytes.subarray(start, end))) as string;
	} catch {
		// As said above: whoever asks leaves it as it is.
		return undefined;
	}
}

/** The value of a key; undefined where it is not there, or there twice: then readers differ in which one counts. */
export function memberOf(node: JsonNode | undefined, key: string): JsonNode | undefined {
	const found = node?.type === 'object' ? node.members.filter(member => member.key === key) : [];
	return found.length === 1 ? found[0]?.value : undefined;
}

export function itemsOf(node: JsonNode | undefined): readonly JsonNode[] {
	return node?.type === 'list' ? node.items : [];
}

function skipSpace(bytes: Uint8Array, from: number): number {
	let at = from;
	while (bytes[at] === 0x20 || bytes[at] === 0x0A || bytes[at] === 0x0D || bytes[at] === 0x09) {
		at++;
	}

	return at;
}
