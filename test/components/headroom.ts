import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import type {DemoUpstream} from '../helpers/demo.js';
import {until} from '../helpers/until.js';
import {patienceMs, signalOwn, type World} from './world.js';

type Block = {readonly type: string; readonly text?: string; readonly tool_use_id?: string; readonly content?: string; readonly id?: string; readonly name?: string; readonly input?: unknown};

type Body = {readonly model: string; readonly system: string; readonly messages: ReadonlyArray<{readonly role: string; readonly content: string | readonly Block[]}>};

const usualLines = 400;

/** A turn of an agent whose command printed a long log: what Headroom makes shorter. `turn` makes it a conversation of its own. */
export function conversation(turn: string, lines = usualLines): Body & Readonly<Record<string, unknown>> {
	const call: Block = {type: 'tool_use', id: `toolu_${turn}`, name: 'Bash', input: {command: 'cat server.log'}};
	const log = Array.from({length: lines}, (_, line) => `2026-01-01T00:${String(line % 60).padStart(2, '0')}:00 ${line % 97 === 0 ? 'ERROR' : 'INFO'} request ${line} of ${turn} handled in ${line % 13} ms by worker ${line % 4}`).join('\n');
	return {
		model: 'box/large', max_tokens: 50, system: 'You help.', stream: false,
		messages: [
			{role: 'user', content: `Look at the log of ${turn}.`},
			{role: 'assistant', content: [call]},
			{role: 'user', content: [{type: 'tool_result', tool_use_id: `toolu_${turn}`, content: log}, {type: 'text', text: 'What went wrong?'}]},
		],
	};
}

export type Asked = {readonly status: number; readonly text: string; readonly ms: number; readonly sent: number; readonly arrived: Body; readonly arrivedBytes: number; readonly arrivedText: string};

export async function ask(world: World, {upstream, turn, sent = JSON.stringify(conversation(turn))}: {readonly upstream: DemoUpstream; readonly turn: string; readonly sent?: string}): Promise<Asked> {
	const {address: gateway = ''} = await world.state('gateway', 'ready');
	const before = upstream.recorded().length;
	const began = performance.now();
	const response = await fetch(`${gateway}/v1/messages`, {method: 'POST', headers: {'content-type': 'application/json', 'anthropic-version': '2023-06-01'}, body: sent, signal: AbortSignal.timeout(60_000)});
	const text = await response.text();
	const ms = performance.now() - began;
	const arrived = upstream.recorded().slice(before);
	assert.equal(arrived.length, 1, 'it was asked once');
	const body = arrived[0]?.body ?? '{}';
	return {status: response.status, text, ms, sent: sent.length, arrived: JSON.parse(body) as Body, arrivedBytes: body.length, arrivedText: body};
}

export function resultOf({messages}: Body): string {
	const content = messages.at(-1)?.content;
	return Array.isArray(content) ? String((content as readonly Block[]).find(({type}) => type === 'tool_result')?.content ?? '') : '';
}

/** Nothing but the text of the tool's answer is another than it was. */
function withoutResult(body: Body): unknown {
	return {...body, model: '', messages: body.messages.map(({role, content}) => ({role, content: Array.isArray(content) ? (content as readonly Block[]).map(block => block.type === 'tool_result' ? {...block, content: ''} : block) : content}))};
}

export function expectRight({status, text}: Asked): void {
	assert.equal(status, 200, text);
	const {type, content} = JSON.parse(text) as {readonly type: string; readonly content: readonly unknown[]};
	assert.equal(type, 'message');
	assert.ok(content.length > 0);
}

/** Until the gateway, or the so many started one after the other, has tried it once: it asks nobody who is cold. */
export async function isWarm(world: World, gateways = 1): Promise<string> {
	await world.state('headroom', 'ready');
	const began = performance.now();
	await until('the gateway has warmed Headroom', () => {
		try {
			return readFileSync(path.join(world.home.paths.log, 'gateway.log'), 'utf8').split(/headroom at \S+ compresses/).length > gateways;
		} catch {
			return false;
		}
	}, {timeoutMs: patienceMs});
	return `after ${Math.round(performance.now() - began)} ms`;
}

/** A request goes through it and comes back right: shorter in the one place where it may be, and answered. */
export async function shortensRequests(world: World, upstream: DemoUpstream): Promise<string> {
	// On a busy machine one answer can come too late, and then the request goes as it is.
	for (let turn = 0; turn < 10; turn++) {
		const asked = await ask(world, {upstream, turn: `short-${turn}`});
		expectRight(asked);
		const original = conversation(`short-${turn}`);
		assert.deepEqual(withoutResult(asked.arrived), withoutResult(original), 'only the text of the answer of a tool is another');
		const [long, short] = [resultOf(original).length, resultOf(asked.arrived).length];
		if (short < long) {
			assert.ok(short > 0);
			return `${asked.sent} → ${asked.arrivedBytes} bytes in ${Math.round(asked.ms)} ms`;
		}
	}

	throw new Error('none of ten requests was made shorter');
}

/** What a request may take on a busy machine besides; one that waited for an answer would end at its minute. */
const busyMs = 30_000;

/** One that is stopped costs no request: after its deadline each goes as it came. */
export async function costsNothingStopped(world: World, {upstream, deadlineMs}: {readonly upstream: DemoUpstream; readonly deadlineMs: number}): Promise<string> {
	const {pid} = await world.state('headroom', 'ready');
	signalOwn(pid, 'SIGSTOP');
	try {
		const times: number[] = [];
		for (let turn = 0; turn < 3; turn++) {
			const asked = await ask(world, {upstream, turn: `stopped-${turn}`});
			expectRight(asked);
			assert.equal(resultOf(asked.arrived), resultOf(conversation(`stopped-${turn}`)));
			assert.ok(asked.ms < deadlineMs + busyMs, `it took ${Math.round(asked.ms)} ms`);
			times.push(Math.round(asked.ms));
		}

		return `3 of 3 answered as they came, in ${times.join(', ')} ms`;
	} finally {
		signalOwn(pid, 'SIGCONT');
	}
}

type Stats = {readonly tokens: {readonly proxy_compression_saved: number}; readonly requests: {readonly total: number}};

/** What our screen says is what it says itself. */
export async function isShownAsItCounts(world: World): Promise<string> {
	const {address = ''} = await world.state('headroom', 'ready');
	const own = async () => {
		const response = await fetch(`${address}/stats`, {signal: AbortSignal.timeout(30_000)});
		const {tokens, requests} = await response.json() as Stats;
		return {saved: tokens.proxy_compression_saved, requests: requests.total};
	};

	let counted = await own();
	// One that stood still for a while may count a request late that has long been answered by another.
	await until('what it counts has stood still from one look to the next on our screen', async () => {
		counted = await own();
		const shown = await world.figures('headroom');
		return shown.saved === counted.saved && shown.requests === counted.requests;
	}, {timeoutMs: patienceMs});
	assert.ok(counted.saved > 0 && counted.requests > 0, JSON.stringify(counted));
	return `${counted.saved} tokens, ${counted.requests} requests: its own figures`;
}
