import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {watchClutchd} from '../helpers/clutchd.js';
import type {Home} from '../helpers/home.js';
import {changeConfig, folderOf, ownService, serviceHome, stateOf, whenService} from '../helpers/services.js';
import {until} from '../helpers/until.js';
import {kill} from '../helpers/user-interface.js';

const timeoutMs = 90_000;

test('a parked service whose row was changed since says so in the place of its reason, and starts when it is asked', async t => {
	t.timeout(300_000);
	const home = serviceHome(t, {env: {CLUTCH_REVIVE_MS: '3600000'}, services: () => ({lost: {argv: ['no-such-program-anywhere']}})});
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'service.up'});
	const {reason} = await whenService(watcher, 'lost', {is: 'parked', timeoutMs});
	t.is(reason, 'Its program no-such-program-anywhere was not found on the PATH.');

	changeConfig(home, services => {
		services.lost = {argv: ['no-such-program-anywhere'], title: 'Lost one'};
	});
	await watcher.waitFor('its new title is known', ({services}) => services.some(({title}) => title === 'Lost one'), timeoutMs);
	t.like(stateOf(watcher, 'lost'), {status: 'parked', reason});

	changeConfig(home, services => {
		services.lost = ownService(folderOf(home, 'lost'));
	});
	const changed = await whenService(watcher, 'lost', {is: 'parked', when: state => state.reason !== reason, timeoutMs});
	t.like(changed, {reason: 'Its row in the config was changed since it was parked.', choices: ['try again']});
	kill(watcher.client.welcome.pid);

	const back = await watchClutchd(t, {home});
	t.deepEqual(stateOf(back, 'lost'), changed);
	await back.client.call({type: 'service.restart', id: 'lost'});
	await whenService(back, 'lost', {is: 'ready', timeoutMs});
});

test('how far the log of a service goes is forgotten with its row, also where no clutchd is there, and the log stays', async t => {
	t.timeout(300_000);
	const home = serviceHome(t, {env: {CLUTCH_REVIVE_MS: '3600000'}, services: folder => ({one: ownService(folder('one')), two: ownService(folder('two'))})});
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'service.up'});
	await Promise.all(['one', 'two'].map(async id => whenService(watcher, id, {is: 'ready', timeoutMs})));
	await until('both places are written', () => ['one', 'two'].every(id => existsSync(placeOf(home, id))), {timeoutMs});
	await watcher.client.call({type: 'service.down'});
	changeConfig(home, services => {
		delete services.one;
	});
	await until('the first is forgotten', () => !existsSync(placeOf(home, 'one')), {timeoutMs});
	await watcher.shutdown();
	mkdirSync(path.dirname(placeOf(home, 'other')), {recursive: true});
	writeFileSync(placeOf(home, 'other'), '{}');
	await watchClutchd(t, {home});
	await until('what was never there is forgotten', () => !existsSync(placeOf(home, 'other')), {timeoutMs});
	t.deepEqual([existsSync(placeOf(home, 'two')), existsSync(path.join(home.paths.log, 'one.log'))], [true, true]);
});

function placeOf({paths}: Home, id: string): string {
	return path.join(paths.state, 'services', `.${id}.log.at`);
}
