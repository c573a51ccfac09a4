import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {lookForScope, type ScopePatience} from '../../source/io/holder-scope.js';
import {startHolder} from '../../source/io/holder-start.js';
import {identify} from '../../source/io/process-identity.js';
import {notePath} from '../../source/io/tombstone.js';
import {openHolder} from '../helpers/holder.js';
import {patience, patienceMs, until} from '../helpers/until.js';
import {canMakeGroups, fakeUserManager, groupsOf, type UserManager} from '../helpers/user-manager.js';

const onLinux = process.platform === 'linux' ? test.serial : test.serial.skip;

/** A busy machine is no user manager that is silent. */
const patient = {answerMs: patienceMs, handOverMs: patienceMs};

async function scopedHolder(t: ExecutionContext, {env}: UserManager, scopePatience: ScopePatience | undefined = patient) {
	const holder = await openHolder({script: 'echo-input.js', environment: env, scopePatience});
	t.teardown(holder.close);
	return holder;
}

const notes = (tombstone: string) => existsSync(notePath(tombstone)) ? readFileSync(notePath(tombstone), 'utf8') : '';

onLinux('gives a holder a scope of its own, in which it keeps pid and session', async t => {
	const manager = await fakeUserManager(t);
	const {spec, welcome} = await scopedHolder(t, manager);
	const {pid} = welcome.holder;
	t.deepEqual(identify(pid), welcome.holder);
	const [asked = '', ...more] = manager.asked();
	t.regex(asked, new RegExp(String.raw`^--user --scope --collect --quiet --unit=clutch-session-${spec.id}-[0-9a-f]{8} --property=OOMPolicy=continue --expand-environment=no -- /`));
	t.deepEqual(more, []);
	t.is(Number(readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ')[3]), pid);
	if (canMakeGroups()) {
		t.true(groupsOf(pid).includes(`/clutch-session-${spec.id}-`));
		t.true(groupsOf(welcome.child?.pid ?? 0).includes(`/clutch-session-${spec.id}-`));
		t.false(groupsOf(process.pid).includes('clutch-session'));
	}

	t.is(notes(spec.tombstone), '');
});

onLinux('never names two scopes alike', async t => {
	const manager = await fakeUserManager(t);
	await scopedHolder(t, manager);
	await scopedHolder(t, manager);
	t.is(new Set(manager.asked().map(line => /--unit=(\S+)/.exec(line)?.[1])).size, 2);
});

onLinux('asks an older systemd for less', async t => {
	const manager = await fakeUserManager(t, 'old');
	const {spec} = await scopedHolder(t, manager);
	t.deepEqual(manager.asked().map(line => /--(?:property|expand)[\w-]*/g[Symbol.match](line)), [['--property', '--expand-environment'], ['--property']]);
	t.is(notes(spec.tombstone), '');
	// Only once: this process knows it now.
	await scopedHolder(t, manager);
	t.is(manager.asked().length, 3);
});

onLinux('starts a holder without a scope, and notes why, where systemd-run fails', async t => {
	const {spec, welcome} = await scopedHolder(t, await fakeUserManager(t, 'broken'));
	t.deepEqual(identify(welcome.holder.pid), welcome.holder);
	t.regex(notes(spec.tombstone), /systemd-run gave no scope \(exit code 1\); started without one/);
});

onLinux('tells what stands against a scope', async t => {
	const {env} = await fakeUserManager(t);
	const reasons = await Promise.all([
		env,
		{...env, XDG_RUNTIME_DIR: undefined},
		{...env, XDG_RUNTIME_DIR: path.dirname(env.XDG_RUNTIME_DIR)},
	].map(async each => {
		const chance = await lookForScope(each, patient);
		return chance.status === 'none' ? chance.reason : chance.file;
	}));
	t.deepEqual(reasons, [path.join(env.PATH.split(':')[0] ?? '', 'systemd-run'), 'no-runtime-folder', 'no-user-manager']);
});

onLinux('takes no noticeable time where there is no user manager', async t => {
	const env = {PATH: process.env.PATH ?? '', XDG_RUNTIME_DIR: '/nowhere'};
	await lookForScope(env);
	// Two milliseconds each would be too much already. A busy machine is given many hundreds.
	await t.notThrowsAsync(until('a hundred of them took less than 200 ms', async () => {
		const before = performance.now();
		for (let count = 0; count < 100; count++) {
			await lookForScope(env);
		}

		return performance.now() - before < 200;
	}));
});

// The last one: from then on this process asks no systemd-run any more.
onLinux('waits for a systemd-run that hangs once, and not again', async t => {
	const manager = await fakeUserManager(t, 'hanging');
	const {spec, welcome} = await scopedHolder(t, manager, {...patient, handOverMs: 3000});
	t.deepEqual(identify(welcome.holder.pid), welcome.holder);
	t.regex(notes(spec.tombstone), /systemd-run gave no scope \(silence\)/);
	const asked = manager.asked().length;
	await scopedHolder(t, manager);
	t.is(manager.asked().length, asked);
});

test.serial('leaves nothing behind, and says so, where the files of a holder cannot be written', async t => {
	const spec = {id: 'one', kind: 'pty', file: '/bin/true', args: [], env: {}, cwd: '/', cols: 80, rows: 24, socket: '/proc/clutch/one.sock', tombstone: '/proc/clutch/one.json', revive: {socket: '', argv: [], env: {}}} as const;
	const error = await t.throwsAsync(startHolder(spec, {...patience(), environment: {}}), {code: 'ERR_CLUTCH_HOLDER_FILES'});
	t.regex(error.message, /^The session was not started: \/proc\/clutch cannot be written \(/);
});
