import {spawn} from 'node:child_process';
import {appendFileSync, cpSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import test from 'ava';
import {identify, isAlive} from '../../source/io/process-identity.js';
import {logFile, ownLines, watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {fixture} from '../helpers/fixture.js';
import {processesUnder, temporaryHome} from '../helpers/home.js';
import {checkInvariants, commandOf} from '../helpers/invariants.js';
import {wrongModes} from '../helpers/terminal-modes.js';
import {storyMs, until} from '../helpers/until.js';

test('what is well has no violation, and each thing that is not has one', async t => {
	t.timeout(storyMs);
	const home = temporaryHome(t);
	withoutGateway(home);
	const log = logFile(home);
	const watcher = await watchClutchd(t, {home});
	const {id} = await watcher.open({file: process.execPath, args: [fixture('numbered-lines.js'), log, '300']});
	await until('it has printed', () => ownLines(log).length === 300);
	const sound = {home, watcher, sessions: [{id, log}]};
	t.deepEqual(await checkInvariants(sound), {count: 0, names: []});
	const wanted = {...sound, deadlineMs: 0};

	const whole = readFileSync(log, 'utf8');
	writeFileSync(log, whole.replace('line 7 x', 'line 7 y'));
	t.deepEqual(await checkInvariants(wanted), {count: 1, names: [`session ${id}: the ring differs from what was written, from byte ${whole.replaceAll('\n', '\r\n').indexOf('line 7 x') + 7} on`]});
	writeFileSync(log, whole);
	appendFileSync(log, 'never printed\nend\n');
	t.deepEqual(await checkInvariants(wanted), {count: 2, names: [`session ${id}: 20 bytes are not in the ring`, `session ${id}: its rebuilt screen is not the end of what it wrote`]});
	writeFileSync(log, whole);

	const stray = spawn('/bin/sleep', ['100'], {env: {CLUTCH_HOME: home.home}, detached: true, stdio: 'ignore'});
	t.teardown(() => stray.kill('SIGKILL'));
	const identity = identify(stray.pid ?? 0);
	t.true(identity !== undefined && isAlive(identity));
	// What this process starts is known; a stray has no parent of ours.
	t.deepEqual(await checkInvariants(sound), {count: 0, names: []});
	stray.kill('SIGKILL');
	const starter = spawn('/bin/sh', ['-c', 'sleep 100 & echo $!'], {env: {CLUTCH_HOME: home.home, PATH: '/usr/bin:/bin'}, detached: true, stdio: ['ignore', 'ignore', 'ignore']});
	await new Promise(resolve => {
		starter.once('exit', resolve);
	});
	// Until then it is still the shell that it was forked from.
	await until('what was left behind is what it is', () => processesUnder(home.home).some(pid => commandOf(pid) === 'sleep 100'));
	const {names} = await checkInvariants(wanted);
	t.is(names.length, 1);
	t.regex(names[0] ?? '', /^process \d+ \(sleep 100\) belongs to nobody$/);

	cpSync(home.paths.manifest, `${home.paths.manifest}.kept`, {recursive: true});
	rmSync(home.paths.manifest, {recursive: true});
	const unlisted = await checkInvariants(wanted);
	t.true(unlisted.names.includes(`session ${id} lives and is not in the manifest`));
});

test('modes of a terminal that are left on are named', t => {
	const opening = '\u001B[22;0t\u001B[?1049h\u001B[?25l\u001B[?7l\u001B[?2004h\u001B[>0u\u001B[?1000;1006h';
	t.deepEqual(wrongModes(Buffer.from(opening)), ['mouse clicks reported', 'mouse reports in another form', 'the alternate screen', 'pastes marked', 'its cursor hidden', 'no wrapping at its edge', 'a keyboard protocol of ours', 'a title of ours']);
	t.deepEqual(wrongModes(Buffer.from(`${opening}\u001B[?1000;1006l\u001B[<u\u001B[?2004l\u001B[?7h\u001B[23;0t\u001B[?1049l\u001B[?25h`)), []);
});
