import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {sealedTextsFile} from '../../source/io/sealed-texts.js';
import type {DemoUpstream} from '../helpers/demo.js';
import {chatHistory, messagesHistory} from '../helpers/tool-history.js';
import {until} from '../helpers/until.js';
import {isWarm} from './headroom.js';
import {patienceMs, signalOwn, type World} from './world.js';

const turns = 8;

type Wire = {readonly path: string; readonly history: typeof messagesHistory};

const messagesWire: Wire = {path: '/v1/messages', history: messagesHistory};
const wires: readonly Wire[] = [messagesWire, {path: '/v1/chat/completions', history: chatHistory}];

/** A conversation that grows with each request: what was sent once is sent the same way again, shorter or not. */
export async function keepsEarlierMessages(world: World, upstream: DemoUpstream): Promise<string> {
	const said: string[] = [];
	for (const wire of wires) {
		const conversation = createConversation(world, {upstream, wire, session: 'grow'});
		let last: Turn | undefined;
		for (let turn = 1; turn <= turns; turn++) {
			last = await conversation(turn);
		}

		assert.ok(last !== undefined && last.bytes > 0, 'nothing was made shorter');
		said.push(`${wire.path} ${last.bytes} bytes less in the end`);
	}

	return `${turns} turns, no earlier message changed; ${said.join(', ')}`;
}

/** And so it is where the gateway is killed in between. */
export async function keepsEarlierMessagesKilled(world: World, upstream: DemoUpstream): Promise<string> {
	const written = recordsIn(world);
	const conversation = createConversation(world, {upstream, wire: messagesWire, session: 'killed'});
	for (let turn = 1; turn < turns / 2; turn++) {
		await conversation(turn);
	}

	const before = await conversation(turns / 2);
	assert.ok(before.shorter > 0, 'nothing was made shorter');
	await until('what was made shorter is kept', () => recordsIn(world) - written >= before.shorter, {timeoutMs: patienceMs});
	const {pid} = await world.state('gateway', 'ready');
	signalOwn(pid, 'SIGKILL');
	await world.watcher.waitFor('the gateway is back', () => {
		const {state} = world.service('gateway');
		return state.status === 'ready' && state.pid !== pid;
	}, patienceMs);
	await isWarm(world, 2);
	const after = await conversation((turns / 2) + 1);
	assert.ok(after.shorter >= before.shorter);
	return `${before.messages} messages, ${before.shorter} of them made shorter, arrived byte for byte the same after kill -9`;
}

type Turn = {readonly messages: number; readonly shorter: number; readonly bytes: number};

/** Asks for the answer to so many turns, and sees that the messages of the one before are what they were. */
function createConversation(world: World, {upstream, wire: {path, history}, session}: {readonly upstream: DemoUpstream; readonly wire: Wire; readonly session: string}): (turn: number) => Promise<Turn> {
	let before: readonly string[] = [];
	return async turn => {
		const {address: gateway = ''} = await world.state('gateway', 'ready');
		const original = history(turn, {lines: 80});
		const body = JSON.stringify({model: 'box/large', max_tokens: 20, messages: original});
		const seen = upstream.recorded().length;
		const response = await fetch(`${gateway}/s/${session}${path}`, {method: 'POST', headers: {'content-type': 'application/json', 'anthropic-version': '2023-06-01'}, body, signal: AbortSignal.timeout(60_000)});
		assert.equal(response.status, 200, await response.text());
		const arrived = upstream.recorded()[seen]?.body ?? '{}';
		const messages = (JSON.parse(arrived) as {readonly messages: readonly unknown[]}).messages.map(message => JSON.stringify(message));
		assert.deepEqual(messages.slice(0, before.length), before, `turn ${turn}: an earlier message is another than it was`);
		before = messages;
		return {messages: messages.length, shorter: messages.filter((text, index) => text !== JSON.stringify(original[index])).length, bytes: body.length - arrived.length};
	};
}

function recordsIn({home}: World): number {
	const file = sealedTextsFile(home.paths);
	return existsSync(file) ? readFileSync(file, 'latin1').split('\n').filter(Boolean).length : 0;
}
