import {existsSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {fakeAgent} from '../helpers/fake-agent.js';
import {temporaryHome} from '../helpers/home.js';
import {clutchProgram, fillDisk, smallDisk} from '../helpers/small-disk.js';
import {openTerminal} from '../helpers/terminal.js';
import {until} from '../helpers/until.js';

test('a code typed while the disk is full: where and what can be done is said, nothing is lost, and a digit starts it once there is room', async t => {
	const home = temporaryHome(t);
	fakeAgent(home, 'claude', '2.1.300 (Claude Code)');
	writeFileSync(path.join(home.home, 'config.json'), JSON.stringify({proxy: {auto_start: false}, keys: {wait: 'never'}}));
	const env = {...home.env, PATH: `${path.join(home.user, 'bin')}:${home.env.PATH ?? ''}`, IS_SANDBOX: '1'};
	const disk = smallDisk(t, {folder: home.paths.state, kilobytes: 600, command: [clutchProgram]});
	if (disk === undefined) {
		return;
	}

	const terminal = openTerminal(t, {argv: disk.argv, env, cwd: home.project, cols: 120, rows: 40});
	await terminal.waitFor('Home stands and clutchd is there', text => /[●○] gateway/.test(text) && /c {2}Claude Code(?! –)/.test(text));
	terminal.write('cid');
	await terminal.waitFor('the first agent runs', text => text.includes(`in <${home.project}>`));

	const state = disk.seenBy(terminal.pid, home.paths.state);
	const filler = path.join(state, 'filler');
	const launches = readdirSync(path.join(state, 'launches'));
	t.false(existsSync(path.join(home.paths.state, 'launches')), 'only they see it');
	fillDisk(filler);
	terminal.write('\u0000');
	await terminal.waitFor('the box is open', text => text.includes('› _'));
	terminal.write('cid');
	await terminal.waitFor('it is said, with choices', text => text.includes('disk is full') && text.includes('1 try again') && text.includes('2 not now'));
	t.true(terminal.text().replaceAll(/[\s│]+/g, '').includes(home.paths.state), 'the place is named');
	t.deepEqual(readdirSync(path.join(state, 'launches')), launches, 'nothing of it is left');

	terminal.write('1');
	await terminal.waitFor('it is still full', text => text.includes('disk is full') && text.includes('1 try again'));
	terminal.write('2');
	await terminal.waitFor('the line is empty', text => text.includes('› _') && !text.includes('try again'));
	terminal.write('\u001B');
	await terminal.waitFor('the box is closed', text => !text.includes('╭'));
	terminal.write('still here\r');
	await terminal.waitFor('the first agent has its keys', text => text.split('still here').length === 3);

	terminal.write('\u0000');
	await terminal.waitFor('the box is open again', text => text.includes('› _'));
	terminal.write('cid');
	await terminal.waitFor('it is said again', text => text.includes('disk is full') && text.includes('1 try again'));
	rmSync(filler);
	terminal.write('1');
	await t.notThrowsAsync(terminal.waitFor('both run', text => !text.includes('╭') && !text.includes('still here') && text.includes(`in <${home.project}>`) && (text.match(/[●◐○?] claude/g) ?? []).length >= 2));
});

test('a layout that cannot be saved: that is said, the panes stay, and it is saved once there is room', async t => {
	const home = temporaryHome(t);
	writeFileSync(path.join(home.home, 'config.json'), JSON.stringify({proxy: {auto_start: false}, keys: {wait: 'never'}}));
	const disk = smallDisk(t, {folder: home.paths.state, kilobytes: 900, command: [clutchProgram]});
	if (disk === undefined) {
		return;
	}

	const terminal = openTerminal(t, {argv: disk.argv, env: {...home.env, SHELL: '/bin/sh', PS1: 'shell> ', ENV: ''}, cwd: home.project, cols: 120, rows: 40});
	await terminal.waitFor('Home stands', text => text.includes('Type a code') && /[●○] gateway/.test(text));
	const press = async (key: string) => {
		terminal.write('\u0000');
		await terminal.waitFor('the box is open', text => text.includes('› _'));
		terminal.write(key);
	};

	terminal.write('$');
	await terminal.waitFor('one shell runs', text => text.split('shell>').length === 2);
	await press('$');
	await terminal.waitFor('another one stands beside it', text => text.split('shell>').length === 3);
	const state = disk.seenBy(terminal.pid, home.paths.state);
	const saved = () => readFileSync(path.join(state, 'layout.json'), 'utf8');
	await until('the layout is saved', () => existsSync(path.join(state, 'layout.json')) && saved().includes('split'));
	const before = saved();
	fillDisk(path.join(state, 'filler'));
	await press('=');
	await press('z');
	const words = () => terminal.text().replaceAll(/\s+/g, ' ');
	await terminal.waitFor('it is said', () => words().includes(`The layout cannot be saved. The file ${home.paths.state}/layout.json cannot be changed: the disk is full. The panes stay as they are, and are saved as soon as that is possible.`));
	t.is(saved(), before, 'what was saved before is whole');
	terminal.write('echo still $((40 + 2))\r');
	await terminal.waitFor('the pane works', text => text.includes('still 42'));
	rmSync(path.join(state, 'filler'));
	await until('it is saved', () => /"zoomed": ?true/.test(saved()));
});

test('a run folder that is full: the dashboard says what cannot be written, and goes on once there is room', async t => {
	const home = temporaryHome(t);
	writeFileSync(path.join(home.home, 'config.json'), JSON.stringify({proxy: {auto_start: false}, keys: {wait: 'never'}}));
	// It is full before anything starts.
	const disk = smallDisk(t, {folder: home.paths.run, kilobytes: 100, command: ['/bin/sh', '-c', 'cat /dev/zero > "$1/filler" 2>/dev/null; exec "$0"', clutchProgram, home.paths.run]});
	if (disk === undefined) {
		return;
	}

	const terminal = openTerminal(t, {argv: disk.argv, env: {...home.env, SHELL: '/bin/sh', PS1: 'shell> ', ENV: ''}, cwd: home.project, cols: 120, rows: 40});
	const words = () => terminal.text().replaceAll(/\s+/g, ' ');
	await terminal.waitFor('it is said', () => words().includes(`${home.paths.run} cannot be written (the disk is full)`));
	rmSync(path.join(disk.seenBy(terminal.pid, home.paths.run), 'filler'));
	await terminal.waitFor('clutchd is there', text => /[●○] gateway/.test(text) && !text.includes('the disk is full'));
	terminal.write('$');
	await terminal.waitFor('a shell runs', text => text.includes('shell>'));

	const shells = () => terminal.text().split('shell>').length - 1;
	const filler = path.join(disk.seenBy(terminal.pid, home.paths.run), 'filler');
	const said = () => words().replaceAll(/[│ ]+/g, '').includes(`Thesessionwasnotstarted:${home.paths.run}/holderscannotbewritten(thediskisfull).`) && words().includes('1 try again') && words().includes('2 not now') && !words().includes('ENOSPC');
	const press = async (keys: string) => {
		terminal.write('\u0000');
		await terminal.waitFor('the box is open', text => text.includes('› _'));
		terminal.write(keys);
	};

	fillDisk(filler);
	await press('$');
	await terminal.waitFor('it is said, with choices', said);
	terminal.write('1');
	rmSync(filler);
	// What is on the screen is the box of the first time, of the second, or of neither: it is pressed again while it stands.
	let pressed = performance.now();
	await terminal.waitFor('another shell stands beside it', text => {
		if (said() && performance.now() - pressed > 1000) {
			terminal.write('1');
			pressed = performance.now();
		}

		return shells() === 2 && !text.includes('try again');
	});

	fillDisk(filler);
	await press(':');
	await terminal.waitFor('a command is asked for', text => /^[ │]*: ▏/m.test(text));
	terminal.write('echo it $((41 + 1))\r');
	await terminal.waitFor('it is said of a command too', said);
	terminal.write('2');
	await t.notThrowsAsync(terminal.waitFor('nothing of it is left', text => !text.includes('try again')));
});
