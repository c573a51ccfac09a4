import {existsSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {watchClutchd, withoutGateway, type Watcher} from '../helpers/clutchd.js';
import {runProgram} from '../helpers/program.js';
import {rebootableHome, type RebootableHome} from '../helpers/reboot.js';
import {until} from '../helpers/until.js';
import {openUserInterface} from '../helpers/user-interface.js';

type Lost = {readonly home: RebootableHome; readonly watcher: Watcher; readonly file: string};

/** A session of which nothing is left but what clutchd wrote down: everything ended at once, and the run directory with it. */
async function lostSession(t: ExecutionContext, beforeIt: (kept: {readonly home: RebootableHome; readonly first: Watcher; readonly file: string}) => Promise<void>): Promise<Lost> {
	const home = rebootableHome(t);
	withoutGateway(home);
	const first = await watchClutchd(t, {home});
	await first.open({file: '/bin/sh', args: ['-c', String.raw`printf 'last \033[31mwords\033[m\n'; exec cat`]}, {id: 'scr', name: 'scr', cols: 90, rows: 20});
	const file = path.join(home.paths.sessions, 'scr.screen');
	await beforeIt({home, first, file});
	first.close();
	await home.reboot();
	const watcher = await watchClutchd(t, {home});
	t.like(watcher.state().sessions[0], {id: 'scr', state: {status: 'host-lost', why: 'reboot'}});
	return {home, watcher, file};
}

const written = async ({file}: {readonly file: string}) => until('its screen is on the disk', () => existsSync(file) && readFileSync(file).includes('words'));

test.serial('the screen of a session outlives its holder and clutchd, and is let go with it', async t => {
	const {home, watcher, file} = await lostSession(t, written);
	t.is(statSync(file).mode & 0o777, 0o600);
	t.deepEqual(await runProgram(['clutch', 'screen', 'scr'], {home}), {code: 0, signal: null, stdout: 'last words\n', stderr: ''});
	t.like(await watcher.client.call({type: 'session.screen', id: 'scr'}), {cols: 90, rows: 20});
	t.like(await runProgram(['clutch', 'close', 'scr'], {home}), {code: 0});
	t.deepEqual(readdirSync(home.paths.sessions).filter(name => name.startsWith('scr.')), []);
});

test.serial('a dashboard shows the screen that a session had before a reboot', async t => {
	const {home} = await lostSession(t, written);
	const {terminal} = openUserInterface(t, {home});
	await terminal.waitFor('it is listed', text => /\bscr\b/.test(text));
	terminal.write('\r');
	await terminal.waitFor('its last screen shows', text => text.includes('last words'));
});

test.serial('a screen that nobody wrote down is said to be unknown', async t => {
	const {home} = await lostSession(t, async kept => {
		await written(kept);
		rmSync(kept.file);
	});
	const message = 'No screen of "scr" is known: it was lost before one was written down.';
	const hint = 'clutch restore scr starts it again, clutch close scr forgets it.';
	t.deepEqual(await runProgram(['clutch', 'screen', 'scr'], {home}), {code: 1, signal: null, stdout: '', stderr: `${message}\n${hint}\n`});
	t.like(await runProgram(['clutch', 'logs', '--output', 'scr'], {home}), {code: 1, stderr: `${message}\n${hint}\n`});
	t.deepEqual(await runProgram(['clutch', 'screen', 'scr', '--json'], {home}), {code: 1, signal: null, stdout: `${JSON.stringify({error: {code: 'ERR_CLUTCH_NO_SCREEN', message, hint}})}\n`, stderr: ''});
});
