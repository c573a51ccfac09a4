import {afterAnswer, afterLeaving, freshPatience, mayAsk, whenAsked, type Patience} from '../core/compress/patience.js';
import type {CompressionSkip} from '../core/usage/usage.js';
import type {Clock} from '../io/clock.js';
import {HttpTimeout, openHttp} from '../io/http-client.js';
import {readAddress} from '../io/http-address.js';
import type {Paths} from '../io/paths.js';
import {askList, probeHttp} from '../io/probe.js';
import {identify} from '../io/process-identity.js';
import {watchFiles} from '../io/watch-file.js';

/** The Headroom that runs beside this gateway, if one does. */
export type Headroom = {
	/** Where it listens; undefined where there is none. */
	readonly address: () => string | undefined;
	/** Where it would pass requests on to; undefined as long as it has not said so. */
	readonly upstreams: () => readonly string[] | undefined;
	/** What it says to a body; else why it has said nothing. Never fails, and never takes longer than the deadline. */
	readonly ask: (body: Uint8Array, options: {readonly deadlineMs: number; readonly signal: AbortSignal}) => Promise<Said>;
	readonly close: () => void;
};

export type Said = {readonly type: 'answer'; readonly value: unknown} | {readonly type: 'nothing'; readonly why: CompressionSkip};

type Options = {readonly paths: Paths; readonly clock: Clock; readonly log: (level: 'info' | 'warn', text: string) => void; readonly signal: AbortSignal};

/** Whether the one at this address was asked who it is, and has once compressed something: its first time takes seconds. */
type Warmth = {readonly of: string | undefined; readonly status: 'cold' | 'warming' | 'warm'; readonly after: number; readonly upstreams?: readonly string[] | undefined};

/** Nobody waits for what is asked before it is warm: until then requests go without it. Given up too early, on a machine that is just starting, they would go without it until one comes later. */
const warmDeadline = 60_000;
const warmAgainMs = 5000;

export function createHeadroom({paths, clock, log, signal}: Options): Headroom {
	let warmth: Warmth = {of: undefined, status: 'cold', after: 0};
	let patience: Patience = freshPatience;

	/** A process that is gone has left its port to whoever wants it. Of one that somebody else started its number may not be known (0). */
	const found = () => {
		const told = readAddress(paths, 'headroom');
		return told !== undefined && (told.pid === 0 || identify(told.pid) !== undefined) ? {address: told.address, of: `${told.address} ${told.pid}`} : undefined;
	};

	const warm = async (address: string, of: string) => {
		warmth = {of, status: 'warming', after: 0};
		const who = await probeHttp(`${address}/livez`, {member: {name: 'service', value: 'headroom-proxy'}, signal, deadlineMs: warmDeadline});
		const upstreams = who.ok ? await upstreamsOf(address, signal) : undefined;
		const said = who.ok ? await post(`${address}/v1/compress`, {body: sample, deadlineMs: warmDeadline, signal, clock}) : undefined;
		if (warmth.of !== of || signal.aborted) {
			return;
		}

		if (said?.type === 'answer') {
			warmth = {of, status: 'warm', after: 0, upstreams};
			patience = freshPatience;
			log('info', `headroom at ${address} compresses`);
			return;
		}

		log('warn', `headroom at ${address} is not asked: ${who.ok ? 'it does not compress' : who.problem}`);
		warmth = {of, status: 'cold', after: clock.monotonic() + warmAgainMs, upstreams};
	};

	const look = () => {
		const place = found();
		if (place !== undefined && (warmth.of !== place.of || (warmth.status === 'cold' && clock.monotonic() >= warmth.after))) {
			void warm(place.address, place.of);
		}

		return place;
	};

	const watch = watchFiles({folder: paths.addresses, names: ['headroom.json'], onChange() {
		look();
	}});
	look();

	return {
		address: () => found()?.address,
		upstreams: () => warmth.of === found()?.of ? warmth.upstreams : undefined,
		async ask(body, {deadlineMs, signal: gone}) {
			const place = look();
			if (place === undefined || warmth.status !== 'warm') {
				return {type: 'nothing', why: 'warming'};
			}

			if (!mayAsk(patience, clock.monotonic())) {
				return {type: 'nothing', why: 'resting'};
			}

			patience = whenAsked(patience);
			const said = await post(`${place.address}/v1/compress`, {body, deadlineMs, signal: AbortSignal.any([gone, signal]), clock});
			if (gone.aborted || signal.aborted) {
				patience = afterLeaving(patience, clock.monotonic());
				return said;
			}

			patience = afterAnswer(patience, {ok: said.type === 'answer', now: clock.monotonic()});
			if (patience.status === 'resting') {
				log('warn', `headroom at ${place.address} is left alone for a while: ${said.type === 'nothing' ? said.why : ''}`);
			}

			if (said.type === 'nothing' && said.why === 'broken' && warmth.of === place.of) {
				// Who broke off may be gone, and somebody else answer there next.
				warmth = {...warmth, status: 'cold'};
			}

			return said;
		},
		close() {
			watch.close();
		},
	};
}

async function upstreamsOf(address: string, signal: AbortSignal): Promise<readonly string[] | undefined> {
	const answer = await askList(`${address}/health`, {headers: {}, signal, deadlineMs: warmDeadline});
	const {config} = (answer.type === 'answer' ? answer.list ?? {} : {}) as {readonly config?: {readonly anthropic_api_url?: unknown; readonly openai_api_url?: unknown}};
	return config === undefined ? undefined : [config.anthropic_api_url, config.openai_api_url].filter(url => typeof url === 'string');
}

type Post = {readonly body: Uint8Array; readonly deadlineMs: number; readonly signal: AbortSignal; readonly clock: Clock};

async function post(url: string, {body, deadlineMs, signal, clock}: Post): Promise<Said> {
	const late = new AbortController();
	const cancel = clock.after(deadlineMs, () => {
		late.abort(new HttpTimeout(deadlineMs));
	});
	try {
		const answer = await openHttp({url, method: 'POST', headers: {'content-type': 'application/json', 'content-length': String(body.length)}, body, signal: AbortSignal.any([signal, late.signal]), headDeadlineMs: deadlineMs, clock});
		if (answer.status !== 200) {
			answer.drop();
			return {type: 'nothing', why: 'refused'};
		}

		const value = parse(await readAll(answer.body, (2 * body.length) + (64 * 1024)));
		return value === undefined ? {type: 'nothing', why: 'nonsense'} : {type: 'answer', value};
	} catch (error) {
		return {type: 'nothing', why: late.signal.aborted || error instanceof HttpTimeout ? 'late' : 'broken'};
	} finally {
		cancel();
	}
}

/** Leaves off, and with it the connection, where there is more than it can be. */
async function readAll(body: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of body) {
		chunks.push(chunk);
		size += chunk.length;
		if (size > limit) {
			return new Uint8Array(0);
		}
	}

	return Buffer.concat(chunks);
}

function parse(bytes: Uint8Array): unknown {
	try {
		return JSON.parse(Buffer.from(bytes).toString());
	} catch {
		// It is no JSON, and that is all that is asked.
		return undefined;
	}
}

/** Of each kind of text one, so that everything it needs for them is loaded. */
const sample = Buffer.from(JSON.stringify({
	model: 'claude-sonnet-4-5',
	messages: [
		{role: 'user', content: 'Look.'},
		{role: 'assistant', content: [{type: 'tool_use', id: 'warm_1', name: 'Bash', input: {command: 'true'}}, {type: 'tool_use', id: 'warm_2', name: 'Bash', input: {command: 'true'}}, {type: 'tool_use', id: 'warm_3', name: 'Bash', input: {command: 'true'}}]},
		{role: 'user', content: [
			{type: 'tool_result', tool_use_id: 'warm_1', content: lines(80, index => `2026-01-01T00:00:${String(index % 60).padStart(2, '0')} ${index % 9 === 0 ? 'ERROR' : 'INFO'} request ${index} handled`)},
			{type: 'tool_result', tool_use_id: 'warm_2', content: JSON.stringify(Array.from({length: 40}, (_, index) => ({id: index, name: `item ${index}`, state: 'ready'})))},
			{type: 'tool_result', tool_use_id: 'warm_3', content: lines(60, index => `source/part-${index % 5}.ts:${index}: const value = ${index};`)},
		]},
	],
}));

function lines(count: number, line: (index: number) => string): string {
	return Array.from({length: count}, (_, index) => line(index)).join('\n');
}
