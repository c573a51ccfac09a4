import {errorBody} from '../core/dialect/error-body.js';
import {estimateTokens} from '../core/dialect/estimate.js';
import {readHead} from '../core/dialect/json-head.js';
import type {Ask, Prefixes} from '../core/route/address.js';
import {seenCredential} from '../core/route/credential.js';
import {decide} from '../core/route/decide.js';
import {requestFacts} from '../core/route/facts.js';
import {answerHeaders} from '../core/route/headers.js';
import type {HttpReply, HttpRequest} from '../io/http-server.js';
import {attempt, type Failed} from './attempt.js';
import type {GatewayContext} from './context.js';
import {readBody, type Incoming} from './incoming.js';

type CountInput = {
	readonly request: HttpRequest;
	readonly reply: HttpReply;
	readonly ask: Extract<Ask, {type: 'count'}>;
	readonly prefixes: Prefixes;
	readonly query: string;
	readonly context: GatewayContext;
};

/** Counts tokens: by the provider where it can, else by an estimate that says that it is one. Nothing answers here, so there is no usage record. */
export async function countTokens(input: CountInput): Promise<void> {
	const {request, reply, ask, prefixes, query, context} = input;
	const read = await readBody(request);
	if ('status' in read) {
		say(input, read.status, errorBody(ask.dialect, read));
		return;
	}

	const {body} = read;
	const head = ask.dialect === 'messages' ? readHead(body) : undefined;
	const model = ask.dialect === 'gemini' ? ask.model : head?.model;
	const value = parse(body);
	if (model === undefined || typeof value !== 'object' || value === null) {
		say(input, 400, errorBody(ask.dialect, {status: 400, message: 'a JSON object with a model is needed'}));
		return;
	}

	const config = context.settings.current();
	const credential = seenCredential(request.headers, config.gateway.key);
	const decision = decide({
		dialect: ask.dialect, requestedModel: model, profile: prefixes.profile, route: prefixes.route, credential, settings: context.launches.settings(prefixes.session), loginOnly: context.launches.isLoginOnly(prefixes.session),
		request: requestFacts({dialect: ask.dialect, headers: request.headers, body, values: (head ?? readHead(body))?.values ?? new Map()}),
	}, config);
	if (decision.type === 'refused') {
		say(input, decision.status, errorBody(ask.dialect, decision));
		return;
	}

	const [candidate] = decision.candidates;
	const rest = ask.dialect === 'gemini' ? 'countTokens' : '/messages/count_tokens';
	const incoming: Incoming = {dialect: ask.dialect, model, stream: false, rest, query, rawHeaders: request.rawHeaders, ...read, head, ownLogin: decision.ownLogin};
	const counted = await attempt({
		incoming, candidate, key: 0, config, running: context.settings.running, circle: context.circle, clock: context.clock, passOnly: true,
		signal: AbortSignal.any([request.gone, context.stopping]),
	});
	if (counted.type === 'failed') {
		refusedCount(input, {counted, value, ownLogin: decision.ownLogin});
		return;
	}

	reply.head(counted.answer.status, answerHeaders(counted.answer.rawHeaders));
	try {
		for await (const chunk of counted.answer.body) {
			await reply.write(chunk);
		}

		reply.end();
	} catch {
		// Half a count is none: the client sees that it broke.
		reply.cut();
	}
}

/** What the vendor says to its own login is not replaced by a guess. */
function refusedCount(input: CountInput, {counted, value, ownLogin}: {readonly counted: Failed; readonly value: unknown; readonly ownLogin: boolean}): void {
	const {reply, ask} = input;
	if (ownLogin && counted.refusal) {
		reply.head(counted.refusal.status, [...withoutLength(answerHeaders(counted.refusal.rawHeaders)), 'Content-Length', String(counted.refusal.body.length)]);
		reply.end(counted.refusal.body);
		return;
	}

	const tokens = estimateTokens(value);
	say(input, 200, JSON.stringify(ask.dialect === 'gemini' ? {totalTokens: tokens} : {input_tokens: tokens}), {'x-clutch-estimate': 'true'});
}

function withoutLength(headers: readonly string[]): readonly string[] {
	return headers.filter((name, index) => (index % 2 === 0 ? name : headers[index - 1] ?? '').toLowerCase() !== 'content-length');
}

function say({reply}: CountInput, status: number, text: string, headers: Readonly<Record<string, string>> = {}): void {
	const body = Buffer.from(text);
	reply.head(status, {'content-type': 'application/json', 'content-length': String(body.length), ...headers});
	reply.end(body);
}

function parse(body: Uint8Array): unknown {
	try {
		return JSON.parse(Buffer.from(body).toString());
	} catch {
		// Told to the client as what it is: no JSON object.
		return undefined;
	}
}
