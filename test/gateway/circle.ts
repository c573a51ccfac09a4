import http from 'node:http';
import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import test, {type ExecutionContext} from 'ava';
import {forwardHeaders} from '../../source/core/route/headers.js';
import {writeAddress} from '../../source/io/http-address.js';
import {startFakeHeadroom} from '../helpers/fake-headroom.js';
import {callHttp, withGateway} from '../helpers/gateway.js';
import {messagesHistory} from '../helpers/tool-history.js';
import {until} from '../helpers/until.js';
import {withUpstream} from '../helpers/with-upstream.js';

const answered = {headers: {'content-type': 'application/json'}, chunks: [JSON.stringify({type: 'message', role: 'assistant', content: [{type: 'text', text: 'Done.'}], usage: {input_tokens: 10, output_tokens: 2}})]};

/** A program that passes everything on to an address, as a proxy does. */
async function startRelay(t: ExecutionContext, target: () => string) {
	const seen: string[] = [];
	const server = http.createServer((incoming, outgoing) => {
		seen.push(incoming.url ?? '');
		const {host: _, ...headers} = incoming.headers;
		const request = http.request(`${target()}${incoming.url ?? ''}`, {method: incoming.method, headers, agent: false}, answer => {
			outgoing.writeHead(answer.statusCode ?? 500, answer.rawHeaders);
			answer.pipe(outgoing);
		});
		request.on('error', () => {
			outgoing.destroy();
		});
		incoming.pipe(request);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.teardown(() => {
		server.close();
		server.closeAllConnections();
	});
	return {address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen};
}

test('refuses a provider that is a fake Headroom with this gateway behind it', async t => {
	const gateway = await withGateway(t, {});
	const headroom = await startFakeHeadroom({upstream: gateway.address});
	t.teardown(headroom.close);
	writeAddress(gateway.paths, 'headroom', {address: headroom.address, pid: process.pid});
	gateway.writeConfig({providers: {loop: {base_url: `${headroom.address}/v1`, api_key: 'k', wires: ['messages']}}});
	await until('the configuration was read again', () => gateway.log.some(line => line.includes('read again')));
	const answer = await gateway.call({body: {model: 'loop:m', messages: []}});
	t.is(answer.status, 501);
	t.regex(answer.text, /providers\.loop\.base_url is the address of Headroom, which asks this gateway: name the provider behind it/);
	t.like(await gateway.clutchd.only(), {outcome: 'failed', attempts: [{provider: 'loop', reason: 'unusable'}]});
});

test('names the setting of a local model server that is the gateway itself', async t => {
	const gateway = await withGateway(t, {});
	gateway.writeConfig({local: {enabled: true, endpoint: `${gateway.address}/v1`}});
	await until('the configuration was read again', () => gateway.log.some(line => line.includes('read again')));
	const answer = await gateway.call({body: {model: 'local:m', messages: []}});
	t.regex(answer.text, /local\.endpoint is the address of this gateway itself/);
	t.notRegex(answer.text, /providers\.local/);
});

test('asks a provider behind a fake Headroom that leads elsewhere', async t => {
	const vendor = await withUpstream(t, () => answered);
	const headroom = await startFakeHeadroom({upstream: vendor.address});
	t.teardown(headroom.close);
	const gateway = await withGateway(t, {providers: {own: {base_url: `${headroom.address}/v1`, api_key: 'k', wires: ['messages']}}});
	writeAddress(gateway.paths, 'headroom', {address: headroom.address, pid: process.pid});
	await until('headroom has been warmed', () => gateway.log.some(line => line.includes('compresses')));
	const answer = await gateway.call({body: {model: 'own:m', messages: []}});
	t.deepEqual([answer.status, vendor.requests.length], [200, 1]);
});

test('knows its own request again that another program has brought back', async t => {
	const gateway = await withGateway(t, {});
	const relay = await startRelay(t, () => gateway.address);
	gateway.writeConfig({providers: {box: {base_url: relay.address, api_key: 'k', wires: ['messages', 'chat']}}});
	await until('the configuration was read again', () => gateway.log.some(line => line.includes('read again')));
	const answer = await gateway.call({body: {model: 'box:box:box:m', messages: []}});
	t.is(answer.status, 508);
	t.regex(answer.text, /came from this gateway and came back to it: what stands at providers\.box\.base_url leads here/);
	t.is(relay.seen.length, 1);
});

test('knows its own request again behind a second gateway', async t => {
	const first = await withGateway(t, {});
	const second = await withGateway(t, {providers: {back: {base_url: first.address, api_key: 'k', wires: ['messages']}}});
	first.writeConfig({providers: {on: {base_url: second.address, api_key: 'k', wires: ['messages']}}});
	await until('the configuration was read again', () => first.log.some(line => line.includes('read again')));
	const answer = await first.call({body: {model: 'on:back:on:back:m', messages: []}});
	t.is(answer.status, 508);
	t.regex(answer.text, /providers\.on\.base_url leads here/);
	t.like(await first.clutchd.only(), {attempts: [{provider: 'on', status: 508}]});
	t.like(await second.clutchd.only(), {attempts: [{provider: 'back', status: 508}]});
});

test('shows no fake Headroom again what has come through it, and tells the provider nothing of that', async t => {
	const vendor = await withUpstream(t, () => answered);
	const gateway = await withGateway(t, {providers: {box: {base_url: vendor.address, api_key: 'k', wires: ['messages']}}, compression: {deadline_ms: 30_000}});
	const headroom = await startFakeHeadroom({upstream: gateway.address, extraHeaders: {'x-clutch-through': 'headroom'}});
	t.teardown(headroom.close);
	writeAddress(gateway.paths, 'headroom', {address: headroom.address, pid: process.pid});
	await until('headroom has been warmed', () => gateway.log.some(line => line.includes('compresses')));
	const answer = await callHttp(headroom, {path: '/p/any/v1/messages', body: {model: 'box:m', messages: messagesHistory(1)}});
	t.is(answer.status, 200);
	t.is(headroom.calls.length, 0);
	t.deepEqual(Object.keys(vendor.requests[0]?.headers ?? {}).filter(name => name.startsWith('x-clutch-')), ['x-clutch-hop']);
});

test('tells no vendor through how many hands a request went', t => {
	const headers = forwardHeaders(['x-clutch-hop', 'a/b', 'X-Clutch-Through', 'headroom', 'X-Clutch-Key', 'k', 'X-Other', '1'], {host: 'api.example.com', length: undefined, ownLogin: false, auth: undefined, extra: {}});
	t.deepEqual(headers, ['X-Other', '1', 'Host', 'api.example.com', 'Accept-Encoding', 'identity']);
});

test('knows behind a fake Headroom whose request it is, by its headers', async t => {
	const vendor = await withUpstream(t, () => answered);
	const gateway = await withGateway(t, {providers: {box: {base_url: vendor.address, api_key: 'k', wires: ['messages']}}, profiles: {work: 'box/m2'}});
	const headroom = await startFakeHeadroom({upstream: gateway.address});
	t.teardown(headroom.close);
	const headers = {'x-clutch-session': 'abc', 'x-clutch-profile': 'work'};
	await callHttp(headroom, {headers, body: {model: 'clutch-big', messages: []}});
	await gateway.call({path: '/s/own/v1/messages', headers: {...headers, 'x-clutch-profile': '../x'}, body: {model: 'box:m', messages: []}});
	const records = await gateway.clutchd.record(2);
	t.deepEqual(records.map(({session, profile, model}) => [session, profile, model]), [['abc', 'work', 'm2'], ['own', undefined, 'm']]);
});
