import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {ensureDirectories} from '../../source/io/paths.js';
import {returnOfClutchd, watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {temporaryHome, type Home} from '../helpers/home.js';
import {root} from '../helpers/program.js';
import {until} from '../helpers/until.js';
import {usageRecord} from '../helpers/usage.js';
import {kill} from '../helpers/user-interface.js';

function quietHome(t: ExecutionContext): Home {
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	withoutGateway(home);
	return home;
}

/** The command with its output in a pipe. */
function piped(t: ExecutionContext, home: Home, args: readonly string[]) {
	const child = spawn(path.join(root, 'bin/clutch'), ['watch', ...args], {cwd: home.project, env: home.env, stdio: ['ignore', 'pipe', 'pipe']});
	let output = '';
	let errors = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		output += text;
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		errors += text;
	});
	const exit = once(child, 'exit');
	t.teardown(() => {
		child.kill('SIGKILL');
	});
	return {child, exit, output: () => output, errors: () => errors};
}

/** Of now: figures are those of the last minutes. */
const cascade = () => usageRecord('cascade', {
	at: Date.now(), session: undefined, provider: 'two', model: 'b',
	attempts: [{provider: 'one', model: 'a', status: 429, error: 'slow down', durationMs: 1200}, {provider: 'two', model: 'b', status: 200, error: undefined, durationMs: 800}],
});

test.serial('tells each change in a line, outlives clutchd, and ends in order', async t => {
	const home = quietHome(t);
	const watcher = await watchClutchd(t, {home});
	const {child, exit, output, errors} = piped(t, home, ['--plain']);
	await until('it is there', () => /clutchd +is there, pid \d+\n/.test(output()) && /rates +requests\/min 0 /.test(output()));
	await watcher.client.call({type: 'usage.record', records: [cascade()]});
	await until('the cascade is a line', () => /\d\d:\d\d:\d\d {2}cascade ok {2}no session {2}a → b {2}429 slow down {2}1\.2 s lost\n/.test(output()));
	await until('so are the rates', () => /rates +requests\/min 1 .* today n\/a 1 requests 0 failed in 100 out 7\n/.test(output()));
	// Something lives, so that clutchd comes back.
	await watcher.open({file: process.execPath, args: ['--eval', 'setInterval(() => {}, 1000)']});
	await until('so is the session', () => /session +Test "test" +started\n/.test(output()));
	kill(watcher.state().clutchd.pid);
	await until('it says that clutchd is away', () => /clutchd +is away; it is waited for\n/.test(output()));
	await until('and back', () => /clutchd +is back, pid \d+\n/.test(output()));
	const again = await returnOfClutchd(t, home);
	await again.client.call({type: 'usage.record', records: [usageRecord('later', {at: Date.now(), session: undefined})]});
	await until('it goes on', () => /request +no session +demo-1 +in 100/.test(output()));
	t.is(output().split('cascade ok').length, 2, 'nothing is told twice');
	child.kill('SIGINT');
	t.deepEqual(await exit, [0, null]);
	t.is(errors(), '');
});

test.serial('writes one object a line as JSON', async t => {
	const home = quietHome(t);
	const watcher = await watchClutchd(t, {home});
	const {child, exit, output} = piped(t, home, ['--json']);
	await until('the rates are told', () => output().includes('"type":"rates"'));
	await watcher.client.call({type: 'usage.record', records: [cascade()]});
	await until('the request is told', () => output().includes('"type":"request"'));
	child.kill('SIGTERM');
	await exit;
	const objects = output().trimEnd().split('\n').map(line => JSON.parse(line) as {readonly type: string; readonly usage?: {readonly id: string}});
	t.is(objects.find(({type}) => type === 'request')?.usage?.id, 'cascade');
});

test.serial('ends when nobody reads any more', async t => {
	const home = quietHome(t);
	const watcher = await watchClutchd(t, {home});
	const {child, exit, output} = piped(t, home, ['--plain']);
	await until('it is there', () => /rates +requests\/min 0 /.test(output()));
	child.stdout.destroy();
	await watcher.client.call({type: 'usage.record', records: [cascade()]});
	t.deepEqual(await exit, [0, null]);
});

test.serial('once prints what is known and ends, and starts nothing', async t => {
	const home = quietHome(t);
	const without = piped(t, home, ['--once']);
	t.deepEqual(await without.exit, [4, null]);
	t.regex(without.errors(), /clutchd is not running/);
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'usage.record', records: [cascade()]});
	const {exit, output} = piped(t, home, ['--once']);
	t.deepEqual(await exit, [0, null]);
	await until('all of it is read', () => output().includes('cascade ok'));
	t.regex(output(), /model +b +two +1 requests +0 failed/);
});

test.serial('once with --json prints one object, of the type and with the parts that its page names', async t => {
	const home = quietHome(t);
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'usage.record', records: [cascade()]});
	const {exit, output} = piped(t, home, ['--once', '--json']);
	t.deepEqual(await exit, [0, null]);
	await until('all of it is read', () => output().endsWith('\n'));
	const [{type, ...parts}, ...others] = output().trimEnd().split('\n').map(line => JSON.parse(line) as Readonly<Record<string, unknown>>) as [Readonly<Record<string, unknown>>, ...unknown[]];
	t.deepEqual(others, []);
	t.is(type, 'snapshot');
	t.like(parts.figures, {spanMs: 15 * 60 * 1000, totals: {requests: 1}});
	const page = readFileSync(path.join(root, 'docs/watch.md'), 'utf8');
	for (const name of ['snapshot', ...Object.keys(parts)]) {
		t.true(page.includes(`\`${name}\``), `the page has no ${name}`);
	}
});

const sleeper = {proxy: {auto_start: false}, services: {sleeper: {title: 'Sleeper', argv: ['/bin/sleep', '1000']}}};

test.serial('tells each change of a service in a line, once', async t => {
	const home = quietHome(t);
	writeFileSync(home.paths.config, JSON.stringify(sleeper));
	const watcher = await watchClutchd(t, {home});
	const plain = piped(t, home, ['--plain']);
	const json = piped(t, home, ['--json']);
	await until('both are there', () => [plain, json].every(({output}) => output().includes('rates')));
	await watcher.client.call({type: 'service.start', id: 'sleeper'});
	await until('it is told that it is ready', () => /\d\d:\d\d:\d\d {2}service {5}sleeper {2}ready\n/.test(plain.output()));
	await watcher.client.call({type: 'service.stop', id: 'sleeper'});
	await until('and that it has stopped', () => /service {5}sleeper {2}stopped\n/.test(plain.output()) && json.output().includes('"status":"stopped"'));
	for (const {child, exit} of [plain, json]) {
		child.kill('SIGTERM');
		await exit;
	}

	t.is(plain.output().match(/sleeper {2}ready/g)?.length, 1);
	const told = json.output().trimEnd().split('\n').map(line => JSON.parse(line) as {readonly type: string; readonly id?: string; readonly state?: {readonly status: string}}).filter(({type}) => type === 'service');
	t.deepEqual(told.map(({id, state}) => `${id} ${state?.status}`).filter(each => !/starting|stopping/.test(each)), ['sleeper ready', 'sleeper stopped']);
});
