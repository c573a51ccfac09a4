import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import test, {type ExecutionContext} from 'ava';
import {watchClutchd} from '../helpers/clutchd.js';
import {temporaryHome, type Home} from '../helpers/home.js';
import {runProgram} from '../helpers/program.js';
import {stateOf, whenService} from '../helpers/services.js';

const sleeper = {argv: ['sleep', '1000']};

function homeWith(t: ExecutionContext, text: string | undefined): Home {
	// Without its file the gateway would be started, with the port that is shipped.
	const home = temporaryHome(t, {PATH: '/usr/local/bin:/usr/bin:/bin'});
	if (text !== undefined) {
		writeFileSync(home.paths.config, text);
	}

	return home;
}

const configOf = (services: Readonly<Record<string, unknown>>) => JSON.stringify({proxy: {auto_start: false}, services: {gateway: {enabled: false}, headroom: {enabled: false}, ...services}});

type Status = {readonly health: string; readonly config?: unknown; readonly clutchd?: {readonly config?: unknown}};

async function objectOf<Printed>(words: readonly string[], home: Home): Promise<Printed> {
	const {stdout} = await runProgram(['proxies', ...words, '--json'], {home});
	return JSON.parse(stdout) as Printed;
}

test.serial('status says where a config file is broken and what is in force, as clutchd knows it, until it is whole again', async t => {
	const home = homeWith(t, configOf({db: sleeper}));
	const watcher = await watchClutchd(t, {home});
	await watcher.client.call({type: 'service.up'});
	await whenService(watcher, 'db', {is: 'ready'});
	t.like(await runProgram(['proxies', 'status'], {home}), {code: 0});
	writeFileSync(home.paths.config, '{"services": {');
	const text = `${home.paths.config}:1:15: key services: wanted a closing }, got the end of the file.`;
	const next = 'The last good configuration stays in force.';
	await watcher.waitFor('clutchd has read the broken file', ({clutchd}) => clutchd.config !== undefined);
	const status = await runProgram(['proxies', 'status'], {home});
	t.is(status.code, 3);
	t.true(status.stdout.includes(`\nconfig    ✖ ${text}\n            ${next}\n`));
	t.is(status.stdout.split(text).length, 2);
	t.regex(status.stdout, /^db +● ready/m);
	t.like(await objectOf<Status>(['status'], home), {health: 'degraded', clutchd: {config: {text, next}}});
	const once = await runProgram(['proxies', 'watch', '--once'], {home});
	t.true(once.stdout.includes(`\nconfig    ${text} ${next}\n`));

	writeFileSync(home.paths.config, configOf({db: sleeper}));
	await watcher.waitFor('it is whole again', ({clutchd}) => clutchd.config === undefined);
	const whole = await runProgram(['proxies', 'status'], {home});
	t.is(whole.code, 0);
	t.regex(whole.stdout, /^note {6}The config file is whole again, and in force\.$/m);
	t.is(stateOf(watcher, 'db')?.status, 'ready');
});

for (const [what, make, got] of [
	['a broken config file', (home: Home) => {
		writeFileSync(home.paths.config, '{"services": {"a": {');
	}, '1:21: key services.a: wanted a closing }, got the end of the file.'],
	['a folder in the place of the config file', (home: Home) => {
		mkdirSync(home.paths.config);
	}, '1:1: wanted a file that can be read, got a folder.'],
] as const) {
	test.serial(`a first start with ${what} is told by status, with and without clutchd, and by every change of it`, async t => {
		const home = homeWith(t, undefined);
		make(home);
		const text = `${home.paths.config}:${got}`;
		const next = 'The shipped defaults are in force until it is mended.';
		const without = await runProgram(['proxies', 'status'], {home});
		t.like(without, {code: 4, stdout: `clutchd   ○ not running   clutch up starts it\nconfig    ✖ ${text}\n            ${next}\n`});
		t.like(await objectOf<Status>(['status'], home), {health: 'down', config: {text, next}});
		const set = await runProgram(['proxies', 'config', 'set', 'ui.tier_wait', '3'], {home});
		t.is(set.code, 1);
		t.true(set.stderr.includes(text.slice(0, -1)));
		const watcher = await watchClutchd(t, {home});
		t.deepEqual(watcher.state().clutchd.config, {text, next});
		const status = await runProgram(['proxies', 'status'], {home});
		t.true(status.stdout.includes(`\nconfig    ✖ ${text}\n            ${next}\n`));

		rmSync(home.paths.config, {recursive: true});
		writeFileSync(home.paths.config, configOf({db: sleeper}));
		await watcher.waitFor('it is whole', ({clutchd, services}) => clutchd.config === undefined && services.some(({id}) => id === 'db'));
	});
}

test.serial('a service whose row is made wrong runs on, and everything that lists services shows it with the sentence', async t => {
	const home = homeWith(t, configOf({db: sleeper, other: sleeper}));
	t.like(await runProgram(['proxies', 'up'], {home}), {code: 0, stdout: 'Ready.\n'});
	writeFileSync(home.paths.config, configOf({db: {argv: 'oops'}, other: sleeper}));
	const sentence = 'services.db.argv: wanted a list, got "oops"; the service db is left out until that is mended. clutch config check says where';
	const note = `it runs on as it was started, but its row is wrong now: ${sentence}`;
	const up = await runProgram(['proxies', 'up'], {home});
	t.like(up, {code: 0, stdout: 'Ready.\n'});
	t.true(up.stderr.includes(`\ndb: ${note}.\n`));
	const json = await objectOf<{readonly problems: unknown; readonly services: ReadonlyArray<{readonly id: string; readonly outcome: string; readonly note?: string}>}>(['up'], home);
	t.deepEqual(json.problems, []);
	t.like(json.services.find(({id}) => id === 'db'), {outcome: 'up', status: 'ready', note});
	const list = await runProgram(['proxies', 'service', 'list'], {home});
	t.regex(list.stdout, /^db +● ready +db \(yours\)$/m);
	t.true(list.stdout.includes(`\n${sentence.split(' clutch ')[0] ?? ''}\n`));
	const status = await runProgram(['proxies', 'status'], {home});
	t.is(status.code, 0);
	t.true(status.stdout.includes(`   ${note}\n`));

	t.like(await runProgram(['proxies', 'down', 'db'], {home}), {code: 0});
	const wrong = await runProgram(['proxies', 'up'], {home});
	t.like(wrong, {code: 3, stdout: '1 of 2 services did not start; the others run.\n'});
	t.false(wrong.stderr.includes('runs on'));
});
