import {writeFileSync} from 'node:fs';
import {kill} from 'node:process';
import test from 'ava';
import type {ClientState} from '../../source/core/client/state.js';
import {identify} from '../../source/io/process-identity.js';
import {temporaryHome} from '../helpers/home.js';
import {runProgram} from '../helpers/program.js';

test.serial('a clutchd that was stopped is never taken for one that does not run, and is named with what to do', async t => {
	const home = temporaryHome(t, {PATH: '/usr/local/bin:/usr/bin:/bin'});
	writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, services: {gateway: {enabled: false}, db: {argv: [process.execPath, '-e', 'setTimeout(() => {}, 600_000)']}}}));
	const up = await runProgram(['clutch', 'up', '--json'], {home});
	const {clutchd} = JSON.parse(up.stdout) as {readonly clutchd: number};
	kill(clutchd, 'SIGSTOP');
	t.teardown(() => {
		if (identify(clutchd) !== undefined) {
			kill(clutchd, 'SIGCONT');
		}
	});
	const verbs = [['status'], ['down'], ['down', 'db'], ['service', 'list'], ['up', 'db'], ['restart', 'db']];
	const answers = await Promise.all(verbs.map(async words => runProgram(['clutch', ...words], {home})));
	for (const [index, {code, stdout, stderr}] of answers.entries()) {
		t.deepEqual([verbs[index], code, stdout], [verbs[index], 4, '']);
		t.true(stderr.endsWith(`clutchd (pid ${clutchd}) runs and does not answer: somebody has stopped it.\nLet it go on: kill -CONT ${clutchd}. Services and sessions live on meanwhile.\n`));
	}

	kill(clutchd, 'SIGCONT');
	const {stdout} = await runProgram(['clutch', 'status', '--json'], {home});
	const {services, ...state} = JSON.parse(stdout) as ClientState;
	t.deepEqual([state.clutchd.pid, services.find(({id}) => id === 'db')?.state.status], [clutchd, 'ready']);
});
