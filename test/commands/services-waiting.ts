import {writeFileSync} from 'node:fs';
import test from 'ava';
import type {Service} from '../../source/core/service/service.js';
import {temporaryHome} from '../helpers/home.js';
import {runProgram} from '../helpers/program.js';
import {until} from '../helpers/until.js';

const sleeper = [process.execPath, '-e', 'setTimeout(() => {}, 600_000)'];

test.serial('up and status say at once that what a service waits for is not installed, and how it gets there', async t => {
	const home = temporaryHome(t, {PATH: '/usr/bin:/bin'});
	writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, services: {gateway: {enabled: false}, web: {argv: sleeper, startup: {log: 'never', grace_seconds: 600}, depends_on: {headroom: 'healthy'}}}}));
	// Whoever waited for it for its ten minutes would be killed before that.
	const {code, stderr} = await runProgram(['clutch', 'up'], {home});
	t.is(code, 4);
	t.regex(stderr, /^web is not running: It waits for headroom, which is not installed\.\n1 clutch service add headroom$/m);
	const named = await runProgram(['clutch', 'up', 'web', 'headroom'], {home});
	t.regex(named.stderr, /^web is not running: It waits for headroom, which is not installed\.\n1 clutch service add headroom$/m);
	const {code: health, stdout} = await runProgram(['clutch', 'status'], {home});
	t.is(health, code);
	t.regex(stdout, /^web {7}◌ waits for headroom, which is not installed {3}clutch service add headroom$/m);
	const list = await runProgram(['clutch', 'service', 'list'], {home});
	t.regex(list.stdout, /^web +◌ waits for headroom, which is not installed +web \(yours\) {3}clutch service add headroom$/m);
});

test.serial('a service that does not get ready says what its probe said last, in up and in status', async t => {
	const home = temporaryHome(t, {PATH: '/usr/bin:/bin'});
	writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, services: {gateway: {enabled: false}, web: {argv: sleeper, startup: {exec: ['test', '-e', '/nope'], grace_seconds: 600}}}}));
	await runProgram(['clutch', 'up', '--no-wait'], {home});
	const stateOfWeb = async () => {
		const {stdout} = await runProgram(['clutch', 'status', '--json'], {home});
		const {services} = JSON.parse(stdout) as {readonly services: readonly Service[]};
		return services.find(({id}) => id === 'web')?.state;
	};

	await until('it has been asked', async () => {
		const state = await stateOfWeb();
		return state?.status === 'starting' && state.trouble !== undefined;
	});
	const {code, stderr} = await runProgram(['clutch', 'up', '--wait', '1'], {home});
	t.is(code, 4);
	t.regex(stderr, /^web is not running: It was not ready within \d+ s, last: test ends with code 1\.$/m);
	// That it does not answer in its first seconds is no news.
	await until('status says it too', async () => {
		const {stdout} = await runProgram(['clutch', 'status'], {home});
		return /^web {7}◐ starting {3}pid \d+ {3}for \d+ s {3}not ready: test ends with code 1$/m.test(stdout);
	});
	t.like(await stateOfWeb(), {status: 'starting', attempt: 1, trouble: 'test ends with code 1'});
});
