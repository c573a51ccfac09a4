import assert from 'node:assert/strict';
import type {DemoUpstream} from '../helpers/demo.js';
import {chatHistory, messagesHistory} from '../helpers/tool-history.js';
import type {World} from './world.js';

const turns = 8;

const wires = [
	{path: '/v1/messages', history: messagesHistory},
	{path: '/v1/chat/completions', history: chatHistory},
] as const;

/** A conversation that grows with each request: what was sent once is sent the same way again, shorter or not. */
export async function keepsEarlierMessages(world: World, upstream: DemoUpstream): Promise<string> {
	const {address: gateway = ''} = await world.state('gateway', 'ready');
	const said: string[] = [];
	for (const {path, history} of wires) {
		let before: readonly string[] = [];
		let bytes = 0;
		for (let turn = 1; turn <= turns; turn++) {
			const body = JSON.stringify({model: 'box/large', max_tokens: 20, messages: history(turn, {lines: 80})});
			const seen = upstream.recorded().length;
			 
			const response = await fetch(`${gateway}/s/grow${path}`, {method: 'POST', headers: {'content-type': 'application/json', 'anthropic-version': '2023-06-01'}, body, signal: AbortSignal.timeout(60_000)});
			 
			assert.equal(response.status, 200, await response.text());
			const arrived = upstream.recorded()[seen]?.body ?? '{}';
			const messages = (JSON.parse(arrived) as {readonly messages: readonly unknown[]}).messages.map(message => JSON.stringify(message));
			assert.deepEqual(messages.slice(0, before.length), before, `turn ${turn}: an earlier message is another than it was`);
			before = messages;
			bytes = body.length - arrived.length;
		}

		assert.ok(bytes > 0, 'nothing was made shorter');
		said.push(`${path} ${bytes} bytes less in the end`);
	}

	return `${turns} turns, no earlier message changed; ${said.join(', ')}`;
}
