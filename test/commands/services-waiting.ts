import {writeFileSync} from 'node:fs';
import test from 'ava';
import type {Service} from '../../source/core/service/service.js';
import {temporaryHome} from '../helpers/home.js';
import {runProgram} from '../helpers/program.js';

const sleeper = [process.execPath, '-e', 'setTimeout(() => {}, 600_000)'];

test('up and status say at once that what a service waits for is not installed, and how it gets there', async t => {
	const home = temporaryHome(t, {PATH: '/usr/bin:/bin'});
	writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, services: {gateway: {enabled: false}, web: {argv: sleeper, depends_on: {headroom: 'healthy'}}}}));
	const began = performance.now();
	const {code, stderr} = await runProgram(['clutch', 'up'], {home});
	const took = performance.now() - began;
	t.is(code, 4);
	t.regex(stderr, /^web is not running: It waits for headroom, which is not installed\.\n1 clutch service add headroom$/m);
	// Its grace is a minute.
	t.true(took < 40_000, `${took} ms`);
	const named = await runProgram(['clutch', 'up', 'web', 'headroom'], {home});
	t.regex(named.stderr, /^web is not running: It waits for headroom, which is not installed\.\n1 clutch service add headroom$/m);
	const {code: health, stdout} = await runProgram(['clutch', 'status'], {home});
	t.is(health, code);
	t.regex(stdout, /^web {7}◌ waits for headroom, which is not installed {3}clutch service add headroom$/m);
	const list = await runProgram(['clutch', 'service', 'list'], {home});
	t.regex(list.stdout, /^web +◌ waits for headroom, which is not installed +web \(yours\) {3}clutch service add headroom$/m);
});

test('a service that does not get ready says what its probe said last, in up and in status', async t => {
	const home = temporaryHome(t, {PATH: '/usr/bin:/bin'});
	writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, services: {gateway: {enabled: false}, web: {argv: sleeper, readiness: {exec: ['test', '-e', '/nope']}}}}));
	const {code, stderr} = await runProgram(['clutch', 'up', '--wait', '4'], {home});
	t.is(code, 4);
	t.regex(stderr, /^web is not running: It was not ready within \d+ s, last: test ends with code 1\.$/m);
	const plain = await runProgram(['clutch', 'status'], {home});
	t.regex(plain.stdout, /^web {7}◐ starting {3}pid \d+ {3}for \d+ s {3}not ready: test ends with code 1$/m);
	const {stdout} = await runProgram(['clutch', 'status', '--json'], {home});
	const {services} = JSON.parse(stdout) as {readonly services: readonly Service[]};
	t.like(services.find(({id}) => id === 'web')?.state, {status: 'starting', attempt: 1, trouble: 'test ends with code 1'});
});
