import {errorBody} from '../core/dialect/error-body.js';
import {readHead} from '../core/dialect/json-head.js';
import type {Ask, Prefixes} from '../core/route/address.js';
import {classify, statusOf} from '../core/route/classify.js';
import {seenCredential} from '../core/route/credential.js';
import {decide} from '../core/route/decide.js';
import {answerHeaders} from '../core/route/headers.js';
import type {Candidate} from '../core/route/model.js';
import type {Usage, UsageAttempt} from '../core/usage/usage.js';
import type {Config} from '../core/config/config.js';
import {BodyTooLarge, type HttpReply, type HttpRequest} from '../io/http-server.js';
import {attempt, type Failed, type Incoming} from './attempt.js';
import type {GatewayContext} from './context.js';
import {relay, type Relayed} from './relay.js';
import {relayConverted} from './relay-converted.js';

type AnswerAsk = Extract<Ask, {type: 'answer'}>;

export type ChatInput = {
	readonly request: HttpRequest;
	readonly reply: HttpReply;
	readonly ask: AnswerAsk;
	readonly prefixes: Prefixes;
	readonly query: string;
	readonly context: GatewayContext;
};

/** What the real ones take, and a little more. */
export const bodyLimit = 64 * 1024 * 1024;

type Ended = Pick<Usage, 'outcome' | 'status' | 'tokens' | 'error'> & {readonly firstAt?: number | undefined};

/** What is learned about a request while it is handled. */
type Story = {
	requestedModel: string;
	stream: boolean;
	rule: string;
	candidate: Candidate | undefined;
	readonly attempts: UsageAttempt[];
};

/** The life of one request, from its first byte to its usage record: there is exactly one, however it ends. */
export async function chat(input: ChatInput): Promise<void> {
	const {context, ask, prefixes, reply, request} = input;
	const {clock, report, count} = context;
	const id = context.freshId();
	const at = clock.now();
	const began = clock.monotonic();
	const story: Story = {requestedModel: '', stream: false, rule: 'none', candidate: undefined, attempts: []};
	count.inFlight++;
	count.total++;
	report.started(id, prefixes.session);
	let ended: Ended = {outcome: 'failed', status: 500, tokens: undefined, error: 'the gateway failed at something that is its own fault'};
	try {
		ended = await answer(input, story);
	} catch (error) {
		context.log('error', `request ${id}: ${(error as Error).stack ?? String(error)}`);
		refuse(input, {status: 500, message: 'The gateway failed at something that is its own fault; its log has the details.'});
	} finally {
		if (request.gone.aborted && ended.outcome !== 'ok') {
			ended = {...ended, outcome: 'aborted', status: reply.headSent() ? ended.status : 499, error: ended.error ?? 'the client went away'};
		}

		count.inFlight--;
		count.failed += ended.outcome === 'failed' ? 1 : 0;
		const {firstAt, ...rest} = ended;
		const usage: Usage = {
			id,
			at,
			session: prefixes.session,
			profile: prefixes.profile,
			route: prefixes.route,
			dialect: ask.dialect,
			requestedModel: story.requestedModel.slice(0, 200),
			provider: story.candidate?.provider,
			model: story.candidate?.model.slice(0, 200),
			rule: story.rule,
			attempts: story.attempts,
			stream: story.stream,
			durationMs: clock.monotonic() - began,
			firstTokenMs: firstAt === undefined ? undefined : firstAt - began,
			...rest,
			error: rest.error?.slice(0, 1000),
		};
		report.ended(usage);
		context.log(ended.outcome === 'failed' ? 'warn' : 'info', `${usage.dialect} ${usage.requestedModel} ${usage.rule} -> ${usage.provider ?? '-'} ${usage.model ?? '-'}: ${usage.outcome} ${usage.status} in ${Math.round(usage.durationMs)} ms${usage.error === undefined ? '' : ` (${usage.error})`}`);
	}
}

async function answer(input: ChatInput, story: Story): Promise<Ended> {
	const {request, ask, prefixes, context} = input;
	const config = context.settings.current();
	const read = await readIncoming(input);
	if ('status' in read) {
		return refuse(input, read);
	}

	story.requestedModel = read.model;
	story.stream = read.stream;
	const credential = seenCredential(request.headers, config.gateway.key);
	const decision = decide({dialect: ask.dialect, requestedModel: read.model, profile: prefixes.profile, route: prefixes.route, credential}, config);
	if (decision.type === 'refused') {
		return refuse(input, decision);
	}

	story.rule = decision.rule;
	return cascade({...input, config, incoming: {...read, ownLogin: decision.ownLogin}, candidates: decision.candidates}, story);
}

type CascadeInput = ChatInput & {readonly config: Config; readonly incoming: Incoming; readonly candidates: readonly Candidate[]};

/** Tries the candidates in order until one really answers. Nothing is tried again once the client has something of an answer. */
async function cascade(input: CascadeInput, story: Story): Promise<Ended> {
	const {candidates, context, request} = input;
	const deadline = context.clock.monotonic() + context.deadlines.cascadeMs;
	let last: Failed | undefined;
	for (const [index, candidate] of candidates.entries()) {
		story.candidate = candidate;
		const began = context.clock.monotonic();
		const ended = await tryCandidate({...input, candidate, hold: index < candidates.length - 1});
		const durationMs = context.clock.monotonic() - began;
		if (ended.type !== 'failed') {
			story.attempts.push({...candidate, status: 200, error: ended.type === 'broken' ? ended.message : undefined, durationMs});
			const {tokens, firstAt} = ended;
			return ended.type === 'complete' ? {outcome: 'ok', status: 200, tokens, firstAt, error: undefined} : {outcome: 'failed', status: 200, tokens, firstAt, error: ended.message};
		}

		last = ended;
		story.attempts.push({...candidate, status: ended.failure.type === 'status' ? ended.failure.status : undefined, error: ended.message.slice(0, 300), durationMs});
		if (request.gone.aborted) {
			return {outcome: 'aborted', status: 499, tokens: undefined, error: 'the client went away'};
		}

		if (context.stopping.aborted || classify(ended.failure) === 'answer' || context.clock.monotonic() > deadline) {
			break;
		}
	}

	return last === undefined ? refuse(input, {status: 500, message: 'There was nobody to ask.'}) : giveUp(input, {last, attempts: story.attempts});
}

async function tryCandidate(input: CascadeInput & {readonly candidate: Candidate; readonly hold: boolean}): Promise<Relayed | Failed> {
	const {incoming, candidate, config, context, request, reply, hold} = input;
	const upstream = new AbortController();
	const abort = (reason: Error) => {
		upstream.abort(reason);
	};

	const signal = AbortSignal.any([upstream.signal, request.gone, context.stopping]);
	const opened = await attempt({incoming, candidate, config, demo: context.settings.demo(), ownPort: context.port(), signal});
	if (opened.type === 'failed') {
		return opened;
	}

	const common = {
		answer: opened.answer, reply, dialect: incoming.dialect, hold, exact: incoming.ownLogin, context, abort, gone: request.gone,
		firstByteMs: config.gateway.request_timeout * 1000,
	};
	return opened.conversion === undefined
		? relay(common)
		: relayConverted({...common, conversion: opened.conversion, model: incoming.model, stream: incoming.stream});
}

/** A single refusal in the client's own dialect reaches it as it came. Otherwise the error is ours, and names what was tried. */
function giveUp(input: CascadeInput, {last, attempts}: {readonly last: Failed; readonly attempts: readonly UsageAttempt[]}): Ended {
	const {reply, incoming, context} = input;
	const {refusal} = last;
	if (refusal?.sameDialect === true && (attempts.length === 1 || classify(last.failure) === 'answer')) {
		const headers = answerHeaders(refusal.rawHeaders).filter((name, index, all) => (index % 2 === 0 ? name : all[index - 1] ?? '').toLowerCase() !== 'content-length');
		reply.head(refusal.status, [...headers, 'Content-Length', String(refusal.body.length)]);
		reply.end(refusal.body);
		return {outcome: 'failed', status: refusal.status, tokens: undefined, error: last.message};
	}

	if (context.stopping.aborted) {
		return refuse(input, {status: 503, message: 'the gateway is stopping; ask again'});
	}

	const status = statusOf(last.failure);
	const tried = attempts.map(({provider, model, status: got, error}) => `${provider} ${model}: ${got === undefined ? '' : `${got} `}${error ?? ''}`.trim());
	const message = attempts.length === 1 ? `${last.message} (${attempts[0]?.provider ?? ''} ${attempts[0]?.model ?? ''})` : `None of ${attempts.length} models answered ${incoming.model}. Tried: ${tried.join('; ')}`;
	const retryAfter = headerOf(refusal?.rawHeaders ?? [], 'retry-after');
	return refuse(input, {
		status,
		message,
		headers: {
			...(retryAfter === undefined ? {} : {'retry-after': retryAfter}),
			// Without a key asking again would change nothing, and clients obey this.
			...(last.failure.type === 'no-key' || last.failure.type === 'unusable' ? {'x-should-retry': 'false'} : {}),
		},
	});
}

type Refusal = {readonly status: number; readonly message: string; readonly headers?: Readonly<Record<string, string>>};

function refuse({reply, ask}: ChatInput, {status, message, headers = {}}: Refusal): Ended {
	if (reply.headSent()) {
		reply.cut();
	} else {
		const body = Buffer.from(errorBody(ask.dialect, {status, message}));
		reply.head(status, {'content-type': 'application/json', 'content-length': String(body.length), ...headers});
		reply.end(body);
	}

	return {outcome: 'failed', status, tokens: undefined, error: message};
}

const rests = {messages: '/messages', chat: '/chat/completions', responses: '/responses'} as const;

async function readIncoming({request, ask, query}: ChatInput): Promise<Incoming | Refusal> {
	const encoding = String(request.headers['content-encoding'] ?? 'identity').toLowerCase();
	if (encoding !== 'identity') {
		return {status: 415, message: `A body in ${encoding} is not read here; send it as it is.`, headers: {'accept-encoding': 'identity'}};
	}

	let body: Uint8Array;
	try {
		body = await request.body(bodyLimit);
	} catch (error) {
		return error instanceof BodyTooLarge
			? {status: 413, message: `The body is larger than ${bodyLimit} bytes.`}
			: {status: 400, message: 'The body did not arrive whole.'};
	}

	const common = {dialect: ask.dialect, query, rawHeaders: request.rawHeaders, body, ownLogin: false};
	if (ask.dialect === 'gemini') {
		return {...common, model: ask.model, stream: ask.verb === 'streamGenerateContent', rest: ask.verb, head: undefined};
	}

	const head = readHead(body);
	if (head === undefined) {
		return {status: 400, message: 'The body is not a JSON object.'};
	}

	return head.model === undefined || head.model === ''
		? {status: 400, message: 'model: a text is needed that names the model'}
		: {...common, model: head.model, stream: head.stream, rest: rests[ask.dialect], head};
}

function headerOf(raw: readonly string[], wanted: string): string | undefined {
	const place = raw.findIndex((name, index) => index % 2 === 0 && name.toLowerCase() === wanted);
	return place === -1 ? undefined : raw[place + 1];
}
