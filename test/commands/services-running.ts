import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {Service} from '../../source/core/service/service.js';
import {identify} from '../../source/io/process-identity.js';
import {processesUnder, temporaryHome, type Home} from '../helpers/home.js';
import {root, runProgram, type Ended} from '../helpers/program.js';
import {openTerminal} from '../helpers/terminal.js';
import {until} from '../helpers/until.js';

const node = process.execPath;

/** Answers 200 at every path after `delay` milliseconds. */
const server = (delay = 0) => [node, '-e', `setTimeout(() => require('node:http').createServer((_, reply) => reply.end('well')).listen(Number(process.argv[1]), '127.0.0.1'), ${delay})`, '{port}'];
const sleeper = [node, '-e', 'setTimeout(() => {}, 600_000)'];
/** Ends by SIGKILL only, and says when it has taken its signals. */
const stubborn = [node, '-e', 'for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => {}); console.log("deaf"); setInterval(() => {}, 1000)'];

function homeWith(t: ExecutionContext, services: Readonly<Record<string, unknown>>): Home {
	const home = temporaryHome(t, {PATH: '/usr/local/bin:/usr/bin:/bin'});
	writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, services: {gateway: {enabled: false}, ...services}}));
	return home;
}

async function statusOf(home: Home): Promise<{readonly code: number | null; readonly health: string; readonly services: ReadonlyMap<string, Service>}> {
	const {code, stdout} = await runProgram(['clutch', 'status', '--json'], {home});
	const {health, services = []} = JSON.parse(stdout) as {readonly health: string; readonly services?: readonly Service[]};
	return {code, health, services: new Map(services.map(service => [service.id, service]))};
}

async function wordOf(home: Home, id: string): Promise<string | undefined> {
	const {services} = await statusOf(home);
	return services.get(id)?.state.status;
}

async function printed(home: Home, ...argv: readonly [string, ...string[]]): Promise<string> {
	const {stdout} = await runProgram(argv, {home});
	return stdout;
}

const lastLines = (text: string, count: number) => text.trim().split('\n').slice(-count);

test.serial('up starts all that are enabled after what they depend on, and status has them', async t => {
	const home = homeWith(t, {
		web: {argv: server(), port: 0, readiness: {http: '/'}, depends_on: {db: 'healthy'}},
		db: {argv: server(300), port: 0, readiness: {http: '/'}},
		off: {argv: sleeper, enabled: false},
	});
	const up = await runProgram(['proxies', 'up', '--json'], {home});
	t.deepEqual([up.code, up.stderr], [0, '']);
	const said = JSON.parse(up.stdout) as {readonly services: ReadonlyArray<{readonly id: string; readonly outcome: string; readonly address?: string}>};
	t.deepEqual(said.services.map(({id, outcome}) => `${id} ${outcome}`).toSorted(), ['db up', 'web up']);
	const {code, health, services} = await statusOf(home);
	t.deepEqual([code, health], [0, 'healthy']);
	const [db, web] = ['db', 'web'].map(id => services.get(id)?.state);
	t.true(db?.status === 'ready' && web?.status === 'ready' && web.since >= db.since);
	t.is(services.get('off')?.state.status, 'stopped');
	const plain = await runProgram(['proxies', 'status'], {home});
	t.regex(plain.stdout, /^web {7}● http:\/\/127\.0\.0\.1:\d+ {3}pid \d+ {3}started .+$/m);
	t.regex(plain.stdout, /^headroom {2}○ not installed {3}clutch service add headroom$/m);
	t.notRegex(plain.stdout, /^off/m);
});

test.serial('up names what failed with its reason and choices, and the others run', async t => {
	const home = homeWith(t, {
		db: {argv: sleeper},
		missing: {argv: ['no-such-program-here']},
		waiting: {argv: sleeper, depends_on: {missing: 'healthy'}},
	});
	const {code, stdout, stderr} = await runProgram(['clutch', 'up'], {home});
	t.is(code, 3);
	t.is(stdout, '2 of 3 services did not start; the others run.\n');
	t.deepEqual(lastLines(stderr, 4), [
		'missing is not running: Its program no-such-program-here was not found on the PATH.',
		'1 Install it, or correct services.missing.argv in the config.   2 try again',
		'waiting is not running: It waits for missing, which did not start.',
		'1 clutch up missing',
	]);
	const status = await statusOf(home);
	t.is(status.code, 3);
});

test.serial('up says how a service dies that dies at once, and ends with 4 where nothing came', async t => {
	// With a probe: without one it counts as ready where its end takes more than a second.
	const home = homeWith(t, {dying: {argv: ['sh', '-c', 'sleep 0.1; echo the table is missing >&2; exit 9'], readiness: {log: 'never'}, restart: 'never'}});
	const {code, stderr} = await runProgram(['clutch', 'up', 'dying'], {home});
	t.is(code, 4);
	t.regex(stderr, /^dying is not running: .*exit code 9.*$/m);
	t.regex(stderr, /the table is missing/);
	t.notRegex(stderr, /● ready/);
});

test.serial('up starts those named and what they depend on, and nothing else', async t => {
	const home = homeWith(t, {web: {argv: sleeper, depends_on: {db: 'started'}}, db: {argv: sleeper}, other: {argv: sleeper}});
	const {code, stdout} = await runProgram(['clutch', 'up', 'web', '--json'], {home});
	t.is(code, 0);
	t.deepEqual((JSON.parse(stdout) as {readonly services: ReadonlyArray<{readonly id: string}>}).services.map(({id}) => id).toSorted(), ['db', 'web']);
	t.is(await wordOf(home, 'other'), 'stopped');
	const wrong = await runProgram(['clutch', 'up', 'wb'], {home});
	t.deepEqual([wrong.code, lastLines(wrong.stderr, 2)], [2, ['There is no service "wb".', 'Did you mean "web"?']]);
	const tool = await runProgram(['clutch', 'restart', 'rtk'], {home});
	t.deepEqual([tool.code, lastLines(tool.stderr, 2)], [2, ['There is no service "rtk".', 'RTK is a program that agents run themselves. To install it: clutch service add rtk']]);
});

test.serial('up and restart say of a component that was named how it is installed', async t => {
	const home = homeWith(t, {db: {argv: sleeper}});
	const said = 'Headroom is not running: It is not installed.\n1 clutch service add headroom';
	const up = await runProgram(['clutch', 'up', 'headroom'], {home});
	t.deepEqual([up.code, up.stdout, lastLines(up.stderr, 2).join('\n')], [4, '', said]);
	const restart = await runProgram(['proxies', 'restart', 'db', 'headroom'], {home});
	t.deepEqual([restart.code, restart.stdout, lastLines(restart.stderr, 2).join('\n')], [3, '1 of 2 services did not start; the others run.\n', said]);
});

test.serial('down ends services that outlived their clutchd, and knows the names of services without one', async t => {
	const home = temporaryHome(t, {PATH: '/usr/local/bin:/usr/bin:/bin', CLUTCH_REVIVE_MS: '600000'});
	writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, services: {gateway: {enabled: false}, db: {argv: sleeper}}}));
	const up = JSON.parse(await printed(home, 'clutch', 'up', '--json')) as {readonly clutchd: number};
	const {services} = await statusOf(home);
	const state = services.get('db')?.state;
	const pid = state?.status === 'ready' ? state.pid : 0;
	process.kill(up.clutchd, 'SIGKILL');
	await until('clutchd is gone', () => identify(up.clutchd) === undefined);
	t.not(identify(pid), undefined);
	const alone = await statusOf(home);
	t.like(alone.services.get('db'), {state: {status: 'ready', pid}, facts: {note: 'it runs, and nobody asks how it is while clutchd does not run: clutch up finds it again, clutch down ends it'}});
	t.deepEqual([alone.code, alone.health], [4, 'down']);
	t.regex(await printed(home, 'clutch', 'status'), new RegExp(`^db {8}● ready {3}pid ${pid} {3}started .+$`, 'm'));
	const list = await printed(home, 'clutch', 'service', 'list');
	t.regex(list, /^db +● ready +db \(yours\)$/m);
	t.true(list.endsWith('\nclutchd does not run, so nobody asks how those are that do.\n  clutch up finds them again, clutch down ends them.\n'));
	t.is(await printed(home, 'clutch', 'down'), 'The services, the sessions and clutchd are stopped.\n');
	t.is(identify(pid), undefined);
	const wrong = await runProgram(['clutch', 'down', 'dp'], {home});
	t.deepEqual([wrong.code, wrong.stderr], [2, 'There is no service "dp".\nDid you mean "db"?\n']);
	t.deepEqual(JSON.parse(await printed(home, 'clutch', 'down', 'db', '--json')), {stopped: false, left: []});
});

test.serial('up says of a service that keeps ending how often and how, and not that it was not ready', async t => {
	const home = homeWith(t, {crashing: {argv: ['sh', '-c', 'sleep 0.1; kill -SEGV $$'], readiness: {log: 'never'}}});
	const pattern = /^crashing is not running: It (?:ended once|keeps ending: \d times) in \d+ s, last: signal SIGSEGV: segmentation fault\.\n1 clutch logs crashing has what it said {3}2 clutch down crashing ends the tries$/m;
	// Its first end has to come within the wait, however slow the machine is.
	let said: Ended | undefined;
	for (const seconds of ['3', '10', '25']) {
		said = await runProgram(['clutch', 'up', 'crashing', '--wait', seconds], {home});
		t.is(said.code, 4);
		if (pattern.test(said.stderr)) {
			break;
		}

		t.regex(said.stderr, /^crashing is not running: It was not ready within \d+ s\.$/m, 'nothing has ended yet');
		await runProgram(['clutch', 'down', 'crashing'], {home});
	}

	t.regex(said?.stderr ?? '', pattern);
});

test.serial('up ends its wait for a service that waits for what is there and never completes', async t => {
	const home = homeWith(t, {db: {argv: sleeper}, after: {argv: sleeper, depends_on: {db: 'completed'}, startup: {log: 'never', grace_seconds: 0.5}}});
	const {code, stderr} = await runProgram(['clutch', 'up'], {home});
	t.is(code, 3);
	t.regex(stderr, /^after is not running: It still waits for db after \d+ s\.\n1 clutch logs db says what it is doing {3}2 clutch service show after says what it waits for$/m);
});

test.serial('up waits as long as it is told, and not at all with --no-wait', async t => {
	// Whoever waits as long as its row says is killed before that.
	const home = homeWith(t, {slow: {argv: server(600_000), port: 0, startup: {http: '/', grace_seconds: 600}}});
	const quick = await runProgram(['clutch', 'up', 'slow', '--no-wait'], {home});
	t.deepEqual([quick.code, quick.stdout], [0, 'Started: slow. clutch status says how they are.\n']);
	await until('it has been asked', async () => {
		const {services} = await statusOf(home);
		const state = services.get('slow')?.state;
		return state?.status === 'starting' && state.trouble !== undefined;
	});
	const at = performance.now();
	const {code, stderr} = await runProgram(['clutch', 'up', 'slow', '--wait', '1'], {home});
	t.true(performance.now() - at > 1000);
	t.is(code, 4);
	t.regex(stderr, /^slow is not running: It was not ready within \d+ s, last: .+\.$/m);
	const wrong = await runProgram(['clutch', 'up', '--wait', 'long'], {home});
	t.deepEqual([wrong.code, wrong.stderr], [2, '--wait takes seconds, but got "long".\nclutch up --wait 60\n']);
});

test.serial('down stops those named, and the rest lives', async t => {
	const home = homeWith(t, {web: {argv: sleeper, depends_on: {db: 'started'}}, db: {argv: sleeper}, other: {argv: sleeper}});
	await runProgram(['clutch', 'up'], {home});
	const {code, stdout} = await runProgram(['clutch', 'down', 'db'], {home});
	t.is(code, 0);
	t.is(stdout, 'Stopped: db.\n');
	const {services} = await statusOf(home);
	t.deepEqual(['web', 'db', 'other'].map(id => services.get(id)?.state.status), ['ready', 'stopped', 'ready']);
	t.is(await printed(home, 'clutch', 'down', 'db'), 'db did not run.\n');
	t.is(await printed(home, 'clutch', 'down'), 'The services, the sessions and clutchd are stopped.\n');
	await until('nothing is left', () => processesUnder(home.home).length === 0);
});

test.serial('down names what it waits for, and a second Ctrl+C ends that at once', async t => {
	const home = homeWith(t, {router: {argv: stubborn, readiness: {log: 'deaf'}, stop: [{signal: 'SIGTERM', wait_seconds: 300}]}});
	await runProgram(['clutch', 'up'], {home});
	const {services} = await statusOf(home);
	const state = services.get('router')?.state;
	const pid = state?.status === 'ready' ? state.pid : 0;
	const terminal = openTerminal(t, {argv: [`${root}bin/clutch`, 'down'], env: home.env, cwd: home.project});
	await terminal.waitFor('it says whom it waits for', text => new RegExp(String.raw`waiting for router \(pid ${pid}, (?:2\d\d|300) s\)`).test(text));
	terminal.write('\u0003');
	await terminal.waitFor('it says what Ctrl+C does now', text => text.includes('– Ctrl+C again kills it'));
	t.not(identify(pid), undefined);
	terminal.write('\u0003');
	await terminal.waitFor('it is stopped', text => text.includes('The services, the sessions and clutchd are stopped.'));
	t.deepEqual(await terminal.exit, {type: 'code', code: 0});
	t.is(identify(pid), undefined);
});

test.serial('restart ends services and brings them back', async t => {
	const home = homeWith(t, {web: {argv: sleeper, depends_on: {db: 'started'}}, db: {argv: sleeper}});
	await runProgram(['clutch', 'up'], {home});
	const pids = async () => {
		const {services} = await statusOf(home);
		return ['db', 'web'].map(id => {
			const state = services.get(id)?.state;
			return state?.status === 'ready' ? state.pid : undefined;
		});
	};

	const before = await pids();
	const {code, stdout} = await runProgram(['clutch', 'restart', 'db', 'web'], {home});
	t.deepEqual([code, stdout.trim().split('\n').toSorted()], [0, ['db is ready.', 'web is ready.']]);
	const after = await pids();
	t.deepEqual(after.map((pid, index) => pid !== undefined && pid !== before[index]), [true, true]);
	const all = await runProgram(['clutch', 'restart', '--all', '--json'], {home});
	t.deepEqual((JSON.parse(all.stdout) as {readonly restarted: readonly string[]}).restarted.toSorted(), ['db', 'web']);
	const wrong = await runProgram(['clutch', 'restart', '--all', 'db'], {home});
	t.is(wrong.code, 2);
});

test.serial('services that wait for one another are named, and the others start', async t => {
	const home = homeWith(t, {a: {argv: sleeper, depends_on: {b: 'healthy'}}, b: {argv: sleeper, depends_on: {a: 'healthy'}}, db: {argv: sleeper}});
	const {code, stderr} = await runProgram(['clutch', 'up'], {home});
	t.is(code, 3);
	t.regex(stderr, /a → b → a/);
	t.is(await wordOf(home, 'db'), 'ready');
	const said = ['The service "a" depends on itself: a → b → a; it is left out.', 'Take one of these out of depends_on.'];
	for (const verb of ['up', 'restart']) {
		const named = await runProgram(['clutch', verb, 'a'], {home});
		t.deepEqual([named.code, named.stdout, lastLines(named.stderr, 2)], [4, '', said], `${verb} says the same`);
	}

	const json = await runProgram(['clutch', 'up', '--json', 'db', 'a'], {home});
	t.is(json.code, 3);
	t.deepEqual((JSON.parse(json.stdout) as {readonly services: ReadonlyArray<{readonly id: string; readonly outcome: string}>}).services.map(({id, outcome}) => `${id} ${outcome}`), ['db up', 'a failed']);
	t.regex((await printed(home, 'clutch', 'status')), /^a {9}✖ parked: The service "a" depends on itself: a → b → a; it is left out\.$/m);
});

test.serial('a log that cannot be written stops no service, and is said', async t => {
	const home = homeWith(t, {db: {argv: ['sh', '-c', 'echo hello; exec sleep 600']}});
	mkdirSync(path.join(home.paths.log, 'db.log'), {recursive: true});
	const up = await runProgram(['clutch', 'up'], {home});
	t.deepEqual([up.code, up.stdout], [0, 'Ready.\n']);
	t.is(await wordOf(home, 'db'), 'ready');
});
