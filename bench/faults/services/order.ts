import {setTimeout as wait} from 'node:timers/promises';
import {processesUnder} from '../../../test/helpers/home.js';
import {answerWith, ownService, startsOf, stateOf, whenService} from '../../../test/helpers/services.js';
import {until} from '../../../test/helpers/until.js';
import {kill} from '../../../test/helpers/user-interface.js';
import {serviceFault, type World} from './world.js';

const probe = {http: '/', every_seconds: 0.25, deadline_seconds: 20, failures: 2};

export const faults = [
	serviceFault({number: 46, title: 'services that wait for one another: named, the others start', runs: {few: 1, full: 5}, once: cycle}),
	serviceFault({number: 46, title: 'what it depends on dies during its start: waited for, started in order', runs: {few: 1, full: 10}, once: dieDuringStart}),
	serviceFault({number: 46, title: 'stopped at any moment of its start: nothing runs afterwards', runs: {few: 6, full: 60}, once: stopDuringStart}),
];

async function cycle(world: World): Promise<Record<string, never>> {
	const {expect, folder} = world;
	const watcher = await world.open(of => ({
		egg: ownService(of('egg'), {depends_on: {hen: 'healthy'}}),
		hen: ownService(of('hen'), {depends_on: {egg: 'healthy'}}),
		well: ownService(of('well')),
	}));
	const answered = await watcher.client.call({type: 'service.up'}).then(value => JSON.stringify(value), (error: unknown) => (error as Error).message);
	await whenService(watcher, 'well', {is: 'ready'});
	await until('the circle is said', () => ['egg', 'hen'].every(id => {
		const state = stateOf(watcher, id);
		return state?.status === 'parked' && ['egg', 'hen'].every(name => state.reason.includes(name));
	}) || ['egg', 'hen'].every(name => answered.includes(name) && stateOf(watcher, name)?.status === 'stopped'));
	expect('neither of the two was started', startsOf(folder('egg')).length + startsOf(folder('hen')).length === 0);
	return {};
}

async function dieDuringStart(world: World): Promise<{readonly recoveredMs: number}> {
	const {expect, folder} = world;
	const watcher = await world.open(of => ({
		base: ownService(of('base'), {port: 0, startup: {...probe, grace_seconds: 60}, readiness: probe}),
		upper: ownService(of('upper'), {depends_on: {base: 'healthy'}}),
	}));
	answerWith(folder('base'), '503');
	await watcher.client.call({type: 'service.up'});
	await until('the base has begun', () => startsOf(folder('base')).length === 1);
	await whenService(watcher, 'upper', {is: 'waiting'});
	const killedAt = performance.now();
	kill(startsOf(folder('base'))[0]?.pid ?? 0);
	await until('the base has begun again', () => startsOf(folder('base')).length === 2);
	expect('what depends on it has not begun', startsOf(folder('upper')).length === 0 && stateOf(watcher, 'upper')?.status === 'waiting');
	answerWith(folder('base'), 'well');
	await whenService(watcher, 'base', {is: 'ready'});
	await whenService(watcher, 'upper', {is: 'ready'});
	const recoveredMs = performance.now() - killedAt;
	await until('what depends on it has begun', () => startsOf(folder('upper')).length > 0);
	expect('each began as often as it had to', startsOf(folder('base')).length === 2 && startsOf(folder('upper')).length === 1);
	return {recoveredMs};
}

let nextMoment = 0;

/** A start takes some 100 ms here and a few times that elsewhere: these moments are before, in and after it. */
const moments = [0, 5, 25, 60, 120, 300] as const;

async function stopDuringStart(world: World): Promise<Record<string, never>> {
	const {expect, folder} = world;
	const watcher = await world.open(of => ({api: ownService(of('api'), {port: 0, readiness: probe})}));
	const runs = () => processesUnder(world.home.home).length;
	const before = runs();
	const moment = moments[nextMoment++ % moments.length] ?? 0;
	await watcher.client.call({type: 'service.up'});
	// Which moment of the start is met is what is tried.
	await wait(moment);
	await watcher.client.call({type: 'service.down'});
	await whenService(watcher, 'api', {is: 'stopped'});
	await until('nobody of it is left', () => runs() <= before);
	const starts = startsOf(folder('api')).length;
	// A late start would come within the time that a start takes.
	await wait(500);
	expect(`stopped ${moment} ms after its start it stays so`, stateOf(watcher, 'api')?.status === 'stopped' && startsOf(folder('api')).length === starts);
	await until('nobody of it runs', () => runs() <= before);
	await watcher.client.call({type: 'service.up'});
	await whenService(watcher, 'api', {is: 'ready'});
	expect('the next start is the only one', startsOf(folder('api')).length === starts + 1);
	return {};
}
