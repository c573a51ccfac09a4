import {rmSync, statSync, writeFileSync} from 'node:fs';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import path from 'node:path';
import test from 'ava';
import {readChoice} from '../../source/core/service/choice.js';
import type {ServiceState} from '../../source/core/service/service.js';
import {connectHolder} from '../../source/io/holder-client.js';
import {readAddress} from '../../source/io/http-address.js';
import {identify, isAlive, signalProcess} from '../../source/io/process-identity.js';
import {returnOfClutchd, watchClutchd, type Watcher} from '../helpers/clutchd.js';
import {callHttp} from '../helpers/gateway.js';
import type {Figures} from '../../source/core/usage/figures.js';
import {temporaryHome} from '../helpers/home.js';
import {patience, until} from '../helpers/until.js';

function kill(pid: number): void {
	const identity = identify(pid);
	if (!identity || !signalProcess(identity, 'SIGKILL')) {
		throw new Error(`${pid} could not be killed`);
	}
}

type Ready = Extract<ServiceState, {status: 'ready'}>;

function stateOf(watcher: Watcher): ServiceState | undefined {
	return watcher.state().services.find(({id}) => id === 'gateway')?.state;
}

async function readyGateway(watcher: Watcher, not?: number): Promise<Ready> {
	await watcher.waitFor('the gateway is ready', () => {
		const state = stateOf(watcher);
		return state?.status === 'ready' && state.pid !== not;
	});
	return stateOf(watcher) as Ready;
}

/** A machine may be so busy that the gateway's answer takes seconds. */
function wasSlow(state: ServiceState): boolean {
	return state.status === 'unhealthy' && state.trouble?.startsWith('no answer within') === true;
}

async function isWell(address: string | undefined): Promise<boolean> {
	const response = await fetch(`${address}/health`, {signal: patience().signal});
	await response.arrayBuffer();
	return response.ok;
}

test.serial('the gateway comes back by itself after kill -9, with its own port', async t => {
	const home = temporaryHome(t);
	const watcher = await watchClutchd(t, {home});
	const first = await readyGateway(watcher);
	t.true(await isWell(first.address));
	t.is(readAddress(home.paths, 'gateway')?.pid, first.pid);

	const killedAt = performance.now();
	kill(first.pid);
	const second = await readyGateway(watcher, first.pid);
	// How fast it is on a machine that has time is for a bench.
	t.log(`back after ${Math.round(performance.now() - killedAt)} ms`);
	t.true(await isWell(second.address));
});

test.serial('the gateway goes on without clutchd and is found again', async t => {
	const home = temporaryHome(t);
	const watcher = await watchClutchd(t, {home});
	const before = await readyGateway(watcher);
	kill(watcher.client.welcome.pid);
	t.true(await isWell(before.address));
	const back = await returnOfClutchd(t, home);
	const after = await readyGateway(back);
	t.deepEqual([after.pid, after.address], [before.pid, before.address]);
	t.true(after.since <= before.since, `up since ${after.since}, and before since ${before.since}`);
	const {entries} = await back.client.call({type: 'usage.figures', spanMs: 900_000, after: 0, most: 10}) as Figures;
	t.deepEqual(entries.filter(entry => entry.type === 'service' && !['does not answer', 'answers again'].includes(entry.text)), []);
});

test.serial('a killed holder takes its service with it, and both come back', async t => {
	const home = temporaryHome(t);
	const watcher = await watchClutchd(t, {home});
	const before = await readyGateway(watcher);
	const probe = await connectHolder({socket: path.join(home.paths.holders, 'svc-gateway.sock'), role: 'probe', client: 'test', ...patience()});
	probe.end();
	kill(probe.welcome.holder.pid);
	const after = await readyGateway(watcher, before.pid);
	await until('the one before it is gone', () => identify(before.pid) === undefined);
	t.true(await isWell(after.address));
});

test.serial('a gateway that outlived its holder and clutchd is ended, and another one takes its place', async t => {
	const home = temporaryHome(t, {CLUTCH_REVIVE_MS: '60000'});
	const watcher = await watchClutchd(t, {home});
	const before = await readyGateway(watcher);
	const probe = await connectHolder({socket: path.join(home.paths.holders, 'svc-gateway.sock'), role: 'probe', client: 'test', ...patience()});
	const {holder, child} = probe.welcome;
	probe.end();
	kill(watcher.client.welcome.pid);
	signalProcess(holder, 'SIGKILL');
	t.true(child !== undefined && isAlive(child));

	const back = await watchClutchd(t, {home});
	const after = await readyGateway(back, before.pid);
	t.true(await isWell(after.address));
	t.false(child !== undefined && isAlive(child));
});

test.serial('a taken port parks the gateway, names the owner and offers what to do', async t => {
	const owner = http.createServer();
	await new Promise<void>(resolve => {
		owner.listen(0, '127.0.0.1', resolve);
	});
	t.teardown(() => owner.close());
	const {port} = owner.address() as AddressInfo;
	const home = temporaryHome(t, {PORT: String(port)});
	const watcher = await watchClutchd(t, {home});
	await watcher.waitFor('the gateway is parked', () => stateOf(watcher)?.status === 'parked');
	const state = stateOf(watcher) as Extract<ServiceState, {status: 'parked'}>;
	t.regex(state.reason, new RegExp(`^${port} is taken by .*pid ${process.pid}`));
	const [use, ...others] = state.choices.map(choice => readChoice(choice));
	t.deepEqual(others, [{type: 'try-again'}]);
	const lastLines = () => watcher.state().services.find(({id}) => id === 'gateway')?.facts?.crash?.lines ?? [];
	await watcher.waitFor('what it printed last is known', () => lastLines().length > 0);
	t.deepEqual([lastLines().filter(line => line.startsWith(`${port} is taken by `)).length, lastLines().filter(line => line.startsWith('{'))], [1, []]);
	const other = use?.type === 'use-port' ? use.port : 0;
	await watcher.client.call({type: 'service.start', id: 'gateway', port: other});
	const elsewhere = await readyGateway(watcher);
	t.is(elsewhere.address, `http://127.0.0.1:${other}`);
	kill(elsewhere.pid);
	const again = await readyGateway(watcher, elsewhere.pid);
	t.is(again.address, elsewhere.address);
	t.true(owner.listening);
	await t.throwsAsync(async () => watcher.client.call({type: 'service.start', id: 'demo', port: other}), {message: /the service "demo" takes no port/});
	await watcher.client.call({type: 'service.stop', id: 'gateway'});

	await new Promise<void>(resolve => {
		owner.close(() => {
			resolve();
		});
	});
	await watcher.client.call({type: 'service.start', id: 'gateway'});
	const ready = await readyGateway(watcher);
	t.is(ready.address, `http://127.0.0.1:${port}`);
});

test.serial('a service stops when asked, starts again when asked, and an unknown one is named', async t => {
	const home = temporaryHome(t);
	const watcher = await watchClutchd(t, {home});
	const {pid} = await readyGateway(watcher);
	await watcher.client.call({type: 'service.stop', id: 'gateway'});
	t.is(stateOf(watcher)?.status, 'stopped');
	t.is(identify(pid), undefined);
	await watcher.client.call({type: 'service.start', id: 'gateway'});
	const again = await readyGateway(watcher);
	await watcher.client.call({type: 'service.restart', id: 'gateway'});
	await readyGateway(watcher, again.pid);
	await t.throwsAsync(async () => watcher.client.call({type: 'service.start', id: 'gatewy'}), {code: 'ERR_CLUTCH_NO_SERVICE', message: 'There is no service "gatewy".'});
});

test.serial('the gateway goes on with open answers when the run directory is deleted, and is found again', async t => {
	const upstream = http.createServer((_, outgoing) => {
		outgoing.writeHead(200, {'content-type': 'text/event-stream'});
		outgoing.write('event: ping\ndata: {"type":"ping"}\n\n');
		upstream.once('finish', () => {
			outgoing.end('event: message_stop\ndata: {"type":"message_stop"}\n\n');
		});
	});
	await new Promise<void>(resolve => {
		upstream.listen(0, '127.0.0.1', resolve);
	});
	t.teardown(() => {
		upstream.close();
		upstream.closeAllConnections();
	});
	const home = temporaryHome(t);
	writeFileSync(home.paths.config, JSON.stringify({providers: {box: {base_url: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`, wires: ['messages']}}}));
	const watcher = await watchClutchd(t, {home});
	const before = await readyGateway(watcher);
	const {port} = new URL(before.address ?? '');
	let seen = '';
	const answer = callHttp({port: Number(port)}, {body: {model: 'box:m', stream: true, messages: []}, onData(text) {
		seen = text;
	}});
	await until('the answer has begun', () => seen.includes('ping'));

	const known = watcher.events.length;
	// Who lives there may make a file meanwhile.
	rmSync(home.paths.run, {recursive: true, maxRetries: 5});
	const deletedAt = performance.now();
	await until('clutchd has looked after the gateway without finding its address', () => {
		rmSync(home.paths.addresses, {recursive: true, force: true});
		return performance.now() - deletedAt > 6000;
	});
	await until('the address is there again', () => readAddress(home.paths, 'gateway')?.pid === before.pid);
	t.is(statSync(path.join(home.paths.addresses, 'gateway.json')).mode & 0o777, 0o600);
	const changes = watcher.events.slice(known).flatMap(event => event.type === 'service.changed' ? [event.service.state] : []);
	t.deepEqual(changes.filter(state => state.status !== 'ready' && !wasSlow(state)), []);

	const health = await callHttp({port: Number(port)}, {path: '/health', method: 'GET'});
	t.like(JSON.parse(health.text), {ok: true, pid: before.pid});
	upstream.emit('finish');
	const {text, broken} = await answer;
	t.deepEqual([broken, text.includes('message_stop')], [false, true]);
});
