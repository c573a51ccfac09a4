import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {launchRecords} from '../../source/io/launch-record.js';
import {processesUnder, temporaryHome, type Home} from '../helpers/home.js';
import {root, runProgram} from '../helpers/program.js';
import {startOnPty} from '../helpers/pty.js';
import {until} from '../helpers/until.js';

/** Asks its terminal, as agents do, says what is typed, and ends with 7 at `q`. */
const chat = String.raw`process.stdin.setRawMode(true); process.stdout.write('\u001B[?1003h\u001B[?2004h\u001B[c\u001B[6nready;'); process.stdin.on('data', data => { process.stdout.write('typed ' + JSON.stringify(String(data)) + ';'); if (data.includes('q')) process.exit(7); });`;

/** A person's shell on a terminal, with its settings before and after. */
function open(t: ExecutionContext, home: Home, command: string) {
	const script = `echo "before $(stty -g)."; ${command}; echo "code $?."; echo "after $(stty -g)."`;
	return startOnPty(t, {file: '/bin/sh', args: ['-c', script], env: {...home.env, CHAT: chat, PATH: `${path.join(root, 'bin')}:${path.dirname(process.execPath)}:/usr/bin:/bin`}, cwd: home.project});
}

function field(text: string, name: string): string {
	return new RegExp(`${name}[ =]([^ .]+)`).exec(text)?.[1] ?? `no ${name}`;
}

test.serial('runs a command guarded, shows all it prints and passes on its code', async t => {
	const home = temporaryHome(t);
	t.deepEqual(await runProgram(['cg_run', 'sh', '-c', 'printf "%s|" "$@"; exit 9', 'sh', '--flag', 'two words'], {home}), {code: 9, signal: null, stdout: '--flag|two words|', stderr: ''});
});

test.serial('takes the key of the original in front of --, which is then the name', async t => {
	const home = temporaryHome(t);
	for (const [argv, name] of [
		[['work', '--', 'sh', '-c', 'printf here'], 'work'],
		[['work', '--name', 'my work', '--', 'sh', '-c', 'printf here'], 'my work'],
		[['--name', 'first', 'work', '--', 'sh', '-c', 'printf here'], 'first'],
	] as const) {
		t.deepEqual(await runProgram(['cg_run', ...argv], {home}), {code: 0, signal: null, stdout: 'here', stderr: ''});
		const {stdout} = await runProgram(['clutch', 'sessions', '--all', '--json'], {home});
		const {sessions} = JSON.parse(stdout) as {readonly sessions: ReadonlyArray<{readonly name: string}>};
		t.is(sessions.at(-1)?.name, name);
	}

	// Behind a command's own arguments it is the command's.
	t.like(await runProgram(['cg_run', 'printf', '%s|', '--', 'x'], {home}), {code: 0, stdout: '--|x|'});
});

test.serial('passes on what is piped into it, and its end', async t => {
	const home = temporaryHome(t);
	// Nothing is shown twice where the program turns its terminal's echo off.
	const silent = async (script: string, input: string) => runProgram(['cg_run', 'sh', '-c', `stty -echo; ${script}`], {home, input});
	const line = await runProgram(['cg_run', 'sh', '-c', 'read x; echo "got $x"; exit 4'], {home, input: 'abc\n'});
	t.is(line.code, 4);
	t.regex(line.stdout, /got abc\r\n/);
	t.like(await runProgram(['cg_run', 'cat'], {home, input: ''}), {code: 0, stderr: ''});
	for (const [input, count] of [['one\ntwo\n', 8], ['one\ntwo', 7], ['one line\n'.repeat(20_000), 180_000]] as const) {
		const {code, stdout} = await silent('wc -c', input);
		t.deepEqual([code, stdout.trim().split(/\s+/).at(-1)], [0, String(count)]);
	}
});

test.serial('ends with its command though what is piped into it does not end', async t => {
	const home = temporaryHome(t);
	const {exit, text} = startOnPty(t, {file: '/bin/sh', args: ['-c', 'mkfifo endless && exec 3<>endless && cg_run sh -c "exit 6" <&3; echo "code $?."'], env: {...home.env, PATH: `${path.join(root, 'bin')}:${path.dirname(process.execPath)}:/usr/bin:/bin`}, cwd: home.project});
	await exit;
	t.is(field(text(), 'code'), '6');
});

test.serial('guards a launch as what it is: its agent, its code and its conversation are known', async t => {
	const home = temporaryHome(t);
	const folder = path.join(home.user, 'bin');
	mkdirSync(folder);
	writeFileSync(path.join(folder, 'claude'), '#!/bin/sh\nstty -echo; printf "%s|" "$@"; read line; exit 5\n', {mode: 0o755});
	const env = {...home.env, PATH: `${folder}:${path.join(root, 'bin')}:${path.dirname(process.execPath)}:/usr/bin:/bin`, IS_SANDBOX: '1'};
	const first = startOnPty(t, {file: '/bin/sh', args: ['-c', 'echo "look around" | cg_run --name talk xx cid -m opus -- --verbose; echo "code $?."'], env, cwd: home.project});
	await first.waitForText('--verbose|');
	t.regex(first.text(), /--session-id\|[\da-f-]{36}\|look around\|--model\|opus\|--dangerously-skip-permissions\|/);
	const {stdout} = await runProgram(['clutch', 'sessions', '--json'], {home});
	const {sessions} = JSON.parse(stdout) as {readonly sessions: ReadonlyArray<Readonly<Record<string, unknown>>>};
	t.is(sessions.length, 1);
	t.like(sessions[0], {name: 'talk', title: 'Claude Code', cwd: home.project, recipe: {code: 'cid', agent: 'claude', route: 'd', model: 'opus'}});
	t.like(launchRecords(home.paths)[0], {name: 'talk', process: undefined, recipe: {code: 'cid'}});
	// What was piped in is in the prompt; the keys come from the terminal.
	first.pty.write(Buffer.from('\r'));
	await first.exit;
	t.is(field(first.text(), 'code'), '5');
});

test.serial('takes a prompt as long as one argument can be', async t => {
	const home = temporaryHome(t);
	const folder = path.join(home.user, 'bin');
	mkdirSync(folder);
	writeFileSync(path.join(folder, 'claude'), '#!/bin/sh\nprintf %s "$4" | wc -c\n', {mode: 0o755});
	const {code, stdout, stderr} = await runProgram(['cg_run', 'xx', 'cnd'], {home, env: {PATH: `${folder}:/usr/bin:/bin`, IS_SANDBOX: '1'}, input: 'x'.repeat(131_071)});
	t.deepEqual([code, stdout.trim(), stderr], [0, '131071', '']);
});

test.serial('says what is wrong with a launch before anything is guarded', async t => {
	const home = temporaryHome(t);
	const wrong = {code: 2, signal: null, stdout: '', stderr: 'cz – no mode "z". ci new  cc continue  cn one prompt  cs session  cr pick\nxx --help says what a code is.\n'};
	t.deepEqual(await runProgram(['cg_run', 'xx', 'cz'], {home}), wrong);
	t.deepEqual(await runProgram(['clutch', 'guard', 'clutch', 'launch', 'cz'], {home}), wrong);
	t.deepEqual(processesUnder(home.home), []);
});

test.serial('refuses a command that is not there', async t => {
	const home = temporaryHome(t);
	t.deepEqual(await runProgram(['cg_run', 'no-such-command'], {home}), {code: 2, signal: null, stdout: '', stderr: 'There is no command "no-such-command" on the PATH.\nIts name may have a typing mistake; a path works too.\n'});
	t.deepEqual(await runProgram(['cg_run'], {home}), {code: 2, signal: null, stdout: '', stderr: 'cg_run takes a command to run.\nSuch as cg_run xx cip, or cg_run npm test.\n'});
});

test.serial('keeps a guarded command when its user leaves, and comes back to it', async t => {
	const home = temporaryHome(t);
	const first = open(t, home, 'cg_run --name talk node -e "$CHAT"');
	await first.waitForText('ready;');
	// Keys and answers may be read in one piece, in any order between them.
	const typed = () => [...first.text().matchAll(/typed "([^"]*)";/g)].map(match => match[1]).join('');
	first.pty.write(Buffer.from('a'));
	await until('its key is typed', () => typed().includes('a'));
	// The chord and another key go on; the chord and d leave.
	first.pty.write(Buffer.from('\u0000x'));
	// What it asked was answered once, by clutchd, and not by the person's terminal too.
	const answers = [String.raw`\u001b[?1;2c`, String.raw`\u001b[1;1R`];
	await until('the other keys and the answers are typed', () => ['x', ...answers].every(text => typed().includes(text)));
	t.deepEqual(answers.map(answer => typed().split(answer).length - 1), [1, 1]);
	t.is(typed().replace(answers[0] ?? '', '').replace(answers[1] ?? '', ''), String.raw`a\u0000x`);
	first.pty.write(Buffer.from('\u0000d'));
	await first.exit;
	const left = first.text();
	t.deepEqual([field(left, 'code'), field(left, 'after') === field(left, 'before')], ['0', true]);
	t.regex(left, /talk goes on\. clutch attach [\w-]+ comes back to it\./);
	t.true(left.lastIndexOf('\u001B[?1003l') > left.indexOf('\u001B[?1003h'));
	t.false(left.includes('\u001B[c') || left.includes('\u001B[6n'));

	const second = open(t, home, 'clutch attach talk');
	await second.waitForText('ready;');
	second.pty.write(Buffer.from('q'));
	await second.exit;
	t.deepEqual([field(second.text(), 'code'), field(second.text(), 'after') === field(second.text(), 'before')], ['7', true]);
});

for (const [signal, code] of [['SIGTERM', 143], ['SIGHUP', 129]] as const) {
	test.serial(`ends with ${code} at ${signal}, and the session goes on`, async t => {
		const home = temporaryHome(t);
		const child = spawn(path.join(root, 'bin', 'cg_run'), ['--name', 'talk', 'sh', '-c', 'echo ready; exec cat'], {env: home.env, cwd: home.project, stdio: ['pipe', 'pipe', 'pipe']});
		const exit = once(child, 'close');
		await once(child.stdout, 'data');
		child.kill(signal);
		t.deepEqual(await exit, [code, null]);
		const {stdout} = await runProgram(['clutch', 'sessions', '--json'], {home});
		t.like(JSON.parse(stdout), {sessions: [{name: 'talk', word: 'live'}]});
	});
}

test.serial('keeps a guarded command when its terminal goes away', async t => {
	const home = temporaryHome(t);
	const first = open(t, home, 'cg_run --name talk sh -c \'echo ready; read line; echo got $line; exit 3\'');
	await first.waitForText('ready');
	first.pty.close();
	await first.exit;
	const second = open(t, home, 'clutch attach talk');
	await second.waitForText('ready');
	second.pty.write(Buffer.from('hello\r'));
	await second.waitForText('got hello');
	await second.exit;
	t.is(field(second.text(), 'code'), '3');
});

test.serial('says that there is no such session', async t => {
	const home = temporaryHome(t);
	const {code, stderr} = await runProgram(['clutch', 'attach', 'nobody'], {home});
	t.deepEqual([code, stderr], [2, 'There is no session "nobody".\nclutch sessions lists them.\n']);
});

test.serial('restarts the gateway', async t => {
	const home = temporaryHome(t);
	await runProgram(['clutch', 'up'], {home});
	const {code, stdout} = await runProgram(['proxies', 'restart', '--json'], {home});
	const {restarted, services: [gateway], problems} = JSON.parse(stdout) as {readonly restarted: readonly string[]; readonly services: ReadonlyArray<{readonly address: string}>; readonly problems: readonly unknown[]};
	t.deepEqual([code, restarted, problems], [0, ['gateway'], []]);
	const answer = await fetch(`${gateway?.address ?? ''}/health`);
	t.is(answer.status, 200);
});
