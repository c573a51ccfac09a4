import {spawn} from 'node:child_process';
import test from 'ava';
import {identify, isAlive, sessionOf, signalProcess} from '../../source/io/process-identity.js';
import {collect, withHolder} from '../helpers/holder.js';
import {numberedText} from '../helpers/numbered-text.js';
import {until} from '../helpers/until.js';

const onLinux = process.platform === 'linux' ? test : test.skip;

test('holds a program on pipes: both streams, no terminal', async t => {
	const {connect} = await withHolder(t, {kind: 'pipe', args: ['--eval', String.raw`process.stdout.write("out " + process.stdout.isTTY + "\n"); process.stderr.write("err\n"); setInterval(() => {}, 1000)`]});
	const user = await connect('user');
	const collected = collect(user);
	user.attach('oldest');
	await collected.waitFor('both have come', ({text}) => text().length >= 18);
	t.deepEqual(collected.text().split('\n').toSorted((a, b) => a.localeCompare(b)), ['', 'err', 'out undefined']);

	user.input(Buffer.from('x'));
	await collected.waitFor('it has no input', ({messages}) => messages().length > 0);
	t.deepEqual(collected.messages(), [{type: 'refused', code: 'ERR_CLUTCH_HOLDER_INPUT', message: '1 bytes of input were not taken: this program has no input.'}]);
	user.stop(20_000);
	t.deepEqual(await collected.exit(), {type: 'signal', signal: 'SIGTERM'});
});

test('asks a program to end with the signal that is named, and kills it after the grace', async t => {
	const {connect} = await withHolder(t, {kind: 'pipe', script: 'stubborn.js'});
	const daemon = await connect('daemon');
	const collected = collect(daemon, {acknowledge: true});
	daemon.attach('oldest');
	await collected.waitFor('it is ready', ({text}) => text().endsWith('ready\n'));
	daemon.stop(60_000, 'SIGINT');
	await collected.waitFor('it was asked', ({text}) => text().includes('ignored'));
	daemon.signal('SIGHUP');
	await collected.waitFor('it was asked otherwise', ({text}) => text().includes('ignored SIGHUP'));
	t.is(collected.text(), 'ready\nignored SIGINT\nignored SIGHUP\n');
	daemon.stop(0);
	t.deepEqual(await collected.exit(), {type: 'signal', signal: 'SIGKILL'});
});

test('loses nothing of a program on pipes that prints and exits at once', async t => {
	const {connect} = await withHolder(t, {kind: 'pipe', script: 'print-and-exit.js', args: ['4194304', '9']});
	const daemon = await connect('daemon');
	const collected = collect(daemon, {acknowledge: true});
	daemon.attach('oldest');
	t.deepEqual(await collected.exit(), {type: 'code', code: 9});
	t.is(collected.text(), numberedText(4_194_304));
});

onLinux('tells the end of a service at once and ends what it left behind, also who ignores TERM, and nobody else', async t => {
	// One child, one whose parent is gone, one that ignores TERM, and one in a session of its own; all of them hold its output.
	const program = 'sleep 601 & a=$!; b=$(sleep 602 >&2 & echo $!); (trap "" TERM; while :; do sleep 0.1; done) & c=$!; setsid sleep 603 & echo "$a $b $c $!"; exec sleep 600';
	const {connect, welcome} = await withHolder(t, {kind: 'pipe', file: '/bin/sh', args: ['-c', program]});
	const decoy = spawn('/bin/sleep', ['602'], {stdio: 'ignore', detached: true});
	t.teardown(() => decoy.kill('SIGKILL'));
	const known = identify(decoy.pid ?? 0);
	const daemon = await connect('daemon');
	const collected = collect(daemon, {acknowledge: true});
	daemon.attach('oldest');
	await collected.waitFor('it has children', ({text}) => text().endsWith('\n'));
	const [one, two, three, escaped] = collected.text().trim().split(' ').map(pid => identify(Number(pid)));
	const left = [one, two, three];
	t.teardown(() => escaped && signalProcess(escaped, 'SIGKILL'));
	t.false([...left, escaped].includes(undefined));
	await until('one has left its session', () => escaped !== undefined && sessionOf(escaped.pid) === escaped.pid);

	process.kill(welcome.child?.pid ?? 0, 'SIGKILL');
	t.deepEqual(await collected.exit(), {type: 'signal', signal: 'SIGKILL'});
	await until('all that it left behind has ended', () => left.every(each => each === undefined || !isAlive(each)));
	// Its output is held for ten minutes more, and nobody has waited for that.
	t.deepEqual([known, escaped].map(each => each !== undefined && isAlive(each)), [true, true]);
});

onLinux('leaves only when what its service left behind has ended', async t => {
	const {connect, welcome} = await withHolder(t, {kind: 'pipe', file: '/bin/sh', args: ['-c', '(trap "" TERM; while :; do sleep 0.1; done) & echo $!; exec sleep 60']});
	const daemon = await connect('daemon');
	const collected = collect(daemon, {acknowledge: true});
	daemon.attach('oldest');
	await collected.waitFor('it has a child', ({text}) => text().endsWith('\n'));
	const stubborn = identify(Number(collected.text()));
	process.kill(welcome.child?.pid ?? 0, 'SIGKILL');
	await collected.exited();
	daemon.close();
	await until('the holder has left', () => !isAlive(welcome.holder));
	t.false(stubborn === undefined || isAlive(stubborn));
});
