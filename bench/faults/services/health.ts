import {spawn} from 'node:child_process';
import {setTimeout as wait} from 'node:timers/promises';
import {identify} from '../../../source/io/process-identity.js';
import {fixture} from '../../../test/helpers/fixture.js';
import {freePort} from '../../../test/helpers/ports.js';
import {answerWith, historyOf, ownService, startsOf, whenService} from '../../../test/helpers/services.js';
import {until} from '../../../test/helpers/until.js';
import {serviceFault, type World} from './world.js';

/** On a busy machine an answer takes its time, and that is not what is tried here. */
const probe = {http: '/', every_seconds: 0.25, deadline_seconds: 20, failures: 2};

/** Silence is found out soon. */
const impatient = {...probe, deadline_seconds: 0.5};

/** Nobody is ended for silence in his first 30 s; then three silences, the end, the wait before the start, and the start. */
const hangLimitMs = 60_000;

export const faults = [
	serviceFault({number: 42, title: 'well, then it accepts and never answers: ended after its first 30 s, started again', runs: {few: 1, full: 5}, limitMs: hangLimitMs, once: hang}),
	serviceFault({number: 42, title: 'a start that takes 3 s: waited for', runs: {few: 1, full: 1}, once: async world => startSlowly(world, 3)}),
	serviceFault({number: 42, title: 'a start that takes 60 s: waited for', runs: {few: 0, full: 1}, once: async world => startSlowly(world, 60)}),
	serviceFault({number: 42, title: 'well and unwell every second: unhealthy and ready, never started again', runs: {few: 1, full: 1}, once: async world => flap(world, {everyMs: 1000, times: 6})}),
	serviceFault({number: 42, title: 'well and unwell every 5 s: unhealthy and ready, never started again', runs: {few: 0, full: 2}, once: async world => flap(world, {everyMs: 5000, times: 12})}),
	serviceFault({number: 42, title: 'it answers 503: unhealthy, left alone, ready again', runs: {few: 1, full: 5}, once: answer503}),
	serviceFault({number: 42, title: 'its health port belongs to another program: never taken for well', runs: {few: 1, full: 5}, once: foreignHealth}),
];

async function hang(world: World): Promise<{readonly recoveredMs: number}> {
	const {expect, folder} = world;
	const watcher = await world.open(of => ({api: ownService(of('api'), {port: 0, startup: {...probe, deadline_seconds: 5, grace_seconds: 120}, readiness: impatient, liveness: {...impatient, failures: 3}})}));
	const askedAt = Date.now();
	await watcher.client.call({type: 'service.up'});
	const {pid} = await whenService(watcher, 'api', {is: 'ready'});
	answerWith(folder('api'), 'hang');
	const hungAt = performance.now();
	await whenService(watcher, 'api', {is: 'unhealthy'});
	await until('it is started again', () => startsOf(folder('api')).length > 1, {timeoutMs: 240_000});
	answerWith(folder('api'), 'well');
	// What a program writes down of its start is later than that start, now more and now less.
	const lasted = (startsOf(folder('api'))[1]?.at ?? 0) - askedAt;
	expect(`it had its first 30 s: ${lasted} ms`, lasted >= 30_000);
	await whenService(watcher, 'api', {is: 'ready', when: state => state.pid !== pid});
	expect('one restart, no more', startsOf(folder('api')).length === 2);
	return {recoveredMs: performance.now() - hungAt};
}

async function startSlowly({open, folder, expect}: World, seconds: number): Promise<{readonly recoveredMs: number}> {
	const watcher = await open(of => ({api: ownService(of('api'), {words: [`slow=${seconds * 1000}`], port: 0, startup: {...probe, grace_seconds: seconds + 120}, liveness: {...probe, failures: 3}})}));
	const askedAt = performance.now();
	await watcher.client.call({type: 'service.up'});
	await whenService(watcher, 'api', {is: 'ready', timeoutMs: (seconds * 1000) + 240_000});
	const recoveredMs = performance.now() - askedAt;
	expect(`it was ready only when it listened: ${recoveredMs} ms`, recoveredMs >= seconds * 1000);
	expect('one start', startsOf(folder('api')).length === 1);
	return {recoveredMs};
}

async function flap({open, folder, expect}: World, {everyMs, times}: {readonly everyMs: number; readonly times: number}): Promise<Record<string, never>> {
	const watcher = await open(of => ({api: ownService(of('api'), {port: 0, startup: probe, readiness: {...probe, failures: 1}, liveness: {...probe, every_seconds: everyMs / 500, failures: 3}})}));
	await watcher.client.call({type: 'service.up'});
	await whenService(watcher, 'api', {is: 'ready'});
	for (let count = 0; count < times; count++) {
		answerWith(folder('api'), count % 2 === 0 ? '503' : 'well');
		await whenService(watcher, 'api', {is: count % 2 === 0 ? 'unhealthy' : 'ready'});
		// How long each lasts is what is tried.
		await wait(everyMs);
	}

	const history = historyOf(watcher, 'api');
	expect(`unhealthy ${times / 2} times and nothing worse: ${history.join(', ')}`, history.filter(status => status === 'unhealthy').length === times / 2 && !history.includes('stopping') && !history.includes('backing-off'));
	expect('one start', startsOf(folder('api')).length === 1);
	return {};
}

async function answer503({open, folder, expect}: World): Promise<{readonly recoveredMs: number}> {
	const watcher = await open(of => ({api: ownService(of('api'), {port: 0, startup: probe, readiness: probe})}));
	await watcher.client.call({type: 'service.up'});
	await whenService(watcher, 'api', {is: 'ready'});
	answerWith(folder('api'), '503');
	await whenService(watcher, 'api', {is: 'unhealthy'});
	answerWith(folder('api'), 'well');
	const wellAt = performance.now();
	await whenService(watcher, 'api', {is: 'ready'});
	expect('it was left alone', startsOf(folder('api')).length === 1);
	return {recoveredMs: performance.now() - wellAt};
}

/** It never listens itself; on its port somebody else answers with 200. */
async function foreignHealth(world: World): Promise<Record<string, never>> {
	const {expect} = world;
	const port = await freePort();
	const watcher = await world.open(of => ({api: ownService(of('api'), {words: ['deaf'], port, startup: {...probe, grace_seconds: 2}, readiness: probe})}));
	await startForeign(world, {port, folder: world.folder('foreign')});
	await watcher.client.call({type: 'service.up'});
	await watcher.waitFor('it is known not to be well', ({services}) => {
		const status = services.find(({id}) => id === 'api')?.state.status;
		return status === 'parked' || status === 'backing-off';
	});
	expect(`never ready: ${historyOf(watcher, 'api').join(', ')}`, !historyOf(watcher, 'api').includes('ready'));
	return {};
}

/** A program of somebody else that answers on this port, and has to live on. */
export async function startForeign({scope, foreign}: World, {port, folder}: {readonly port: number; readonly folder: string}): Promise<number> {
	const child = spawn(process.execPath, [fixture('service.js'), folder], {env: {PATH: process.env.PATH ?? '', PORT: String(port)}, detached: true, stdio: 'ignore'});
	scope.teardown(() => child.kill('SIGKILL'));
	await until('the other program listens', async () => fetch(`http://127.0.0.1:${port}/`, {signal: AbortSignal.timeout(1000)}).then(() => true, () => false));
	const identity = identify(child.pid ?? 0);
	if (identity !== undefined) {
		foreign(identity);
	}

	return child.pid ?? 0;
}
