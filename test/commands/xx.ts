import {chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {processesUnder, temporaryHome, type Home} from '../helpers/home.js';
import {runProgram} from '../helpers/program.js';

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

test('prints what a launch would be with its secrets masked, and starts nothing', async t => {
	const home = temporaryHome(t);
	const env = {...install(home), OPENROUTER_API_KEY: 'sk-or-v1-not-to-be-shown', PROXY_AUTH_KEY: 'sesame-not-to-be-shown', ANTHROPIC_API_KEY: 'sk-ant-not-to-be-shown'};
	const {code, stdout, stderr} = await runProgram(['xx', 'cip', '--dry-run', '--', '--api-key', 'native-not-to-be-shown'], {home, env});
	t.deepEqual({code, stderr}, {code: 0, stderr: ''});
	t.regex(stdout, /^argv +\S+\/bin\/claude --session-id [\da-f-]{36} --dangerously-skip-permissions --settings '{"skipDangerousModePermissionPrompt":true}' --api-key ••••hown$/m);
	t.regex(stdout, /^set +ANTHROPIC_BASE_URL=http:\/\/127\.0\.0\.1:0\/s\/[a-z\d]{10}$/m);
	t.regex(stdout, /^set +ANTHROPIC_AUTH_TOKEN=•{4}hown$/m);
	t.regex(stdout, /^unset +ANTHROPIC_API_KEY .*\bTMUX\b/m);
	t.notRegex(stdout, /not-to-be-s/);
	t.deepEqual(processesUnder(home.home), []);
	t.false(existsSync(home.paths.run));
});

test('masks a secret inside a native argument, and what is set is not called unset', async t => {
	const home = temporaryHome(t);
	const env = {...install(home), OPENROUTER_API_KEY: 'sk-or-v1-not-to-be-shown'};
	const {stdout} = await runProgram(['xx', 'cip', '--dry-run', '--', '--settings', '{"apiKey":"sk-ant-not-to-be-shown"}'], {home, env});
	t.notRegex(stdout, /not-to-be-s/);
	t.notRegex(stdout, /^unset .*ANTHROPIC_AUTH_TOKEN/m);
});

test('takes --json only for saying what would be started', async t => {
	const home = temporaryHome(t);
	const {code, stdout} = await runProgram(['xx', 'cip', '--json'], {home, env: {...install(home), OPENROUTER_API_KEY: 'sk-or-v1-key-of-the-test'}});
	t.deepEqual([code, JSON.parse(stdout)], [2, {error: {code: 'ERR_CLUTCH_USAGE', message: '--json says what would be started, so it goes with --dry-run.', hint: 'Without --json the agent starts here; in mode n it prints JSON of its own.'}}]);
	t.deepEqual(processesUnder(home.home), []);
});

test('says the same as one object', async t => {
	const home = temporaryHome(t);
	const {code, stdout} = await runProgram(['xx', 'cnpd', '-p', 'say hi', '--login', '--dry-run', '--json'], {home, env: install(home)});
	t.is(code, 0);
	const plan = JSON.parse(stdout) as Readonly<Record<string, unknown>> & {readonly argv: readonly string[]; readonly session: string; readonly conversation: string; readonly env: {readonly set: unknown; readonly unset: readonly string[]}};
	t.deepEqual(
		{code: plan.code, credential: plan.credential, cwd: plan.cwd, started: plan.started, stdin: plan.stdin, models: plan.models, set: plan.env.set, argv: plan.argv.slice(1)},
		{
			code: 'cnpd',
			credential: 'own-login',
			cwd: home.project,
			started: false,
			stdin: 'nothing',
			models: [],
			set: {ANTHROPIC_BASE_URL: `http://127.0.0.1:0/s/${plan.session}`, CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL: '1'},
			argv: ['-p', '--session-id', plan.conversation, 'say hi', '--model', 'deepseek/deepseek-v4-flash:free', '--output-format', 'json', '--dangerously-skip-permissions', '--settings', '{"skipDangerousModePermissionPrompt":true}'],
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

test('says what to install where the agent is missing', says, undefined, 'Claude Code is not installed: there is no claude on the PATH.', '1 npm install -g @anthropic-ai/claude-code');
test('says that there is neither key nor login before anything starts', says, {}, 'No key for openrouter and no login of Claude Code.', '1 try the demo (clutch demo)   2 add a key (clutch keys add OPENROUTER_API_KEY)   3 log in (claude /login)');
if (process.getuid?.() === 0) {
	test('says that the agent refuses root before anything starts', says, {IS_SANDBOX: ''}, 'Claude Code refuses to skip approvals as root.', '1 keep approvals on (--ask)   2 set IS_SANDBOX=1 if this machine is a sandbox   3 start it as another user');
}

test('runs the agent directly in this terminal and passes on its code', async t => {
	const home = temporaryHome(t);
	const {code, stdout, stderr} = await runProgram(['xx', 'cnd', '-p', 'say hi'], {home, env: {...install(home, 'process.exitCode = 7;'), ANTHROPIC_API_KEY: 'leak'}, input: 'not read'});
	t.is(stderr, '');
	const {argv, ...said} = JSON.parse(stdout) as {readonly argv: readonly string[]};
	t.deepEqual([code, argv.slice(0, 2), argv.slice(3, 4), said], [7, ['-p', '--session-id'], ['say hi'], {cwd: home.project, nothing: true}]);
	t.deepEqual(processesUnder(home.home), []);
});

test('starts in the folder it is told', async t => {
	const home = temporaryHome(t);
	const {stdout} = await runProgram(['xx', 'cid', '--cwd', '..'], {home, env: install(home)});
	t.is((JSON.parse(stdout) as {readonly cwd: string}).cwd, path.dirname(home.project));
});

test('ends with the code of the signal that ended the agent', async t => {
	const home = temporaryHome(t);
	const {code} = await runProgram(['xx', 'cid'], {home, env: install(home, 'process.kill(process.pid, "SIGKILL");')});
	t.is(code, 137);
});

test('starts the gateway first and gives the agent the address where it really listens', async t => {
	const home = temporaryHome(t);
	const {code, stdout, stderr} = await runProgram(['xx', 'cnp', '-p', 'say hi'], {home, env: {...install(home), OPENROUTER_API_KEY: 'sk-or-v1-made-up'}});
	t.deepEqual({code, stderr}, {code: 0, stderr: ''});
	const {base = ''} = JSON.parse(stdout) as {readonly base?: string};
	t.regex(base, /^http:\/\/127\.0\.0\.1:[1-9]\d*\/s\/[a-z\d]{10}$/);
	t.deepEqual(readdirSync(home.paths.addresses), ['gateway.json']);
	const answer = await fetch(`${base.replace(/\/s\/.*/, '')}/health`);
	t.is(answer.status, 200);
});
