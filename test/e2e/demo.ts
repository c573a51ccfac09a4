import {execFile} from 'node:child_process';
import {promisify} from 'node:util';
import test from 'ava';
import {clutch} from '../helpers/claude.js';
import {temporaryHome} from '../helpers/home.js';
import {openTerminal} from '../helpers/terminal.js';

const run = promisify(execFile);
const answer = 'This is the demo, a script and no AI. Your message 1 was: "hello". Write "echo hello" to see a tool at work, or "long" for a long answer.';

test('starts the demo without a terminal, asks once and prints the answer', async t => {
	const home = temporaryHome(t);
	const {stdout} = await run(clutch, ['demo'], {env: home.env, cwd: home.project, timeout: 60_000});
	t.regex(stdout, /^demo: a scripted upstream and agent; nothing leaves this machine\nclutchd {3}running {2}pid \d+\ngateway {3}ready {4}http:\/\/127\.0\.0\.1:\d+\n/);
	t.true(stdout.includes(`demo      ${answer}\n`));
	const {stdout: object} = await run(clutch, ['demo', '--json'], {env: home.env, cwd: home.project, timeout: 60_000});
	t.like(JSON.parse(object), {demo: true, question: 'hello', answer});
});

test('opens the demo agent in a pane, counts its tokens and restores it with its conversation', async t => {
	const home = temporaryHome(t);
	const terminal = openTerminal(t, {argv: [clutch, 'demo'], env: home.env, cwd: home.project});
	await terminal.waitFor('the demo agent waits', text => /demo ›$/m.test(text));
	t.regex(terminal.text(), /a script answers, no AI/);
	terminal.write('hello\r');
	await terminal.waitFor('the answer', text => text.replaceAll(/\s+/g, ' ').includes('Your message 1 was: "hello"'));
	terminal.write('echo seven apples\r');
	await terminal.waitFor('the tool and its answer', text => text.includes('⎿ echo: seven apples') && text.includes('The command printed: seven apples'));
	await terminal.waitFor('the requests on the bar', text => /3 req/.test(text));
});
