import type {Config} from '../core/config/config.js';
import {readMessagesRequest} from '../core/dialect/anthropic/request.js';
import {dialectNames} from '../core/dialect/dialect.js';
import {readFailureBody} from '../core/dialect/failure-text.js';
import {replaceModel} from '../core/dialect/json-head.js';
import type {LossId} from '../core/dialect/lossy.js';
import {writeChatRequest} from '../core/dialect/openai-chat/request.js';
import type {ToolNames} from '../core/dialect/openai-chat/tool-name.js';
import {addressKey} from '../core/provider/leads-back.js';
import {isLoopback, keyVariable, resolveProvider, takesLogin, wireUrl, type Provider, type ProviderPlaces} from '../core/provider/provider.js';
import type {WireRow} from '../core/provider/rows.js';
import type {Failure} from '../core/route/classify.js';
import {forwardHeaders} from '../core/route/headers.js';
import {hopHeader, nextHop} from '../core/route/hop.js';
import type {Candidate} from '../core/route/model.js';
import type {Clock} from '../io/clock.js';
import {HttpTimeout, openHttp, type HttpAnswer} from '../io/http-client.js';
import type {Circle} from './circle.js';
import type {Incoming} from './incoming.js';

export type Failed = {
	readonly type: 'failed';
	readonly failure: Failure;
	readonly message: string;
	/** The answer that said no, for a client that gets it as it is. */
	readonly refusal?: {readonly status: number; readonly rawHeaders: readonly string[]; readonly body: Uint8Array; readonly sameDialect: boolean} | undefined;
};

export type Opened = {
	readonly type: 'opened';
	readonly answer: HttpAnswer;
	/** Where the answer's dialect is another than the client's. */
	readonly conversion: {readonly names: ToolNames; readonly losses: readonly LossId[]; readonly request: unknown} | undefined;
};

export type AttemptInput = {
	readonly incoming: Incoming;
	readonly candidate: Candidate;
	/** Which of the provider's keys, counted from 0. */
	readonly key: number;
	readonly config: Config;
	readonly running: ProviderPlaces['running'];
	readonly circle: Circle;
	readonly clock: Clock;
	readonly signal: AbortSignal;
	/** Nothing is converted. */
	readonly passOnly?: boolean;
};

/** What an error answer may take, in bytes and time: it is there for its sentence. */
const refusalLimit = 256 * 1024;
const refusalDeadline = 10_000;

/** Asks one candidate, up to the head of its answer. Redirects are not followed: they would take the key along. */
export async function attempt(input: AttemptInput): Promise<Opened | Failed> {
	const prepared = prepare(input);
	if (prepared.type === 'failed') {
		return prepared;
	}

	const {incoming, config, clock, signal} = input;
	let answer: HttpAnswer;
	try {
		answer = await openHttp({url: prepared.url, method: 'POST', headers: prepared.headers, body: prepared.body, signal, headDeadlineMs: config.gateway.request_timeout * 1000, clock});
	} catch (error) {
		return openFailed(error, input);
	}

	if (answer.status >= 200 && answer.status < 300) {
		return {type: 'opened', answer, conversion: prepared.conversion};
	}

	const body = await readLimited(answer);
	const text = Buffer.from(body).toString();
	const said = answer.status < 400 ? 'answered with a redirect, which is not followed' : withoutSecret(readFailureBody(text), prepared.secret);
	return {
		type: 'failed',
		failure: {type: 'status', status: answer.status},
		message: said,
		refusal: answer.status < 400 && !incoming.ownLogin ? undefined : {status: answer.status, rawHeaders: answer.rawHeaders, body, sameDialect: prepared.conversion === undefined},
	};
}

type Prepared = {
	readonly type: 'prepared';
	readonly url: string;
	readonly headers: readonly string[];
	readonly body: Uint8Array;
	readonly conversion: Opened['conversion'];
	readonly secret: string | undefined;
};

function prepare({incoming, candidate, key: keyIndex, config, running, circle, passOnly = false}: AttemptInput): Prepared | Failed {
	const provider = resolveProvider(candidate.provider, {config, running});
	if (provider === undefined) {
		const {left_out: leftOut} = config.providers[candidate.provider] ?? {};
		if (leftOut !== undefined) {
			return failed('unusable', `provider "${candidate.provider}" is left out until that is mended: ${leftOut}`);
		}

		return failed('unusable', notRunning[candidate.provider] ?? `nobody said where provider "${candidate.provider}" is: set providers.${candidate.provider}.base_url in the config`);
	}

	const passing = provider.wires[incoming.dialect];
	const wire = passing ?? (incoming.dialect === 'messages' && !passOnly && !incoming.ownLogin ? provider.wires.chat : undefined);
	if (wire === undefined) {
		return failed('unusable', `provider "${provider.id}" does not serve ${dialectNames[incoming.dialect]}, and this is not converted`);
	}

	const back = circle.leadsBack(wire.base);
	if (back !== undefined) {
		return failed('unusable', `${addressKey(provider.id, config)} ${back}`);
	}

	if (incoming.ownLogin && !takesLogin(provider.id, wire.base)) {
		return failed('unusable', `providers.${provider.id}.base_url leads away from ${provider.id}, and an own login goes to its vendor only`);
	}

	if (!incoming.ownLogin && provider.loginOnly) {
		return failed('no-key', `provider "${provider.id}" takes the own login of its client only, which this request does not carry`);
	}

	const key = incoming.ownLogin ? undefined : provider.keys[keyIndex];
	if (!incoming.ownLogin && key === undefined && !provider.local) {
		return failed('no-key', `there is no key for provider "${provider.id}": set ${keyVariable(provider.id)} (clutch keys add ${keyVariable(provider.id)})`);
	}

	const target = {candidate, provider, wire, key, circle};
	return passing === undefined ? converted(incoming, target) : passed(incoming, target);
}

/** Providers that are there only while their service runs. */
const notRunning: Readonly<Record<string, string>> = {
	demo: 'the demo is not running; clutch demo starts it',
	'cli-proxy': 'the CLI proxy is not running; clutch up cli-proxy starts it',
};

type Target = {readonly candidate: Candidate; readonly provider: Provider; readonly wire: WireRow; readonly key: string | undefined; readonly circle: Circle};

function passed(incoming: Incoming, {candidate, provider, wire, key, circle}: Target): Prepared {
	const {body, head, query} = incoming;
	const rest = incoming.dialect === 'gemini' ? `/models/${candidate.model.split('/').map(word => encodeURIComponent(word)).join('/')}:${incoming.rest}` : incoming.rest;
	const sent = incoming.ownLogin ? incoming.sentBody : (head === undefined || candidate.model === incoming.model ? body : replaceModel(body, head, candidate.model));
	const shownQuery = incoming.ownLogin ? query : withoutKey(query);
	return {
		type: 'prepared',
		url: `${wireUrl(wire, rest)}${shownQuery === '' ? '' : `?${shownQuery}`}`,
		headers: headersFor(incoming.ownLogin ? incoming : withoutEncoding(incoming), {provider, wire, key, circle, length: sent.length}),
		body: sent,
		conversion: undefined,
		secret: key,
	};
}

function converted(incoming: Incoming, {candidate, provider, wire, key, circle}: Target): Prepared | Failed {
	const value = parse(incoming.body);
	const read = readMessagesRequest(value);
	if (read.type === 'invalid') {
		return {type: 'failed', failure: {type: 'status', status: 400}, message: read.message};
	}

	const written = writeChatRequest(read.request, {model: candidate.model, limit: provider.chatLimit});
	const body = Buffer.from(JSON.stringify(written.body));
	// Headers of the client's vendor mean nothing to another one.
	const kept = withoutEncoding(incoming).rawHeaders.flatMap((name, index, all) => index % 2 === 0 && !/^(?:anthropic-|x-claude-code-|x-stainless-|x-app$)/i.test(name) ? [name, all[index + 1] ?? ''] : []);
	return {
		type: 'prepared',
		url: wireUrl(wire, '/chat/completions'),
		headers: headersFor({...incoming, rawHeaders: kept}, {provider, wire, key, circle, length: body.length}),
		body,
		conversion: {names: written.names, losses: [...new Set([...read.losses, ...written.losses])], request: value},
		secret: key,
	};
}

function headersFor({rawHeaders, ownLogin}: Incoming, {provider, wire, key, circle, length}: Omit<Target, 'candidate'> & {readonly length: number}): readonly string[] {
	return forwardHeaders(rawHeaders, {
		host: new URL(wire.base).host,
		length,
		ownLogin,
		auth: key === undefined ? undefined : {style: wire.auth, key},
		extra: ownLogin || !isLoopback(wire.base) ? provider.headers : {...provider.headers, [hopHeader]: nextHop(rawHeaders, {id: circle.id, provider: provider.id})},
	});
}

/** What was compressed is sent on plain: then its model can be replaced, and not every provider takes the other. */
function withoutEncoding(incoming: Incoming): Incoming {
	const {rawHeaders} = incoming;
	return incoming.body === incoming.sentBody ? incoming : {...incoming, rawHeaders: rawHeaders.filter((_, index) => rawHeaders[index - (index % 2)]?.toLowerCase() !== 'content-encoding')};
}

/** Gemini takes a key in the address too; the client's stays here. */
function withoutKey(query: string): string {
	return query.split('&').filter(part => !/^(?:key|access_token)=/i.test(part)).join('&');
}

function failed(type: 'unusable' | 'no-key', message: string): Failed {
	return {type: 'failed', failure: {type}, message};
}

function openFailed(error: unknown, {config}: AttemptInput): Failed {
	if (error instanceof HttpTimeout) {
		return {type: 'failed', failure: {type: 'timeout'}, message: `no answer within ${config.gateway.request_timeout} s`};
	}

	const {code, message} = error as NodeJS.ErrnoException;
	return {type: 'failed', failure: {type: 'network'}, message: code === undefined ? message : `the connection failed (${code})`};
}

async function readLimited(answer: HttpAnswer): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	const timer = setTimeout(() => {
		answer.drop();
	}, refusalDeadline);
	try {
		for await (const chunk of answer.body) {
			chunks.push(chunk);
			size += chunk.length;
			if (size > refusalLimit) {
				break;
			}
		}
	} catch {
		// Half an error is an error.
	} finally {
		clearTimeout(timer);
		answer.drop();
	}

	return Buffer.concat(chunks);
}

function withoutSecret(text: string, secret: string | undefined): string {
	return secret === undefined ? text : text.replaceAll(secret, '••••');
}

function parse(body: Uint8Array): unknown {
	try {
		return JSON.parse(Buffer.from(body).toString());
	} catch {
		// The schema says what is wrong with it.
		return undefined;
	}
}
