import process from 'node:process';
import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {systemClock} from '../../source/io/clock.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {rememberPreferences} from '../../source/io/preferences.js';
import {createDashboard} from '../../source/ui/dashboard.js';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {fakeTerminal} from '../helpers/outer-terminal.js';
import {until} from '../helpers/until.js';

test('a theme, a key, a layout and preferences that are broken at once are each named, and the files stay as they are', async t => {
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	const files = {
		[home.paths.config]: '{"proxy": {"auto_start": false}, "keys": {"zoom": "c", "watch": "W"}, "ui": {"theme": "purple", "colours": {"ok": "green"}}}',
		[path.join(home.paths.state, 'layout.json')]: '{"workspaces": 7',
		[path.join(home.paths.state, 'preferences.json')]: '{"theme": ',
	};
	for (const [file, text] of Object.entries(files)) {
		writeFileSync(file, text);
	}

	await watchClutchd(t, {home});
	const terminal = fakeTerminal(160, 40);
	const dashboard = createDashboard({paths: home.paths, env: {...home.env, CLUTCH_THEME: 'pink'}, cwd: home.project, version: '0.1.0', terminal, clock: systemClock, focused: undefined});
	t.teardown(dashboard.close);
	const words = () => terminal.text().replaceAll(/\s+/g, ' ');
	await until('it is said how many there are', () => words().includes('(and 5 more: / problems lists them)'));
	t.deepEqual(Object.fromEntries(Object.keys(files).map(file => [file, readFileSync(file, 'utf8')])), files);
	terminal.type('/');
	await until('the search is open', () => !words().includes('(and 5 more'));
	terminal.type('problems');
	const wanted = ['CLUTCH_THEME is "pink", which is none of auto, dark, light, high-contrast.', 'keys.zoom: c begins the code of an agent; z stays', 'config.json:1: ui.theme: wanted one of "auto", "dark"', 'config.json:1: ui.colours.ok: wanted a colour such as #33aaff, got "green"', 'layout.json is broken', 'preferences.json is broken'];
	await until('each is listed', () => wanted.every(text => words().includes(text)));
	// The first key has chosen the chord, which is remembered.
	const preferences = path.join(home.paths.state, 'preferences.json');
	await until('what was there is kept', () => existsSync(`${preferences}.broken`));
	t.is(readFileSync(`${preferences}.broken`, 'utf8'), '{"theme": ');
});

test('what is written over a broken file leaves it beside', async t => {
	const {paths} = temporaryHome(t);
	ensureDirectories(paths);
	const file = path.join(paths.state, 'preferences.json');
	writeFileSync(file, '{"theme": ');
	await rememberPreferences(paths, {sidebar: 'folded'});
	t.is(readFileSync(`${file}.broken`, 'utf8'), '{"theme": ');
	t.deepEqual(JSON.parse(readFileSync(file, 'utf8')), {sidebar: 'folded'});
	await rememberPreferences(paths, {sidebar: 'shown'});
	t.is(readFileSync(`${file}.broken`, 'utf8'), '{"theme": ');
});

test('clutchd that came back after a crash says so on the screen, once', async t => {
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	await watcher.open({file: '/bin/sh', args: ['-c', 'echo ready; exec sleep 1000']});
	const terminal = fakeTerminal(160, 40);
	const dashboard = createDashboard({paths: home.paths, env: home.env, cwd: home.project, version: '0.1.0', terminal, clock: systemClock, focused: undefined});
	t.teardown(dashboard.close);
	await until('the pane is shown', () => terminal.text().includes('ready'));
	process.kill(watcher.client.welcome.pid, 'SIGKILL');
	await until('it is said', () => terminal.text().includes('clutch came back after a crash: 1 session re-attached, nothing lost (details: l)'));
	terminal.type('\u0000');
	await until('a key takes it away', () => !terminal.text().includes('came back after a crash'));
	terminal.type('l');
	await until('the details are there', () => /info {3}a session is re-attached {2}session \S+ {2}name \S/.test(terminal.text()));
	terminal.type('\u001B');
	await until('the pane is there again', () => terminal.text().includes('ready') && !terminal.text().includes('re-attached'));
	t.false(existsSync(path.join(home.paths.state, 'layout.json.broken')));
});

test('a dashboard after one that was killed says so, and takes it away by itself', async t => {
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	await watcher.open({file: '/bin/sh', args: ['-c', 'echo ready; exec sleep 1000']});
	const mark = path.join(home.paths.run, `dashboard.${spawnSync('/bin/true').pid}`);
	writeFileSync(mark, '1\n');
	const terminal = fakeTerminal(160, 40);
	const dashboard = createDashboard({paths: home.paths, env: home.env, cwd: home.project, version: '0.1.0', terminal, clock: systemClock, focused: undefined});
	await until('it is said', () => terminal.text().includes('clutch came back after a crash: 1 session re-attached, nothing lost (details: l)'));
	await until('it is said no more', () => !terminal.text().includes('came back after a crash'));
	t.true(terminal.text().includes('ready'));
	dashboard.close();
	t.deepEqual(readdirSync(home.paths.run).filter(name => name.startsWith('dashboard.')), []);
});
