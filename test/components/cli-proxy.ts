import assert from 'node:assert/strict';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {readCliProxyKeys} from '../../source/io/cli-proxy-keys.js';
import {accountsYaml} from '../helpers/component.js';
import type {DemoUpstream} from '../helpers/demo.js';
import {folderOf, type World} from './world.js';

/** Gives the one of this world an account that is a key, before it is started. */
export function giveAccount(world: World, upstream: DemoUpstream): void {
	const folder = folderOf(world, 'cli-proxy');
	mkdirSync(folder, {recursive: true});
	writeFileSync(path.join(folder, 'accounts.yaml'), accountsYaml(upstream.address));
}

const body = (model: string, stream: boolean) => JSON.stringify({model, max_tokens: 100, stream, messages: [{role: 'user', content: 'hello'}]});

async function ask(gateway: string, {path: target, model, stream = false}: {readonly path: string; readonly model: string; readonly stream?: boolean}): Promise<{readonly status: number; readonly text: string}> {
	const response = await fetch(`${gateway}${target}`, {method: 'POST', headers: {'content-type': 'application/json'}, body: body(model, stream), signal: AbortSignal.timeout(60_000)});
	return {status: response.status, text: await response.text()};
}

/** It answers what is routed to it, in the dialects it speaks, from the account its user gave it. */
export async function answersWhatIsRoutedToIt(world: World, upstream: DemoUpstream): Promise<string> {
	const {address: gateway = ''} = await world.state('gateway', 'ready');
	await world.state('cli-proxy', 'ready');
	const before = upstream.recorded().length;

	const messages = await ask(gateway, {path: '/v1/messages', model: 'cli-proxy/large'});
	assert.equal(messages.status, 200, messages.text);
	const {content} = JSON.parse(messages.text) as {readonly content: ReadonlyArray<{readonly text?: string}>};
	assert.ok((content[0]?.text ?? '').length > 0, messages.text);

	const chat = await ask(gateway, {path: '/v1/chat/completions', model: 'cli-proxy/large'});
	assert.equal(chat.status, 200, chat.text);
	const {choices} = JSON.parse(chat.text) as {readonly choices: ReadonlyArray<{readonly message: {readonly content: string}}>};
	assert.ok((choices[0]?.message.content ?? '').length > 0, chat.text);

	const asked = upstream.recorded().slice(before);
	assert.equal(asked.length, 2);
	assert.ok(asked.every(({url, headers}) => url.endsWith('/chat/completions') && headers.authorization === 'Bearer sk-box'), JSON.stringify(asked.map(({url}) => url)));
	return 'messages and chat answered, each asked once upstream';
}

/** Streams come through it whole. */
export async function streams(world: World): Promise<string> {
	const {address: gateway = ''} = await world.state('gateway', 'ready');
	const {status, text} = await ask(gateway, {path: '/v1/messages', model: 'cli-proxy/large', stream: true});
	assert.equal(status, 200, text);
	const events = [...text.matchAll(/^event: (\S+)$/gm)].map(match => match[1]);
	assert.equal(events[0], 'message_start', text);
	assert.equal(events.at(-1), 'message_stop', text);
	return `${events.length} events`;
}

/** What our screen says is what it says itself. */
export async function isShownAsItCounts(world: World): Promise<string> {
	const {address = ''} = await world.state('cli-proxy', 'ready');
	const keys = readCliProxyKeys(world.home.paths);
	assert.ok(keys);
	const own = async <Value>(target: string, key: string) => {
		const response = await fetch(`${address}${target}`, {headers: {authorization: `Bearer ${key}`}});
		assert.equal(response.status, 200);
		return await response.json() as Value;
	};

	const {data} = await own<{readonly data: ReadonlyArray<{readonly id: string}>}>('/v1/models', keys.client);
	assert.deepEqual(data.map(({id}) => id), ['large']);
	const accounts = await own<Readonly<Record<string, Readonly<Record<string, {readonly success: number; readonly failed: number}>>>>>('/v0/management/api-key-usage', keys.management);
	const counted = Object.values(accounts).flatMap(each => Object.values(each)).map(({success, failed}) => success + failed);
	const total = counted.reduce((sum, count) => sum + count, 0);
	assert.ok(total > 0);
	await world.figure('cli-proxy', 'models', ({value}) => value === data.length);
	await world.figure('cli-proxy', 'requests', ({value}) => value === total);

	const {status} = await fetch(`${address}/v1/models`);
	assert.equal(status, 401, 'it asks for its key');
	return `${data.length} model, ${total} requests: its own figures`;
}

/** A configuration it cannot read is a failure, though it ends with code 0. */
export async function saysWhyItCannotStart(world: World): Promise<string> {
	writeFileSync(path.join(folderOf(world, 'cli-proxy'), 'accounts.yaml'), 'openai-compatibility: "nothing of the kind"\n');
	await world.clutch('up', 'cli-proxy', '--no-wait');
	const {reason} = await world.state('cli-proxy', 'parked');
	assert.ok(reason.length > 20, reason);
	return reason;
}
