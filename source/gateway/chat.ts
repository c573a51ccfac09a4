import type {Config} from '../core/config/config.js';
import {readHead} from '../core/dialect/json-head.js';
import {seenCredential} from '../core/route/credential.js';
import {decide} from '../core/route/decide.js';
import {requestFacts} from '../core/route/facts.js';
import {isConversationId} from '../core/session/evidence.js';
import type {Usage} from '../core/usage/usage.js';
import {cascade, type Story} from './cascade.js';
import {readIncoming, type Incoming} from './incoming.js';
import {refuse, type ChatInput, type Ended} from './refusal.js';

/** A record is kept for ever, and a chain is as long as its config makes it. */
const keptCandidates = 20;

/** The life of one request, from its first byte to its usage record: there is exactly one, however it ends. */
export async function chat(input: ChatInput): Promise<void> {
	const {context, ask, prefixes, reply, request} = input;
	const {clock, report, count} = context;
	const id = context.freshId();
	const at = clock.now();
	const began = clock.monotonic();
	const story: Story = {requestedModel: '', stream: false, rule: 'none', facts: undefined, candidates: undefined, candidate: undefined, compression: undefined, attempts: []};
	count.inFlight++;
	count.total++;
	report.started(id, prefixes.session);
	let ended: Ended = {outcome: 'failed', status: 500, tokens: undefined, error: 'the gateway failed at something that is its own fault'};
	try {
		ended = await answer(input, {id, story});
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
			facts: story.facts,
			candidates: story.candidates,
			attempts: story.attempts,
			stream: story.stream,
			durationMs: clock.monotonic() - began,
			firstTokenMs: firstAt === undefined ? undefined : firstAt - began,
			...rest,
			error: rest.error?.slice(0, 1000),
			compression: story.compression,
		};
		report.ended(usage);
		context.log(ended.outcome === 'failed' ? 'warn' : 'info', `${usage.dialect} ${usage.requestedModel} ${usage.rule} -> ${usage.provider ?? '-'} ${usage.model ?? '-'}: ${usage.outcome} ${usage.status} in ${Math.round(usage.durationMs)} ms${usage.error === undefined ? '' : ` (${usage.error})`}`);
	}
}

async function answer(input: ChatInput, {id, story}: {readonly id: string; readonly story: Story}): Promise<Ended> {
	const {request, ask, prefixes, context} = input;
	const config = context.settings.current();
	const read = await readIncoming(input);
	if ('status' in read) {
		return refuse(input, read);
	}

	story.requestedModel = read.model;
	story.stream = read.stream;
	const {body, head, model} = read;
	const facts = requestFacts({dialect: ask.dialect, headers: request.headers, body, values: (head ?? readHead(body))?.values ?? new Map()});
	if (facts.kind === 'main') {
		tellConversation(input, id);
	}

	const credential = seenCredential(request.headers, config.gateway.key);
	const decision = decide({
		dialect: ask.dialect,
		requestedModel: model,
		profile: prefixes.profile,
		route: prefixes.route,
		credential,
		settings: context.launches.settings(prefixes.session),
		loginOnly: context.launches.isLoginOnly(prefixes.session),
		request: facts,
	}, config);
	if (decision.type === 'refused') {
		return refuse(input, decision);
	}

	story.rule = decision.rule;
	story.facts = {kind: facts.kind, offersTools: facts.offersTools, onlyTool: facts.onlyTool?.slice(0, 100), credential: credential.type, role: decision.role};
	story.candidates = decision.candidates.slice(0, keptCandidates).map(({provider, model}, index) => ({provider, model: model.slice(0, 200), fallback: index >= decision.own}));
	const incoming = {...read, ownLogin: decision.ownLogin};
	return cascade({...input, config, incoming: await smaller(input, {incoming, config, model: decision.candidates[0]?.model ?? model, story}), candidates: decision.candidates}, story);
}

/** An own login's request is nobody's to change. */
async function smaller({context, prefixes: {session}, request}: ChatInput, {incoming, config, model, story}: {readonly incoming: Incoming; readonly config: Config; readonly model: string; readonly story: Story}): Promise<Incoming> {
	if (incoming.ownLogin || context.launches.settings(session)?.compression === 'off') {
		return incoming;
	}

	try {
		const compressed = await context.compressor.compress(incoming, {config: config.compression, session, model, signal: AbortSignal.any([request.gone, context.stopping])});
		story.compression = compressed.compression;
		return compressed.incoming;
	} catch (error) {
		context.log('error', `a request could not be made smaller: ${(error as Error).stack ?? String(error)}`);
		return incoming;
	}
}

/** What is beside a conversation, such as its title, may have an id of its own; helpers have one too. */
function tellConversation({context, prefixes: {session}, request}: ChatInput, id: string): void {
	const header = context.launches.conversationHeader(session);
	const conversation = header === undefined ? undefined : request.headers[header];
	if (session !== undefined && typeof conversation === 'string' && isConversationId(conversation)) {
		context.report.conversation(id, {session, conversation});
	}
}
