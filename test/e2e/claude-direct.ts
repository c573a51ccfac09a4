import test from 'ava';
import {claudeMachine, isClaudeReady} from '../helpers/claude.js';

test('opens the real Claude Code by its own settings on route d', async t => {
	const machine = await claudeMachine(t, {
		settings: upstream => ({env: {ANTHROPIC_BASE_URL: upstream, ANTHROPIC_AUTH_TOKEN: 'of-the-user', CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL: '1'}}),
	});
	if (!machine) {
		return;
	}

	const terminal = machine.open();
	await terminal.waitFor('Home is there', text => text.includes('Type a code'));
	terminal.write('cid');
	await terminal.waitFor('Claude Code waits for a prompt', isClaudeReady);
	terminal.write('please echo seven apples');
	await terminal.waitFor('the prompt is typed', text => text.includes('please echo seven apples'));
	terminal.write('\r');
	await terminal.waitFor('the answer after the tool', text => text.includes('The command printed: seven apples'));
	t.deepEqual(machine.upstream.recorded().map(({method, url, headers}) => [method, url, headers.authorization]), [
		['POST', '/v1/messages?beta=true', 'Bearer of-the-user'],
		['POST', '/v1/messages?beta=true', 'Bearer of-the-user'],
	]);
});
