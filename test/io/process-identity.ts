import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import test from 'ava';
import {identify, isAlive, sessionLeft, sessionMembers, signalGroup, signalProcess} from '../../source/io/process-identity.js';
import {until} from '../helpers/until.js';

const onLinux = process.platform === 'linux' ? test : test.skip;

function nameOf(pid: number): string {
	try {
		return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
	} catch {
		// It has ended meanwhile.
		return '';
	}
}

test('names a process by pid and start, the same every time', t => {
	const own = identify(process.pid);
	t.truthy(own?.startTime);
	t.deepEqual(identify(process.pid), own);
	t.not(identify(process.ppid)?.startTime, '');
});

test('knows no process that is gone', async t => {
	const child = spawn('/bin/cat', {stdio: ['pipe', 'ignore', 'ignore']});
	const identity = identify(child.pid!)!;
	child.stdin.end();
	await once(child, 'exit');
	t.deepEqual([identify(child.pid!), isAlive(identity), signalProcess(identity, 'SIGTERM')], [undefined, false, false]);
});

test('signals nobody who only has the same pid', async t => {
	const child = spawn('/bin/sleep', ['60'], {stdio: 'ignore', detached: true});
	const identity = identify(child.pid!)!;
	const other = {...identity, startTime: '1'};
	t.deepEqual([signalProcess(other, 'SIGKILL'), signalGroup(other, 'SIGKILL'), sessionMembers(other).length, isAlive(identity)], [false, false, 0, true]);
	t.true(signalGroup(identity, 'SIGKILL'));
	await once(child, 'exit');
});

onLinux('counts a zombie as gone', async t => {
	// `sleep` waits for nobody, so that the child it took over from the shell stays a zombie.
	const parent = spawn('/bin/sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], {stdio: ['ignore', 'pipe', 'ignore']});
	t.teardown(() => {
		parent.kill('SIGKILL');
	});
	const [line] = await once(parent.stdout, 'data') as [Buffer];
	const pid = Number(String(line).trim());
	await until('the shell has become `sleep`', () => nameOf(parent.pid!) === 'sleep');
	const child = identify(pid)!;
	t.true(isAlive(child));
	process.kill(pid, 'SIGKILL');
	await until('the child has ended', () => !isAlive(child));
	t.notThrows(() => process.kill(pid, 0));
});

onLinux('finds everybody in a session, its leader first', async t => {
	const leader = spawn('/bin/sh', ['-c', 'sleep 61 & sleep 62 & wait'], {stdio: 'ignore', detached: true});
	const identity = identify(leader.pid!)!;
	await until('both are there', () => sessionMembers(identity).length === 3);
	const members = sessionMembers(identity);
	t.deepEqual(members[0], identity);
	for (const member of members) {
		signalProcess(member, 'SIGKILL');
	}

	await until('all are gone', () => members.every(member => !isAlive(member)));
});

onLinux('finds who is left in a session whose leader has ended, and nobody while it lives', async t => {
	const leader = spawn('/bin/sh', ['-c', 'sleep 61 & (sleep 62 &) ; read line'], {stdio: ['pipe', 'ignore', 'ignore'], detached: true});
	const identity = identify(leader.pid!)!;
	// The shell that starts the second one is there for a moment too.
	await until('both are there', () => {
		const members = sessionMembers(identity);
		return members.length === 3 && members.filter(({pid}) => nameOf(pid) === 'sleep').length === 2;
	});
	const [, ...others] = sessionMembers(identity);
	const whileAlive = sessionLeft(identity.pid);
	leader.kill('SIGKILL');
	await once(leader, 'exit');
	t.deepEqual([whileAlive, sessionLeft(identity.pid)], [[], others]);
	for (const other of others) {
		signalProcess(other, 'SIGKILL');
	}

	await until('nobody is left', () => sessionLeft(identity.pid).every(other => !isAlive(other)));
});
