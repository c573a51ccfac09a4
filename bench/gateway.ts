import {spawn} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {once} from 'node:events';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import {programRoot} from '../source/io/paths.js';
import {percentile, type Figure} from './figure.js';

export const name = 'gateway';

/** Requests of each kind; the raw upstream and the gateway take turns, so that the machine's mood is shared. */
const rounds = 300;
const warmUp = 50;

type Timing = {readonly first: number; readonly whole: number};
type Target = {readonly port: number; readonly path: string; readonly body: Buffer; readonly agent: http.Agent};

/**
What the gateway adds to a request: latency to the first byte of the answer's body and to its end, against the same upstream asked directly in the same run. The body is a turn of Claude Code with 40 KB of tools.
*/
export async function run(): Promise<{readonly figures: readonly Figure[]}> {
	const upstream = await start(['--import=tsx', path.join(import.meta.dirname, 'gateway-upstream.ts')], {PATH: process.env.PATH ?? ''});
	const home = mkdtempSync(path.join(os.tmpdir(), 'clutch-bench-'));
	writeFileSync(path.join(home, 'config.json'), JSON.stringify({
		gateway: {port: 0, log_level: 'error'},
		providers: {same: {base_url: upstream.address, wires: ['messages']}, other: {base_url: upstream.address, wires: ['chat']}},
	}));
	const gateway = await start([path.join(programRoot(), 'dist', 'gateway.js')], {CLUTCH_HOME: home, HOME: home});
	try {
		const direct = {port: upstream.port, agent: new http.Agent({keepAlive: true})};
		const through = {port: gateway.port, agent: new http.Agent({keepAlive: true})};
		const passing = await compare(
			{...direct, path: '/v1/messages', body: turn('m')},
			{...through, path: '/v1/messages', body: turn('same:m')},
		);
		const converting = await compare(
			{...direct, path: '/v1/chat/completions', body: turn('m')},
			{...through, path: '/v1/messages', body: turn('other:m')},
		);
		direct.agent.destroy();
		through.agent.destroy();
		return {figures: [...figures('pass-through', passing, 5), ...figures('Messages to Chat', converting, 8)]};
	} finally {
		await gateway.close();
		await upstream.close();
		rmSync(home, {recursive: true, force: true});
	}
}

type Compared = {readonly direct: readonly Timing[]; readonly through: readonly Timing[]};

async function compare(direct: Target, through: Target): Promise<Compared> {
	for (let round = 0; round < warmUp; round++) {
		await ask(direct);
		await ask(through);
	}

	const timings: {readonly direct: Timing[]; readonly through: Timing[]} = {direct: [], through: []};
	for (let round = 0; round < rounds; round++) {
		timings.direct.push(await ask(direct));
		timings.through.push(await ask(through));
	}

	return timings;
}

function figures(kind: string, {direct, through}: Compared, target: number): readonly Figure[] {
	const added = (of: (timing: Timing) => number, share: number) => percentile(through.map(timing => of(timing)), share) - percentile(direct.map(timing => of(timing)), share);
	const median = added(timing => timing.whole, 50);
	return [
		{name: `${kind}: added, p50`, value: median, unit: 'ms', target, ok: median <= target, samples: rounds},
		{name: `${kind}: added, p99`, value: added(timing => timing.whole, 99), unit: 'ms', samples: rounds},
		{name: `${kind}: added to the first byte, p50`, value: added(timing => timing.first, 50), unit: 'ms', samples: rounds},
		{name: `${kind}: added to the first byte, p99`, value: added(timing => timing.first, 99), unit: 'ms', samples: rounds},
		{name: `${kind}: upstream asked directly, p50`, value: percentile(direct.map(timing => timing.whole), 50), unit: 'ms', samples: rounds},
	];
}

function turn(model: string): Buffer {
	const tool = (index: number) => ({name: `Tool${index}`, description: 'What it does, at length. '.repeat(120), input_schema: {type: 'object', properties: {value: {type: 'string'}}}});
	return Buffer.from(JSON.stringify({model, max_tokens: 1000, stream: true, messages: [{role: 'user', content: 'hello'}], tools: Array.from({length: 12}, (_, index) => tool(index))}));
}

async function ask({port, path: target, body, agent}: Target): Promise<Timing> {
	const start = performance.now();
	return new Promise((resolve, reject) => {
		let first: number | undefined;
		const outgoing = http.request({host: '127.0.0.1', port, path: target, method: 'POST', agent, headers: {'content-type': 'application/json', 'content-length': String(body.length)}}, incoming => {
			if (incoming.statusCode !== 200) {
				reject(new Error(`status ${incoming.statusCode ?? 0}`));
			}

			incoming.on('data', () => {
				first ??= performance.now() - start;
			});
			incoming.on('end', () => {
				resolve({first: first ?? 0, whole: performance.now() - start});
			});
		});
		outgoing.on('error', reject);
		outgoing.end(body);
	});
}

/** A program in a process of its own that says where it listens. */
async function start(args: readonly string[], env: Readonly<Record<string, string>>) {
	const child = spawn(process.execPath, args, {env, stdio: ['ignore', 'pipe', 'inherit']});
	const exited = once(child, 'exit');
	const [line] = await Promise.race([once(child.stdout, 'data'), exited.then(() => {
		throw new Error('it did not start; npm run build makes the gateway');
	})]) as [Uint8Array];
	const address = Buffer.from(line).toString().trim().split(' ').at(-1) ?? '';
	return {
		address,
		port: Number(new URL(address).port),
		async close() {
			child.kill('SIGTERM');
			await exited;
		},
	};
}
