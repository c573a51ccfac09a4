import http from 'node:http';
import type {AddressInfo} from 'node:net';
import test, {type ExecutionContext} from 'ava';
import {freePort} from '../../source/io/socket.js';
import {readChoice} from '../../source/core/service/choice.js';
import {choosePort} from '../../source/supervisor/service-port.js';

const {signal} = new AbortController();

async function listen(t: ExecutionContext, body: string): Promise<number> {
	const server = http.createServer((_, response) => {
		response.end(body);
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	t.teardown(() => server.close());
	return (server.address() as AddressInfo).port;
}

const identity = {path: '/livez', member: {name: 'service', value: 'headroom-proxy'}};

test('a free port is taken, the one for this run before the one of the row', async t => {
	const [row = 0, wanted = 0] = await Promise.all([freePort(0), freePort(0)]);
	t.deepEqual(await choosePort({spec: {number: row}, wanted: undefined, identity: undefined, signal}), {type: 'free', port: row});
	t.deepEqual(await choosePort({spec: {number: row}, wanted, identity: undefined, signal}), {type: 'free', port: wanted});
});

test('where any port does, another one is taken when the last one is gone', async t => {
	const taken = await listen(t, '');
	const chosen = await choosePort({spec: {number: 0}, wanted: taken, identity: undefined, signal});
	t.true(chosen.type === 'free' && chosen.port > 0 && chosen.port !== taken);
});

test('who has the port is named, and the next free one is offered', async t => {
	const taken = await listen(t, '{"service": "rocket"}');
	const chosen = await choosePort({spec: {number: taken}, wanted: undefined, identity, signal});
	t.is(chosen.type, 'taken');
	const {reason, choices} = chosen as Extract<typeof chosen, {type: 'taken'}>;
	t.regex(reason, new RegExp(`^${taken} is taken by .*pid ${process.pid}`));
	const [other, again] = choices.map(choice => readChoice(choice));
	t.true(other?.type === 'use-port' && other.port > taken);
	t.deepEqual(again, {type: 'try-again'});
});

test('the same program, started by somebody else, is known by what it answers', async t => {
	const taken = await listen(t, '{"service": "headroom-proxy"}');
	t.like(await choosePort({spec: {number: taken}, wanted: undefined, identity, signal}), {type: 'foreign', port: taken, owner: {pid: process.pid}});
});
