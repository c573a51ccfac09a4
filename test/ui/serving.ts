import process from 'node:process';
import {writeFileSync} from 'node:fs';
import test from 'ava';
import {systemClock} from '../../source/io/clock.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {createDashboard} from '../../source/ui/dashboard.js';
import {watchClutchd} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {fakeTerminal} from '../helpers/outer-terminal.js';
import {stateOf, whenService} from '../helpers/services.js';
import {until} from '../helpers/until.js';

test('a digit in Watch is about the service whose event is under the cursor, and says that it ended again where it did', async t => {
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	const failing = {argv: [process.execPath, '--eval', 'console.log("boom"); process.exitCode = 7;']};
	const configure = (restart: 'never' | 'on-failure') => {
		writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, services: {gateway: {enabled: false}, headroom: {enabled: false}, alpha: {...failing, restart: 'never'}, zeta: {...failing, restart}}}));
	};

	configure('never');
	const watcher = await watchClutchd(t, {home});
	const terminal = fakeTerminal(120, 36);
	const dashboard = createDashboard({paths: home.paths, env: home.env, cwd: home.project, version: '0.1.0', terminal, clock: systemClock, focused: undefined, watch: true});
	t.teardown(dashboard.close);
	await watcher.client.call({type: 'service.up', ids: ['alpha']});
	await whenService(watcher, 'alpha', {is: 'parked'});
	await watcher.client.call({type: 'service.up', ids: ['zeta']});
	await whenService(watcher, 'zeta', {is: 'parked'});
	configure('on-failure');

	await until('what happened to zeta is the newest', () => / {2}\d\d:\d\d:\d\d {2}zeta +parked/.test(terminal.text()));
	terminal.type('\u001B[B');
	await until('it is under the cursor', () => / ▸\d\d:\d\d:\d\d {2}zeta +parked/.test(terminal.text()));
	const alpha = stateOf(watcher, 'alpha');
	terminal.type('1');
	await until('it says that it ended again', () => terminal.text().replaceAll(/\s+/g, ' ').includes('zeta has ended again: exit code 7. It is tried again by itself'));
	t.false(terminal.text().includes('is ready'));
	t.is(stateOf(watcher, 'alpha'), alpha, 'the other one was not touched');
});
