import {writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {identify, isAlive} from '../../../source/io/process-identity.js';
import {fixture} from '../../../test/helpers/fixture.js';
import {familyOf, ownService, startsOf, whenService} from '../../../test/helpers/services.js';
import {until} from '../../../test/helpers/until.js';
import {kill} from '../../../test/helpers/user-interface.js';
import {serviceFault, type World} from './world.js';

const stop = [{signal: 'SIGTERM', wait_seconds: 0.5}, {signal: 'SIGINT', wait_seconds: 0.5}];
const readiness = {http: '/', every_seconds: 0.25, deadline_seconds: 20, failures: 2};

export const faults = [
	serviceFault({number: 44, title: 'it ignores TERM and INT, its children too: asked twice, then killed, all of it', runs: {few: 1, full: 10}, limitMs: 10_000, once: endStubborn}),
	serviceFault({number: 44, title: 'killed while those it forked hold its output: seen at once, they are ended, one family', runs: {few: 1, full: 10}, limitMs: 10_000, once: killParent}),
	serviceFault({number: 44, title: 'it ends by itself and leaves children: ended with it', runs: {few: 1, full: 10}, once: leaveChildren}),
	serviceFault({number: 44, title: 'what it started has left its session and ignores TERM and INT: ended with it, also over a crash and the end of clutchd', runs: {few: 1, full: 10}, limitMs: 10_000, missing: noEnvironment, once: leaveSession}),
];

/** What environment a process was started with says Linux alone. */
function noEnvironment(): string | undefined {
	return process.platform === 'linux' ? undefined : 'needs Linux';
}

async function endStubborn(world: World): Promise<{readonly recoveredMs: number}> {
	const {expect, folder} = world;
	const watcher = await world.open(of => ({api: ownService(of('api'), {words: ['stubborn', 'family'], port: 0, readiness, stop})}));
	await watcher.client.call({type: 'service.up'});
	const {pid} = await whenService(watcher, 'api', {is: 'ready'});
	await until('its children are there', () => familyOf(folder('api')).length === 2);
	const family = familyOf(folder('api'));
	const askedAt = performance.now();
	await watcher.client.call({type: 'service.down'});
	const recoveredMs = performance.now() - askedAt;
	await whenService(watcher, 'api', {is: 'stopped'});
	expect(`both signals had their time: ${Math.round(recoveredMs)} ms`, recoveredMs >= 1000);
	const signals = watcher.events.flatMap(event => event.type === 'service.changed' && event.service.state.status === 'stopping' ? [event.service.state.signal] : []);
	expect(`what is sent is told: ${signals.join(', ')}`, signals.includes('SIGTERM') && signals.includes('SIGINT'));
	await until('nobody of it is left', () => family.every(each => !isAlive(each)));
	expect('it was started once', startsOf(folder('api')).length === 1 && startsOf(folder('api'))[0]?.pid === pid);
	return {recoveredMs};
}

async function killParent(world: World): Promise<{readonly recoveredMs: number}> {
	const {expect, folder} = world;
	const watcher = await world.open(of => ({api: ownService(of('api'), {words: ['family'], port: 0, readiness})}));
	await watcher.client.call({type: 'service.up'});
	const {pid} = await whenService(watcher, 'api', {is: 'ready'});
	await until('its children are there', () => familyOf(folder('api')).length === 2);
	const family = familyOf(folder('api'));
	const killedAt = performance.now();
	kill(pid);
	await whenService(watcher, 'api', {is: 'backing-off'});
	await whenService(watcher, 'api', {is: 'ready', when: state => state.pid !== pid});
	const recoveredMs = performance.now() - killedAt;
	expect('those it left behind are ended before the next start', family.every(each => !isAlive(each)));
	await until('the next one has its own', () => familyOf(folder('api')).length === 2);
	return {recoveredMs};
}

async function leaveChildren(world: World): Promise<Record<string, never>> {
	const {expect, folder} = world;
	const watcher = await world.open(of => ({api: ownService(of('api'), {words: ['family', 'told'], restart: 'never', port: 0})}));
	await watcher.client.call({type: 'service.up'});
	await until('its children are there', () => familyOf(folder('api')).length === 2);
	const family = familyOf(folder('api'));
	writeFileSync(path.join(folder('api'), 'end'), '');
	await whenService(watcher, 'api', {is: 'completed'});
	await until('nobody of it is left', () => family.every(each => !isAlive(each)));
	expect('it was started once', startsOf(folder('api')).length === 1);
	return {};
}

/** Each run begins by leaving one more behind. */
async function leaveSession(world: World): Promise<{readonly recoveredMs: number}> {
	const {expect, folder} = world;
	const program = `PORT=0 setsid ${process.execPath} ${fixture('service.js')} "$0" stubborn > /dev/null 2>&1 & exec sleep 1000000`;
	const watcher = await world.open(of => ({api: {argv: ['/bin/sh', '-c', program, of('api')], restart: 'always', stop}}));
	await watcher.client.call({type: 'service.up'});
	const {pid} = await whenService(watcher, 'api', {is: 'ready'});
	const left = async (count: number) => until(`${count} are left behind`, () => startsOf(folder('api')).length === count);
	await left(1);
	kill(pid);
	await whenService(watcher, 'api', {is: 'ready', when: state => state.pid !== pid});
	await left(2);
	const others = startsOf(folder('api')).map(start => identify(start.pid));
	expect('both that it left behind live', others.every(each => each !== undefined && isAlive(each)));
	const back = await world.killClutchd();
	await whenService(back, 'api', {is: 'ready'});
	const askedAt = performance.now();
	await back.client.call({type: 'service.down'});
	const recoveredMs = performance.now() - askedAt;
	await whenService(back, 'api', {is: 'stopped'});
	expect('nobody of it is left', others.every(each => each === undefined || !isAlive(each)));
	return {recoveredMs};
}
