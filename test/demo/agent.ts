import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {PassThrough} from 'node:stream';
import test, {type ExecutionContext} from 'ava';
import {runAgent} from '../../source/demo/agent.js';
import {emptyReader, feedAnswer, type Said} from '../../source/demo/answer-reader.js';
import {createAsk} from '../../source/demo/ask.js';
import {openTranscript} from '../../source/demo/transcript.js';
import {respond} from '../../source/demo/upstream.js';
import {programArgv, resolvePaths} from '../../source/io/paths.js';
import {startDemoUpstream} from '../helpers/demo.js';
import {openTerminal} from '../helpers/terminal.js';
import {patienceMs} from '../helpers/until.js';

const request = {model: 'demo-big', max_tokens: 500, stream: true, tools: [{name: 'echo', input_schema: {properties: {text: {}}}}], messages: [{role: 'user', content: 'echo ünïcode'}]};

function wholeStream(trouble?: string): string {
	const response = respond({method: 'POST', path: '/v1/messages', body: JSON.stringify(request), trouble, id: 'a', now: 0});
	return response.type === 'stream' ? response.pieces.map(piece => piece.text).join('') : '';
}

const expected: readonly Said[] = [
	{type: 'text', text: 'I'},
	{type: 'text', text: ' will'},
	{type: 'text', text: ' run'},
	{type: 'text', text: ' that.'},
	{type: 'call', id: 'toolu_a', name: 'echo', input: {text: 'ünïcode'}},
	{type: 'end'},
];

test.serial('reads an answer whole and split at every byte', t => {
	const stream = Buffer.from(wholeStream());
	t.deepEqual(feedAnswer(emptyReader, stream)[1], expected);
	for (let split = 1; split < stream.length; split++) {
		const [state, first] = feedAnswer(emptyReader, stream.subarray(0, split));
		const [, second] = feedAnswer(state, stream.subarray(split));
		t.deepEqual([...first, ...second], expected, `split at ${split}`);
	}
});

test.serial('reads an error in the middle of an answer', t => {
	t.deepEqual(feedAnswer(emptyReader, Buffer.from(wholeStream('error')))[1].at(-1), {type: 'failed', message: 'The demo broke off, as asked.'});
});

function startAgent(t: ExecutionContext, {address, id, folder}: {readonly address: string; readonly id: string; readonly folder: string}) {
	const input = new PassThrough();
	const output = new PassThrough();
	let text = '';
	const waiting = new Set<() => void>();
	output.on('data', (chunk: Uint8Array) => {
		text += String(chunk);
		for (const check of waiting) {
			check();
		}
	});
	const paths = resolvePaths({CLUTCH_HOME: folder});
	const ended = runAgent({ask: createAsk({baseUrl: address, key: 'k', model: 'demo-big'}), transcript: openTranscript(paths, id), id, input, output, terminal: false, signal: AbortSignal.timeout(patienceMs)});
	return {
		ended,
		text: () => text,
		write(line: string) {
			input.write(`${line}\n`);
		},
		/** Waits for what is printed from now on. */
		async printed(pattern: RegExp) {
			await new Promise<void>(resolve => {
				const check = () => {
					if (pattern.test(text)) {
						waiting.delete(check);
						resolve();
					}
				};

				waiting.add(check);
				check();
			});
			t.pass(String(pattern));
		},
	};
}

function temporaryFolder(t: ExecutionContext): string {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-agent-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	return folder;
}

test.serial('answers, runs its tool, says what failed, and goes on with the conversation later', async t => {
	const {address} = await startDemoUpstream(t);
	const folder = temporaryFolder(t);
	const first = startAgent(t, {address, id: 'one', folder});
	first.write('hello');
	await first.printed(/message 1 was: "hello"\..*\ndemo › /);
	first.write('echo seven apples');
	await first.printed(/I will run that\.\n {2}⎿ echo: seven apples\nThe command printed: seven apples\ndemo › /);
	first.write('demo:429');
	await first.printed(/✖ The answer failed\. 429: The demo answers 429, as asked\.\ndemo › /);
	first.write('demo:cut');
	await first.printed(/\n✖ The connection broke: .*\ndemo › /);
	first.write('/quit');
	await first.ended;
	t.regex(first.text(), /demo agent --resume one\n$/);

	const second = startAgent(t, {address, id: 'one', folder});
	await second.printed(/Resumed after 2 messages\./);
	second.write('again');
	await second.printed(/message 3 was: "again"/);
	second.write('/quit');
	await second.ended;
	const roles = readFileSync(path.join(folder, 'state', 'demo', 'one.jsonl'), 'utf8').trim().split('\n').map(line => (JSON.parse(line) as {role: string}).role);
	t.deepEqual(roles, ['user', 'assistant', 'user', 'assistant', 'user', 'assistant', 'user', 'assistant']);
});

test.serial('says so when nobody answers', async t => {
	const {address, child} = await startDemoUpstream(t);
	const gone = new Promise(resolve => {
		child.once('exit', resolve);
	});
	child.kill('SIGKILL');
	await gone;
	const agent = startAgent(t, {address, id: 'two', folder: temporaryFolder(t)});
	agent.write('hello');
	await agent.printed(/Nobody answers where the gateway should be/);
	agent.write('/quit');
	await agent.ended;
});

test.serial('draws its prompt again at a resize, but not over a running answer', async t => {
	const {address} = await startDemoUpstream(t, {env: {CLUTCH_DEMO_RATE: '40'}});
	const folder = temporaryFolder(t);
	const terminal = openTerminal(t, {argv: [...programArgv('demo'), 'agent'], env: {PATH: process.env.PATH ?? '', HOME: folder, CLUTCH_HOME: folder, ANTHROPIC_BASE_URL: address}, cwd: folder});
	const prompts = () => terminal.raw().toString().split('demo › ').length - 1;
	await terminal.waitFor('its prompt', () => prompts() === 1);
	terminal.resize(110, 36);
	await terminal.waitFor('its prompt in the new size', () => prompts() === 2);
	terminal.write('long\r');
	await terminal.waitFor('the answer', text => text.includes('Line 2 of 40'));
	const before = prompts();
	terminal.resize(100, 36);
	await terminal.waitFor('more of the answer', text => text.includes('Line 5 of 40'));
	t.is(prompts(), before);
	t.true(terminal.text().includes('Line 2 of 40 of a long answer, so that there is something to watch.'));
	terminal.write('\u0003');
	await terminal.waitFor('its prompt after the answer', text => text.includes('Stopped.\ndemo ›'));
	const after = prompts();
	terminal.resize(90, 36);
	await terminal.waitFor('its prompt drawn again', () => prompts() > after);
	terminal.write('/quit\r');
	t.deepEqual(await terminal.exit, {type: 'code', code: 0});
});
