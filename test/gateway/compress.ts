import test, {type ExecutionContext} from 'ava';
import {systemClock, type Clock} from '../../source/io/clock.js';
import {writeAddress} from '../../source/io/http-address.js';
import {startFakeHeadroom, type CompressReply, type FakeHeadroom, type Trouble} from '../helpers/fake-headroom.js';
import {withGateway, type TestGateway} from '../helpers/gateway.js';
import {chatHistory, messagesHistory, responsesHistory, toolOutput} from '../helpers/tool-history.js';
import {travellingClock} from '../helpers/travelling-clock.js';
import {until} from '../helpers/until.js';
import {withUpstream, type Upstream} from '../helpers/with-upstream.js';

type World = {readonly gateway: TestGateway; readonly upstream: Upstream; readonly headroom: FakeHeadroom};

type Options = {readonly trouble?: (count: number) => Trouble | undefined; readonly config?: Readonly<Record<string, unknown>>; readonly clock?: Clock};

const answers: Readonly<Record<string, unknown>> = {
	'/v1/messages': {type: 'message', role: 'assistant', content: [{type: 'text', text: 'Done.'}], stop_reason: 'end_turn', usage: {input_tokens: 10, output_tokens: 2}},
	'/v1/chat/completions': {choices: [{message: {content: 'Done.'}, finish_reason: 'stop'}], usage: {prompt_tokens: 10, completion_tokens: 2}},
	'/v1/responses': {object: 'response', status: 'completed', output: [], usage: {input_tokens: 10, output_tokens: 2}},
};

/** A busy machine is no late Headroom. */
const patient = {deadline_ms: 30_000};

/** A gateway with a provider behind it and a Headroom beside it that has compressed once. */
async function start(t: ExecutionContext, {trouble, config = {}, clock = systemClock}: Options = {}): Promise<World> {
	const upstream = await withUpstream(t, ({url}) => ({headers: {'content-type': 'application/json'}, chunks: [JSON.stringify(answers[url.split('?')[0] ?? ''] ?? {})]}));
	const headroom = await startFakeHeadroom(trouble === undefined ? {} : {trouble});
	t.teardown(headroom.close);
	const gateway = await withGateway(t, {providers: {box: {base_url: upstream.address, api_key: 'sk-box', wires: ['messages', 'chat', 'responses']}}, compression: patient, ...config}, {clock});
	writeAddress(gateway.paths, 'headroom', {address: headroom.address, pid: process.pid});
	await until('headroom has been warmed', () => gateway.log.some(line => line.includes('compresses')));
	return {gateway, upstream, headroom};
}

const sentBody = ({requests}: Upstream, index = -1) => JSON.parse(requests.at(index)?.body.toString() ?? '') as {readonly messages: ReadonlyArray<{readonly content: ReadonlyArray<Readonly<Record<string, unknown>>>}>; readonly input: ReadonlyArray<Readonly<Record<string, unknown>>>};

const short = (text: string) => [...text.split('\n').slice(0, 5), `[${text.split('\n').length - 8} lines omitted]`, ...text.split('\n').slice(-3)].join('\n');

test('exchanges what a tool printed for what a fake Headroom makes of it, and not a byte else', async t => {
	const {gateway, upstream, headroom} = await start(t);
	const log = toolOutput('log');
	const before = '{ "max_tokens": 1.0, "metadata":{"user_id":"\\u00fc\\/"},\n"model":"box:m1", "system":[{"type":"text","text":"S","cache_control":{"type":"ephemeral"}}],"messages" : [ {"role":"user","content":"Go."}, {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"c2ln"},{"type":"tool_use","id":"t1","name":"Bash","input":{"n":1e3}}]},\n{"role":"user","content":[{"tool_use_id":"t1","type":"tool_result","content":';
	const after = ',"cache_control":{"type":"ephemeral"}},{"type":"text","text":"And now?"}]}] }';
	const answer = await gateway.call({body: `${before}${JSON.stringify(log)}${after}`});
	t.is(answer.status, 200);
	t.is(upstream.requests[0]?.body.toString(), `${before}${JSON.stringify(short(log))}${after}`.replace('box:m1', 'm1'));
	t.is(upstream.requests[0]?.headers['content-length'], String(upstream.requests[0]?.body.length));
	t.false(JSON.stringify(headroom.calls[0]?.body).includes('"cache_control"'));
	const record = await gateway.clutchd.only();
	t.like(record?.compression, {by: 'headroom', skipped: undefined});
	t.true((record?.compression?.tokensBefore ?? 0) > (record?.compression?.tokensAfter ?? Number.POSITIVE_INFINITY));
	t.is(record?.compression?.freshSaved, (record?.compression?.tokensBefore ?? 0) - (record?.compression?.tokensAfter ?? 0));
	t.deepEqual(gateway.clutchd.problems, []);
});

const dialects = [
	{name: 'messages', path: '/v1/messages', body: (turns: number) => ({model: 'box:m', messages: messagesHistory(turns)})},
	{name: 'chat', path: '/v1/chat/completions', body: (turns: number) => ({model: 'box:m', messages: chatHistory(turns)})},
	{name: 'responses', path: '/v1/responses', body: (turns: number) => ({model: 'box:m', input: responsesHistory(turns)})},
] as const;

for (const {name, path, body} of dialects) {
	test(`sends each message of a growing conversation of ${name} as it was sent first, with a fake Headroom`, async t => {
		const {gateway, upstream, headroom} = await start(t);
		for (let turns = 1; turns <= 5; turns++) {
			await gateway.call({path: `/s/one${path}`, body: body(turns)});
		}

		const lists = upstream.requests.map(request => {
			const {messages, input} = JSON.parse(request.body.toString()) as {readonly messages?: readonly unknown[]; readonly input?: readonly unknown[]};
			return (messages ?? input ?? []).map(message => JSON.stringify(message));
		});
		for (const [index, list] of lists.entries()) {
			t.deepEqual(lists[index + 1]?.slice(0, list.length) ?? list, list);
		}

		t.true(lists.at(-1)?.filter(text => text.includes('lines omitted')).length === 5);
		t.is(new Set(headroom.calls.map(({session}) => session)).size, 1);
	});
}

test('never takes over what else a fake Headroom changed', async t => {
	const {gateway, upstream} = await start(t, {
		trouble: () => ({type: 'change', change: reply => ({
			...reply,
			messages: (reply.messages as ReadonlyArray<Readonly<Record<string, unknown>>>).map((message, index) => index === 0 ? {...message, content: 'Other words.'} : {...message, role: 'user', extra: 1, content: (message.content as ReadonlyArray<Readonly<Record<string, unknown>>>).map(block => ({...block, is_error: true, cache_control: {type: 'ephemeral'}, ...(block.type === 'text' ? {text: 'x'} : {})}))}),
		})}),
	});
	const messages = messagesHistory(1);
	await gateway.call({body: {model: 'box:m', messages}});
	const text = toolOutput('log', {seed: 1});
	t.is(upstream.requests[0]?.body.toString(), JSON.stringify({model: 'm', messages}).replace(JSON.stringify(text), JSON.stringify(short(text))));
});

const history = messagesHistory(1);

const changed = (reply: CompressReply, {from, to}: {readonly from: string; readonly to: string}): unknown => JSON.parse(JSON.stringify(reply).replaceAll(from, to));

const troubles: ReadonlyArray<{readonly name: string; readonly trouble: Trouble; readonly skipped: string | undefined}> = [
	{name: 'never answers', trouble: {type: 'mute'}, skipped: 'late'},
	{name: 'answers late', trouble: {type: 'late', ms: 60_000}, skipped: 'late'},
	{name: 'breaks the connection', trouble: {type: 'reset'}, skipped: 'broken'},
	{name: 'dies in the midst of its answer', trouble: {type: 'half'}, skipped: 'broken'},
	{name: 'has no time', trouble: {type: 'busy'}, skipped: 'refused'},
	{name: 'talks no JSON', trouble: {type: 'text', text: '<html>'}, skipped: 'nonsense'},
	{name: 'answers nothing at all', trouble: {type: 'text', text: ''}, skipped: 'nonsense'},
	{name: 'answers a list', trouble: {type: 'value', value: []}, skipped: 'nonsense'},
	{name: 'loses a message', trouble: {type: 'change', change: reply => ({...reply, messages: reply.messages.slice(1)})}, skipped: 'nonsense'},
	{name: 'answers more than anybody sent', trouble: {type: 'text', text: JSON.stringify({messages: ['x'.repeat(400_000)]})}, skipped: 'nonsense'},
	{name: 'answers messages that are numbers', trouble: {type: 'change', change: reply => ({...reply, messages: reply.messages.map((_, index) => index)})}, skipped: undefined},
	{name: 'mixes up the calls', trouble: {type: 'change', change: reply => changed(reply, {from: 'toolu_0', to: 'toolu_9'})}, skipped: undefined},
	{name: 'makes it larger', trouble: {type: 'change', change: reply => changed(reply, {from: 'lines omitted', to: 'x'.repeat(9000)})}, skipped: undefined},
	{name: 'leaves nothing of it', trouble: {type: 'change', change: reply => ({...reply, messages: [history[0], history[1], {role: 'user', content: [{type: 'tool_result', tool_use_id: 'toolu_0', content: ''}]}]})}, skipped: undefined},
	{name: 'points to its own store', trouble: {type: 'change', change: reply => changed(reply, {from: 'lines omitted', to: 'lines <<ccr:0123456789ab>>'})}, skipped: undefined},
	{name: 'points to another message', trouble: {type: 'change', change: reply => changed(reply, {from: 'lines omitted', to: '[↑52L same as msg 2: \'x\']'})}, skipped: undefined},
];

for (const {name, trouble, skipped} of troubles) {
	test(`sends a request as it came when a fake Headroom ${name}`, async t => {
		const clock = travellingClock();
		const {gateway, upstream, headroom} = await start(t, {clock, trouble: () => trouble});
		const body = JSON.stringify({model: 'box:m', messages: history});
		const answer = gateway.call({body});
		await until('it was asked', () => headroom.calls.length > 0);
		if (skipped === 'late') {
			await clock.travel(patient.deadline_ms);
		}

		t.like(await answer, {status: 200});
		t.is(upstream.requests[0]?.body.toString(), body.replace('box:m', 'm'));
		const record = await gateway.clutchd.only();
		t.like(record, {outcome: 'ok', compression: {by: 'headroom', skipped, freshSaved: 0}});
	});
}

test('reads the answer of a fake Headroom however it is cut', async t => {
	const {gateway, upstream} = await start(t, {trouble: () => ({type: 'split'})});
	await gateway.call({body: {model: 'box:m', messages: history}});
	t.regex(upstream.requests[0]?.body.toString() ?? '', /lines omitted/);
});

test('leaves a fake Headroom alone that was late three times', async t => {
	const clock = travellingClock();
	const {gateway, headroom} = await start(t, {clock, trouble: () => ({type: 'mute'})});
	for (let count = 1; count <= 5; count++) {
		const answer = gateway.call({path: `/s/s${count}/v1/messages`, body: {model: 'box:m', messages: history}});
		if (count <= 3) {
			await until('it was asked', () => headroom.calls.length === count);
			await clock.travel(patient.deadline_ms);
		}

		await answer;
	}

	const records = await gateway.clutchd.record(5);
	t.deepEqual(records.map(({compression}) => compression?.skipped), ['late', 'late', 'late', 'resting', 'resting']);
	t.is(headroom.calls.length, 3);
});

test('asks a fake Headroom about one request after a rest, and about all once it has answered', async t => {
	const clock = travellingClock();
	const {gateway, headroom} = await start(t, {clock, trouble: count => count <= 3 ? {type: 'busy'} : (count === 4 ? {type: 'mute'} : undefined)});
	let sessions = 0;
	const ask = async () => gateway.call({path: `/s/s${sessions++}/v1/messages`, body: {model: 'box:m', messages: history}});
	for (let count = 0; count < 4; count++) {
		await ask();
	}

	await clock.travel(30_000);
	const tried = ask();
	await until('it is asked again', () => headroom.calls.length === 4);
	await ask();
	await clock.travel(30_000);
	await tried;
	await ask();
	await clock.travel(30_000);
	await ask();
	await ask();
	const records = await gateway.clutchd.record(9);
	t.deepEqual(records.map(({compression}) => compression?.skipped), ['refused', 'refused', 'refused', 'resting', 'resting', 'late', 'resting', undefined, undefined]);
	t.is(headroom.calls.length, 6);
});

test('answers a request that waits for a fake Headroom when that is gone', async t => {
	const {gateway, upstream, headroom} = await start(t, {trouble: () => ({type: 'mute'})});
	const answers = Array.from({length: 3}, async (_, index) => gateway.call({path: `/s/s${index}/v1/messages`, body: {model: 'box:m', messages: history}}));
	await until('all three have been asked about', () => headroom.calls.length === 3);
	await headroom.close();
	const statuses = await Promise.all(answers);
	t.deepEqual(statuses.map(({status}) => status), [200, 200, 200]);
	t.is(upstream.requests.length, 3);
	const records = await gateway.clutchd.record(3);
	t.deepEqual(records.map(({compression}) => compression?.skipped), ['broken', 'broken', 'broken']);
});

test('goes on sending what a fake Headroom made shorter after it is gone', async t => {
	const {gateway, upstream, headroom} = await start(t);
	await gateway.call({body: {model: 'box:m', messages: messagesHistory(1)}});
	await headroom.close();
	await gateway.call({body: {model: 'box:m', messages: messagesHistory(2)}});
	const [first, second] = [sentBody(upstream, 0), sentBody(upstream, 1)];
	t.deepEqual(second.messages.slice(0, 3), first.messages);
	t.is(second.messages[4]?.content[0]?.content, toolOutput('json', {seed: 2}));
});

test('leaves alone what was sent before there was a fake Headroom', async t => {
	const {gateway, upstream} = await start(t);
	await gateway.call({body: {model: 'box:m', messages: messagesHistory(3)}});
	const results = sentBody(upstream).messages.flatMap(({content}) => content.filter(({type}) => type === 'tool_result'));
	t.deepEqual(results.map(({content}) => String(content).includes('lines omitted')), [false, false, true]);
});

test('asks no fake Headroom about what is small, off, or has nothing new', async t => {
	const {gateway, headroom} = await start(t);
	await gateway.call({body: {model: 'box:m', messages: [{role: 'user', content: 'x'.repeat(9000)}]}});
	await gateway.call({body: {model: 'box:m', messages: messagesHistory(1, {lines: 3})}});
	await gateway.call({body: {model: 'box:m', messages: [...messagesHistory(1), {role: 'assistant', content: 'Done.'}, {role: 'user', content: 'Thanks.'}]}});
	const records = await gateway.clutchd.record(3);
	t.deepEqual(records.map(({compression}) => compression), [undefined, undefined, undefined]);
	gateway.writeConfig({compression: {headroom: 'off'}, providers: {box: {base_url: 'http://127.0.0.1:9', wires: ['messages']}}});
	await until('the configuration was read again', () => gateway.log.some(line => line.includes('read again')));
	await gateway.call({body: {model: 'box:m', messages: history}});
	t.is(headroom.calls.length, 0);
});

test('passes an own login by a fake Headroom byte for byte', async t => {
	const {gateway, upstream, headroom} = await start(t);
	const vendor = await withGateway(t, {providers: {anthropic: {base_url: upstream.address, wires: ['messages']}}});
	writeAddress(vendor.paths, 'headroom', {address: headroom.address, pid: process.pid});
	await until('headroom has been warmed', () => vendor.log.some(line => line.includes('compresses')));
	const body = JSON.stringify({model: 'claude-opus-5-5', messages: history});
	await vendor.call({path: '/r/b/v1/messages', headers: {authorization: 'Bearer sk-ant-oat01-abc'}, body});
	t.is(upstream.requests[0]?.body.toString(), body);
	t.is(headroom.calls.length, 0);
	t.is(gateway.clutchd.records.length, 0);
});

test('shows no prompt to a program that is no Headroom', async t => {
	const upstream = await withUpstream(t, () => ({headers: {'content-type': 'application/json'}, chunks: [JSON.stringify(answers['/v1/messages'])]}));
	const other = await startFakeHeadroom({service: 'somebody-else'});
	t.teardown(other.close);
	const gateway = await withGateway(t, {providers: {box: {base_url: upstream.address, wires: ['messages']}}});
	writeAddress(gateway.paths, 'headroom', {address: other.address, pid: process.pid});
	await until('it was asked who it is', () => gateway.log.some(line => line.includes('is not asked: its answer has')));
	await gateway.call({body: {model: 'box:m', messages: history}});
	t.like(await gateway.clutchd.only(), {compression: {skipped: 'warming'}});
	t.deepEqual([other.calls.length, other.warmed()], [0, 0]);
});
