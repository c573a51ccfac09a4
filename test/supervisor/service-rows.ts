import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import path from 'node:path';
import test from 'ava';
import type {LogReply} from '../../source/core/service/log.js';
import type {Service} from '../../source/core/service/service.js';
import {readAddress} from '../../source/io/http-address.js';
import {identify} from '../../source/io/process-identity.js';
import {watchClutchd, type Watcher} from '../helpers/clutchd.js';
import {fixture} from '../helpers/fixture.js';
import {changeConfig, folderOf, historyOf, ownService, serviceHome, startsOf, stateOf, whenService} from '../helpers/services.js';
import {until} from '../helpers/until.js';
import {kill} from '../helpers/user-interface.js';

const probe = {http: '/', every_seconds: 0.25, deadline_seconds: 30, failures: 2};
/** However long a slow machine takes to start it. */
const startup = {...probe, grace_seconds: 600};
const prints = (log: string) => ({log, grace_seconds: 600});

function serviceOf(watcher: Watcher, id: string): Service {
	const service = watcher.state().services.find(each => each.id === id);
	if (service === undefined) {
		throw new Error(`there is no service ${id}`);
	}

	return service;
}

test.serial('services start after what they depend on, and stop before it', async t => {
	const home = serviceHome(t, {services: folder => ({
		upper: ownService(folder('upper'), {startup: prints('^started'), depends_on: {middle: 'started'}}),
		middle: ownService(folder('middle'), {port: 0, startup, depends_on: {base: 'healthy'}}),
		base: ownService(folder('base'), {words: ['slow=700'], port: 0, startup, readiness: probe}),
	})});
	const watcher = await watchClutchd(t, {home});
	t.deepEqual(await watcher.client.call({type: 'service.up', ids: ['upper']}), ['upper', 'middle', 'base']);
	await whenService(watcher, 'upper', {is: 'ready'});
	await whenService(watcher, 'middle', {is: 'ready'});
	t.deepEqual(historyOf(watcher, 'upper').slice(0, 2), ['waiting', 'starting']);
	const order = watcher.events.flatMap(event => event.type === 'service.changed' && event.service.state.status === 'starting' && event.service.state.pid === undefined ? [event.service.id] : []);
	t.deepEqual([...new Set(order)], ['base', 'middle', 'upper']);

	await watcher.client.call({type: 'service.down'});
	const stopped = watcher.events.flatMap(event => event.type === 'service.changed' && event.service.state.status === 'stopped' ? [event.service.id] : []).filter(id => ['base', 'middle', 'upper'].includes(id));
	t.deepEqual([...new Set(stopped.slice(-3))], ['upper', 'middle', 'base']);
	t.deepEqual(['base', 'middle', 'upper'].map(id => startsOf(folderOf(home, id)).length), [1, 1, 1]);
});

test.serial('a service that waits for what does not come by itself says so at once, and no longer once it comes', async t => {
	const home = serviceHome(t, {env: {PATH: '/usr/bin:/bin'}, services: folder => ({
		web: ownService(folder('web'), {depends_on: {ollama: 'started', db: 'started'}}),
		ollama: {argv: ['there-is-no-such-program'], depends_on: {}},
		db: ownService(folder('db'), {enabled: false}),
	})});
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'service.up', ids: ['web']});
	await whenService(watcher, 'db', {is: 'ready'});
	await whenService(watcher, 'web', {is: 'waiting', when: ({on}) => on.join(' ') === 'ollama'});
	t.deepEqual(serviceOf(watcher, 'web').facts?.lacking, {id: 'ollama', why: 'not installed', next: 'clutch service add ollama'});

	changeConfig(home, services => {
		services.ollama = {...ownService(folderOf(home, 'ollama'), {depends_on: {}}), startup: prints('^started'), liveness: {log: '^started'}, enabled: false};
	});
	await watcher.waitFor('it is known to be there', () => serviceOf(watcher, 'web').facts?.lacking?.why === 'off');
	t.is(serviceOf(watcher, 'web').facts?.lacking?.next, 'clutch up ollama');
	await watcher.client.call({type: 'service.start', id: 'ollama'});
	await whenService(watcher, 'ollama', {is: 'ready'});
	await whenService(watcher, 'web', {is: 'ready'});
	t.is(serviceOf(watcher, 'web').facts?.lacking, undefined);
});

test.serial('a row that comes appears, one that goes vanishes, and what runs goes on until a restart applies what has changed', async t => {
	const home = serviceHome(t, {services: folder => ({
		steady: ownService(folder('steady')),
		passing: ownService(folder('passing')),
		idle: ownService(folder('idle'), {enabled: false}),
	})});
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'service.up'});
	const {pid} = await whenService(watcher, 'steady', {is: 'ready'});
	await whenService(watcher, 'passing', {is: 'ready'});
	t.is(stateOf(watcher, 'idle')?.status, 'stopped');

	changeConfig(home, services => {
		services.steady = ownService(folderOf(home, 'steady'), {title: 'Steady one', words: ['family']});
		services.fresh = ownService(folderOf(home, 'fresh'));
		delete services.passing;
		delete services.idle;
	});
	await watcher.waitFor('the new row is there', ({services}) => services.some(({id}) => id === 'fresh'));
	await watcher.waitFor('the stopped one is gone', ({services}) => !services.some(({id}) => id === 'idle'));
	await watcher.waitFor('its change is said', () => serviceOf(watcher, 'steady').facts?.note !== undefined);
	t.regex(serviceOf(watcher, 'steady').facts?.note ?? '', /a restart applies it/);
	t.regex(serviceOf(watcher, 'passing').facts?.note ?? '', /its row is gone/);
	t.like(stateOf(watcher, 'steady'), {status: 'ready', pid});

	await watcher.client.call({type: 'service.stop', id: 'passing'});
	await watcher.waitFor('it is forgotten', ({services}) => !services.some(({id}) => id === 'passing'));
	await watcher.client.call({type: 'service.restart', id: 'steady'});
	await whenService(watcher, 'steady', {is: 'ready', when: state => state.pid !== pid});
	await watcher.waitFor('nothing is left to apply', () => serviceOf(watcher, 'steady').facts?.note === undefined);
	t.is(serviceOf(watcher, 'steady').title, 'Steady one');
});

test.serial('a row that is wrong, a program that is not there and one that may be missing: each says so, the others start', async t => {
	const home = serviceHome(t, {services: folder => ({
		egg: ownService(folder('egg'), {depends_on: {hen: 'healthy'}}),
		hen: ownService(folder('hen'), {depends_on: {egg: 'healthy'}}),
		lost: {argv: ['no-such-program-anywhere']},
		optional: {argv: ['no-such-program-either'], only_when_installed: true},
		well: ownService(folder('well')),
	})});
	const watcher = await watchClutchd(t, {home});
	const answered = await watcher.client.call({type: 'service.up'}) as readonly string[];
	t.deepEqual(answered.toSorted((one, other) => one.localeCompare(other)), ['lost', 'well']);
	await whenService(watcher, 'well', {is: 'ready'});
	const [lost, egg, hen] = await Promise.all(['lost', 'egg', 'hen'].map(async id => whenService(watcher, id, {is: 'parked'})));
	t.regex(lost?.reason ?? '', /^Its program no-such-program-anywhere was not found on the PATH\.$/);
	t.regex(egg?.reason ?? '', /egg → hen → egg/);
	t.regex(hen?.reason ?? '', /egg → hen → egg/);
	t.deepEqual([stateOf(watcher, 'optional')?.status, serviceOf(watcher, 'optional').facts?.installed], ['stopped', false]);
	await t.throwsAsync(async () => watcher.client.call({type: 'service.start', id: 'egg'}), {code: 'ERR_CLUTCH_SERVICE', message: /egg → hen → egg/});
	await t.throwsAsync(async () => watcher.client.call({type: 'service.start', id: 'optional'}), {code: 'ERR_CLUTCH_SERVICE', message: /is not installed/});

	changeConfig(home, services => {
		services.hen = ownService(folderOf(home, 'hen'));
	});
	await watcher.client.call({type: 'service.up'});
	await whenService(watcher, 'egg', {is: 'ready'});
	await until('both have begun', () => startsOf(folderOf(home, 'egg')).length === 1 && startsOf(folderOf(home, 'hen')).length === 1);
});

test.serial('after kill -9 of clutchd all that runs is found, what rests goes on resting, and what has done its work does not do it again', async t => {
	const ids = ['one', 'two', 'three'];
	const home = serviceHome(t, {
		env: {CLUTCH_REVIVE_MS: '3600000'},
		services: folder => ({
			...Object.fromEntries(ids.map(id => [id, ownService(folder(id))])),
			web: ownService(folder('web'), {port: 0, startup, readiness: probe}),
			said: ownService(folder('said'), {startup: prints('^started')}),
			once: ownService(folder('once'), {words: ['after=1', 'code=0'], restart: 'on-failure'}),
			never: ownService(folder('never'), {words: ['after=1', 'code=7'], restart: 'never'}),
			off: ownService(folder('off'), {enabled: false}),
		}),
	});
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'service.up'});
	const running = [...ids, 'web', 'said'];
	const before = await Promise.all(running.map(async id => whenService(watcher, id, {is: 'ready'})));
	await whenService(watcher, 'once', {is: 'completed'});
	const parked = await whenService(watcher, 'never', {is: 'parked'});
	t.regex(parked.reason, /exit code 7/);
	t.is(readAddress(home.paths, 'web')?.address, before[3]?.address);
	await until('all have begun', () => running.every(id => startsOf(folderOf(home, id)).length > 0));
	kill(watcher.client.welcome.pid);

	const back = await watchClutchd(t, {home});
	const begin = performance.now();
	await back.client.call({type: 'service.up', ids: running});
	const after = await Promise.all(running.map(async id => whenService(back, id, {is: 'ready'})));
	t.log(`all are ready after ${Math.round(performance.now() - begin)} ms`);
	t.deepEqual(after.map(({pid, address}) => [pid, address]), before.map(({pid, address}) => [pid, address]));
	t.deepEqual(await whenService(back, 'never', {is: 'parked'}), parked);
	t.deepEqual([stateOf(back, 'once')?.status, stateOf(back, 'off')?.status], ['completed', 'stopped']);
	t.deepEqual([...running, 'once', 'never', 'off'].map(id => startsOf(folderOf(home, id)).length), [1, 1, 1, 1, 1, 1, 1, 0]);
	t.deepEqual(back.events.filter(event => event.type === 'service.changed' && event.service.state.status === 'stopping'), []);
});

test.serial('the same program that somebody else started is used as it is, and never touched', async t => {
	const server = http.createServer((_, response) => {
		response.end('{"service": "headroom-proxy", "status": "healthy"}');
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	t.teardown(() => server.close());
	const {port} = server.address() as AddressInfo;
	const home = serviceHome(t, {services: () => ({headroom: {enabled: false, argv: [process.execPath, fixture('service.js')], port}})});
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'service.start', id: 'headroom'});
	const ready = await whenService(watcher, 'headroom', {is: 'ready'});
	t.deepEqual([ready.address, ready.pid], [`http://127.0.0.1:${port}`, process.pid]);
	t.regex(serviceOf(watcher, 'headroom').facts?.foreign ?? '', new RegExp(`pid ${process.pid}`));
	t.is(readAddress(home.paths, 'headroom')?.address, ready.address);
	await watcher.client.call({type: 'service.stop', id: 'headroom'});
	t.is(stateOf(watcher, 'headroom')?.status, 'stopped');
	t.is(readAddress(home.paths, 'headroom'), undefined);
	t.true(server.listening && identify(process.pid) !== undefined);
});

test.serial('a service that heeds no signal is waited for with its pid and its time, and killed at once by who will not wait', async t => {
	const home = serviceHome(t, {services: folder => ({deaf: ownService(folder('deaf'), {words: ['stubborn'], startup: prints('^started'), stop: [{signal: 'SIGTERM', wait_seconds: 0.3}, {signal: 'SIGINT', wait_seconds: 600}]})})});
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'service.up'});
	const {pid} = await whenService(watcher, 'deaf', {is: 'ready'});
	const down = watcher.client.call({type: 'service.down'});
	const stopping = await whenService(watcher, 'deaf', {is: 'stopping', when: state => state.signal === 'SIGINT'});
	t.deepEqual([stopping.pid, stopping.deadline - Date.now() > 300_000], [pid, true]);
	await until('it has heard both', async () => {
		const {lines} = await watcher.client.call({type: 'service.log', id: 'deaf', most: 100}) as LogReply;
		return ['ignored SIGTERM', 'ignored SIGINT'].every(text => lines.some(line => line.text.includes(text)));
	});
	await watcher.client.call({type: 'service.hurry', id: 'deaf'});
	await down;
	t.deepEqual([stateOf(watcher, 'deaf')?.status, identify(pid)], ['stopped', undefined]);
});

test.serial('what a service prints can be waited for, and its crash is told with its last lines and what was otherwise', async t => {
	const home = serviceHome(t, {services: folder => ({
		api: ownService(folder('api'), {port: 0, startup, env: {MODE: 'first'}}),
		quick: {argv: ['/bin/sh', '-c', 'echo "begins with key sk-abcdefghijklmnop"; exit 9'], restart: 'never'},
	})});
	const watcher = await watchClutchd(t, {home});
	const wait = async (): Promise<LogReply> => {
		const reply = await watcher.client.call({type: 'service.log', id: 'api', most: 10, waitMs: 60_000}) as LogReply;
		return reply.lines.length > 0 ? reply : wait();
	};

	const waited = wait();
	await watcher.client.call({type: 'service.up'});
	const first = await waited;
	t.regex(first.lines.map(({text}) => text).join('\n'), /^started \d+/);
	t.deepEqual((await watcher.client.call({type: 'service.log', id: 'api', most: 0, after: first.last}) as LogReply).lines, []);

	await whenService(watcher, 'quick', {is: 'parked'});
	await watcher.waitFor('its last lines are known', () => (serviceOf(watcher, 'quick').facts?.crash?.lines.length ?? 0) > 0);
	const crash = serviceOf(watcher, 'quick').facts?.crash;
	t.deepEqual([crash?.exit, crash?.text, crash?.lines], [{type: 'code', code: 9}, 'exit code 9', ['begins with key ••••']]);

	const {pid} = await whenService(watcher, 'api', {is: 'ready'});
	changeConfig(home, services => {
		services.api = ownService(folderOf(home, 'api'), {port: 0, startup, env: {MODE: 'second'}, words: ['deaf', 'after=1', 'code=5']});
	});
	await watcher.waitFor('its change is known', () => serviceOf(watcher, 'api').facts?.note !== undefined);
	kill(pid);
	await watcher.waitFor('it has crashed by itself', () => serviceOf(watcher, 'api').facts?.crash?.exit.type === 'code');
	t.deepEqual(serviceOf(watcher, 'api').facts?.crash?.changed, ['its arguments', 'MODE']);
});

test.serial('asks a program for its version once it runs, and takes a command and a line for an answer', async t => {
	const home = serviceHome(t, {services: folder => ({
		told: ownService(folder('told'), {startup: prints('^listens$'), version: {argv: ['echo', 'told v24.5'], pattern: String.raw`v(\d+)`}}),
		asked: ownService(folder('asked'), {startup: {exec: ['test', '-e', path.join(folder('asked'), 'stay')], every_seconds: 0.1, deadline_seconds: 30, grace_seconds: 600}}),
	})});
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'service.up'});
	await whenService(watcher, 'told', {is: 'ready'});
	await watcher.waitFor('its version is known', () => serviceOf(watcher, 'told').facts?.version !== undefined);
	t.is(serviceOf(watcher, 'told').facts?.version, '24');
	await until('it has begun', () => startsOf(folderOf(home, 'asked')).length === 1);
	t.is(stateOf(watcher, 'asked')?.status, 'starting');
	writeFileSync(path.join(folderOf(home, 'asked'), 'stay'), '');
	await whenService(watcher, 'asked', {is: 'ready'});
});

test.serial('a service whose row went while nobody was there is found, said to be so, and can be stopped', async t => {
	const home = serviceHome(t, {env: {CLUTCH_REVIVE_MS: '3600000'}, services: folder => ({stray: ownService(folder('stray'))})});
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'service.up'});
	const {pid} = await whenService(watcher, 'stray', {is: 'ready'});
	kill(watcher.client.welcome.pid);
	changeConfig(home, services => {
		delete services.stray;
	});
	const back = await watchClutchd(t, {home});
	t.like(await whenService(back, 'stray', {is: 'ready'}), {pid});
	t.regex(serviceOf(back, 'stray').facts?.note ?? '', /^its row is gone/);
	await t.throwsAsync(async () => back.client.call({type: 'service.restart', id: 'stray'}), {code: 'ERR_CLUTCH_SERVICE', message: /has no row in the config any more/});
	t.like(stateOf(back, 'stray'), {status: 'ready', pid});
	await back.client.call({type: 'service.stop', id: 'stray'});
	await back.waitFor('it is forgotten', ({services}) => !services.some(({id}) => id === 'stray'));
	t.is(identify(pid), undefined);
});

test.serial('one that ended while nobody was there is known by how it ended, and its last words', async t => {
	const home = serviceHome(t, {env: {CLUTCH_REVIVE_MS: '3600000'}, services: folder => ({job: ownService(folder('job'), {restart: 'never', startup: prints('^started')})})});
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'service.up'});
	const {pid} = await whenService(watcher, 'job', {is: 'ready'});
	kill(watcher.client.welcome.pid);
	kill(pid);
	const back = await watchClutchd(t, {home});
	t.like(await whenService(back, 'job', {is: 'parked'}), {last: {type: 'signal', signal: 'SIGKILL'}});
	await back.client.call({type: 'service.start', id: 'job'});
	await whenService(back, 'job', {is: 'ready'});
	t.is(startsOf(folderOf(home, 'job')).length, 2);
});

test.serial('a service whose log cannot be written runs all the same, and says so', async t => {
	const home = serviceHome(t, {services: folder => ({api: ownService(folder('api'))})});
	mkdirSync(path.join(home.paths.log, 'api.log'), {recursive: true});
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'service.up'});
	await whenService(watcher, 'api', {is: 'ready'});
	await watcher.waitFor('its log is the trouble', () => serviceOf(watcher, 'api').facts?.note === `its log cannot be written (a folder is in the way: ${home.paths.log}/api.log): move that folder away; it runs on`);
	await until('its lines are there', async () => (await watcher.client.call({type: 'service.log', id: 'api', most: 10}) as LogReply).last > 0);
	t.is(stateOf(watcher, 'api')?.status, 'ready');
});

test.serial('what answers on its port is not taken for it where somebody else listens there', async t => {
	const home = serviceHome(t, {services: folder => ({api: ownService(folder('api'), {words: ['deaf'], port: 0, startup})})});
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'service.up'});
	await until('it has begun, and does not listen', () => startsOf(folderOf(home, 'api')).length === 1);
	const {pid = 0} = startsOf(folderOf(home, 'api'))[0] ?? {};
	const port = Number(/(?:^|\0)PORT=(\d+)/.exec(readFileSync(`/proc/${pid}/environ`, 'utf8'))?.[1]);
	let asked = 0;
	const server = http.createServer((_, response) => {
		asked++;
		response.end('well');
	});
	await new Promise<void>(resolve => {
		server.listen(port, '127.0.0.1', resolve);
	});
	t.teardown(() => server.close());
	await until('it was asked, and answered', () => asked >= 3);
	t.false(historyOf(watcher, 'api').includes('ready'));
	t.is(stateOf(watcher, 'api')?.status, 'starting');
	await watcher.client.call({type: 'service.stop', id: 'api'});
	t.true(server.listening);
});
