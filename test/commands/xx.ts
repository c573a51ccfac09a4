import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {launchRecords} from '../../source/io/launch-record.js';
import {processesUnder, temporaryHome, type Home} from '../helpers/home.js';
import {root, runProgram} from '../helpers/program.js';
import {startOnPty} from '../helpers/pty.js';

/** A stand-in for the agent on the PATH: says how it was started, as JSON, and ends as it is told. */
function install(home: Home, script = ''): Readonly<Record<string, string>> {
	const folder = path.join(home.user, 'bin');
	mkdirSync(folder, {recursive: true});
	const file = path.join(folder, 'claude');
	// The runtime may be in a folder with a space, which a #! line cannot name.
	writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' '${file}.cjs' "$@"\n`);
	writeFileSync(`${file}.cjs`, `const stdin = require('node:fs').fstatSync(0);\nconsole.log(JSON.stringify({argv: process.argv.slice(2), cwd: process.cwd(), base: process.env.ANTHROPIC_BASE_URL, leak: process.env.ANTHROPIC_API_KEY, nothing: stdin.isCharacterDevice()}));\n${script}`);
	chmodSync(file, 0o755);
	return {PATH: `${folder}:/usr/bin:/bin`, IS_SANDBOX: '1'};
}

test.serial('prints what a launch would be with its secrets masked, and starts nothing', async t => {
	const home = temporaryHome(t);
	const env = {...install(home), OPENROUTER_API_KEY: 'sk-or-v1-not-to-be-shown', PROXY_AUTH_KEY: 'sesame-not-to-be-shown', ANTHROPIC_API_KEY: 'sk-ant-not-to-be-shown'};
	const {code, stdout, stderr} = await runProgram(['xx', 'cip', '--dry-run', '--', '--api-key', 'native-not-to-be-shown'], {home, env});
	t.deepEqual({code, stderr}, {code: 0, stderr: ''});
	t.regex(stdout, /^argv +\S+\/bin\/claude --session-id [\da-f-]{36} --dangerously-skip-permissions --settings \S+\/state\/launches\/[a-z\d]{10}\/settings\.json --api-key ••••hown$/m);
	t.regex(stdout, /^set +ANTHROPIC_BASE_URL=http:\/\/127\.0\.0\.1:0\/s\/[a-z\d]{10}$/m);
	t.regex(stdout, /^set +ANTHROPIC_AUTH_TOKEN=•{4}hown$/m);
	t.regex(stdout, /^unset +ANTHROPIC_API_KEY .*\bTMUX\b/m);
	t.notRegex(stdout, /not-to-be-s/);
	t.deepEqual(processesUnder(home.home), []);
	t.false(existsSync(home.paths.run));
});

test.serial('masks a secret inside a native argument, and what is set is not called unset', async t => {
	const home = temporaryHome(t);
	const env = {...install(home), OPENROUTER_API_KEY: 'sk-or-v1-not-to-be-shown'};
	const {stdout} = await runProgram(['xx', 'cip', '--dry-run', '--', '--settings', '{"apiKey":"sk-ant-not-to-be-shown"}'], {home, env});
	t.notRegex(stdout, /not-to-be-s/);
	t.notRegex(stdout, /^unset .*ANTHROPIC_AUTH_TOKEN/m);
});

test.serial('takes --json only for saying what would be started', async t => {
	const home = temporaryHome(t);
	const {code, stdout} = await runProgram(['xx', 'cip', '--json'], {home, env: {...install(home), OPENROUTER_API_KEY: 'sk-or-v1-key-of-the-test'}});
	t.deepEqual([code, JSON.parse(stdout)], [2, {error: {code: 'ERR_CLUTCH_USAGE', message: '--json says what would be started, so it goes with --dry-run.', hint: 'Without --json the agent starts here; in mode n it prints JSON of its own.'}}]);
	t.deepEqual(processesUnder(home.home), []);
});

test.serial('says the same as one object', async t => {
	const home = temporaryHome(t);
	const {code, stdout} = await runProgram(['xx', 'cnp', '-m', 'claude/opus', '-p', 'say hi', '--login', '--dry-run', '--json'], {home, env: install(home)});
	t.is(code, 0);
	const plan = JSON.parse(stdout) as Readonly<Record<string, unknown>> & {readonly argv: readonly string[]; readonly session: string; readonly conversation: string; readonly env: {readonly set: unknown; readonly unset: readonly string[]}};
	t.is((plan.env.set as Readonly<Record<string, string>>).ANTHROPIC_BASE_URL, `http://127.0.0.1:0/s/${plan.session}`);
	t.deepEqual(
		{code: plan.code, credential: plan.credential, cwd: plan.cwd, started: plan.started, stdin: plan.stdin, models: plan.models, argv: plan.argv.slice(1)},
		{
			code: 'cnp',
			credential: 'own-login',
			cwd: home.project,
			started: false,
			stdin: 'nothing',
			models: [],
			argv: ['-p', '--session-id', plan.conversation, 'say hi', '--model', 'opus', '--output-format', 'json', '--dangerously-skip-permissions', '--settings', path.join(home.paths.launches, plan.session, 'settings.json')],
		},
	);
	t.deepEqual(processesUnder(home.home), []);
});

const says = test.macro({
	async exec(t: ExecutionContext, env: Readonly<Record<string, string>> | undefined, message: string, choices: string) {
		const home = temporaryHome(t);
		const ended = await runProgram(['xx', 'cip'], {home, env: env === undefined ? {PATH: '/usr/bin:/bin', IS_SANDBOX: '1'} : {...install(home), ...env}});
		t.deepEqual(ended, {code: 1, signal: null, stdout: '', stderr: `${message}\n${choices}\n`});
		t.deepEqual(processesUnder(home.home), []);
	},
	title: (title: string | undefined) => title ?? '',
});

test.serial('says what to install where the agent is missing', says, undefined, 'Claude Code is not installed: there is no claude on the PATH.', '1 npm install -g @anthropic-ai/claude-code');
test.serial('says which version is too old before anything starts', async t => {
	const home = temporaryHome(t);
	const env = install(home);
	writeFileSync(path.join(home.user, 'bin', 'package.json'), '{"name": "@anthropic-ai/claude-code", "version": "1.0.3"}');
	t.deepEqual(await runProgram(['xx', 'cip'], {home, env: {...env, OPENROUTER_API_KEY: 'sk-or-v1-made-up'}}), {code: 1, signal: null, stdout: '', stderr: 'Claude Code 1.0.3 is too old: Clutch knows it from 2.1.0 on.\n1 npm install -g @anthropic-ai/claude-code\n'});
	t.deepEqual(processesUnder(home.home), []);
});
test.serial('says that there is neither key nor login before anything starts', says, {}, 'No key for openrouter and no login of Claude Code.', '1 try the demo (clutch demo)   2 add a key (clutch keys add OPENROUTER_API_KEY)   3 log in (claude /login)');
if (process.getuid?.() === 0) {
	test.serial('says that the agent refuses root before anything starts', says, {IS_SANDBOX: ''}, 'Claude Code refuses to skip approvals as root.', '1 keep approvals on (--ask)   2 set IS_SANDBOX=1 if this machine is a sandbox   3 start it as another user');
}

test.serial('puts the agent in its own place: the same process, nothing of ours left in it', async t => {
	const home = temporaryHome(t);
	const env = install(home);
	// A shell, which changes nothing of what it is given.
	writeFileSync(path.join(home.user, 'bin', 'claude'), `#!/bin/sh
		printf '%s|' "$@"
		echo "$$ $(pwd) $PWD $ANTHROPIC_API_KEY $(readlink /proc/$$/fd/0)"
		sed -n 's/^SigIgn:\t*//p' /proc/$$/status
		sed -n 's/^flags:\t*//p' /proc/$$/fdinfo/1 /proc/$$/fdinfo/2
		exit 7\n`);
	const child = spawn(`${root}bin/xx`, ['cnd', '-p', 'say hi'], {env: {...home.env, ...env, ANTHROPIC_API_KEY: 'leak', PWD: '/'}, cwd: home.project, stdio: ['ignore', 'pipe', 'pipe']});
	const out: Buffer[] = [];
	child.stdout.on('data', (chunk: Buffer) => {
		out.push(chunk);
	});
	const [code] = await once(child, 'close') as [number | null];
	const [first = '', ...signalsAndFlags] = Buffer.concat(out).toString().trimEnd().split('\n');
	t.is(code, 7);
	t.regex(first, /^-p\|--session-id\|[\da-f-]{36}\|say hi\|/);
	t.is(first.split('|').at(-1), `${child.pid} ${home.project} ${home.project}  /dev/null`);
	// Nothing is ignored, and neither stdout nor stderr is non-blocking (04000).
	t.deepEqual(signalsAndFlags, ['0000000000000000', '02', '02']);
	t.deepEqual(processesUnder(home.home), []);
	const [record] = launchRecords(home.paths);
	t.like(record, {name: 'api-server', title: 'Claude Code', cwd: home.project, process: {pid: child.pid}, recipe: {code: 'cnd', agent: 'claude', route: 'd'}});
});

test.serial('reads what is piped in as the prompt, behind one that is given', async t => {
	const home = temporaryHome(t);
	const env = install(home);
	const prompt = async (argv: readonly string[], input: string) => {
		const {code, stdout, stderr} = await runProgram(['xx', ...argv], {home, env, input});
		t.deepEqual([code, stderr], [0, '']);
		const {argv: given} = JSON.parse(stdout) as {readonly argv: readonly string[]};
		return given.find(word => !word.startsWith('-') && !/^[\da-f-]{36}$/.test(word) && word !== 'json' && !word.startsWith('{'));
	};

	t.is(await prompt(['cnd'], 'fix it\nnow\n'), 'fix it\nnow');
	t.is(await prompt(['cnd', '-p', 'review this'], '+ a line\n'), 'review this\n\n+ a line');
	t.is(await prompt(['cid'], 'fix it\n'), 'fix it');
	t.is(await prompt(['cid'], ' \n'), undefined);
	t.is(await prompt(['crd'], 'not read\n'), undefined);
});

test.serial('refuses what cannot be a prompt', async t => {
	const home = temporaryHome(t);
	const env = install(home);
	const refused = async (argv: readonly string[], input: string) => {
		const {code, stderr} = await runProgram(['xx', ...argv], {home, env, input});
		return [code, stderr];
	};

	t.deepEqual(await refused(['cnd'], ''), [2, 'Mode n answers one prompt and then ends, so cnd needs one.\n1 xx cnd -p "…"\n']);
	t.deepEqual(await refused(['cnd'], 'a\0b'), [2, 'What came by standard input is no text, so it cannot be a prompt.\nName the file in the prompt instead, or say < /dev/null.\n']);
	t.deepEqual(await refused(['cnd'], 'x'.repeat(131_072)), [2, 'A prompt is one argument of the agent, and none may be longer than 131071 bytes.\nPut it into a file, and name the file in the prompt.\n']);
	t.deepEqual(await refused(['cnd', '-p', 'xx'], 'x'.repeat(131_068)), [2, 'A prompt is one argument of the agent, and none may be longer than 131071 bytes.\nPut it into a file, and name the file in the prompt.\n']);
	const {code, stdout} = await runProgram(['xx', 'cnd'], {home, env, input: 'x'.repeat(131_071)});
	t.deepEqual([code, (JSON.parse(stdout) as {readonly argv: readonly string[]}).argv[3]?.length], [0, 131_071]);
});

test.serial('starts without a prompt from a pipe that says nothing and never ends', async t => {
	const home = temporaryHome(t);
	const child = spawn(`${root}bin/xx`, ['cnd', '-p', 'say hi'], {env: {...home.env, ...install(home)}, cwd: home.project, stdio: ['pipe', 'pipe', 'pipe']});
	const [out, said]: [Buffer[], Buffer[]] = [[], []];
	child.stdout.on('data', (chunk: Buffer) => {
		out.push(chunk);
	});
	child.stderr.on('data', (chunk: Buffer) => {
		said.push(chunk);
	});
	const [code] = await once(child, 'close') as [number | null];
	t.deepEqual([code, Buffer.concat(said).toString(), (JSON.parse(Buffer.concat(out).toString()) as {readonly argv: readonly string[]}).argv[3]], [0, 'Nothing came by standard input within 3 s, so it starts without. (< /dev/null says so at once.)\n', 'say hi']);
});

test.serial('gives the agent the terminal again where the prompt was piped in', async t => {
	const home = temporaryHome(t);
	const {exit, text} = startOnPty(t, {file: '/bin/sh', args: ['-c', `echo 'fix it' | ${root}bin/xx cid`], env: {...home.env, ...install(home, 'console.log("terminal " + require("node:tty").isatty(0));')}, cwd: home.project});
	await exit;
	t.regex(text(), /"fix it"/);
	t.regex(text(), /terminal true/);
});

test.serial('starts in the folder it is told', async t => {
	const home = temporaryHome(t);
	const {stdout} = await runProgram(['xx', 'cid', '--cwd', '..'], {home, env: install(home)});
	t.is((JSON.parse(stdout) as {readonly cwd: string}).cwd, path.dirname(home.project));
});

test.serial('ends by the signal that ended the agent', async t => {
	const home = temporaryHome(t);
	const {code, signal} = await runProgram(['xx', 'cid'], {home, env: install(home, 'process.kill(process.pid, "SIGKILL");')});
	t.deepEqual([code, signal], [null, 'SIGKILL']);
});

test.serial('keeps what --set says in the record of the launch, for the gateway to read', async t => {
	const home = temporaryHome(t);
	const {code} = await runProgram(['xx', 'cnp', '-p', 'hi', '--set', 'BIG=a/b', '--set', 'cascade=off', '--set=FALLBACK=c/d'], {home, env: {...install(home), OPENROUTER_API_KEY: 'sk-or-v1-made-up'}});
	t.is(code, 0);
	t.deepEqual(launchRecords(home.paths)[0]?.settings, {roles: {BIG: 'a/b', FALLBACK: 'c/d'}, cascade: 'off'});
});

test.serial('starts the gateway first, says so once, and gives the agent the address where it really listens', async t => {
	const home = temporaryHome(t);
	const env = {...install(home), OPENROUTER_API_KEY: 'sk-or-v1-made-up'};
	const {code, stdout, stderr} = await runProgram(['xx', 'cnp', '-p', 'say hi'], {home, env});
	t.is(code, 0);
	t.regex(stderr, /^Starting the gateway … ready after \d+\.\d s\n$/);
	const {base = ''} = JSON.parse(stdout) as {readonly base?: string};
	t.regex(base, /^http:\/\/127\.0\.0\.1:[1-9]\d*\/s\/[a-z\d]{10}$/);
	t.deepEqual(readdirSync(home.paths.addresses), ['gateway.json']);
	const answer = await fetch(`${base.replace(/\/s\/.*/, '')}/health`);
	t.is(answer.status, 200);
	t.like(await runProgram(['xx', 'cnp', '-p', 'say hi'], {home, env}), {code: 0, stderr: ''});
});

test.serial('leaves the gateway alone where the config says so', async t => {
	const home = temporaryHome(t);
	writeFileSync(home.paths.config, '{"proxy": {"auto_start": false}}');
	const {code, stderr} = await runProgram(['xx', 'cip'], {home, env: {...install(home), OPENROUTER_API_KEY: 'sk-or-v1-made-up'}});
	t.deepEqual([code, stderr], [1, 'The gateway at http://127.0.0.1:0 is not running, and proxy.auto_start is off.\n1 clutch up   2 go direct: route d\n']);
	t.deepEqual(processesUnder(home.home), []);
});

test.serial('asks a gateway elsewhere whether it is well, and starts none', async t => {
	const home = temporaryHome(t);
	// The address of a network that is nowhere; what is asked is on this machine.
	const remote = 'http://192.0.2.1:8082';
	const asked: string[] = [];
	let status = 200;
	const server = createServer((request, response) => {
		asked.push(request.url ?? '');
		response.writeHead(status).end();
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.teardown(() => server.close());
	const health = `http://127.0.0.1:${(server.address() as AddressInfo).port}/well`;
	writeFileSync(home.paths.config, JSON.stringify({proxy: {base_url: remote, health_url: health}}));
	const env = {...install(home), OPENROUTER_API_KEY: 'sk-or-v1-made-up'};
	const well = await runProgram(['xx', 'cnp', '-p', 'hi'], {home, env});
	t.deepEqual([well.code, well.stderr, asked], [0, '', ['/well']]);
	t.regex((JSON.parse(well.stdout) as {readonly base: string}).base, /^http:\/\/192\.0\.2\.1:8082\/s\/[a-z\d]{10}$/);
	status = 503;
	const ill = await runProgram(['xx', 'cnp', '-p', 'hi'], {home, env});
	t.deepEqual([ill.code, ill.stdout, ill.stderr], [3, '', `The gateway is not running: proxy.base_url is ${remote}, and ${health} did not answer well within 3 s.\n1 start it there   2 change proxy.base_url or proxy.health_url (clutch config path)   3 go direct: route d\n`]);
	t.deepEqual(processesUnder(home.home), []);
});
