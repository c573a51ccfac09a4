import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {watchClutchd} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {changeConfig, folderOf, ownService, serviceHome, startsOf, stateOf, whenService} from '../helpers/services.js';
import {until} from '../helpers/until.js';
import {kill} from '../helpers/user-interface.js';

test.serial('nothing is ever started for a row that is wrong, by whatever it is asked for, and it starts once it is right', async t => {
	const bin = path.join(temporaryHome(t).home, 'bin');
	const ran = path.join(bin, 'ran');
	mkdirSync(bin, {recursive: true});
	writeFileSync(path.join(bin, 'unknown'), `#!/bin/sh\necho ran >> ${ran}\nexec sleep 600\n`, {mode: 0o755});
	const home = serviceHome(t, {env: {PATH: `${bin}:/usr/local/bin:/usr/bin:/bin`}, services: folder => ({
		egg: ownService(folder('egg'), {depends_on: {hen: 'healthy'}}),
		hen: ownService(folder('hen'), {depends_on: {egg: 'healthy'}}),
		well: ownService(folder('well')),
	})});
	const watcher = await watchClutchd(t, {home});
	const refused = async (id: string, text: RegExp) => {
		await t.throwsAsync(async () => watcher.client.call({type: 'service.start', id}), {code: 'ERR_CLUTCH_SERVICE', message: text});
		await t.throwsAsync(async () => watcher.client.call({type: 'service.restart', id}), {code: 'ERR_CLUTCH_SERVICE', message: text});
		t.deepEqual(await watcher.client.call({type: 'service.up', ids: [id]}), []);
	};

	await refused('egg', /egg → hen → egg/);
	t.like(stateOf(watcher, 'egg'), {status: 'parked', reason: 'The service "egg" depends on itself: egg → hen → egg; it is left out.', choices: ['Take one of these out of depends_on.']});
	await watcher.client.call({type: 'service.stop', id: 'egg'});
	await refused('egg', /egg → hen → egg/);
	await watcher.waitFor('it says why again', () => stateOf(watcher, 'egg')?.status === 'parked');

	await watcher.client.call({type: 'service.up', ids: ['well']});
	const {pid} = await whenService(watcher, 'well', {is: 'ready'});
	await until('it has begun', () => startsOf(folderOf(home, 'well')).length === 1);
	changeConfig(home, services => {
		services.well = ownService(folderOf(home, 'well'), {depends_on: {well: 'started'}});
	});
	await until('the new row is known', async () => {
		try {
			await watcher.client.call({type: 'service.restart', id: 'well'});
			return false;
		} catch {
			return true;
		}
	});
	t.like(stateOf(watcher, 'well'), {status: 'ready', pid});
	kill(pid);
	const {reason} = await whenService(watcher, 'well', {is: 'parked'});
	t.regex(reason, /well → well/);
	t.deepEqual([startsOf(folderOf(home, 'well')).length, startsOf(folderOf(home, 'egg')).length, existsSync(ran)], [1, 0, false]);

	changeConfig(home, services => {
		services.well = ownService(folderOf(home, 'well'));
		services.hen = ownService(folderOf(home, 'hen'));
	});
	await watcher.client.call({type: 'service.up', ids: ['well', 'egg']});
	await Promise.all(['well', 'hen', 'egg'].map(async id => whenService(watcher, id, {is: 'ready'})));
});

test.serial('says in one sentence why a service is not there whose holder does not start', async t => {
	const home = serviceHome(t, {services: () => ({api: {argv: ['sleep', '600'], restart: 'never', enabled: false}})});
	const watcher = await watchClutchd(t, {home});
	mkdirSync(path.join(home.paths.holders, 'svc-api.sock'));
	await watcher.client.call({type: 'service.up', ids: ['api']});
	const {reason} = await whenService(watcher, 'api', {is: 'parked'});
	t.is(reason, `It ended because the holder of session svc-api did not start: it ended at once with SIGKILL; ${path.join(home.paths.sessions, 'svc-api.log')} may say why, and is not to be started again by itself.`);
});
