import {createMessagesWriter, writeMessages} from '../core/dialect/anthropic/stream.js';
import {writeMessage} from '../core/dialect/anthropic/response.js';
import {estimateTokens} from '../core/dialect/estimate.js';
import {isSemantic, type HubEvent} from '../core/dialect/hub.js';
import {emptyChatReader, endChat, feedChat, readChatAnswer} from '../core/dialect/openai-chat/stream.js';
import {emptySse, feedSse} from '../core/dialect/sse.js';
import type {Tokens} from '../core/usage/usage.js';
import type {HttpAnswer} from '../io/http-client.js';
import type {Opened} from './attempt.js';
import {breakMessage, createSilence, failureOf, isEventStream, isPlain, type Relayed, type RelayInput} from './relay.js';

export type ConvertInput = RelayInput & {
	readonly conversion: NonNullable<Opened['conversion']>;
	readonly model: string;
	readonly stream: boolean;
};

const wholeLimit = 64 * 1024 * 1024;

/** Passes a Chat answer on as Messages. It is held until it has really begun, so that what fails before that is told with a status of its own. */
export async function relayConverted(input: ConvertInput): Promise<Relayed> {
	if (!isPlain(input.answer)) {
		input.answer.drop();
		return {type: 'failed', failure: {type: 'stream'}, message: 'the provider compressed its answer although it was asked not to'};
	}

	return input.stream ? relayStream(input) : relayWhole(input);
}

async function relayStream(input: ConvertInput): Promise<Relayed> {
	const {answer, reply, context, firstByteMs, abort, gone, conversion, model} = input;
	const {clock, deadlines, stopping} = context;
	const silence = createSilence(context, {firstMs: firstByteMs, abort});
	let writer = createMessagesWriter({model, toolName: conversion.names.back});
	let waiting = '';
	let committed = false;
	let tokens: Tokens | undefined;
	let firstAt: number | undefined;
	let said = 0;
	let ended = false;
	let failure: Extract<HubEvent, {type: 'failed'}> | undefined;

	const take = (event: HubEvent) => {
		if (event.type === 'failed' && !committed) {
			failure = event;
			return;
		}

		failure = event.type === 'failed' ? event : failure;
		if (isSemantic(event)) {
			firstAt ??= clock.monotonic();
		}

		said += event.type === 'text' || event.type === 'thinking' ? event.text.length : 0;
		tokens = event.type === 'end' ? event.tokens : tokens;
		const [next, text] = writeMessages(writer, event.type === 'end' ? {...event, tokens: event.tokens ?? estimated(conversion.request, said)} : event);
		writer = next;
		waiting += text;
	};

	const send = async () => {
		if (!committed) {
			committed = true;
			reply.head(200, {...head(input), 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache'});
		}

		const text = waiting;
		waiting = '';
		if (text !== '') {
			await reply.write(text);
		}
	};

	const ping = () => {
		take({type: 'alive'});
		void send();
		cancelPing = clock.after(deadlines.pingMs, ping);
	};

	let cancelPing = clock.after(deadlines.holdMs, ping);
	try {
		for await (const event of hubEvents(answer, silence.heard)) {
			take(event);
			if (failure !== undefined && !committed) {
				answer.drop();
				return {type: 'failed', failure: failureOf(failure.status), message: failure.message};
			}

			if (committed || firstAt !== undefined) {
				await send();
			}

			if (event.type === 'end' || event.type === 'failed') {
				// Its connection can stay open a while longer; the client need not wait for that.
				cancelPing();
				ended = true;
				reply.end();
			}
		}
	} catch (error) {
		const message = breakMessage(error, {silence, stopping, gone});
		if (!committed) {
			return {type: 'failed', failure: {type: silence.broken() ? 'timeout' : 'network'}, message};
		}

		if (ended) {
			return failure === undefined ? {type: 'complete', tokens, firstAt} : {type: 'broken', message: failure.message, tokens, firstAt};
		}

		take({type: 'failed', status: stopping.aborted ? 503 : 502, message});
		reply.end(waiting);
		return {type: 'broken', message, tokens, firstAt};
	} finally {
		cancelPing();
		silence.close();
	}

	return failure === undefined ? {type: 'complete', tokens, firstAt} : {type: 'broken', message: failure.message, tokens, firstAt};
}

async function relayWhole(input: ConvertInput): Promise<Relayed> {
	const {answer, reply, context, firstByteMs, abort, gone, conversion, model} = input;
	const silence = createSilence(context, {firstMs: firstByteMs, abort});
	const events: HubEvent[] = [];
	try {
		for await (const event of hubEvents(answer, silence.heard)) {
			events.push(event);
		}
	} catch (error) {
		return {type: 'failed', failure: {type: silence.broken() ? 'timeout' : 'network'}, message: breakMessage(error, {silence, stopping: context.stopping, gone})};
	} finally {
		silence.close();
	}

	const end = events.find(event => event.type === 'end');
	const said = events.reduce((sum, event) => sum + (event.type === 'text' || event.type === 'thinking' ? event.text.length : 0), 0);
	const counted = events.map(event => event.type === 'end' ? {...event, tokens: event.tokens ?? estimated(conversion.request, said)} : event);
	const written = writeMessage(counted, {model, toolName: conversion.names.back});
	if (written.type === 'failed') {
		return {type: 'failed', failure: failureOf(written.status), message: written.message};
	}

	const body = Buffer.from(JSON.stringify(written.body));
	reply.head(200, {...head(input), 'content-type': 'application/json', 'content-length': String(body.length)});
	reply.end(body);
	return {type: 'complete', tokens: end?.tokens, firstAt: context.clock.monotonic()};
}

/** An answer as hub events, whether it came as a stream or whole: not every provider does as it was asked. */
async function * hubEvents(answer: HttpAnswer, heard: () => void): AsyncGenerator<HubEvent> {
	if (!isEventStream(answer)) {
		const chunks: Uint8Array[] = [];
		let size = 0;
		for await (const chunk of answer.body) {
			heard();
			size += chunk.length;
			chunks.push(chunk);
			if (size > wholeLimit) {
				throw new Error(`more than ${wholeLimit} bytes`);
			}
		}

		yield * readChatAnswer(parse(Buffer.concat(chunks).toString()));
		return;
	}

	let sse = emptySse;
	let reader = emptyChatReader;
	for await (const chunk of answer.body) {
		heard();
		const [state, events] = feedSse(sse, chunk);
		sse = state;
		for (const event of events) {
			const [next, hub] = feedChat(reader, event);
			reader = next;
			yield * hub;
		}
	}

	const [, last] = endChat(reader);
	yield * last;
}

function head({conversion}: ConvertInput): Readonly<Record<string, string>> {
	return conversion.losses.length === 0 ? {} : {'x-clutch-lossy': conversion.losses.join(',')};
}

/** For the client's own display, where the provider reports nothing; never recorded. */
function estimated(request: unknown, said: number): Tokens {
	return {input: estimateTokens(request), output: Math.ceil(said / 4), cacheRead: 0, cacheWrite: 0};
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		// The reader says that it cannot be understood.
		return undefined;
	}
}
