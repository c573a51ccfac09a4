import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {identify, signalProcess} from '../../source/io/process-identity.js';
import {claudeMachine, isClaudeReady} from '../helpers/claude.js';
import {watchClutchd} from '../helpers/clutchd.js';
import {runProgram} from '../helpers/program.js';
import {until} from '../helpers/until.js';

const config = (upstream: string) => ({
	providers: {fake: {base_url: upstream, wires: ['messages']}},
	model_tiers: Object.fromEntries(['BIG', 'MIDDLE', 'SMALL'].map(role => [role, {default: `fake:demo-${role.toLowerCase()}`, cascade: []}])),
});

test('restarts a killed Claude Code with its conversation', async t => {
	const machine = await claudeMachine(t, {config});
	if (!machine) {
		return;
	}

	const terminal = machine.open();
	await terminal.waitFor('Home is there', text => text.includes('Type a code'));
	terminal.write('cip');
	await terminal.waitFor('Claude Code waits for a prompt', isClaudeReady);
	terminal.write('my first question');
	await terminal.waitFor('the prompt is typed', text => text.includes('my first question'));
	terminal.write('\r');
	await terminal.waitFor('the answer', text => text.includes('Your message 1 was: "my first question"'));

	// What Claude Code had not yet written down when it is killed, it cannot come back with.
	await until('the answer is in the transcript', () => transcripts(machine.user).includes('Your message 1 was'));
	const watcher = await watchClutchd(t, {home: machine, start: false});
	const [session] = watcher.state().sessions;
	const agent = session?.state.status === 'live' ? identify(session.state.pid) : undefined;
	t.true(agent !== undefined && signalProcess(agent, 'SIGKILL'));
	await terminal.waitFor('the bar offers to restart it', text => text.includes('r restore'));
	terminal.write('r');
	// That the last screen made room is over in a moment: clutchd's screen of the next one never had it.
	await watcher.waitFor('it is started again', ({sessions}) => sessions.some(({id, state}) => id === session?.id && state.status === 'live' && state.pid !== agent?.pid));
	const isBack = (text: string) => isClaudeReady(text) && text.includes('Your message 1 was: "my first question"');
	await watcher.waitForScreen(session?.id ?? '', lines => isBack(lines.join('\n')));
	await terminal.waitFor('the conversation is there again', text => isBack(text) && !text.includes('r restore'));
	terminal.write('my second question');
	await terminal.waitFor('the second prompt is typed', text => text.includes('my second question'));
	terminal.write('\r');
	await terminal.waitFor('the second answer', text => text.includes('Your message 2 was: "my second question"'));
});

test('runs one prompt of the real Claude Code in this terminal', async t => {
	const machine = await claudeMachine(t, {config});
	if (!machine) {
		return;
	}

	const {code, stdout, stderr} = await runProgram(['xx', 'cnp', '-p', 'please echo seven apples'], {home: machine});
	t.is(code, 0, `${stdout}${stderr}`);
	t.like(JSON.parse(stdout), {type: 'result', is_error: false, result: 'The command printed: seven apples'});
});

/** All that Claude Code has written down of its conversations. */
function transcripts(user: string): string {
	const folder = path.join(user, '.claude', 'projects');
	const files = existsSync(folder) ? readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter(file => file.endsWith('.jsonl')) : [];
	return files.map(file => readFileSync(path.join(folder, file), 'utf8')).join('\n');
}
