import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {findExecutable} from '../../source/io/executable.js';
import {temporaryHome, type Home} from '../helpers/home.js';
import {runProgram} from '../helpers/program.js';
import {fakeUserManager} from '../helpers/user-manager.js';

const onLinux = process.platform === 'linux' ? test.serial : test.skip;

type Done = {readonly status: string; readonly file: string; readonly ran: readonly string[]; readonly left: readonly string[]; readonly sentence: string};

async function service(home: Home, action: string, ...flags: readonly string[]): Promise<Done> {
	const {stdout, stderr} = await runProgram(['clutch', 'service', action, '--json', ...flags], {home});
	return JSON.parse(stdout === '' ? JSON.stringify({stderr}) : stdout) as Done;
}

const unitOf = (home: Home) => path.join(home.user, '.config', 'systemd', 'user', 'clutch.service');

/** A `systemctl` that writes down what it is asked. */
async function managed(t: ExecutionContext): Promise<{readonly home: Home; readonly asked: () => readonly string[]}> {
	const {env} = await fakeUserManager(t);
	const calls = path.join(env.XDG_RUNTIME_DIR, 'systemctl');
	writeFileSync(path.join(env.PATH.split(':')[0] ?? '', 'systemctl'), `#!/bin/sh\necho "$*" >> '${calls}'\ncase $2 in is-enabled) echo enabled;; esac\n`, {mode: 0o755});
	return {home: temporaryHome(t, env), asked: () => existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : []};
}

onLinux('installs a unit that systemd understands, and takes away exactly that', async t => {
	const home = temporaryHome(t);
	const file = unitOf(home);
	t.like(await service(home, 'status'), {status: 'missing'});
	const done = await service(home, 'install');
	t.deepEqual([done.status, done.file, done.ran, done.left], ['ours', file, [], ['systemctl --user daemon-reload', 'systemctl --user enable --now clutch.service']]);
	t.is(statSync(file).mode & 0o777, 0o644);
	const text = readFileSync(file, 'utf8');
	t.true(text.includes(`Environment="CLUTCH_HOME=${home.home}"`));
	if (findExecutable('systemd-analyze', {searchPath: process.env.PATH, cwd: '/'}).status === 'found') {
		const {stderr} = spawnSync('systemd-analyze', ['verify', '--user', '--man=no', file], {encoding: 'utf8', env: {...home.env, XDG_RUNTIME_DIR: home.user}, timeout: 20_000});
		t.deepEqual(stderr.split('\n').filter(line => line.includes('clutch.service')), []);
	} else {
		t.log('skipped: systemd-analyze is not installed');
	}

	t.like(await service(home, 'status'), {status: 'ours'});
	t.like(await service(home, 'uninstall'), {status: 'missing'});
	t.false(existsSync(path.join(home.user, '.config')));
});

onLinux('enables and disables it where a user manager answers', async t => {
	const {home, asked} = await managed(t);
	t.like(await service(home, 'install'), {left: []});
	t.like(await service(home, 'status'), {sentence: `Installed: ${unitOf(home)} (enabled).`});
	await service(home, 'uninstall');
	t.deepEqual(asked(), ['--user daemon-reload', '--user enable --now clutch.service', '--user is-enabled clutch.service', '--user disable clutch.service', '--user daemon-reload']);
});

onLinux('leaves the folders that were there, and files that are not ours, as they are', async t => {
	const home = temporaryHome(t);
	const file = unitOf(home);
	mkdirSync(path.dirname(file), {recursive: true});
	await service(home, 'install');
	await service(home, 'uninstall');
	t.deepEqual([existsSync(file), existsSync(path.dirname(file))], [false, true]);

	writeFileSync(file, '[Service]\nExecStart=/bin/true\n');
	const {code, stderr} = await runProgram(['clutch', 'service', 'install'], {home});
	t.deepEqual([code, stderr.split('\n')[0]], [1, `The file ${file} was left as it is: it is not from clutch service install.`]);
	t.like(await service(home, 'uninstall'), {status: 'foreign'});
	t.is(readFileSync(file, 'utf8'), '[Service]\nExecStart=/bin/true\n');
});

onLinux('follows no link', async t => {
	const home = temporaryHome(t);
	const file = unitOf(home);
	mkdirSync(path.dirname(file), {recursive: true});
	const elsewhere = path.join(home.user, 'elsewhere');
	symlinkSync(elsewhere, file);
	const {code} = await runProgram(['clutch', 'service', 'install'], {home});
	t.deepEqual([code, existsSync(elsewhere)], [1, false]);
});

onLinux('does nothing in a dry run', async t => {
	const {home, asked} = await managed(t);
	const done = await service(home, 'install', '--dry-run');
	t.true(done.sentence.includes('ExecStart='));
	t.deepEqual([done.left.length, asked(), existsSync(path.join(home.user, '.config'))], [2, [], false]);
});

test.serial('names what is near a verb it does not have', async t => {
	const home = temporaryHome(t);
	const near = await runProgram(['clutch', 'service', 'instal'], {home});
	t.deepEqual([near.code, near.stderr], [2, 'service has no verb "instal".\nDid you mean clutch service install?\n']);
	const far = await runProgram(['clutch', 'service', 'status', 'gateway'], {home});
	t.deepEqual([far.code, far.stderr], [2, 'service status takes no further word.\nclutch service status changes nothing.\n']);
});
