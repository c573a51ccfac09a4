import test, {type ExecutionContext} from 'ava';
import {withGateway} from '../helpers/gateway.js';
import {keepLaunch} from '../helpers/launch.js';
import {until} from '../helpers/until.js';
import {wire} from '../helpers/wire.js';
import {eventStream, withUpstream} from '../helpers/with-upstream.js';

const header = 'x-claude-code-session-id';

async function start(t: ExecutionContext) {
	const upstream = await withUpstream(t, () => ({headers: eventStream, chunks: [wire('messages-tool.sse')]}));
	const gateway = await withGateway(t, {default_provider: 'box', model_tiers: {BIG: {default: 'big'}, SMALL: {default: 'small'}}, fallbacks: [], providers: {box: {base_url: upstream.address, wires: ['messages']}}});
	const ask = async (address: string, headers: Readonly<Record<string, string>>) => {
		const {status} = await gateway.call({path: `${address}/v1/messages`, body: {model: 'claude-opus-5-5', stream: true}, headers});
		t.is(status, 200);
	};

	return {gateway, ask};
}

test('tells the conversation that a session\'s agent names in its header, once as long as it stays the same', async t => {
	const {gateway, ask} = await start(t);
	keepLaunch(gateway.paths, {session: 'one', settings: {}});
	await ask('/s/one', {[header]: 'first'});
	await until('it was told', () => gateway.clutchd.conversations.length === 1);
	await ask('/s/one', {[header]: 'first'});
	await ask('/s/one', {[header]: 'second'});
	await until('the other was told', () => gateway.clutchd.conversations.length === 2);
	await gateway.clutchd.record(3);
	t.deepEqual(gateway.clutchd.conversations, [{session: 'one', conversation: 'first'}, {session: 'one', conversation: 'second'}]);
	t.deepEqual(gateway.clutchd.problems, []);
	t.is(gateway.clutchd.started.length, 3);
});

test('tells nothing of side requests, of helpers, of headers that are another agent\'s, and of requests that belong to no launch', async t => {
	const {gateway, ask} = await start(t);
	keepLaunch(gateway.paths, {session: 'one', settings: {}});
	await ask('/s/one', {[header]: 'title', 'x-claude-code-request-class': 'auxiliary'});
	await ask('/s/one', {[header]: 'helper', 'x-claude-code-request-class': 'subagent'});
	await ask('/s/one', {'session-id': 'codex'});
	await ask('/s/one', {[header]: ''});
	await ask('/s/one', {[header]: '--flag'});
	await ask('/s/unknown', {[header]: 'nobody'});
	await ask('', {[header]: 'nobody'});
	await ask('/s/one', {[header]: 'first'});
	await gateway.clutchd.record(8);
	await until('it was told', () => gateway.clutchd.conversations.length > 0);
	t.deepEqual(gateway.clutchd.conversations, [{session: 'one', conversation: 'first'}]);
});
