import test from 'ava';
import {runProgram} from '../helpers/program.js';
import {changeConfig, serviceHome} from '../helpers/services.js';

test.serial('says in `up` and `status` what was changed before a service could no longer start', async t => {
	const script = 'test "$MODE" = good || exit 4; echo good; exec sleep 1000';
	const row = (env: Readonly<Record<string, string>>) => ({argv: ['/bin/sh', '-c', script], env, readiness: {log: 'good'}, restart: 'never'});
	const home = serviceHome(t, {services: () => ({plain: row({MODE: 'good'})})});
	t.teardown(async () => runProgram(['clutch', 'down', '--all'], {home}));
	t.like(await runProgram(['clutch', 'up'], {home}), {code: 0});
	t.like(await runProgram(['clutch', 'down', 'plain'], {home}), {code: 0});
	changeConfig(home, services => {
		services.plain = row({MODE: 'evil', MORE: '1'});
	});
	const {code, stderr} = await runProgram(['clutch', 'up', 'plain'], {home});
	t.is(code, 4);
	t.regex(stderr, /^Changed since it last started well: MODE, MORE\.$/m);
	const again = await runProgram(['clutch', 'up', 'plain', '--json'], {home});
	const {services: [told]} = JSON.parse(again.stdout) as {readonly services: readonly unknown[]};
	t.like(told, {id: 'plain', outcome: 'failed', changed: ['MODE', 'MORE']});
	const {stdout} = await runProgram(['clutch', 'status'], {home});
	t.regex(stdout, /^ +changed since it last started well: MODE, MORE$/m);
});
