import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type {ExecutionContext} from 'ava';
import {programArgv} from '../../source/io/paths.js';

export type RecordedRequest = {readonly method: string; readonly url: string; readonly headers: Readonly<Record<string, string | undefined>>; readonly body: string};

export type DemoUpstream = {
	readonly address: string;
	/** Its CLUTCH_HOME. */
	readonly home: string;
	readonly env: NodeJS.ProcessEnv;
	/** All that arrived so far, in order. */
	readonly recorded: () => readonly RecordedRequest[];
	readonly child: ChildProcess;
};

/** Starts the built demo upstream on a free port of the loopback interface; the test's end ends it. `home` is where it tells its address. */
export async function startDemoUpstream(t: ExecutionContext, {home, env: extra}: {readonly home?: string; readonly env?: Readonly<Record<string, string>>} = {}): Promise<DemoUpstream> {
	const own = mkdtempSync(path.join(os.tmpdir(), 'clutch-demo-'));
	const record = path.join(own, 'recorded.jsonl');
	const env = {PATH: process.env.PATH, HOME: own, CLUTCH_HOME: home ?? own, CLUTCH_DEMO_RECORD: record, CLUTCH_DEMO_RATE: '0', ...extra};
	const [runtime, program] = programArgv('demo') as readonly [string, string];
	const child = spawn(runtime, [program, 'upstream'], {env, stdio: ['ignore', 'pipe', 'inherit']});
	t.teardown(async () => {
		if (child.exitCode === null && child.signalCode === null) {
			const gone = once(child, 'exit');
			child.kill('SIGKILL');
			await gone;
		}

		rmSync(own, {recursive: true, force: true});
	});
	return {
		address: await firstAddress(child),
		home: home ?? own,
		env,
		// What stands behind the last newline is being written.
		recorded: () => existsSync(record) ? readFileSync(record, 'utf8').split('\n').slice(0, -1).map(line => JSON.parse(line) as RecordedRequest) : [],
		child,
	};
}

async function firstAddress(child: ChildProcess): Promise<string> {
	return new Promise((resolve, reject) => {
		let output = '';
		child.stdout?.on('data', (chunk: Uint8Array) => {
			output += String(chunk);
			const address = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
			if (address !== undefined && output.endsWith('\n')) {
				resolve(address);
			}
		});
		child.once('exit', code => {
			reject(new Error(`the demo upstream ended with ${String(code)}: ${output}`));
		});
	});
}
