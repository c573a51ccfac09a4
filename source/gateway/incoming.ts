import type {Dialect} from '../core/dialect/dialect.js';
import {readHead, type JsonHead} from '../core/dialect/json-head.js';
import {BodyTooLarge, type HttpRequest} from '../io/http-server.js';
import {decodeBody, isContentEncoding} from '../io/content-encoding.js';
import type {ChatInput, Refusal} from './refusal.js';

/** A request as its client sent it, body read. */
export type Incoming = {
	readonly dialect: Dialect;
	readonly model: string;
	readonly stream: boolean;
	/** Of the wire, behind its base: `/messages`, or for Gemini the verb only. */
	readonly rest: string;
	readonly query: string;
	readonly rawHeaders: readonly string[];
	/** Not compressed, whatever came. */
	readonly body: Uint8Array;
	/** The body as it came, compression and all: an own login's is passed on like that. */
	readonly sentBody: Uint8Array;
	/** Undefined where the model stands in the path. */
	readonly head: JsonHead | undefined;
	readonly ownLogin: boolean;
};

/** What the real ones take, and a little more. */
export const bodyLimit = 64 * 1024 * 1024;

const rests = {messages: '/messages', chat: '/chat/completions', responses: '/responses'} as const;

export async function readIncoming({request, ask, query}: ChatInput): Promise<Incoming | Refusal> {
	const read = await readBody(request);
	if ('status' in read) {
		return read;
	}

	const common = {dialect: ask.dialect, query, rawHeaders: request.rawHeaders, ...read, ownLogin: false};
	if (ask.dialect === 'gemini') {
		return {...common, model: ask.model, stream: ask.verb === 'streamGenerateContent', rest: ask.verb, head: undefined};
	}

	const head = readHead(read.body);
	if (head === undefined) {
		return {status: 400, message: 'The body is not a JSON object.'};
	}

	return head.model === undefined || head.model === ''
		? {status: 400, message: 'model: a text is needed that names the model'}
		: {...common, model: head.model, stream: head.stream, rest: rests[ask.dialect], head};
}

/** The body of a request, also without its compression, or why there is none. */
export async function readBody(request: HttpRequest): Promise<Pick<Incoming, 'body' | 'sentBody'> | Refusal> {
	const encoding = String(request.headers['content-encoding'] ?? 'identity').toLowerCase().trim();
	if (encoding !== 'identity' && !isContentEncoding(encoding)) {
		return {status: 415, message: `A body in ${encoding} is not read here; send it as it is, or in gzip, deflate, br or zstd.`, headers: {'accept-encoding': 'gzip, deflate, br, zstd'}};
	}

	let sentBody: Uint8Array;
	try {
		sentBody = await request.body(bodyLimit);
	} catch (error) {
		return error instanceof BodyTooLarge ? tooLarge : {status: 400, message: 'The body did not arrive whole.'};
	}

	if (encoding === 'identity') {
		return {body: sentBody, sentBody};
	}

	const body = await decodeBody(sentBody, {encoding, limit: bodyLimit});
	switch (body) {
		case 'too-large': {
			return tooLarge;
		}

		case 'broken': {
			return {status: 400, message: `The body is not what its content-encoding says (${encoding}).`};
		}

		default: {
			return {body, sentBody};
		}
	}
}

const tooLarge: Refusal = {status: 413, message: `The body is larger than ${bodyLimit} bytes.`};
