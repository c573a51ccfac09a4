import {spawn} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type {ExecutionContext} from 'ava';
import {completeConfig} from '../../source/core/config/config.js';
import {cliProxy} from '../../source/core/service/components/cli-proxy.js';
import {prepareCliProxy} from '../../source/supervisor/components/cli-proxy.js';
import {freePort} from '../../source/io/socket.js';
import {putFakes} from './fake-programs.js';
import type {Home} from './home.js';
import {until} from './until.js';

export type RunningComponent = {readonly address: string; readonly port: number; readonly stop: () => Promise<number | null>};

type Starting = {
	readonly argv: readonly [string, ...string[]];
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd: string;
	readonly port: number;
	/** Answered with 200 when it is ready. */
	readonly page: string;
};

/** A port nobody has now. */
export async function somePort(): Promise<number> {
	return await freePort(0) ?? 0;
}

/** Runs a program of others until the test ends, from when it answers. */
export async function startComponent(t: Pick<ExecutionContext, 'teardown'>, {argv: [file, ...args], env = {}, cwd, port, page}: Starting): Promise<RunningComponent> {
	const address = `http://127.0.0.1:${port}`;
	const child = spawn(file, args, {cwd, env: {...process.env, ...env}, stdio: ['ignore', 'pipe', 'pipe']});
	let said = '';
	const hear = (chunk: Uint8Array) => {
		said += String(chunk);
	};

	child.stdout.on('data', hear);
	child.stderr.on('data', hear);

	const ended = new Promise<number | null>(resolve => {
		child.once('close', resolve);
	});
	const stop = async () => {
		child.kill('SIGTERM');
		return ended;
	};

	t.teardown(stop);
	await until(`${path.basename(file)} answers`, async () => {
		if (child.exitCode !== null) {
			throw new Error(`${file} ended with ${child.exitCode}: ${said}`);
		}

		return fetch(`${address}${page}`).then(response => response.ok, () => false);
	});
	return {address, port, stop};
}

/** One account that is a key, for an upstream that speaks Chat. */
export function accountsYaml(upstream: string): string {
	return `openai-compatibility:\n  - name: "box"\n    base-url: "${upstream}/v1"\n    api-key-entries:\n      - api-key: "sk-box"\n    models:\n      - name: "box-large"\n        alias: "large"\n`;
}

/** A fake CLI proxy, prepared and started as clutchd does it. */
export async function startFakeCliProxy(t: Pick<ExecutionContext, 'teardown'>, {home: {home, paths}, accounts}: {readonly home: Pick<Home, 'home' | 'paths'>; readonly accounts?: string}): Promise<RunningComponent> {
	const state = path.join(paths.state, 'services', 'cli-proxy');
	mkdirSync(state, {recursive: true});
	if (accounts !== undefined) {
		writeFileSync(path.join(state, 'accounts.yaml'), accounts);
	}

	const port = await somePort();
	const config = {...completeConfig({}, {}), services: {'cli-proxy': {enabled: true}}};
	const prepared = await prepareCliProxy({...cliProxy, argv: [path.join(putFakes(path.join(home, 'programs'), ['cliproxyapi']), 'cliproxyapi'), '-config', path.join(state, 'config.yaml'), '-local-model']}, {paths, env: {}, state, address: `http://127.0.0.1:${port}`, gateway: undefined, config, signal: new AbortController().signal});
	if ('problem' in prepared) {
		throw new Error(prepared.problem);
	}

	return startComponent(t, {argv: prepared.argv, cwd: state, port, page: '/healthz'});
}
