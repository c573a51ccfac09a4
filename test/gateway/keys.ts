import test, {type ExecutionContext} from 'ava';
import {withGateway, type TestGateway} from '../helpers/gateway.js';
import {wire} from '../helpers/wire.js';
import {eventStream, withUpstream, type Play, type Upstream} from '../helpers/with-upstream.js';

const body = wire('claude-turn.request.json');
const good: Play = {headers: eventStream, chunks: [wire('messages-tool.sse')]};
const refusal = (status: number): Play => ({status, headers: {'content-type': 'application/json'}, chunks: [`{"type":"error","error":{"type":"x","message":"no ${status}"}}`]});

type Started = {readonly box: Upstream; readonly other: Upstream; readonly gateway: TestGateway};

/** A provider with three keys, and another that has everything a cascade would want. */
async function start(t: ExecutionContext, play: (key: string) => Play): Promise<Started> {
	const box = await withUpstream(t, request => play(request.headers.authorization?.replace('Bearer ', '') ?? ''));
	const other = await withUpstream(t, () => good);
	const gateway = await withGateway(t, {
		default_provider: 'box', model_tiers: {BIG: {default: 'box:big', cascade: ['other:big']}}, fallbacks: ['other:last'],
		providers: {box: {base_url: box.address, wires: ['messages'], api_key: ['sk-one', 'sk-two', 'sk-three']}, other: {base_url: other.address, wires: ['messages'], api_key: 'sk-other'}},
	});
	return {box, other, gateway};
}

const keysAt = (upstream: Upstream) => upstream.requests.map(({headers}) => headers.authorization);

const failures: ReadonlyArray<readonly [title: string, play: Play, status: number | undefined]> = [
	...[401, 402, 403, 429, 500, 503].map(status => [`status ${status}`, refusal(status), status] as const),
	['a reset', {ending: 'reset'}, undefined],
	['a stream that ends before its first word', {headers: eventStream, chunks: ['event: ping\ndata: {"type":"ping"}\n\n']}, undefined],
];

for (const [title, play, status] of failures) {
	test(`tries the next key of the same provider on route b after ${title}, body untouched`, async t => {
		const {box, other, gateway} = await start(t, key => key === 'sk-two' ? good : play);
		const answer = await gateway.call({path: '/r/b/s/abc/v1/messages?beta=true', body});
		t.deepEqual([answer.status, answer.body], [200, wire('messages-tool.sse')]);
		t.deepEqual(keysAt(box), ['Bearer sk-one', 'Bearer sk-two']);
		t.true(box.requests.every(request => request.body.equals(body) && request.url === '/v1/messages?beta=true'));
		t.is(other.requests.length, 0);
		const record = await gateway.clutchd.only();
		t.like(record, {rule: 'bypass', outcome: 'ok', provider: 'box', model: 'claude-opus-5-5', attempts: [{key: 1, status}, {key: 2, status: 200}]});
		t.deepEqual(gateway.clutchd.problems, []);
		t.notRegex(JSON.stringify(record) + gateway.log.join('\n'), /sk-(?:one|two|three)/);
	});
}

test('asks no other model on route b, whatever every key is answered', async t => {
	const {box, other, gateway} = await start(t, key => refusal(key === 'sk-three' ? 403 : 429));
	const answer = await gateway.call({path: '/r/b/v1/messages', body});
	t.deepEqual([answer.status, answer.text], [403, refusal(403).chunks?.[0]]);
	t.deepEqual(keysAt(box), ['Bearer sk-one', 'Bearer sk-two', 'Bearer sk-three']);
	t.is(other.requests.length, 0);
	t.like(await gateway.clutchd.only(), {outcome: 'failed', status: 403, attempts: [{key: 1, status: 429}, {key: 2, status: 429}, {key: 3, status: 403}]});
});

test('spares the other keys a request that is wrong itself', async t => {
	const {box, gateway} = await start(t, () => refusal(400));
	t.like(await gateway.call({path: '/r/b/v1/messages', body}), {status: 400});
	t.is(box.requests.length, 1);
});

test('names keys by their numbers where none could be reached', async t => {
	const {gateway} = await start(t, () => ({ending: 'reset'}));
	const answer = await gateway.call({path: '/r/b/v1/messages', body});
	t.is(answer.status, 502);
	t.regex(answer.text, /None of 3 keys answered claude-opus-5-5\. Tried: box claude-opus-5-5 \(key 1\): the connection failed \(ECONNRESET\); box claude-opus-5-5 \(key 2\): /);
	t.notRegex(answer.text, /sk-/);
});

for (const status of [401, 402, 403, 429]) {
	test(`tries the next key before the next model on route p after ${status}`, async t => {
		const {box, other, gateway} = await start(t, key => key === 'sk-three' ? good : refusal(status));
		t.like(await gateway.call({body}), {status: 200});
		t.deepEqual([keysAt(box), other.requests.length], [['Bearer sk-one', 'Bearer sk-two', 'Bearer sk-three'], 0]);
		t.like(await gateway.clutchd.only(), {rule: 'role', provider: 'box', attempts: [{key: 1, status}, {key: 2, status}, {key: 3, status: 200}]});
	});
}

test('goes on to the next model on route p when no key helps, and at once where another key would not', async t => {
	for (const [play, tried] of [[refusal(429), 3], [refusal(500), 1]] as const) {
		const {box, other, gateway} = await start(t, () => play);
		t.like(await gateway.call({body}), {status: 200});
		t.deepEqual([box.requests.length, keysAt(other)], [tried, ['Bearer sk-other']]);
		const record = await gateway.clutchd.only();
		t.deepEqual(record?.attempts.map(({provider, key}) => [provider, key]), [...Array.from({length: tried}, (_, index) => ['box', index + 1]), ['other', undefined]]);
	}
});
