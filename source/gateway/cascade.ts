import type {Config} from '../core/config/config.js';
import {keysOf} from '../core/provider/provider.js';
import {classify, helpsAnotherKey, reasonOf, statusOf} from '../core/route/classify.js';
import {answerHeaders} from '../core/route/headers.js';
import type {Candidate} from '../core/route/model.js';
import {profileRules} from '../core/route/profile.js';
import type {UsageAttempt, UsageCandidate, UsageCompression, UsageFacts} from '../core/usage/usage.js';
import {attempt, type Failed} from './attempt.js';
import type {Incoming} from './incoming.js';
import {refuse, type ChatInput, type Ended} from './refusal.js';
import {relay, type Relayed} from './relay.js';
import {relayConverted} from './relay-converted.js';
import {headerOf, retryAfterMs} from './retry-after.js';

/** What is learned about a request while it is handled. */
export type Story = {
	requestedModel: string;
	stream: boolean;
	rule: string;
	facts: UsageFacts | undefined;
	candidates: readonly UsageCandidate[] | undefined;
	candidate: Candidate | undefined;
	compression: UsageCompression | undefined;
	readonly attempts: UsageAttempt[];
};

export type CascadeInput = ChatInput & {readonly config: Config; readonly incoming: Incoming; readonly candidates: readonly Candidate[]};

/** One candidate with one of its provider's keys. */
type Try = {readonly candidate: Candidate; readonly key: number; readonly keys: number};

/** Tries the candidates in order, each with one key of its provider after the other, until one really answers. Nothing is tried again once the client has something of an answer. */
export async function cascade(input: CascadeInput, story: Story): Promise<Ended> {
	const {context, request, prefixes} = input;
	const deadline = context.clock.monotonic() + context.deadlines.cascadeMs;
	const tries = triesOf(input);
	let last: Failed | undefined;
	let spent: Candidate | undefined;
	for (const [index, one] of tries.entries()) {
		const {candidate, key, keys} = one;
		if (candidate === spent) {
			continue;
		}

		story.candidate = candidate;
		const began = context.clock.monotonic();
		const ended = await tryOne({...input, ...one, hold: index < tries.length - 1});
		const durationMs = context.clock.monotonic() - began;
		const tried = {...candidate, ...(keys > 1 ? {key: key + 1} : {})};
		if (ended.type !== 'failed') {
			story.attempts.push({...tried, status: 200, error: ended.type === 'broken' ? ended.message : undefined, durationMs, ...ended.type === 'broken' ? {reason: 'stream' as const} : {}});
			const {tokens, firstAt} = ended;
			return ended.type === 'complete' ? {outcome: 'ok', status: 200, tokens, firstAt, error: undefined} : {outcome: 'failed', status: 200, tokens, firstAt, error: ended.message};
		}

		last = ended;
		story.attempts.push({...tried, status: ended.failure.type === 'status' ? ended.failure.status : undefined, error: ended.message.slice(0, 300), durationMs, reason: reasonOf(ended.failure), retryAfterMs: 'refusal' in ended && ended.refusal !== undefined ? retryAfterMs(ended.refusal.rawHeaders, context.clock.now()) : undefined});
		if (request.gone.aborted) {
			return {outcome: 'aborted', status: 499, tokens: undefined, error: 'the client went away'};
		}

		if (context.stopping.aborted || classify(ended.failure) === 'answer' || context.clock.monotonic() > deadline) {
			break;
		}

		spent = helpsAnotherKey(ended.failure, {bypass: prefixes.route === 'b' || story.rule === 'bypass'}) ? undefined : candidate;
	}

	return last === undefined ? refuse(input, {status: 500, message: 'There was nobody to ask.'}) : giveUp(input, {last, attempts: story.attempts});
}

function triesOf({candidates, incoming, config}: CascadeInput): readonly Try[] {
	return candidates.flatMap(candidate => {
		// An own login is its own key.
		const keys = incoming.ownLogin ? 1 : Math.max(1, keysOf(candidate.provider, config).length);
		return Array.from({length: keys}, (_, key) => ({candidate, key, keys}));
	});
}

async function tryOne(input: CascadeInput & Try & {readonly hold: boolean}): Promise<Relayed | Failed> {
	const {incoming, candidate, key, config, context, request, reply, hold, prefixes} = input;
	const upstream = new AbortController();
	const abort = (reason: Error) => {
		upstream.abort(reason);
	};

	const signal = AbortSignal.any([upstream.signal, request.gone, context.stopping]);
	const opened = await attempt({incoming, candidate, key, config, running: context.settings.running, circle: context.circle, clock: context.clock, signal});
	if (opened.type === 'failed') {
		return opened;
	}

	const common = {
		answer: opened.answer, reply, dialect: incoming.dialect, hold, exact: incoming.ownLogin, context, abort, gone: request.gone,
		firstByteMs: config.gateway.request_timeout * 1000,
	};
	return opened.conversion === undefined
		? relay(common)
		: relayConverted({...common, conversion: opened.conversion, model: showsAsked(prefixes.profile, config) ? incoming.model : candidate.model, stream: incoming.stream});
}

function showsAsked(profile: string | undefined, config: Config): boolean {
	return profile === undefined || profileRules(profile, config)?.showsAsked !== false;
}

/** A refusal of the only model asked reaches a client of its dialect as it came. Otherwise the error is ours, and names what was tried. */
function giveUp(input: CascadeInput, {last, attempts}: {readonly last: Failed; readonly attempts: readonly UsageAttempt[]}): Ended {
	const {reply, incoming, context} = input;
	const {refusal} = last;
	const models = new Set(attempts.map(({provider, model}) => `${provider} ${model}`)).size;
	if (refusal?.sameDialect === true && (models === 1 || classify(last.failure) === 'answer')) {
		const headers = answerHeaders(refusal.rawHeaders).filter((name, index, all) => (index % 2 === 0 ? name : all[index - 1] ?? '').toLowerCase() !== 'content-length');
		reply.head(refusal.status, [...headers, 'Content-Length', String(refusal.body.length)]);
		reply.end(refusal.body);
		return {outcome: 'failed', status: refusal.status, tokens: undefined, error: last.message};
	}

	if (context.stopping.aborted) {
		return refuse(input, {status: 503, message: 'the gateway is stopping; ask again'});
	}

	const retryAfter = headerOf(refusal?.rawHeaders ?? [], 'retry-after');
	return refuse(input, {
		status: statusOf(last.failure),
		message: attempts.length === 1 ? `${last.message} (${attempts[0]?.provider ?? ''} ${attempts[0]?.model ?? ''})` : `${models === 1 ? `None of ${attempts.length} keys` : `None of ${models} models`} answered ${incoming.model}. Tried: ${attempts.map(one => attemptText(one)).join('; ')}`,
		headers: {
			...(retryAfter === undefined ? {} : {'retry-after': retryAfter}),
			// Without a key asking again would change nothing, and clients obey this.
			...(last.failure.type === 'no-key' || last.failure.type === 'unusable' ? {'x-should-retry': 'false'} : {}),
		},
	});
}

function attemptText({provider, model, key, status, error}: UsageAttempt): string {
	return `${provider} ${model}${key === undefined ? '' : ` (key ${key})`}: ${status === undefined ? '' : `${status} `}${error ?? ''}`.trim();
}
