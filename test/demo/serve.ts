import {once} from 'node:events';
import {existsSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {openHttp} from '../../source/io/http-client.js';
import {startDemoUpstream} from '../helpers/demo.js';
import {patienceMs} from '../helpers/until.js';

async function ask(address: string, body: Readonly<Record<string, unknown>>, headers: Readonly<Record<string, string>> = {}) {
	return openHttp({url: `${address}/v1/messages?beta=true`, method: 'POST', headers: {'content-type': 'application/json', ...headers}, body: JSON.stringify({model: 'demo-big', max_tokens: 500, stream: true, messages: [{role: 'user', content: 'hello'}], ...body}), signal: AbortSignal.timeout(patienceMs), headDeadlineMs: patienceMs});
}

async function text(body: AsyncIterable<Uint8Array>): Promise<string> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of body) {
		chunks.push(chunk);
	}

	return Buffer.concat(chunks).toString();
}

test.serial('tells its address to its owner only and takes it away when it ends', async t => {
	const {home, address, child} = await startDemoUpstream(t);
	const file = path.join(home, 'run', 'addresses', 'demo.json');
	t.deepEqual(JSON.parse(readFileSync(file, 'utf8')), {address, pid: child.pid});
	t.is(statSync(file).mode & 0o777, 0o600);
	child.kill('SIGTERM');
	t.deepEqual(await once(child, 'exit'), [0, null]);
	t.false(existsSync(file));
});

test.serial('streams an answer over a real connection and records the request', async t => {
	const {address, recorded} = await startDemoUpstream(t);
	const answer = await ask(address, {}, {authorization: 'Bearer k'});
	t.is(answer.status, 200);
	t.is(answer.headers['content-type'], 'text/event-stream; charset=utf-8');
	t.regex(await text(answer.body), /^event: message_start\n[\s\S]*event: message_stop\ndata: {"type":"message_stop"}\n\n$/);
	t.deepEqual(recorded().map(({method, url, headers, body}) => [method, url, headers.authorization, (JSON.parse(body) as {model: string}).model]), [['POST', '/v1/messages?beta=true', 'Bearer k', 'demo-big']]);
});

test.serial('breaks the connection in the middle when asked to', async t => {
	const {address} = await startDemoUpstream(t);
	const answer = await ask(address, {}, {'x-clutch-demo': 'cut'});
	await t.throwsAsync(text(answer.body), {code: 'ECONNRESET'});
});

test.serial('ends its stream for a client that goes away, and serves the next', async t => {
	const {address, child} = await startDemoUpstream(t);
	const answer = await ask(address, {messages: [{role: 'user', content: 'long demo:slow'}]});
	const {value} = await answer.body[Symbol.asyncIterator]().next() as {readonly value: Uint8Array};
	t.regex(String(value), /message_start/);
	answer.drop();
	const next = await ask(address, {});
	t.is(next.status, 200);
	await text(next.body);
	const gone = once(child, 'exit');
	child.kill('SIGTERM');
	// A slow stream that went on for its absent reader would hold the end up for a minute.
	t.deepEqual(await gone, [0, null]);
});

test.serial('answers HEAD without a body', async t => {
	const {address} = await startDemoUpstream(t);
	const answer = await openHttp({url: `${address}/api/hello`, method: 'HEAD', headers: {}, signal: AbortSignal.timeout(patienceMs), headDeadlineMs: patienceMs});
	t.deepEqual([answer.status, await text(answer.body)], [200, '']);
});
