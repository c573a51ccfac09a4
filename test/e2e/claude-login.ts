import {readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {claudeMachine, isClaudeReady} from '../helpers/claude.js';
import {startDemoUpstream} from '../helpers/demo.js';

const login = 'sk-ant-oat01-made-up-by-this-test';

test('brings the own login of the real Claude Code to its vendor unchanged, and to nobody else', async t => {
	const other = await startDemoUpstream(t);
	const machine = await claudeMachine(t, {
		login,
		config: vendor => ({
			providers: {anthropic: {base_url: vendor, wires: ['messages']}, other: {base_url: other.address, wires: ['messages', 'chat']}},
			model_tiers: {BIG: {default: 'other:demo-big', cascade: []}, MIDDLE: {default: 'other:demo-middle', cascade: []}, SMALL: {default: 'other:demo-small', cascade: []}},
			fallbacks: ['other:demo-big'],
			launch: {credential: 'own-login'},
		}),
	});
	if (!machine) {
		return;
	}

	const terminal = machine.open();
	await terminal.waitFor('Home is there', text => text.includes('Type a code'));
	terminal.write('cip');
	await terminal.waitFor('Claude Code waits for a prompt', isClaudeReady);
	terminal.write('please echo seven apples');
	await terminal.waitFor('the prompt is typed', text => text.includes('please echo seven apples'));
	terminal.write('\r');
	await terminal.waitFor('the answer after the tool', text => text.includes('The command printed: seven apples'));
	await terminal.waitFor('both requests and their tokens on the bar', text => /"[^"]+".*[\d.,]+ ?[kM]? (?:ctx|tok)\b/.test(text) && /│ 2 req {2}0 failed/.test(text));

	const requests = machine.upstream.recorded().filter(request => request.method === 'POST');
	t.is(requests.length, 2);
	for (const {url, headers, body} of requests) {
		t.is(url, '/v1/messages?beta=true');
		t.is(headers.authorization, `Bearer ${login}`);
		t.regex(headers['anthropic-beta'] ?? '', /\boauth-2025-04-20\b/);
		t.regex(headers['user-agent'] ?? '', /^claude-cli\//);
		t.regex((JSON.parse(body) as {model: string}).model, /^claude-/);
	}

	t.deepEqual(other.recorded(), []);
	t.deepEqual(filesWith(machine.home, login), []);
});

/** Files of ours in which a secret stands; there must be none. */
function filesWith(folder: string, secret: string): readonly string[] {
	return readdirSync(folder, {recursive: true, encoding: 'utf8'})
		.map(name => path.join(folder, name))
		.filter(file => statSync(file, {throwIfNoEntry: false})?.isFile() === true && readFileSync(file, 'latin1').includes(secret));
}
