import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {identify, signalProcess} from '../../source/io/process-identity.js';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {processesUnder, temporaryHome, type Home} from '../helpers/home.js';
import {commandLine} from '../helpers/process-tree.js';
import {runProgram} from '../helpers/program.js';
import {rebootableHome} from '../helpers/reboot.js';

type Listed = ReadonlyArray<{readonly id: string; readonly word: string; readonly why: string | null; readonly state: {readonly pid?: number}}>;

async function listed(home: Home, verb: readonly [string, ...string[]]): Promise<{readonly code: number | null; readonly sessions: Listed}> {
	const {code, stdout} = await runProgram(['clutch', ...verb, '--json'], {home});
	return {code, sessions: (JSON.parse(stdout) as {readonly sessions: Listed}).sessions};
}

/** Everything in the folder of the manifest, byte by byte. */
function manifestOf({paths}: Home): ReadonlyMap<string, string> {
	return new Map(readdirSync(paths.manifest).map(name => [name, readFileSync(path.join(paths.manifest, name), 'utf8')]));
}

function kill(pid: number, signal: NodeJS.Signals): void {
	const identity = identify(pid);
	if (identity !== undefined) {
		signalProcess(identity, signal);
	}
}

test.serial('lists what a reboot ended, without clutchd, and starts and writes nothing', async t => {
	const home = rebootableHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const {id} = await watcher.open({file: '/bin/cat'}, {name: 'api'});
	const done = await watcher.open({file: '/bin/true'}, {name: 'done'});
	await watcher.waitFor('the second one has ended', ({sessions}) => sessions.some(session => session.id === done.id && session.state.status === 'exited'));
	await home.reboot();

	const before = manifestOf(home);
	const plain = await runProgram(['clutch', 'sessions', '--all'], {home});
	t.is(plain.code, 0);
	t.regex(plain.stdout, new RegExp(String.raw`^↻ lost +${id}  api +Test +.* the machine was started anew\n○ exited +${done.id}  done +Test +.*\n$`));
	t.is(plain.stderr, 'clutchd is not running; clutch up starts it. 1 session ended without you; clutch restore says how it goes on.\n');
	t.deepEqual((await listed(home, ['sessions'])).sessions.map(({id: each, word, why}) => [each, word, why]), [[id, 'lost', 'the machine was started anew']]); // eslint-disable-line unicorn/no-await-expression-member -- one list of one answer

	const status = await runProgram(['clutch', 'status'], {home});
	t.is(status.code, 4);
	t.regex(status.stdout, new RegExp(String.raw`^clutchd   ○ not running   clutch up starts it\nsessions\n  ↻ lost +${id} [^]*\nrestore   1 session ended without you; clutch restore says how it goes on\.\n$`));
	t.deepEqual(processesUnder(home.home), []);
	t.deepEqual(manifestOf(home), before);

	const again = await watchClutchd(t, {home});
	t.deepEqual(again.state().sessions.map(session => [session.id, session.state.status]), [[id, 'host-lost'], [done.id, 'exited']]);
});

test.serial('lists what lives while clutchd is on its way back, and what its holder leaves unsaid', async t => {
	const home = temporaryHome(t, {CLUTCH_REVIVE_MS: '600000'});
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const living = await watcher.open({file: '/bin/cat'}, {name: 'lives'});
	const lost = await watcher.open({file: '/bin/cat'}, {name: 'lost'});
	const silent = await watcher.open({file: '/bin/cat'}, {name: 'silent'});
	const holders = new Map(processesUnder(home.home).flatMap(pid => {
		const id = /holders\/(\w+)\.spec\.json/.exec(commandLine(pid).join(' '))?.[1];
		return id === undefined ? [] : [[id, pid]];
	}));
	kill(watcher.state().clutchd.pid, 'SIGKILL');
	kill(holders.get(lost.id) ?? 0, 'SIGKILL');
	kill(holders.get(silent.id) ?? 0, 'SIGSTOP');

	const pid = living.state.status === 'live' ? living.state.pid : 0;
	const {code, sessions} = await listed(home, ['sessions']);
	t.is(code, 0);
	t.deepEqual(sessions.map(({id, word, why, state}) => [id, word, why, id === living.id ? state.pid : undefined]), [
		[living.id, 'live', null, pid],
		[lost.id, 'lost', 'its host process is gone', undefined],
		[silent.id, 'live', null, undefined],
	]);
	const {stderr} = await runProgram(['clutch', 'sessions'], {home});
	t.is(stderr, 'clutchd is not running; it comes back by itself while sessions or services live. 1 session ended without you; clutch restore says how it goes on.\n');
});

test.serial('says that clutchd was put to rest where holders do not bring it back', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const {id} = await watcher.open({file: '/bin/cat'}, {name: 'api'});
	await runProgram(['clutch', 'down'], {home});
	const {code, stdout, stderr} = await runProgram(['clutch', 'sessions'], {home});
	t.is(code, 0);
	t.regex(stdout, new RegExp(`^● idle  ${id}  api  `));
	t.is(stderr, 'clutchd is not running; clutch up starts it.\n');
});
