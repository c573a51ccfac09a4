import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {processesUnder, temporaryHome, type Home} from '../helpers/home.js';
import {installFakeHeadroom} from '../helpers/install-fake-headroom.js';
import {runProgram} from '../helpers/program.js';
import {until} from '../helpers/until.js';

/** Prints now and then, so that its log has to be written. */
const talker = [process.execPath, '-e', 'setInterval(() => console.log("here"), 100)'];

/** A machine with a fake Headroom on its PATH, a gateway that stays away, and a service that is well. */
function machine(t: ExecutionContext, {extras = true, headroom = {}}: {readonly extras?: boolean; readonly headroom?: Readonly<Record<string, unknown>>}): Home {
	const home = temporaryHome(t);
	const {bin} = installFakeHeadroom(path.join(home.user, 'venv'), {extras});
	writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, services: {gateway: {enabled: false}, headroom: {port: 0, ...headroom}, db: {argv: talker}}}));
	return {...home, env: {...home.env, PATH: `${bin}:/usr/local/bin:/usr/bin:/bin`}};
}

type Seen = {readonly code: number | null; readonly stdout: string; readonly last: readonly string[]; readonly db: string | undefined};

async function seen(home: Home): Promise<Seen> {
	const {code, stdout, stderr} = await runProgram(['proxies', 'up'], {home});
	const status = await runProgram(['proxies', 'status', '--json'], {home});
	const {services} = JSON.parse(status.stdout) as {readonly services: ReadonlyArray<{readonly id: string; readonly state: {readonly status: string}}>};
	return {code, stdout, last: stderr.trim().split('\n').slice(-2), db: services.find(({id}) => id === 'db')?.state.status};
}

test.serial('a fake Headroom without its extras is one sentence with the next step, and the others start', async t => {
	const home = machine(t, {extras: false});
	t.deepEqual(await seen(home), {
		code: 3,
		stdout: '1 of 2 services did not start; the others run.\n',
		last: ['Headroom is not running: It is installed without its extra "proxy", which it needs to listen.', '1 clutch service add headroom installs it anew.   2 try again'],
		db: 'ready',
	});
});

test.serial('an argument that this version of a fake Headroom does not know is named, and the others start', async t => {
	const home = machine(t, {headroom: {args: ['--no-such-flag']}});
	t.deepEqual(await seen(home), {
		code: 3,
		stdout: '1 of 2 services did not start; the others run.\n',
		last: ['Headroom is not running: It cannot start: exit code 2: this version does not know an argument it was given. It said: Error: No such option: --no-such-flag. Its last lines name it: clutch logs headroom.', '1 try again'],
		db: 'ready',
	});
});

test.serial('a log that cannot be written is one sentence, also in the status, and its service runs on', async t => {
	const home = machine(t, {headroom: {enabled: false}});
	mkdirSync(home.paths.state, {recursive: true});
	writeFileSync(home.paths.log, '');
	const note = `its log cannot be written (a file is in the way: ${home.paths.log}): move that file away; it runs on`;
	t.like(await seen(home), {code: 0, stdout: 'Ready.\n', db: 'ready'});
	await until('the status says it', async () => {
		const {stdout} = await runProgram(['proxies', 'status'], {home});
		return stdout.includes(`\n            ${note}\n`);
	});
	const again = await runProgram(['proxies', 'up'], {home});
	t.is(again.stderr.trim().split('\n').at(-1), `db: ${note}.`);

	const down = await runProgram(['proxies', 'down', 'db'], {home});
	const {stdout} = await runProgram(['proxies', 'status'], {home});
	t.deepEqual([down.code, stdout.includes(`\n            ${note.replace('; it runs on', '')}\n`)], [0, true]);
});

test.serial('a row with a mistake is named with its sentence wherever services are, and never taken for one there is not', async t => {
	const home = temporaryHome(t, {PATH: '/usr/local/bin:/usr/bin:/bin'});
	const config = {proxy: {auto_start: false}, services: {
		gateway: {enabled: false}, headroom: {enabled: false}, db: {argv: talker},
		typo: {argv: talker, enabeld: true}, text: {argv: 'sleep 1000'}, needy: {argv: talker, depends_on: {typo: 'started'}}, '../x': {argv: talker},
	}};
	writeFileSync(home.paths.config, JSON.stringify(config));
	const sentences = [
		/services\.text\.argv: wanted .*, got "sleep 1000"; the service text is left out until that is mended\.\nclutch config check says where\.\n/,
		/services\.typo\.enabeld: wanted .* such as enabled, got "enabeld"; the service typo is left out until that is mended\.\nclutch config check says where\.\n/,
		/The service "needy" depends on "typo", which is left out; it is left out\./,
		/services\["\.\.\/x"]/,
	];
	const names = (text: string) => sentences.map(sentence => sentence.test(text.replaceAll(/\n {2}/g, '\n')));

	const list = await runProgram(['proxies', 'service', 'list'], {home});
	t.deepEqual(names(list.stdout), [true, true, true, true]);
	const up = await runProgram(['proxies', 'up'], {home});
	t.deepEqual([up.code, up.stdout, names(up.stderr)], [3, '4 of 5 services did not start; the others run.\n', [true, true, true, true]]);
	for (const verb of ['up', 'restart']) {
		const one = await runProgram(['proxies', verb, 'typo'], {home});
		t.deepEqual([one.code, names(one.stderr)], [4, [false, true, false, false]]);
	}

	const status = await runProgram(['proxies', 'status', '--json'], {home});
	const {services} = JSON.parse(status.stdout) as {readonly services: ReadonlyArray<{readonly id: string; readonly state: {readonly status: string; readonly reason?: string}}>};
	t.deepEqual(services.filter(({state}) => state.status === 'parked').map(({id}) => id).toSorted(), ['needy', 'text', 'typo']);
	t.regex(services.find(({id}) => id === 'typo')?.state.reason ?? '', /services\.typo\.enabeld: /);

	const {gateway, headroom, db} = config.services;
	writeFileSync(home.paths.config, JSON.stringify({...config, services: {gateway, headroom, db, typo: {argv: talker}}}));
	t.like(await runProgram(['proxies', 'up', 'typo'], {home}), {code: 0, stdout: 'Ready.\n'});
});

test.serial('a config file that is broken is told with what is in force instead, and the services of the last good one start', async t => {
	const home = temporaryHome(t, {PATH: '/usr/local/bin:/usr/bin:/bin'});
	writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, services: {gateway: {enabled: false}, db: {argv: talker}}}));
	t.like(await runProgram(['proxies', 'up'], {home}), {code: 0, stdout: 'Ready.\n'});
	writeFileSync(home.paths.config, '{"services": {');
	const text = `${home.paths.config}:1:15: key services: wanted a closing }, got the end of the file.`;
	const next = 'The last good configuration stays in force.';
	for (const words of [['up'], ['restart', 'db'], ['service', 'list']]) {
		const plain = await runProgram(['proxies', ...words], {home});
		t.is(plain.code, 0);
		t.true(`${plain.stdout}${plain.stderr}`.replaceAll('\n  ', '\n').includes(`${text}\n${next}\n`));
		const json = await runProgram(['proxies', ...words, '--json'], {home});
		t.deepEqual((JSON.parse(json.stdout) as {readonly config: unknown}).config, {text, next});
	}
});

test.serial('a name that no service has starts nothing, clutchd neither', async t => {
	const home = temporaryHome(t);
	for (const verb of ['up', 'restart', 'down']) {
		const {code, stdout, stderr} = await runProgram(['clutch', verb, 'gatewy'], {home});
		t.deepEqual([code, stdout, stderr], [2, '', 'There is no service "gatewy".\nDid you mean "gateway"?\n'], `clutch ${verb}`);
	}

	t.deepEqual(processesUnder(home.home), []);
});
