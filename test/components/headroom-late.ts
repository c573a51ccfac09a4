import assert from 'node:assert/strict';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {Usage} from '../../source/core/usage/usage.js';
import type {DemoUpstream} from '../helpers/demo.js';
import {until} from '../helpers/until.js';
import {ask, conversation, expectRight, resultOf, type Asked} from './headroom.js';
import {patienceMs, type World} from './world.js';

/** Of the log that a tool printed: some 900 KB, which takes Headroom a while on any machine. */
const lines = 10_000;

/** How much less than it needs it is given: nothing but a much larger machine makes it quick enough. */
const share = 5;

/** For what the gateway does itself with that, on a busy machine. */
const littleMs = 1000;

const asked = 6;

/** How long it is left alone, and no less. */
const leastRestMs = 30_000;

type Late = {readonly upstream: DemoUpstream; readonly config: Readonly<Record<string, unknown>>; readonly deadlineMs: number};

/** One that runs and is well, and needs longer than the deadline: each request goes as it came after that, the record says why, it is asked three times and then not, and again when it may have become quicker. */
export async function costsNothingLate(world: World, {upstream, config, deadlineMs}: Late): Promise<string> {
	const {address = '', pid} = await world.state('headroom', 'ready');
	// It may still be left alone for what was before.
	await untilShorter(world, {upstream, name: 'before'});
	const needsMs = await ownTime(address);
	const lateMs = Math.max(1, Math.floor(needsMs / share));
	await setDeadline(world, {config, deadlineMs: lateMs});

	const before = await calls(address);
	const waits: number[] = [];
	const skips: Array<string | undefined> = [];
	let lastLate = 0;
	for (let turn = 0; turn < asked; turn++) {
		const began = performance.now();
		const {record} = await expectAsItCame(world, {upstream, turn: `late-${turn}`});
		const {ms, skipped} = record.compression ?? {ms: Number.POSITIVE_INFINITY};
		assert.ok(ms < lateMs + littleMs, `a request waited ${Math.round(ms)} ms`);
		waits.push(Math.round(ms));
		skips.push(skipped);
		lastLate = skipped === 'late' ? began : lastLate;
	}

	assert.deepEqual(skips, ['late', 'late', 'late', 'resting', 'resting', 'resting']);
	assert.equal(await calls(address) - before, 3, 'it is asked three times, and then left alone');

	await setDeadline(world, {config, deadlineMs});
	const again = await untilShorter(world, {upstream, name: 'again'});
	const restMs = performance.now() - lastLate;
	assert.ok(restMs >= leastRestMs, `it was left alone for ${Math.round(restMs)} ms`);
	assert.equal(await calls(address) - before, 3 + again.askedAbout, 'and not asked meanwhile');
	const after = await world.state('headroom', 'ready');
	assert.equal(after.pid, pid, 'it ran all the while');
	return `it needs ${Math.round(needsMs)} ms, the deadline was ${lateMs}: ${asked} of ${asked} answered (${skips.join(', ')}) after ${waits.join(', ')} ms, Headroom asked 3 times; ${Math.round(restMs / 1000)} s and ${again.resting} requests later, quick enough, it is asked again: ${again.text}`;
}

/** What the real one needs for such a text by its own: the least of three, each another text, since it knows those again that it has seen. */
async function ownTime(address: string): Promise<number> {
	const times: number[] = [];
	for (let turn = 0; turn < 3; turn++) {
		const {model, messages} = conversation(`measured-${turn}`, lines);
		const began = performance.now();
		const response = await fetch(`${address}/v1/compress`, {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify({model, messages, config: {session_id: `measured-${turn}`}}), signal: AbortSignal.timeout(60_000)});
		const reply = await response.json() as {readonly tokens_saved?: number};
		times.push(performance.now() - began);
		assert.equal(response.status, 200, JSON.stringify(reply).slice(0, 500));
		assert.ok((reply.tokens_saved ?? 0) > 0, 'it would have made it shorter');
	}

	return Math.min(...times);
}

/** How often it was asked, as it counts itself. */
async function calls(address: string): Promise<number> {
	const response = await fetch(`${address}/stats`, {signal: AbortSignal.timeout(60_000)});
	const {proxy_inbound: inbound} = await response.json() as {readonly proxy_inbound: {readonly by_path: Readonly<Record<string, number>>}};
	return inbound.by_path['/v1/compress'] ?? 0;
}

async function setDeadline({home}: World, {config, deadlineMs}: Omit<Late, 'upstream'>): Promise<void> {
	const read = () => readFileSync(path.join(home.paths.log, 'gateway.log'), 'utf8').split('the configuration was read again').length;
	const before = read();
	writeFileSync(home.paths.config, JSON.stringify({...config, compression: {deadline_ms: deadlineMs}}));
	await until('the gateway has read its configuration again', () => read() > before, {timeoutMs: patienceMs});
}

/** Right, and byte for byte what it was, but for the provider before the name of the model. */
async function expectAsItCame(world: World, {upstream, turn}: {readonly upstream: DemoUpstream; readonly turn: string}): Promise<{readonly record: Usage}> {
	const sent = JSON.stringify(conversation(turn, lines));
	const {answer, record} = await recorded(world, async () => ask(world, {upstream, turn, sent}));
	expectRight(answer);
	assert.ok(answer.arrivedText === sent.replace('box/large', 'large'), 'it arrived as it came');
	assert.equal(record.outcome, 'ok');
	return {record};
}

async function recorded(world: World, request: () => Promise<Asked>): Promise<{readonly answer: Asked; readonly record: Usage}> {
	const newest = () => world.watcher.state().meter.recent[0];
	const before = newest()?.id;
	const answer = await request();
	await world.watcher.waitFor('the request is recorded', () => newest()?.id !== before, patienceMs);
	const record = newest();
	assert.ok(record);
	return {answer, record};
}

/** Asks in one new conversation after the other until something is made shorter. */
async function untilShorter(world: World, {upstream, name}: {readonly upstream: DemoUpstream; readonly name: string}): Promise<{readonly text: string; readonly resting: number; readonly askedAbout: number}> {
	let resting = 0;
	let askedAbout = 0;
	let text: string | undefined;
	let turn = 0;
	await until('requests are made shorter again', async () => {
		turn++;
		const {answer, record} = await recorded(world, async () => ask(world, {upstream, turn: `${name}-${turn}`}));
		expectRight(answer);
		if (record.compression?.skipped === 'resting') {
			resting++;
			return false;
		}

		askedAbout++;
		if (resultOf(answer.arrived).length < resultOf(conversation(`${name}-${turn}`)).length) {
			text = `${answer.sent} → ${answer.arrivedBytes} bytes`;
		}

		return text !== undefined;
	}, {timeoutMs: patienceMs});
	assert.ok(text !== undefined);
	return {text, resting, askedAbout};
}
