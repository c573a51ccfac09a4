import test from 'ava';
import {writeAddress} from '../../source/io/http-address.js';
import {startDemoUpstream} from '../helpers/demo.js';
import {accountsYaml, startFakeCliProxy} from '../helpers/component.js';
import {withGateway} from '../helpers/gateway.js';

const messages = [{role: 'user', content: 'hello'}];

test('sends what is routed to it to a fake CLI proxy, with the key made for that', async t => {
	const gateway = await withGateway(t, {});
	const upstream = await startDemoUpstream(t);
	const {address, port} = await startFakeCliProxy(t, {home: {home: gateway.paths.state, paths: gateway.paths}, accounts: accountsYaml(upstream.address)});
	writeAddress(gateway.paths, 'cli-proxy', {address, pid: process.pid, port});

	const answer = await gateway.call({path: '/v1/messages', body: {model: 'cli-proxy/large', max_tokens: 50, messages}});
	t.is(answer.status, 200);
	const {model, content} = JSON.parse(answer.text) as {readonly model: string; readonly content: ReadonlyArray<{readonly text: string}>};
	t.is(model, 'box-large');
	t.true((content[0]?.text ?? '') !== '');
	const [asked] = upstream.recorded();
	t.like(asked, {url: '/v1/chat/completions'});
	t.is(asked?.headers.authorization, 'Bearer sk-box');
	t.like(await gateway.clutchd.only(), {status: 200, provider: 'cli-proxy'});
});

test('says that the CLI proxy does not run, where a request is routed to it', async t => {
	const gateway = await withGateway(t, {});
	const answer = await gateway.call({path: '/v1/messages', body: {model: 'cli-proxy/large', max_tokens: 50, messages}});
	t.not(answer.status, 200);
	t.regex(answer.text, /the CLI proxy is not running; clutch up cli-proxy starts it/);
});

test('asks no CLI proxy for what is not routed to it', async t => {
	const upstream = await startDemoUpstream(t);
	const gateway = await withGateway(t, {default_provider: 'box', providers: {box: {base_url: upstream.address, wires: ['messages']}}});
	const proxied = await startDemoUpstream(t);
	const {address, port} = await startFakeCliProxy(t, {home: {home: gateway.paths.state, paths: gateway.paths}, accounts: accountsYaml(proxied.address)});
	writeAddress(gateway.paths, 'cli-proxy', {address, pid: process.pid, port});
	const answer = await gateway.call({path: '/v1/messages', body: {model: 'demo-big', max_tokens: 50, messages}});
	t.is(answer.status, 200);
	t.deepEqual([upstream.recorded().length, proxied.recorded().length], [1, 0]);
});
