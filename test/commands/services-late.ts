import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {watchClutchd} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {runProgram} from '../helpers/program.js';
import {until} from '../helpers/until.js';

const sleeper = [process.execPath, '-e', 'setTimeout(() => {}, 600_000)'];

test.serial('what up says at its end of a service that failed is how it stands then', async t => {
	const home = temporaryHome(t, {PATH: '/usr/local/bin:/usr/bin:/bin'});
	const sign = path.join(home.home, 'sign');
	const services = {
		gateway: {enabled: false},
		dying: {argv: ['sh', '-c', 'echo the table is missing >&2; exit 9'], startup: {log: 'never', grace_seconds: 0.5}},
		slow: {argv: sleeper, readiness: {exec: ['test', '-e', sign], every_seconds: 1}, startup: {exec: ['test', '-e', sign], every_seconds: 1, grace_seconds: 300}},
	};
	writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, services}));
	const watcher = await watchClutchd(t, {home});
	// Six starts and the growing waits between them take half a minute on a fast machine.
	t.timeout(300_000);
	const up = runProgram(['clutch', 'up'], {home, timeoutMs: 270_000});
	await until('it is parked', () => watcher.state().services.find(({id}) => id === 'dying')?.state.status === 'parked', {timeoutMs: 250_000});
	writeFileSync(sign, '');
	const {code, stdout, stderr} = await up;
	t.deepEqual([code, stdout], [3, '1 of 2 services did not start; the others run.\n']);
	t.regex(stderr, /^dying is not running: It (?:ended 6 times within 3 minutes|was started 6 times and was never well), last .*$/m);
	t.notRegex(stderr, /ends the tries/);
});
