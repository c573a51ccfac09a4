import {execFileSync} from 'node:child_process';
import {existsSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {fakeAgent} from '../helpers/fake-agent.js';
import {temporaryHome} from '../helpers/home.js';
import {root} from '../helpers/program.js';
import {openTerminal} from '../helpers/terminal.js';

const slow = 60_000;

/** What `clutch` and all that it starts see in the place of the state folder, and nobody else: a small file system. */
const onSmallDisk = ['/usr/bin/env', 'unshare', '-m', '/bin/sh', '-c', 'mkdir -p "$STATE" && mount -t tmpfs -o size=600k tmpfs "$STATE" && exec "$@"', 'sh'] as const;

function canMount(): boolean {
	try {
		execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], {stdio: 'ignore', timeout: 5000});
		return true;
	} catch {
		return false;
	}
}

function fill(file: string): void {
	for (const size of [100_000, 4096, 512]) {
		try {
			for (;;) {
				writeFileSync(file, Buffer.alloc(size), {flag: 'a'});
			}
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') {
				throw error;
			}
		}
	}
}

/** Elsewhere it is not run: it needs Linux and root, for a file system of its own that nobody else sees. */
const withSmallDisk = canMount() ? test : test.skip;

withSmallDisk('a code typed while the disk is full: where and what can be done is said, nothing is lost, and a digit starts it once there is room', async t => {
	const home = temporaryHome(t);
	fakeAgent(home, 'claude', '2.1.300 (Claude Code)');
	writeFileSync(path.join(home.home, 'config.json'), JSON.stringify({proxy: {auto_start: false}, keys: {wait: 'never'}}));
	const env = {...home.env, PATH: `${path.join(home.user, 'bin')}:${home.env.PATH ?? ''}`, IS_SANDBOX: '1', STATE: home.paths.state};
	const terminal = openTerminal(t, {argv: [...onSmallDisk, `${root}bin/clutch`], env, cwd: home.project, cols: 120, rows: 40});
	await terminal.waitFor('Home stands and clutchd is there', text => /[●○] gateway/.test(text) && /c {2}Claude Code(?! –)/.test(text), slow);
	terminal.write('cid');
	await terminal.waitFor('the first agent runs', text => text.includes(`in <${home.project}>`), slow);

	const state = path.join('/proc', String(terminal.pid), 'root', home.paths.state);
	const filler = path.join(state, 'filler');
	const launches = readdirSync(path.join(state, 'launches'));
	t.false(existsSync(path.join(home.paths.state, 'launches')), 'only they see it');
	fill(filler);
	terminal.write('\u0000');
	await terminal.waitFor('the box is open', text => text.includes('› _'));
	terminal.write('cid');
	await terminal.waitFor('it is said, with choices', text => text.includes('disk is full') && text.includes('1 try again') && text.includes('2 let go'), slow);
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
	await terminal.waitFor('it is said again', text => text.includes('disk is full') && text.includes('1 try again'), slow);
	rmSync(filler);
	terminal.write('1');
	await t.notThrowsAsync(terminal.waitFor('both run', text => !text.includes('╭') && !text.includes('still here') && text.includes(`in <${home.project}>`) && (text.match(/[●◐○?] claude/g) ?? []).length >= 2, slow));
});
