import {chmodSync, mkdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {withGateway} from '../helpers/gateway.js';
import {keepLaunch, launchFile} from '../helpers/launch.js';
import {wire} from '../helpers/wire.js';
import {eventStream, withUpstream} from '../helpers/with-upstream.js';

async function start(t: ExecutionContext) {
	const upstream = await withUpstream(t, () => ({headers: eventStream, chunks: [wire('messages-tool.sse')]}));
	const gateway = await withGateway(t, {
		default_provider: 'box', model_tiers: {BIG: {default: 'big', cascade: ['next']}, MIDDLE: {default: 'middle'}, SMALL: {default: 'small'}}, fallbacks: ['last'],
		profiles: {forced: {force_main: 'forced'}},
		providers: {box: {base_url: upstream.address, wires: ['messages', 'chat', 'responses', 'gemini']}, other: {base_url: `${upstream.address}/other`, wires: ['messages']}, anthropic: {base_url: `${upstream.address}/vendor`}},
	});
	/** Asks, and says where the request arrived and for which model. */
	const ask = async (address: string, model = 'claude-opus-5-5', headers: Readonly<Record<string, string>> = {}) => {
		const answer = await gateway.call({path: `${address}/v1/messages`, body: {model, stream: true}, headers});
		t.is(answer.status, 200);
		const request = upstream.requests.at(-1);
		return `${request?.url} ${(JSON.parse(request?.body.toString() ?? '') as {model: string}).model}`;
	};

	return {upstream, gateway, ask};
}

test('gives a launch the roles, provider and cascade said for it, and no other launch', async t => {
	const {gateway, ask} = await start(t);
	keepLaunch(gateway.paths, {session: 'one', settings: {roles: {BIG: 'mine'}, provider: 'other'}});
	keepLaunch(gateway.paths, {session: 'two', settings: {}});
	t.is(await ask('/s/one'), '/other/v1/messages mine');
	t.is(await ask('/s/one', 'claude-haiku-5-5'), '/other/v1/messages small');
	t.is(await ask('/s/two'), '/v1/messages big');
	t.is(await ask('/s/unknown'), '/v1/messages big');
	t.is(await ask(''), '/v1/messages big');
	const records = await gateway.clutchd.record(5);
	t.deepEqual(records.map(({session, rule, provider, model}) => [session, rule, provider, model]), [['one', 'role', 'other', 'mine'], ['one', 'role', 'other', 'small'], ['two', 'role', 'box', 'big'], ['unknown', 'role', 'box', 'big'], [undefined, 'role', 'box', 'big']]);
});

test('switches a living session to another model with its next request', async t => {
	const {gateway, ask} = await start(t);
	t.is(await ask('/s/live'), '/v1/messages big');
	keepLaunch(gateway.paths, {session: 'live', settings: {}});
	t.is(await ask('/s/live'), '/v1/messages big');
	keepLaunch(gateway.paths, {session: 'live', settings: {model: 'other:new'}});
	t.is(await ask('/s/live'), '/other/v1/messages new');
	t.is(await ask('/s/live', 'vendor/explicit'), '/other/v1/messages new');
	t.is(await ask('/p/forced/s/live'), '/other/v1/messages new');
	t.is(await ask('/r/b/s/live'), '/other/v1/messages new');
	t.is(await ask('/s/live', 'claude-haiku-5-5'), '/v1/messages small');
	t.is(await ask('/s/live', 'claude-opus-5-5', {'x-claude-code-request-class': 'auxiliary'}), '/v1/messages small');
	t.is(await ask('/s/else'), '/v1/messages big');
	keepLaunch(gateway.paths, {session: 'live', settings: {model: 'sonnet'}});
	t.is(await ask('/s/live'), '/v1/messages middle');
	keepLaunch(gateway.paths, {session: 'live', settings: {}});
	t.is(await ask('/s/live'), '/v1/messages big');
	rmSync(path.dirname(launchFile(gateway.paths, 'live')), {recursive: true});
	t.is(await ask('/s/live'), '/v1/messages big');
	const records = await gateway.clutchd.record(12);
	t.deepEqual(records.map(({rule}) => rule), ['role', 'role', 'switched', 'switched', 'switched', 'switched', 'role', 'side-request', 'role', 'switched', 'role', 'role']);
	t.is(records[2]?.requestedModel, 'claude-opus-5-5');
});

test('switches between one request and the next, never within one, however fast', async t => {
	const {upstream, gateway, ask} = await start(t);
	const models = ['box:even', 'other:odd'];
	keepLaunch(gateway.paths, {session: 'live', settings: {model: models[0]}});
	const stream = await gateway.call({
		path: '/s/live/v1/messages', body: {model: 'claude-opus-5-5', stream: true},
		onData() {
			keepLaunch(gateway.paths, {session: 'live', settings: {model: models[1]}});
		},
	});
	t.deepEqual(stream.body, wire('messages-tool.sse'));
	t.is(await ask('/s/live'), '/other/v1/messages odd');
	for (let turn = 0; turn < 40; turn++) {
		keepLaunch(gateway.paths, {session: 'live', settings: {model: models[turn % 2]}});
		t.is(await ask('/s/live'), turn % 2 === 0 ? '/v1/messages even' : '/other/v1/messages odd');
	}

	const answered = new AbortController();
	const write = async () => {
		for (let turn = 0; !answered.signal.aborted; turn++) {
			keepLaunch(gateway.paths, {session: 'live', settings: {model: models[turn % 2]}});
			await new Promise(resolve => {
				setImmediate(resolve);
			});
		}
	};

	const writer = write();
	await Promise.all(Array.from({length: 60}, async () => gateway.call({path: '/s/live/v1/messages', body: {model: 'claude-opus-5-5', stream: true}})));
	answered.abort();
	await writer;
	t.true(upstream.requests.slice(-60).every(request => ['even', 'odd'].includes((JSON.parse(request.body.toString()) as {model: string}).model)));
});

test('switches nothing for an own login', async t => {
	const {gateway, ask} = await start(t);
	keepLaunch(gateway.paths, {session: 'live', settings: {model: 'other:new', roles: {BIG: 'other:big'}}});
	t.is(await ask('/s/live', 'claude-opus-5-5', {authorization: 'Bearer sk-ant-oat01-MADE-UP'}), '/vendor/v1/messages claude-opus-5-5');
	t.like(await gateway.clutchd.only(), {rule: 'own-login'});
});

test('turns the cascade of a launch off, or gives it another', async t => {
	const upstream = await withUpstream(t, () => ({status: 500}));
	const gateway = await withGateway(t, {default_provider: 'box', model_tiers: {BIG: {default: 'big', cascade: ['next']}}, fallbacks: ['last'], providers: {box: {base_url: upstream.address, wires: ['messages']}}});
	keepLaunch(gateway.paths, {session: 'off', settings: {cascade: 'off'}});
	keepLaunch(gateway.paths, {session: 'mine', settings: {cascade: ['second', 'third']}});
	for (const session of ['off', 'mine', 'other']) {
		await gateway.call({path: `/s/${session}/v1/messages`, body: {model: 'claude-opus-5-5'}});
	}

	const records = await gateway.clutchd.record(3);
	t.deepEqual(records.map(({attempts}) => attempts.map(({model}) => model)), [['big'], ['big', 'second', 'third', 'last'], ['big', 'next', 'last']]);
});

test('answers as without a launch where its record is broken', async t => {
	const {gateway, ask} = await start(t);
	for (const [session, text] of [['half', '{"version":1,"session":"half"'], ['empty', ''], ['later', '{"version":2}'], ['odd', '[]']] as const) {
		mkdirSync(path.join(gateway.paths.launches, session));
		writeFileSync(launchFile(gateway.paths, session), text);
		t.is(await ask(`/s/${session}`), '/v1/messages big');
	}

	mkdirSync(launchFile(gateway.paths, 'folder'), {recursive: true});
	t.is(await ask('/s/folder'), '/v1/messages big');
	writeFileSync(path.join(gateway.paths.launches, 'file'), '');
	t.is(await ask('/s/file'), '/v1/messages big');
	keepLaunch(gateway.paths, {session: 'closed', settings: {model: 'other:new'}});
	chmodSync(launchFile(gateway.paths, 'closed'), 0);
	// Root reads it all the same.
	t.is(await ask('/s/closed'), process.getuid?.() === 0 ? '/other/v1/messages new' : '/v1/messages big');
});

test('answers with no key of ours for a launch that was to go by the own login of its agent', async t => {
	const {upstream, gateway} = await start(t);
	keepLaunch(gateway.paths, {session: 'mine', settings: {}, credential: 'own-login'});
	for (const path of ['/s/mine/v1/messages', '/r/b/s/mine/v1/messages', '/s/mine/v1/messages/count_tokens']) {
		const {status, text} = await gateway.call({path, body: {model: 'claude-opus-5-5', messages: []}, headers: {authorization: 'Bearer clutch'}});
		t.is(status, 401);
		t.true(text.includes('the request brought none'));
	}

	t.deepEqual(upstream.requests.map(({url}) => url), []);
	const {status} = await gateway.call({path: '/s/mine/v1/messages', body: {model: 'claude-opus-5-5', stream: true}, headers: {authorization: 'Bearer sk-ant-oat01-made-up', 'anthropic-beta': 'oauth-2025-04-20'}});
	t.deepEqual([status, upstream.requests.map(({url}) => url)], [200, ['/vendor/v1/messages']]);
});
