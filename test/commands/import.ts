import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {temporaryHome, type Home} from '../helpers/home.js';
import {root, runProgram} from '../helpers/program.js';
import {openTerminal} from '../helpers/terminal.js';

/** As the original ships it, with another port for Headroom and a service of the user's own. */
const chain = {
	schema_version: '2.0.0',
	entries: [
		{id: 'claude_code_proxy', name: 'Claude Code Proxy', url: 'http://127.0.0.1:8082', enabled: true, order: 0, service_cmd: 'exec env -u ANTHROPIC_API_KEY .venv/bin/python start_proxy.py --skip-validation', health_path: '/health', port: 8082, timeout: 90, type: 'http'},
		{id: 'headroom', name: 'Headroom', url: 'http://127.0.0.1:8797', enabled: true, order: 1, service_cmd: 'scripts/headroom-start.sh', health_path: '/health', port: 8797, timeout: 90, type: 'http'},
		{id: 'vectors', name: 'Vectors', url: 'http://127.0.0.1:9200', enabled: true, order: 2, service_cmd: 'python3 -m vectors --port 9200', health_path: '/healthz', port: 9200, timeout: 30, type: 'http'},
		{id: 'odd', name: 'Odd', enabled: true, order: 3, service_cmd: 'cd x && ./run | tee log', port: 9300, type: 'http'},
	],
	router: {background: {model: 'deepseek-v4-flash-free'}, passthrough: false},
	assignments: [{id: 'big', kind: 'tier', model: 'deepseek/deepseek-v4', enabled: true, cascade: []}],
};

function original(t: ExecutionContext, text: string): {readonly home: Home; readonly folder: string; readonly file: string} {
	const home = temporaryHome(t, {PATH: '/usr/local/bin:/usr/bin:/bin', PORT: ''});
	const folder = path.join(home.user, 'claude-code-proxy');
	const file = path.join(folder, 'config', 'proxy_chain.json');
	mkdirSync(path.dirname(file), {recursive: true});
	writeFileSync(file, text);
	return {home, folder, file};
}

const before = '{\n\t// Mine.\n\t"ui": {"theme": "dark"} // as I like it\n}\n';

test.serial('import shows what the original\'s chain means, says what is left out, and writes nothing without a yes', async t => {
	const {home, folder, file} = original(t, JSON.stringify(chain));
	writeFileSync(home.paths.config, before);
	const {code, stdout, stderr} = await runProgram(['clutch', 'import', folder], {home});
	t.deepEqual([code, stderr], [2, 'Nothing was written: nobody is here to be asked. The same line with --yes writes it.\n']);
	t.is(readFileSync(home.paths.config, 'utf8'), before);
	t.is(stdout, [
		`From ${file}:`,
		'  entries[1].port → services.headroom.port',
		'  entries[2] → services.vectors',
		'  assignments[0].model → model_tiers.BIG.default',
		'Not taken over:',
		'  entries[0].service_cmd: the gateway of Clutch takes its place',
		'  entries[1].service_cmd: Clutch starts Headroom itself, with the arguments its version knows; further ones belong into services.headroom.args',
		'  entries[3].service_cmd: cd x && ./run | tee log: it needs a shell for &&. Put it into a script, and say the script: services.odd.argv',
		'  router.background: deepseek-v4-flash-free: no rule of Clutch looks for this kind of request; say the model in a profile, or as that of a role',
		home.paths.config,
		'    {',
		'    \t// Mine.',
		'  - \t"ui": {"theme": "dark"} // as I like it',
		'  + \t"ui": {"theme": "dark"}, // as I like it',
		'  + \t"services": {',
		'  + \t\t"headroom": {"port": 8797},',
		'  + \t\t"vectors": {',
		'  + \t\t\t"title": "Vectors",',
		'  + \t\t\t"argv": ["python3", "-m", "vectors", "--port", "9200"],',
		`  + \t\t\t"cwd": ${JSON.stringify(folder)},`,
		'  + \t\t\t"port": 9200,',
		'  + \t\t\t"startup": {"http": "/healthz", "grace_seconds": 30}',
		'  + \t\t}',
		'  + \t},',
		'  + \t"model_tiers": {"BIG": {"default": "deepseek/deepseek-v4"}}',
		'    }',
		'',
	].join('\n'));
});

test.serial('import writes it on yes, comments and order kept, and finds nothing left to do then', async t => {
	const {home, file} = original(t, JSON.stringify(chain));
	writeFileSync(home.paths.config, before);
	const terminal = openTerminal(t, {argv: [`${root}bin/clutch`, 'import', file], env: home.env, cwd: home.project, rows: 60});
	await terminal.waitFor('it asks', text => text.includes('Write this? [y/N]'));
	terminal.write('y\r');
	await terminal.waitFor('it has written', text => text.includes('It is in force from the next start on'));
	t.true(readFileSync(home.paths.config, 'utf8').startsWith('{\n\t// Mine.\n\t"ui": {"theme": "dark"}, // as I like it\n\t"services": {\n'));
	const check = await runProgram(['clutch', 'config', 'check', '--json'], {home});
	t.like(JSON.parse(check.stdout), {ok: true});
	const again = await runProgram(['clutch', 'import', file, '--yes', '--json'], {home});
	t.like(JSON.parse(again.stdout), {source: file, changed: false, diff: []});
	t.is(again.code, 0);
});

const refusals: ReadonlyArray<readonly [name: string, text: string, problem: string, next: string]> = [
	['a broken file', '{"entries": [', 'FILE:1:14: wanted a closing ], got the end of the file.', 'Nothing was written. Correct that and try again.'],
	['another file', '{"models": []}', 'FILE is no proxy_chain.json of the original Clutch Gateway.', 'Nothing was written. That file is what clutch import understands; config.json, profiles.json and .env of the original are read as they are, beside the config file.'],
	['a list', '[1]', 'FILE is no proxy_chain.json of the original Clutch Gateway.', 'Nothing was written. That file is what clutch import understands; config.json, profiles.json and .env of the original are read as they are, beside the config file.'],
];

for (const [name, text, problem, next] of refusals) {
	test.serial(`import refuses ${name} in a sentence`, async t => {
		const {home, file} = original(t, text);
		t.deepEqual(await runProgram(['clutch', 'import', file, '--yes'], {home}), {code: 2, signal: null, stdout: '', stderr: `${problem.replace('FILE', file)}\n${next}\n`});
		t.false(existsSync(home.paths.config));
	});
}

test.serial('import refuses a file that is not there, and a folder without one', async t => {
	const {home, file} = original(t, '{}');
	const missing = await runProgram(['clutch', 'import', `${file}x`], {home});
	t.deepEqual([missing.code, missing.stderr], [2, `There is no file ${file}x.\nName the proxy_chain.json of the original, or the folder it was cloned into.\n`]);
	const folder = await runProgram(['clutch', 'import', '.'], {home});
	t.deepEqual([folder.code, folder.stderr], [2, `There is no config/proxy_chain.json in ${home.project}.\nName the file itself: clutch import PATH/proxy_chain.json\n`]);
});

test.serial('import leaves out what the config would not take, and says why', async t => {
	const rivals = {...chain, entries: [{id: 'a', name: 'a', service_cmd: 'one', port: 9400, enabled: true}, {id: 'b', name: 'b', service_cmd: 'two', port: 9400, enabled: true}]};
	const {home, file} = original(t, JSON.stringify(rivals));
	const {stdout} = await runProgram(['clutch', 'import', file, '--yes', '--json'], {home});
	const {taken, notes} = JSON.parse(stdout) as {readonly taken: ReadonlyArray<{readonly key: string}>; readonly notes: ReadonlyArray<{readonly from: string; readonly text: string}>};
	t.deepEqual(taken.map(({key}) => key), ['services.a', 'model_tiers.BIG.default']);
	t.deepEqual(notes.filter(({from}) => from === 'entries[1]'), [{from: 'entries[1]', text: 'The service "b" is to listen on port 9400, as "a" is; it is left out'}]);
});

test.serial('import shows a port that is as shipped where the config has another, and says what goes before the config', async t => {
	const {home, file} = original(t, JSON.stringify({schema_version: '2.0.0', entries: [{...chain.entries[0], service_cmd: ''}], assignments: chain.assignments}));
	writeFileSync(home.paths.config, '{"gateway": {"port": 18182}}\n');
	writeFileSync(home.paths.env, 'BIG_MODEL=mine/large\n');
	const {code, stdout} = await runProgram(['clutch', 'import', file, '--yes'], {home});
	t.is(code, 0);
	t.is(stdout, [
		`From ${file}:`,
		'  entries[0].port → gateway.port',
		'Not taken over:',
		`  assignments[0].model: ${home.paths.env} BIG_MODEL says another value, and goes before the config file`,
		home.paths.config,
		'  - {"gateway": {"port": 18182}}',
		'  + {"gateway": {"port": 8082}}',
		'It is in force from the next start on: clutch restart --all, or clutch up.',
		'',
	].join('\n'));
});
