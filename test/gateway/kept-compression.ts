import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {writeAddress} from '../../source/io/http-address.js';
import {programArgv} from '../../source/io/paths.js';
import {sealedTextsFile} from '../../source/io/sealed-texts.js';
import {startFakeHeadroom} from '../helpers/fake-headroom.js';
import {callHttp} from '../helpers/gateway.js';
import {temporaryHome, type Home} from '../helpers/home.js';
import {messagesHistory, toolOutput} from '../helpers/tool-history.js';
import {until} from '../helpers/until.js';
import {withUpstream} from '../helpers/with-upstream.js';

type Running = {readonly port: number; readonly kill: () => Promise<void>};

/** The gateway as a program. */
async function startGateway(t: ExecutionContext, {home: {env, paths}, says}: {readonly home: Home; readonly says: string}): Promise<Running> {
	const [file, ...args] = programArgv('gateway');
	const child = spawn(file, args, {env, stdio: ['ignore', 'pipe', 'pipe']});
	let out = '';
	const hear = (data: Uint8Array) => {
		out += Buffer.from(data).toString();
	};

	child.stdout.on('data', hear);
	child.stderr.on('data', hear);

	const ended = once(child, 'close');
	const kill = async () => {
		child.kill('SIGKILL');
		await ended;
	};

	t.teardown(kill);
	await until(`the gateway says ${says}`, () => out.includes('gateway on ') && out.includes(says));
	const {port} = JSON.parse(readFileSync(path.join(paths.addresses, 'gateway.json'), 'utf8')) as {readonly port: number};
	return {port, kill};
}

async function start(t: ExecutionContext, compression: Readonly<Record<string, unknown>> = {}) {
	const home = temporaryHome(t);
	const upstream = await withUpstream(t, () => ({headers: {'content-type': 'application/json'}, chunks: [JSON.stringify({type: 'message', role: 'assistant', content: [{type: 'text', text: 'Done.'}], stop_reason: 'end_turn', usage: {input_tokens: 10, output_tokens: 2}})]}));
	const headroom = await startFakeHeadroom();
	t.teardown(headroom.close);
	writeFileSync(home.paths.config, JSON.stringify({gateway: {port: 0}, providers: {box: {base_url: upstream.address, api_key: 'sk-box', wires: ['messages']}}, compression: {deadline_ms: 30_000, ...compression}}));
	writeAddress(home.paths, 'headroom', {address: headroom.address, pid: process.pid});
	const sent = () => upstream.requests.map(({body}) => (JSON.parse(body.toString()) as {readonly messages: readonly unknown[]}).messages.map(message => JSON.stringify(message)));
	const call = async ({port}: Running, turns: number) => callHttp({port}, {path: '/s/one/v1/messages', body: {model: 'box:m', messages: messagesHistory(turns)}});
	const file = sealedTextsFile(home.paths);
	const written = async (texts: number) => until(`${texts} texts are written`, () => existsSync(file) && readFileSync(file, 'latin1').split('\n').length === texts + 1);
	return {home, headroom, sent, call, file, written};
}

const shortened = (messages: readonly string[] = []) => messages.filter(text => text.includes('lines omitted')).length;

test('sends what a fake Headroom made shorter like that again after kill -9 of the gateway', async t => {
	const {home, headroom, sent, call, written} = await start(t);
	const first = await startGateway(t, {home, says: 'compresses'});
	await call(first, 1);
	await call(first, 2);
	await written(2);
	await first.kill();

	const second = await startGateway(t, {home, says: 'compresses'});
	await call(second, 3);
	const [, before = [], after = []] = sent();
	t.deepEqual(after.slice(0, before.length), before);
	t.deepEqual([shortened(before), shortened(after)], [2, 3]);
	t.is(headroom.calls.length, 3, 'it was asked about what is new');
	await written(3);
	await second.kill();

	// As it would where the answer was lost with the gateway.
	const third = await startGateway(t, {home, says: 'compresses'});
	await call(third, 3);
	t.deepEqual(sent()[3], after);
	t.is(headroom.calls.length, 3);
	await third.kill();

	// And where Headroom is gone too.
	rmSync(path.join(home.paths.addresses, 'headroom.json'));
	const fourth = await startGateway(t, {home, says: ''});
	await call(fourth, 4);
	t.deepEqual(sent()[4]?.slice(0, after.length), after);
	t.is(shortened(sent()[4]), 3);
});

test('writes no text of a conversation down that a fake Headroom made shorter', async t => {
	const {home, call, file, written} = await start(t);
	const gateway = await startGateway(t, {home, says: 'compresses'});
	await call(gateway, 1);
	await written(1);
	t.is(statSync(file).mode & 0o777, 0o600);
	const [line = ''] = toolOutput('log', {seed: 1}).split('\n');
	for (const name of readdirSync(home.paths.state, {recursive: true, encoding: 'utf8'}).map(each => path.join(home.paths.state, each)).filter(each => statSync(each).isFile())) {
		const text = readFileSync(name, 'latin1');
		t.false(text.includes(line.slice(0, 40)) || text.includes('lines omitted'), `it is in ${name}`);
	}
});

test('neither keeps nor reads texts where a fake Headroom is switched off', async t => {
	const {home, headroom, sent, call, file, written} = await start(t);
	const first = await startGateway(t, {home, says: 'compresses'});
	await call(first, 1);
	await written(1);
	await first.kill();
	const before = readFileSync(file);
	writeFileSync(home.paths.config, JSON.stringify({...JSON.parse(readFileSync(home.paths.config, 'utf8')) as Readonly<Record<string, unknown>>, compression: {headroom: 'off'}}));
	const second = await startGateway(t, {home, says: ''});
	await call(second, 2);
	t.is(shortened(sent()[1]), 0);
	t.is(headroom.calls.length, 1);
	t.deepEqual(readFileSync(file), before);
});
