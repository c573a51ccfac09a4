import {readFileSync} from 'node:fs';
import path from 'node:path';
import {connectHolder} from '../../source/io/holder-client.js';
import {identify, signalProcess} from '../../source/io/process-identity.js';
import {logFile, ownLines, returnOfClutchd, watchClutchd, withoutGateway, type Watcher} from '../../test/helpers/clutchd.js';
import {fixture} from '../../test/helpers/fixture.js';
import {collect} from '../../test/helpers/holder.js';
import {temporaryHome, type Home} from '../../test/helpers/home.js';
import {patience, until} from '../../test/helpers/until.js';
import type {AnyFault, Outcome, Scope} from './fault.js';

/** A holder misses clutchd for a second, then it is started and takes its sessions over: 1.4 s on an idle machine, a few times that where everything else runs too. */
const backWithinMs = 5000;
const gatewayWithinMs = 1000;
const runs = {few: 3, full: 20};

/** Kills the supervisor, the gateway and holders, and counts what is missing afterwards. */
export const faults: readonly AnyFault[] = [
	{number: 2, title: 'kill -9 clutchd, with a client: bytes and keys', runs, limitMs: backWithinMs, once: async scope => killClutchd(scope, 'with-client')},
	{number: 2, title: 'kill -9 clutchd, without a client: bytes and keys', runs, limitMs: backWithinMs, once: async scope => killClutchd(scope, 'without-client')},
	{title: 'kill -9 the gateway: ready again', runs, limitMs: gatewayWithinMs, once: killGateway},
	{number: 3, title: 'kill -9 a holder: other sessions', runs, limitMs: gatewayWithinMs, once: killHolder},
];

async function killClutchd(scope: Scope, client: 'with-client' | 'without-client'): Promise<Outcome> {
	const home = quietHome(scope);
	const file = logFile(home);
	const first = await watchClutchd(scope, {home});
	const {id} = await first.open({file: process.execPath, args: [fixture('numbered-lines.js'), file]});
	await until('the child prints', () => ownLines(file).length > 100);
	if (client === 'without-client') {
		first.close();
	}

	const socket = path.join(home.paths.holders, `${id}.sock`);
	const killedAt = performance.now();
	kill(first.client.welcome.pid);
	const keyboard = await connectHolder({socket, role: 'user', client: 'faults', ...patience()});
	scope.teardown(keyboard.end);
	keyboard.input(Buffer.from('meanwhile'));
	const back = await returnOfClutchd(scope, home);
	const recoveredMs = performance.now() - killedAt;
	keyboard.input(Buffer.from('q'));
	await until('the child stopped printing', () => ownLines(file).at(-1) === 'end');
	const keysLost = readFileSync(`${file}.keys`, 'utf8') === 'meanwhileq' ? 0 : 1;
	return {lost: keysLost + await bytesLost(back, {id, socket, lines: ownLines(file)}), recoveredMs};
}

/** Compares what the child wrote down itself with the ring of its holder and with the screen that clutchd rebuilt. */
async function bytesLost(back: Watcher, {id, socket, lines}: {readonly id: string; readonly socket: string; readonly lines: readonly string[]}): Promise<number> {
	const viewer = await connectHolder({socket, role: 'viewer', client: 'faults', ...patience()});
	const collected = collect(viewer);
	viewer.attach('oldest');
	await collected.waitFor('the last line', ({text}) => text().endsWith('end\r\n'));
	viewer.end();
	const expected = lines.map(line => `${line}\r\n`).join('');
	const missing = Math.abs(expected.length - collected.text().length);
	const screen = await back.waitForScreen(id, shown => shown.includes('end'));
	const screenLost = screen.join('\n') === [...lines.slice(-23), ''].join('\n') ? 0 : 1;
	return (collected.text() === expected ? 0 : Math.max(1, missing)) + screenLost;
}

async function killGateway(scope: Scope): Promise<Outcome> {
	const home = temporaryHome(scope);
	const watcher = await watchClutchd(scope, {home});
	const before = await gatewayPid(watcher, undefined);
	const killedAt = performance.now();
	kill(before);
	await gatewayPid(watcher, before);
	return {lost: 0, recoveredMs: performance.now() - killedAt};
}

async function gatewayPid(watcher: Watcher, not: number | undefined): Promise<number> {
	const ready = () => {
		const state = watcher.state().services.find(({id}) => id === 'gateway')?.state;
		return state?.status === 'ready' && state.pid !== not ? state.pid : undefined;
	};

	await watcher.waitFor('the gateway is ready', () => ready() !== undefined);
	return ready() ?? 0;
}

async function killHolder(scope: Scope): Promise<Outcome> {
	const home = quietHome(scope);
	const watcher = await watchClutchd(scope, {home});
	const victim = await watcher.open({file: '/bin/cat'});
	const others = await Promise.all(['a.log', 'b.log'].map(async file => watcher.open({file: process.execPath, args: [fixture('numbered-lines.js'), logFile(home, file)]})));
	const probe = await connectHolder({socket: path.join(home.paths.holders, `${victim.id}.sock`), role: 'probe', client: 'faults', ...patience()});
	probe.end();
	const killedAt = performance.now();
	kill(probe.welcome.holder.pid);
	const state = await watcher.waitFor('the loss is known', ({sessions}) => sessions.some(({id, state: {status}}) => id === victim.id && status === 'host-lost'));
	const lost = others.filter(({id}) => state.sessions.find(session => session.id === id)?.state.status !== 'live').length;
	return {lost, recoveredMs: performance.now() - killedAt};
}

function quietHome(scope: Scope): Home {
	const home = temporaryHome(scope);
	withoutGateway(home);
	return home;
}

function kill(pid: number): void {
	const identity = identify(pid);
	if (!identity || !signalProcess(identity, 'SIGKILL')) {
		throw new Error(`${pid} could not be killed`);
	}
}
