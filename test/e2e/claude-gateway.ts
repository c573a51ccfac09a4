import test, {type ExecutionContext} from 'ava';
import {claudeMachine, isClaudeReady} from '../helpers/claude.js';

type Wire = 'messages' | 'chat';

/** One provider on loopback that serves one wire; every role is its model. */
function oneProvider(upstream: string, wire: Wire) {
	const models = Object.fromEntries(['BIG', 'MIDDLE', 'SMALL'].map(role => [role, {default: `fake:demo-${role.toLowerCase()}`, cascade: []}]));
	return {providers: {fake: {base_url: upstream, wires: [wire]}}, model_tiers: models};
}

const roundTrip = test.macro({
	async exec(t: ExecutionContext, wire: Wire, path: string) {
		const machine = await claudeMachine(t, {config: upstream => oneProvider(upstream, wire)});
		if (!machine) {
			return;
		}

		const terminal = machine.open();
		await terminal.waitFor('Home is there', text => text.includes('Type a code'));
		terminal.write('cip');
		await terminal.waitFor('Claude Code waits for a prompt', isClaudeReady);
		terminal.write('how are you');
		await terminal.waitFor('the prompt is typed', text => text.includes('how are you'));
		terminal.write('\r');
		await terminal.waitFor('the answer', text => text.includes('Your message 1 was: "how are you"'));
		terminal.write('please echo seven apples');
		await terminal.waitFor('the second prompt is typed', text => text.includes('please echo seven apples'));
		terminal.write('\r');
		await terminal.waitFor('the answer after the tool', text => text.includes('The command printed: seven apples'));
		await terminal.waitFor('three requests and their tokens on the bar', text => /"[^"]+".*[\d.,]+ ?[kM]? (?:ctx|tok)\b/.test(text) && /│ 3 req {2}0 failed/.test(text));

		const requests = machine.upstream.recorded().filter(request => request.method === 'POST');
		t.deepEqual(requests.map(({url}) => url.split('?')[0]), [path, path, path]);
		t.deepEqual([...new Set(requests.map(({body}) => (JSON.parse(body) as {model: string}).model))], ['demo-big']);
		// Neither the placeholder the agent was given nor anything else that looks like a key is passed on.
		t.deepEqual(requests.flatMap(({headers}) => [headers.authorization, headers['x-api-key']]), Array.from({length: 6}, () => undefined));
	},
	title: (_: string | undefined, wire: Wire) => `lets the real Claude Code talk and use a tool through the gateway to a provider of the ${wire} wire`,
});

test(roundTrip, 'messages', '/v1/messages');
test(roundTrip, 'chat', '/v1/chat/completions');
