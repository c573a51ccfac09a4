import test, {type ExecutionContext} from 'ava';
import type {Deadlines} from '../../source/gateway/context.js';
import {systemClock, type Clock} from '../../source/io/clock.js';
import {withGateway, type Call} from '../helpers/gateway.js';
import {travellingClock} from '../helpers/travelling-clock.js';
import {until} from '../helpers/until.js';
import {wire} from '../helpers/wire.js';
import {eventStream, withUpstream, type Play, type Received} from '../helpers/with-upstream.js';

/** BIG is three models of two providers. */
async function start(t: ExecutionContext, play: (model: string, request: Received) => Play, {keys = true, deadlines = {}, clock = systemClock}: {readonly keys?: boolean; readonly deadlines?: Partial<Deadlines>; readonly clock?: Clock} = {}) {
	const one = await withUpstream(t, request => play((JSON.parse(request.body.toString()) as {model: string}).model, request));
	const two = await withUpstream(t, request => play((JSON.parse(request.body.toString()) as {model: string}).model, request));
	const gateway = await withGateway(t, {
		model_tiers: {BIG: {default: 'one:a', cascade: ['two:b', 'one:c']}},
		providers: {one: {base_url: one.address, wires: ['messages'], ...(keys ? {api_key: 'sk-one'} : {})}, two: {base_url: two.address, wires: ['messages'], api_key: 'sk-two'}},
	}, {deadlines, clock});
	return {one, two, gateway};
}

const ask: Call = {body: {model: 'claude-opus-5-5', stream: true}, headers: {authorization: 'Bearer clutch'}};
const good: Play = {headers: eventStream, chunks: [wire('messages-tool.sse')]};
const text = wire('messages-tool.sse').toString();
/** The stream up to, not including, its first word. */
const beginning = text.slice(0, text.indexOf('event: content_block_delta'));
const errorEvent = 'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n';

const failures: ReadonlyArray<readonly [title: string, play: Play, status: number | undefined]> = [
	...[401, 403, 404, 408, 409, 429, 500, 502, 503, 529].map(status => [`status ${status}`, {status, chunks: ['{}']}, status] as const),
	['a reset before the head', {ending: 'reset'}, undefined],
	['a head and then a cut', {headers: eventStream, ending: 'cut'}, undefined],
	['a stream that ends before it began', {headers: eventStream, chunks: [beginning]}, undefined],
	['a stream cut before its first word', {headers: eventStream, chunks: [beginning], ending: 'cut'}, undefined],
	['an error event before the first word', {headers: eventStream, chunks: [beginning, errorEvent]}, 529],
];

for (const [title, play, status] of failures) {
	test(`goes on to the next model after ${title}, unseen`, async t => {
		const {one, two, gateway} = await start(t, model => model === 'a' ? play : good);
		const answer = await gateway.call(ask);
		t.deepEqual([answer.status, answer.text], [200, text]);
		t.deepEqual([one.requests.length, two.requests.length], [1, 1]);
		t.is(two.requests[0]?.headers.authorization, 'Bearer sk-two');
		t.false(JSON.stringify(two.requests[0]?.rawHeaders).includes('sk-one'));
		const records = await gateway.clutchd.record(1);
		t.like(records[0], {outcome: 'ok', rule: 'role', provider: 'two', model: 'b', attempts: [{provider: 'one', model: 'a', status}, {provider: 'two', model: 'b', status: 200}]});
	});
}

for (const status of [400, 413, 422]) {
	test(`stops at status ${status}, which every model would answer`, async t => {
		const {two, gateway} = await start(t, () => ({status, headers: {'content-type': 'application/json'}, chunks: ['{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 9 tokens > 8 maximum"}}']}));
		const answer = await gateway.call(ask);
		t.is(answer.status, status);
		t.regex(answer.text, /prompt is too long: 9 tokens > 8 maximum"}}$/);
		t.is(two.requests.length, 0);
		t.like(await gateway.clutchd.only(), {outcome: 'failed', status});
	});
}

test('a record holds who was to be asked, why each was passed over, and what the rule was found by', async t => {
	const {gateway} = await start(t, model => model === 'a' ? {status: 429, headers: {'retry-after': '38'}, chunks: ['{}']} : good);
	await gateway.call({...ask, body: {model: 'claude-opus-5-5', stream: true, system: 'a secret plan', tools: [{name: 'Bash'}, {name: 'Read'}]}});
	const record = await gateway.clutchd.only();
	t.like(record, {
		rule: 'role',
		facts: {kind: 'main', offersTools: true, credential: 'ours', role: 'BIG'},
		candidates: [{provider: 'one', model: 'a', fallback: false}, {provider: 'two', model: 'b', fallback: false}, {provider: 'one', model: 'c', fallback: false}],
		attempts: [{provider: 'one', model: 'a', status: 429, reason: 'rate-limit', retryAfterMs: 38_000}, {provider: 'two', model: 'b', status: 200, reason: undefined}],
	});
	t.notRegex(JSON.stringify(record), /secret plan|sk-one|sk-two|Bearer/);
});

test('goes on when a model says nothing in time', async t => {
	const clock = travellingClock();
	const {one, gateway} = await start(t, model => model === 'a' ? {ending: 'mute'} : good, {clock});
	const answer = gateway.call(ask);
	await one.received(1);
	await clock.travel(120_000);
	t.like(await answer, {text});
	t.like(await gateway.clutchd.only(), {attempts: [{model: 'a', status: undefined, error: 'no answer within 120 s'}, {model: 'b'}]});
});

test('goes on when a model falls silent before its first word', async t => {
	const clock = travellingClock();
	const {gateway} = await start(t, model => model === 'a' ? {headers: eventStream, chunks: [beginning], ending: 'hang'} : good, {clock, deadlines: {idleMs: 1000, holdMs: 1_000_000}});
	const answer = gateway.call(ask);
	await until('the head of the answer has come', () => clock.awaits(1_000_000));
	await clock.travel(120_000);
	t.like(await answer, {text});
	t.like(await gateway.clutchd.only(), {attempts: [{model: 'a', error: 'the provider fell silent'}, {model: 'b'}]});
});

test('tries nothing again after the first word', async t => {
	const half = text.slice(0, text.indexOf('event: content_block_stop'));
	const {two, gateway} = await start(t, () => ({headers: eventStream, chunks: [half], ending: 'cut'}));
	const answer = await gateway.call(ask);
	t.true(answer.text.startsWith(half));
	t.regex(answer.text.slice(half.length), /^event: error\ndata: {"type":"error","error":{"type":"api_error","message":"the provider's connection broke/);
	t.is(two.requests.length, 0);
	t.like(await gateway.clutchd.only(), {outcome: 'failed', status: 200, provider: 'one', attempts: [{model: 'a'}]});
});

test('shows a client that a slow model lives, and stays with that model then', async t => {
	const {one, two, gateway} = await start(t, () => ({headers: eventStream, chunks: [beginning], ending: 'hang'}), {deadlines: {holdMs: 50}});
	const leaving = new AbortController();
	let seen = '';
	await t.throwsAsync(gateway.call({
		...ask,
		signal: leaving.signal,
		onData(got) {
			seen = got;
			leaving.abort();
		},
	}), {name: 'AbortError'});
	t.is(seen, beginning);
	t.like(await gateway.clutchd.only(), {outcome: 'aborted', provider: 'one'});
	t.deepEqual([one.requests.length, two.requests.length], [1, 0]);
});

test('adds no event to a stream that was cut inside one', async t => {
	const half = text.slice(0, text.indexOf('ho hi'));
	const {gateway} = await start(t, () => ({headers: eventStream, chunks: [half], ending: 'cut'}));
	const answer = await gateway.call(ask);
	t.deepEqual([answer.text, answer.broken], [half, true]);
});

test('names what was tried when nobody answered', async t => {
	const {gateway} = await start(t, model => ({status: model === 'c' ? 503 : 429, headers: {'retry-after': '3'}, chunks: [`{"error":{"message":"no ${model}"}}`]}));
	const answer = await gateway.call(ask);
	t.deepEqual([answer.status, answer.headers['retry-after']], [503, '3']);
	t.deepEqual(JSON.parse(answer.text), {type: 'error', error: {type: 'api_error', message: 'None of 3 models answered claude-opus-5-5. Tried: one a: 429 no a; two b: 429 no b; one c: 503 no c'}});
	const records = await gateway.clutchd.record(1);
	t.like(records[0], {outcome: 'failed', status: 503, attempts: [{status: 429}, {status: 429}, {status: 503}]});
	t.is(records.length, 1);
});

test('names the variable of a key that is missing', async t => {
	const gateway = await withGateway(t, {model_cascade: false});
	for (const [path, body, expected] of [
		['/v1/messages', {model: 'claude-opus-5-5'}, {type: 'error', error: {type: 'authentication_error', message: 'there is no key for provider "openrouter": set OPENROUTER_API_KEY (clutch keys add OPENROUTER_API_KEY) (openrouter moonshotai/kimi-k2.6:free)'}}],
		['/r/b/v1beta/models/gemini-3:generateContent', {}, {error: {code: 401, message: 'there is no key for provider "gemini": set GEMINI_API_KEY (clutch keys add GEMINI_API_KEY) (gemini gemini-3)', status: 'UNAUTHENTICATED'}}],
	] as const) {
		const answer = await gateway.call({path, body});
		t.deepEqual([answer.status, JSON.parse(answer.text)], [401, expected]);
		t.is(answer.headers['x-should-retry'], 'false');
	}

	const records = await gateway.clutchd.record(2);
	t.deepEqual(records.map(({outcome, status}) => [outcome, status]), [['failed', 401], ['failed', 401]]);
});

test('asks no key of a provider on this machine', async t => {
	const {one, gateway} = await start(t, () => good, {keys: false});
	t.like(await gateway.call(ask), {status: 200});
	t.is(one.requests[0]?.headers.authorization, undefined);
});

test('refuses a provider that is the gateway itself', async t => {
	const gateway = await withGateway(t, {model_cascade: false, model_tiers: {BIG: {default: 'loop:x'}}});
	const again = {model_cascade: false, model_tiers: {BIG: {default: 'loop:x'}}, providers: {loop: {base_url: `http://localhost:${gateway.port}`, wires: ['messages']}}};
	gateway.writeConfig(again);
	let answer = await gateway.call(ask);
	while (!answer.text.includes('this gateway itself')) {
		answer = await gateway.call(ask);
	}

	t.deepEqual([answer.status, JSON.parse(answer.text)], [501, {type: 'error', error: {type: 'not_supported', message: 'providers.loop.base_url is the address of this gateway itself: write that of the provider there, or take it out of the config (loop x)'}}]);
});
