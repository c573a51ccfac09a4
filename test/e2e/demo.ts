import {spawn} from 'node:child_process';
import {once} from 'node:events';
import test from 'ava';
import type {ClientState} from '../../source/core/client/state.js';
import {connectClutchd} from '../../source/io/clutchd-client.js';
import {identify, signalProcess} from '../../source/io/process-identity.js';
import {clutch} from '../helpers/claude.js';
import {temporaryHome, type Home} from '../helpers/home.js';
import {openTerminal} from '../helpers/terminal.js';
import {patience, patienceMs} from '../helpers/until.js';

const answer = 'This is the demo, a script and no AI. Your message 1 was: "hello". Write "echo hello" to see a tool at work, or "long" for a long answer.';

async function output(home: Home, args: readonly string[]): Promise<string> {
	const child = spawn(clutch, args, {env: home.env, cwd: home.project, stdio: ['ignore', 'pipe', 'inherit'], timeout: patienceMs});
	let text = '';
	child.stdout.on('data', (chunk: Uint8Array) => {
		text += String(chunk);
	});
	const [code] = await once(child, 'close') as [number | null];
	if (code !== 0) {
		throw new Error(`clutch ${args.join(' ')} ended with ${String(code)}`);
	}

	return text;
}

async function stateOf({paths, env}: Home): Promise<ClientState> {
	const client = await connectClutchd({paths, client: 'test', ...patience(), start: false, env});
	const state = await client.call({type: 'status'}) as ClientState;
	client.close();
	return state;
}

test('starts the demo without a terminal, asks once and prints the answer', async t => {
	const home = temporaryHome(t);
	const text = await output(home, ['demo']);
	t.regex(text, /^demo: a scripted upstream and agent; nothing leaves this machine\nclutchd {3}running {2}pid \d+\ngateway {3}ready {4}http:\/\/127\.0\.0\.1:\d+\n/);
	t.true(text.includes(`demo      ${answer}\n`));
	t.like(JSON.parse(await output(home, ['demo', '--json'])), {demo: true, question: 'hello', answer});
	const {services, sessions} = await stateOf(home);
	t.deepEqual(services.filter(service => service.demo).map(({id, state}) => [id, state.status]), [['demo', 'ready']]);
	t.deepEqual(sessions, []);
});

test('opens the demo agent in a pane, counts its requests and restores it with its conversation', async t => {
	const home = temporaryHome(t);
	const terminal = openTerminal(t, {argv: [clutch, 'demo'], env: home.env, cwd: home.project});
	await terminal.waitFor('the demo agent waits', text => /demo ›$/m.test(text));
	t.regex(terminal.text(), /a script answers, no AI/);
	terminal.write('hello\r');
	await terminal.waitFor('the answer', text => text.includes('Your message 1 was: "hello"'));
	terminal.write('echo seven apples\r');
	await terminal.waitFor('the tool and its answer', text => text.includes('⎿ echo: seven apples') && text.includes('The command printed: seven apples'));
	await terminal.waitFor('three requests and their tokens on the bar', text => /demo "demo" {2}demo\b.*[\d.,]+ ?[kM]? (?:ctx|tok)\b/.test(text) && /│ 3 req {2}/.test(text));

	const {sessions: [session]} = await stateOf(home);
	const agent = session?.state.status === 'live' ? identify(session.state.pid) : undefined;
	t.true(agent !== undefined && signalProcess(agent, 'SIGKILL'));
	await terminal.waitFor('the bar offers to restart it', text => text.includes('r restore'));
	terminal.write('r');
	await terminal.waitFor('the agent goes on', text => text.includes('Resumed after 2 messages.'));
	terminal.write('again\r');
	await terminal.waitFor('the third answer', text => text.includes('Your message 3 was: "again"'));
});

test('opens the demo by D on Home', async t => {
	const home = temporaryHome(t);
	const terminal = openTerminal(t, {argv: [clutch], env: home.env, cwd: home.project});
	await terminal.waitFor('Home is there', text => text.includes('Type a code'));
	await terminal.waitFor('the gateway is there', text => /● gateway :\d+/.test(text));
	const {services} = await stateOf(home);
	t.is(services.find(({id}) => id === 'demo')?.state.status, 'stopped');
	terminal.write('D');
	await terminal.waitFor('the demo agent waits', text => /demo ›$/m.test(text));
	const {sessions} = await stateOf(home);
	t.deepEqual(sessions.map(({demo, title}) => [demo, title]), [[true, 'Demo agent']]);
});
