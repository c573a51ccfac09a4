import {existsSync, readFileSync} from 'node:fs';
import http from 'node:http';
import net, {type AddressInfo} from 'node:net';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {listenerBelow} from '../../source/io/port-owner.js';
import {identify} from '../../source/io/process-identity.js';
import {probeExec, probeHttp, probeTcp, type ProbeAnswer} from '../../source/io/probe.js';
import {freePort} from '../../source/io/socket.js';
import {temporaryHome} from '../helpers/home.js';
import {patienceMs, until} from '../helpers/until.js';

const options = {signal: new AbortController().signal, deadlineMs: patienceMs};

async function serve(t: ExecutionContext, handle: http.RequestListener): Promise<string> {
	const server = http.createServer(handle);
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	t.teardown(() => {
		server.close();
		server.closeAllConnections();
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const answers = test.macro(async (t, {body, status = 200, member, expected}: {readonly body: string; readonly status?: number; readonly member?: {readonly name: string; readonly value: string}; readonly expected: ProbeAnswer}) => {
	const address = await serve(t, (_, response) => {
		response.writeHead(status);
		response.end(body);
	});
	t.deepEqual(await probeHttp(`${address}/health`, {...options, member}), expected);
});

test('a page that is answered is well', answers, {body: 'OK', expected: {ok: true}});
test('another status says which', answers, {body: 'warming', status: 503, expected: {ok: false, problem: 'it answers 503'}});
test('a member with its value is well', answers, {body: '{"service": "headroom-proxy"}', member: {name: 'service', value: 'headroom-proxy'}, expected: {ok: true}});
test('a number counts as it is written', answers, {body: '{"ready": true}', member: {name: 'ready', value: 'true'}, expected: {ok: true}});
test('a member with another value is another program', answers, {body: '{"service": "rocket"}', member: {name: 'service', value: 'headroom-proxy'}, expected: {ok: false, problem: 'its answer has "rocket" as service, not "headroom-proxy"'}});
test('an answer that is no JSON has no member', answers, {body: '<html>', member: {name: 'service', value: 'headroom-proxy'}, expected: {ok: false, problem: 'its answer has no service'}});

test('who accepts and never answers is given up at the deadline', async t => {
	const address = await serve(t, () => {
		// Says nothing.
	});
	t.deepEqual(await probeHttp(address, {...options, deadlineMs: 100}), {ok: false, problem: 'no answer within 0.1 s'});
});

test('who begins an answer and never ends it is given up at the deadline', async t => {
	const address = await serve(t, (_, response) => {
		response.write('{');
	});
	t.deepEqual(await probeHttp(address, {...options, deadlineMs: 300}), {ok: false, problem: 'no answer within 0.3 s'});
});

test('nobody is there', async t => {
	const port = await freePort(0);
	t.deepEqual(await probeHttp(`http://127.0.0.1:${port}/`, options), {ok: false, problem: 'nobody listens there'});
	t.deepEqual(await probeTcp(port ?? 0, options), {ok: false, problem: 'nobody listens there'});
});

test('a port that takes connections is well', async t => {
	const address = await serve(t, () => {
		// Never asked.
	});
	t.deepEqual(await probeTcp(Number(new URL(address).port), options), {ok: true});
});

const environment = {env: {PATH: process.env.PATH ?? ''}, cwd: '/'};

test('a command that ends with 0 is well, another code is told', async t => {
	t.deepEqual(await probeExec(['true'], {...options, ...environment}), {ok: true});
	t.deepEqual(await probeExec([process.execPath, '-e', 'process.exit(4)'], {...options, ...environment}), {ok: false, problem: `${process.execPath} ends with code 4`});
	t.deepEqual(await probeExec(['/nowhere/at/all'], {...options, ...environment}), {ok: false, problem: 'there is no such program'});
});

test('a command that takes too long is ended with what it started', async t => {
	const home = temporaryHome(t);
	const file = path.join(home.project, 'child');
	// A busy machine may need longer to start it.
	for (let seconds = 1; !existsSync(file); seconds *= 4) {
		t.deepEqual(await probeExec(['/bin/sh', '-c', 'sleep 1000 & echo $! > half; mv half child; wait'], {...options, ...environment, cwd: home.project, deadlineMs: 1000 * seconds}), {ok: false, problem: `no answer within ${seconds} s`});
	}

	const child = Number(readFileSync(file, 'utf8'));
	await t.notThrowsAsync(until('what it started is gone', () => identify(child) === undefined));
});

test('a port is free, and taken while somebody listens', async t => {
	const server = net.createServer();
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const {port} = server.address() as AddressInfo;
	t.is(await freePort(port), undefined);
	await new Promise(resolve => {
		server.close(resolve);
	});
	t.is(await freePort(port), port);
});

test('who listens on a port is told apart from who should', async t => {
	const address = await serve(t, () => {
		// Never asked.
	});
	const port = Number(new URL(address).port);
	t.deepEqual(listenerBelow(port, process.pid), {status: 'below'});
	// Whoever started this test does not count as below this test, but the test counts as below him.
	t.is(listenerBelow(port, process.ppid).status, 'below');
	t.like(listenerBelow(port, 2 ** 22), {status: 'other', owner: {pid: process.pid}});
	t.deepEqual(listenerBelow(await freePort(0) ?? 0, process.pid), {status: 'nobody'});
});
