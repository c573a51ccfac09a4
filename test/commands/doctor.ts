import {chmodSync, mkdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {once} from 'node:events';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {temporaryHome, type Home} from '../helpers/home.js';
import {runProgram} from '../helpers/program.js';

type Report = {readonly healthy: boolean; readonly findings: ReadonlyArray<{readonly id: string; readonly status: string; readonly sentence: string; readonly next?: string}>};

async function doctor(home: Home, ...flags: readonly string[]): Promise<{readonly code: number | null; readonly report: Report; readonly text: string}> {
	const {code, stdout, stderr} = await runProgram(['clutch', 'doctor', '--json', ...flags], {home, env: {PATH: `${path.join(home.user, 'bin')}:/usr/bin:/bin`}});
	return {code, report: JSON.parse(stdout) as Report, text: stdout + stderr};
}

function putAgent(home: Home, name: string, script: string): void {
	const file = path.join(home.user, 'bin', name);
	mkdirSync(path.dirname(file), {recursive: true});
	writeFileSync(file, `#!/bin/sh\n${script}\n`, {mode: 0o755});
}

function of({findings}: Report, id: string) {
	const found = findings.find(finding => finding.id === id);
	return found === undefined ? undefined : [found.status, found.sentence];
}

test.serial('says what is missing on an empty machine, each with its next step', async t => {
	const {code, report} = await doctor(temporaryHome(t));
	t.is(code, 1);
	t.false(report.healthy);
	t.deepEqual(of(report, 'agents'), ['bad', 'No agent is installed.']);
	t.deepEqual(of(report, 'key'), ['bad', 'No provider key and no login found, and no model on this machine.']);
	t.is(of(report, 'node')?.[0], 'ok');
	t.deepEqual(report.findings.filter(({status, next}) => status !== 'ok' && (next ?? '') === ''), []);
});

test.serial('is content with an agent and a key, and shows no secret', async t => {
	const home = temporaryHome(t);
	putAgent(home, 'claude', 'echo "2.1.400 (Claude Code)"');
	writeFileSync(home.paths.env, 'OPENROUTER_API_KEY=sk-or-v1-very-secret-1234\n', {mode: 0o600});
	const {code, report, text} = await doctor(home);
	t.deepEqual(report.findings.filter(({status}) => status === 'bad'), []);
	t.is(code, 0);
	t.deepEqual(of(report, 'agent.claude'), ['ok', 'Claude Code (c) 2.1.400, not logged in (claude /login).']);
	t.false(text.includes('very-secret'));
});

test.serial('tells an old agent from a broken one', async t => {
	const home = temporaryHome(t);
	putAgent(home, 'claude', 'echo "1.0.3 (Claude Code)"');
	putAgent(home, 'codex', 'exit 3');
	const {report} = await doctor(home);
	t.is(of(report, 'agent.claude')?.[1], 'Claude Code (c) 1.0.3 is older than 2.1.0, for which its flags are meant.');
	t.is(of(report, 'agent.codex')?.[1], `Codex (x) at ${home.user}/bin/codex did not say its version: it ended with code 3.`);
});

test.serial('closes files that others may read, with --fix only', async t => {
	const home = temporaryHome(t);
	writeFileSync(home.paths.env, '\n');
	chmodSync(home.paths.env, 0o644);
	const before = await doctor(home);
	t.is(of(before.report, 'file.env')?.[0], 'bad');
	t.is(statSync(home.paths.env).mode & 0o777, 0o644);
	const after = await doctor(home, '--fix');
	t.deepEqual(of(after.report, 'file.env'), ['ok', `${home.paths.env} was open to others (644); now it is yours alone (600).`]);
	t.is(statSync(home.paths.env).mode & 0o777, 0o600);
});

test.serial('names the line of a config that is not understood', async t => {
	const home = temporaryHome(t);
	writeFileSync(home.paths.config, '{\n\t"gateway": {"port": "many"}\n}\n', {mode: 0o600});
	const {report} = await doctor(home);
	t.is(of(report, 'config')?.[0], 'warn');
	const [status, sentence = ''] = of(report, 'config.mistake.1') ?? [];
	t.is(status, 'bad');
	t.true(sentence.includes(`${home.paths.config}:2:`));
});

test.serial('names who has the port of the gateway', async t => {
	const home = temporaryHome(t);
	const {port} = await listen(t, () => 200);
	writeFileSync(home.paths.config, JSON.stringify({gateway: {port}}), {mode: 0o600});
	const {stdout} = await runProgram(['clutch', 'doctor', '--json'], {home, env: {PORT: String(port)}});
	const [status, sentence = ''] = of(JSON.parse(stdout) as Report, `port.gateway`) ?? [];
	t.is(status, 'bad');
	t.true(sentence.startsWith(`Port ${port} (gateway) is taken by node (pid ${process.pid}`));
});

test.serial('asks providers only with --live, and tells a refused key', async t => {
	const home = temporaryHome(t);
	const good = await listen(t, ({authorization}) => authorization === 'Bearer right-key-of-the-test' ? 200 : 401);
	writeFileSync(home.paths.config, JSON.stringify({providers: {
		one: {base_url: `http://127.0.0.1:${good.port}`, api_key: 'right-key-of-the-test', wires: ['chat']},
		two: {base_url: `http://127.0.0.1:${good.port}`, api_key: 'wrong-key-of-the-test', wires: ['chat']},
	}}), {mode: 0o600});
	const quiet = await doctor(home);
	t.is(of(quiet.report, 'provider.one'), undefined);
	t.deepEqual(good.asked, []);
	const {report} = await doctor(home, '--live');
	t.regex(of(report, 'provider.one')?.[1] ?? '', /^one answers in \d+ ms and lists 2 models\.$/);
	t.is(of(report, 'provider.two')?.[1], 'two refuses the key (401).');
	t.deepEqual([...new Set(good.asked)], ['/v1/models']);
});

test.serial('knows whether the shell has the aliases, and whether they are those of now', async t => {
	const home = temporaryHome(t, {SHELL: '/usr/bin/zsh'});
	const status = async () => {
		const {report} = await doctor(home);
		return report.findings.filter(({id}) => id.startsWith('shell')).map(({id, status}) => [id, status]);
	};

	t.deepEqual(await status(), [['shell.zsh', 'info']]);
	await runProgram(['clutch', 'install', '--shell', 'zsh,bash', '--without', 'cc'], {home});
	t.deepEqual(await status(), [['shell.zsh', 'ok'], ['shell.bash', 'ok']]);
	rmSync(path.join(home.paths.state, 'completions', 'bash'), {recursive: true});
	writeFileSync(home.paths.config, '{"install": {"without": ["qw"]}}', {mode: 0o600});
	t.deepEqual(await status(), [['shell.zsh', 'warn'], ['shell.bash', 'warn']]);
	writeFileSync(path.join(home.user, '.bashrc'), '# >>> clutch >>>\n');
	await runProgram(['clutch', 'install', '--shell', 'zsh'], {home});
	t.deepEqual(await status(), [['shell.zsh', 'ok'], ['shell.bash', 'warn']]);
});

test.serial('is read by people too', async t => {
	const {stdout} = await runProgram(['clutch', 'doctor'], {home: temporaryHome(t)});
	t.regex(stdout, /^✔ ok {4}Node \d/);
	t.regex(stdout, /\n✖ bad {3}No agent is installed\.\n {10}Install one/);
	t.regex(stdout, /\n\d+ bad, \d+ to look at, \d+ ok\n$/);
});

/** A server that answers every request with a list of two models, or with what the headers deserve. */
async function listen(t: ExecutionContext, statusOf: (headers: Readonly<Record<string, unknown>>) => number): Promise<{readonly port: number; readonly asked: string[]}> {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(request.url ?? '');
		response.writeHead(statusOf(request.headers), {'content-type': 'application/json'});
		response.end(JSON.stringify({data: [{id: 'a'}, {id: 'b'}]}));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.teardown(() => {
		server.closeAllConnections();
		server.close();
	});
	const address = server.address();
	return {port: typeof address === 'object' && address !== null ? address.port : 0, asked};
}
