import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {identify, signalProcess} from '../../../source/io/process-identity.js';
import {fixture} from '../../../test/helpers/fixture.js';
import {processesUnder} from '../../../test/helpers/home.js';
import {historyOf, ownService, startsOf, stateOf, whenService} from '../../../test/helpers/services.js';
import {until} from '../../../test/helpers/until.js';
import {kill} from '../../../test/helpers/user-interface.js';
import {serviceFault, type World} from './world.js';

/** On a busy machine an answer takes its time, and only silence is tried here. */
const probe = {http: '/', every_seconds: 0.5, deadline_seconds: 4, failures: 3};

/** Longer than three probes in a row take to fail. */
const silentMs = 15_000;

const day = 86_400_000;
const hour = 3_600_000;
const ids = ['one', 'two', 'three', 'four'] as const;

/** A service is not ended for silence in its first 30 s. */
const adultMs = 31_000;

/** So many rounds of probes. */
const roundsMs = 2000;

export const faults = [
	serviceFault({number: 47, title: 'clutchd stands still for 3 s: nobody is started again', runs: {few: 1, full: 3}, once: async world => standStill(world, 3000)}),
	serviceFault({number: 47, title: 'clutchd stands still for 60 s: nobody is started again', runs: {few: 0, full: 1}, once: async world => standStill(world, 60_000)}),
	serviceFault({number: 47, title: 'everything stands still, an hour has passed, and services come to themselves late: nobody is started again', runs: {few: 1, full: 3}, once: sleepAnHour}),
	serviceFault({number: 47, title: 'the clock jumps a day ahead: nobody is started again, the next crash is mended in its time', runs: {few: 1, full: 5}, limitMs: 10_000, once: async world => jump(world, day)}),
	serviceFault({number: 47, title: 'the clock jumps a day back: nobody is started again, the next crash is mended in its time', runs: {few: 1, full: 5}, limitMs: 10_000, once: async world => jump(world, -day)}),
	serviceFault({number: 47, title: 'the clock jumps a day back while a service waits for its next start: it comes in its time', runs: {few: 1, full: 5}, limitMs: 20_000, once: jumpWhileWaiting}),
];

/** Four services whose liveness is asked, under a clutchd whose clock can be set. */
async function openFour(world: World): Promise<{readonly jump: (ms: number) => void}> {
	const place = mkdtempSync(path.join(os.tmpdir(), 'clutch-clock-'));
	world.scope.teardown(() => {
		rmSync(place, {recursive: true, force: true});
	});
	const offset = path.join(place, 'offset');
	writeFileSync(offset, '0');
	const {NODE_OPTIONS: inherited = ''} = process.env;
	const watcher = await world.open(of => Object.fromEntries(ids.map(id => [id, ownService(of(id), {port: 0, startup: probe, readiness: probe, liveness: probe})])), {env: {NODE_OPTIONS: `${inherited} --import=${fixture('shifted-clock.js')}`.trim(), SHIFTED_CLOCK: offset}});
	await watcher.client.call({type: 'service.up'});
	for (const id of ids) {
		await whenService(watcher, id, {is: 'ready'});
	}

	return {
		jump(ms) {
			writeFileSync(offset, String(ms));
		},
	};
}

function expectNoRestart({expect, folder, watcher}: World): void {
	for (const id of ids) {
		const history = historyOf(watcher(), id);
		expect(`${id} was started once: ${history.join(', ')}`, startsOf(folder(id)).length === 1 && !history.includes('stopping'));
	}
}

async function standStill(world: World, ms: number): Promise<Record<string, never>> {
	await openFour(world);
	const goOn = halt(world, [world.watcher().client.welcome.pid]);
	// How long it stands still is what is tried.
	await wait(ms);
	goOn();
	await world.watcher().client.call({type: 'ping'});
	await wait(roundsMs);
	await allReady(world);
	expectNoRestart(world);
	return {};
}

async function sleepAnHour(world: World): Promise<Record<string, never>> {
	const {jump: shift} = await openFour(world);
	// Old enough that silence counts: nothing but time does that.
	await wait(adultMs);
	const services = ids.flatMap(id => startsOf(world.folder(id)).map(({pid}) => pid));
	const wake = halt(world, services);
	const goOn = halt(world, processesUnder(world.home.home).filter(pid => !services.includes(pid)));
	await wait(1000);
	shift(hour);
	goOn();
	await wait(silentMs);
	wake();
	await wait(roundsMs);
	await allReady(world);
	expectNoRestart(world);
	return {};
}

/** Until the answer is called, or the fault is over. */
function halt({scope}: World, pids: readonly number[]): () => void {
	const stopped = pids.flatMap(pid => identify(pid) ?? []);
	const goOn = () => {
		for (const identity of stopped) {
			signalProcess(identity, 'SIGCONT');
		}
	};

	scope.teardown(goOn);
	for (const identity of stopped) {
		signalProcess(identity, 'SIGSTOP');
	}

	return goOn;
}

async function allReady({watcher}: World): Promise<void> {
	await watcher().waitFor('all are ready', () => ids.every(id => stateOf(watcher(), id)?.status === 'ready'));
}

async function jump(world: World, ms: number): Promise<{readonly recoveredMs: number}> {
	const {jump: shift} = await openFour(world);
	shift(ms);
	await wait(roundsMs);
	await allReady(world);
	expectNoRestart(world);
	const {folder} = world;
	const [first] = startsOf(folder('one'));
	const killedAt = performance.now();
	kill(first?.pid ?? 0);
	await whenService(world.watcher(), 'one', {is: 'ready', when: state => state.pid !== first?.pid});
	return {recoveredMs: performance.now() - killedAt};
}

async function jumpWhileWaiting(world: World): Promise<{readonly recoveredMs: number}> {
	const {jump: shift} = await openFour(world);
	const {folder} = world;
	// The third wait in a row is long enough to be met.
	for (let count = 1; count <= 3; count++) {
		kill(startsOf(folder('one')).at(-1)?.pid ?? 0);
		await whenService(world.watcher(), 'one', {is: 'backing-off'});
		if (count < 3) {
			await until('it is started again', () => startsOf(folder('one')).length > count);
			await whenService(world.watcher(), 'one', {is: 'ready'});
		}
	}

	shift(-day);
	const jumpedAt = performance.now();
	await whenService(world.watcher(), 'one', {is: 'ready', timeoutMs: 60_000});
	return {recoveredMs: performance.now() - jumpedAt};
}
