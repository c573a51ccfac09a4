import {execFile} from 'node:child_process';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import type {ClientState} from '../../source/core/client/state.js';
import {connectClutchd} from '../../source/io/clutchd-client.js';
import {identify, signalProcess} from '../../source/io/process-identity.js';
import {claudeMachine, clutch, isClaudeReady} from '../helpers/claude.js';
import {patience, until} from '../helpers/until.js';

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
	const client = await connectClutchd({paths: machine.paths, client: 'test', ...patience(), start: false, env: machine.env});
	const {sessions: [session]} = await client.call({type: 'status'}) as ClientState;
	client.close();
	const agent = session?.state.status === 'live' ? identify(session.state.pid) : undefined;
	t.true(agent !== undefined && signalProcess(agent, 'SIGKILL'));
	await terminal.waitFor('the bar offers to restart it', text => text.includes('r restore'));
	terminal.write('r');
	await terminal.waitFor('the last screen makes room for the new one', text => !text.includes('Your message 1 was'));
	await terminal.waitFor('the conversation is there again', text => isClaudeReady(text) && text.includes('Your message 1 was: "my first question"') && !text.includes('r restore'));
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

	const {code, stdout} = await new Promise<{readonly code: number | undefined; readonly stdout: string}>(resolve => {
		const child = execFile(path.join(path.dirname(clutch), 'xx'), ['cnp', '-p', 'please echo seven apples'], {env: machine.env, cwd: machine.project, timeout: 60_000}, (_error, output) => {
			resolve({code: child.exitCode ?? undefined, stdout: output});
		});
	});
	t.is(code, 0);
	t.like(JSON.parse(stdout), {type: 'result', is_error: false, result: 'The command printed: seven apples'});
});

/** All that Claude Code has written down of its conversations. */
function transcripts(user: string): string {
	const folder = path.join(user, '.claude', 'projects');
	const files = existsSync(folder) ? readdirSync(folder, {recursive: true, encoding: 'utf8'}).filter(file => file.endsWith('.jsonl')) : [];
	return files.map(file => readFileSync(path.join(folder, file), 'utf8')).join('\n');
}
