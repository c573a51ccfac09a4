import {spawn} from 'node:child_process';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import test, {type ExecutionContext} from 'ava';
import {clutchdOutput, startClutchd} from '../../source/io/clutchd-start.js';
import {createPatience} from '../../source/io/clutchd-silent.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {identify} from '../../source/io/process-identity.js';
import {temporaryHome, type Home} from '../helpers/home.js';
import {until} from '../helpers/until.js';

const never = new AbortController().signal;

/** A home whose lock is held by a process that never answers. */
function lockedHome(t: ExecutionContext): {readonly home: Home; readonly pid: number} {
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	const child = spawn('/bin/sleep', ['600'], {stdio: 'ignore', env: home.env});
	const pid = child.pid ?? 0;
	writeFileSync(`${home.paths.lock}.1`, JSON.stringify(identify(pid)), {mode: 0o600});
	return {home, pid};
}

test('one that was stopped is given up soon, one that is slow is not', async t => {
	const slow = lockedHome(t);
	const stopped = lockedHome(t);
	process.kill(stopped.pid, 'SIGSTOP');
	const [patient, short] = [slow, stopped].map(({home}) => createPatience(home.paths, {deadlineMs: 3_600_000, signal: never}));
	t.teardown(() => {
		patient?.end();
		short?.end();
	});
	await until('the one that was stopped is given up', () => short?.deadline.aborted === true);
	t.false(patient?.deadline.aborted);
});

test('no second one is started while the lock is held by one that lives', async t => {
	const {home, pid} = lockedHome(t);
	const output = clutchdOutput(home.paths);
	const said = () => existsSync(output) ? readFileSync(output, 'utf8') : '';
	let looks = 0;
	const client = await startClutchd({
		paths: home.paths, env: home.env, signal: never, deadline: never,
		async connect() {
			looks += said() === '' ? 0 : 1;
			return looks > 300 ? {} : undefined;
		},
	});
	t.deepEqual(client, {});
	t.is(said(), `clutchd runs already, with pid ${pid}.\n`);
});
