import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {programArgv, programRoot} from '../../source/io/paths.js';
import {callHttp} from '../helpers/gateway.js';
import {temporaryHome, type Home} from '../helpers/home.js';
import {until} from '../helpers/until.js';

type Program = {readonly out: () => string; readonly error: () => string; readonly said: (text: string) => Promise<void>; readonly end: () => void; readonly code: Promise<number | null>};

function start(t: ExecutionContext, argv: readonly string[], env: Home['env']): Program {
	const [file = '', ...args] = argv;
	const child = spawn(file, args, {env, stdio: ['ignore', 'pipe', 'pipe']});
	let out = '';
	let error = '';
	child.stdout.on('data', (data: Uint8Array) => {
		out += Buffer.from(data).toString();
	});
	child.stderr.on('data', (data: Uint8Array) => {
		error += Buffer.from(data).toString();
	});
	const code = once(child, 'close').then(([value]: unknown[]) => value as number | null);
	t.teardown(async () => {
		child.kill('SIGKILL');
		await code;
	});
	return {
		out: () => out,
		error: () => error,
		async said(text) {
			await until(`it says ${text}`, () => {
				if (child.exitCode !== null) {
					throw new Error(`it ended before it said ${text}: ${out}${error}`);
				}

				return out.includes(text);
			});
		},
		end() {
			child.kill('SIGTERM');
		},
		code,
	};
}

const service = programArgv('gateway');
const command = [process.execPath, path.join(programRoot(), 'dist', 'cli.js'), 'clutch', 'gateway'];

for (const [title, argv, line] of [['as a service', service, 'gateway on '], ['in the foreground', [...command, '--port', '0'], 'gateway on ']] as const) {
	test(`serves ${title}, writes down where, and takes that away at its end`, async t => {
		const {env, paths} = temporaryHome(t);
		const program = start(t, argv, env);
		await program.said(line);
		const file = path.join(paths.addresses, 'gateway.json');
		const written = JSON.parse(readFileSync(file, 'utf8')) as {address: string; port: number; pid: number; startedAt: number};
		t.is(statSync(file).mode & 0o777, 0o600);
		t.is(written.address, `http://127.0.0.1:${written.port}`);
		t.true(program.out().includes(written.address));
		const health = await callHttp(written, {path: '/health', method: 'GET'});
		t.like(JSON.parse(health.text), {ok: true, pid: written.pid});
		program.end();
		t.is(await program.code, 0);
		t.false(existsSync(file));
	});
}

test('serves where the folder of logs cannot be made', async t => {
	const {env, paths} = temporaryHome(t);
	mkdirSync(path.dirname(paths.log), {recursive: true});
	writeFileSync(paths.log, '');
	await start(t, service, env).said('gateway on ');
	t.true(statSync(paths.log).isFile());
});

test('prints one object with --json and refuses flags that mean nothing', async t => {
	const {env} = temporaryHome(t);
	const program = start(t, [...command, '--port', '0', '--json'], env);
	await program.said('}');
	t.deepEqual(Object.keys(JSON.parse(program.out()) as object), ['address', 'port', 'pid']);
	const wrong = start(t, [...command, '--port', 'many'], env);
	t.is(await wrong.code, 2);
});

test('names the owner of a port that is taken, and what can be done', async t => {
	const server = http.createServer();
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.teardown(() => {
		server.close();
	});
	const {port} = server.address() as AddressInfo;
	const {env} = temporaryHome(t, {PORT: String(port)});
	for (const argv of [service, command]) {
		const program = start(t, argv, env);
		t.is(await program.code, 3);
		const lines = program.error().trimEnd().split('\n');
		const sentence = `${port} is taken by node (pid ${process.pid}, ${process.cwd()}).`;
		t.is(lines[0], sentence);
		t.regex(lines[1] ?? '', /^1 use \d+$/);
		t.is(lines[2], '2 try again');
		t.deepEqual(JSON.parse(lines.at(-1) ?? ''), {code: 'ERR_CLUTCH_PORT_TAKEN', message: sentence, hint: `${lines[1] ?? ''}\n2 try again`, choices: [lines[1]?.slice(2), 'try again']});
	}

	t.true(server.listening);
});

test('says when it is another gateway of ours that has the port', async t => {
	const {env, paths} = temporaryHome(t);
	const first = start(t, service, env);
	await first.said('gateway on ');
	const {port, pid} = JSON.parse(readFileSync(path.join(paths.addresses, 'gateway.json'), 'utf8')) as {port: number; pid: number};
	const second = start(t, service, {...env, PORT: String(port)});
	t.is(await second.code, 3);
	t.true(second.error().startsWith(`${port} is taken by the Clutch gateway that is already running (pid ${pid}).\n`));
	t.true(existsSync(path.join(paths.addresses, 'gateway.json')));
});
