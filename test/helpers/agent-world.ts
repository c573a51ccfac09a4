import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type {ExecutionContext} from 'ava';
import type {RecordedRequest} from './demo.js';
import type {Attempt} from './outside-world.js';
import {root} from './program.js';

type Argv = readonly [string, ...string[]];

export type AgentWorld = {
	/** The upstream, which speaks Messages, Chat and Responses. */
	readonly upstream: string;
	/** What stands here is passed on to the address that `behindTap` names. */
	readonly tap: string;
	readonly behindTap: (address: string) => void;
	/** Answers that begin from now on stop in their middle, until their client is gone; or no longer do. */
	readonly hold: (held: boolean) => void;
	readonly requests: () => readonly RecordedRequest[];
	readonly tapped: () => readonly RecordedRequest[];
	/** What was looked up or connected to outside; undefined where this world is no namespace and nobody looks. */
	readonly attempts: () => readonly Attempt[] | undefined;
	/** The command line that runs in this world. */
	readonly inside: (cwd: string, argv: Argv) => Argv;
};

/**
A world for a real agent with an upstream in it. For root on Linux it is a network namespace with nothing but loopback, in which every address of the internet is local and every name unknown, and somebody writes down who asks; elsewhere it is this machine.
*/
export async function openWorld(t: Pick<ExecutionContext, 'teardown'>): Promise<AgentWorld> {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-world-'));
	const isolated = canIsolate();
	const program: Argv = [process.execPath, '--import=tsx', path.join(root, 'test/helpers/wire-upstream.ts'), folder];
	writeFileSync(path.join(folder, 'resolv.conf'), 'nameserver 127.0.0.1\n');
	const [file, ...args] = isolated ? [...namespace, path.join(folder, 'resolv.conf'), ...program, 'namespace'] as const : program;
	const child = spawn(file, args, {cwd: root, env: {PATH: process.env.PATH, HOME: folder}, stdio: ['pipe', 'pipe', 'inherit']});
	t.teardown(async () => {
		if (child.exitCode === null && child.signalCode === null) {
			const gone = once(child, 'exit');
			child.kill('SIGKILL');
			await gone;
		}

		rmSync(folder, {recursive: true, force: true});
	});
	const {upstream, tap} = await firstLine(child);
	const lines = (name: string) => linesOf(path.join(folder, name));
	return {
		upstream,
		tap,
		behindTap(address) {
			writeFileSync(path.join(folder, 'behind-tap'), address);
		},
		hold(held) {
			const file = path.join(folder, 'hold');
			if (held) {
				writeFileSync(file, '');
				return;
			}

			rmSync(file, {force: true});
		},
		requests: () => lines('upstream.jsonl') as readonly RecordedRequest[],
		tapped: () => lines('tap.jsonl') as readonly RecordedRequest[],
		attempts: () => isolated ? lines('outside.jsonl') as readonly Attempt[] : undefined,
		// `nsenter` becomes what it runs: the pid stays the same.
		inside: (cwd, argv) => isolated ? ['nsenter', '--net', '--mount', `--wdns=${cwd}`, `--target=${String(child.pid)}`, '--', ...argv] : argv,
	};
}

/** The shell becomes the program, which holds the namespaces as long as it lives. */
const namespace = ['unshare', '--net', '--mount', 'sh', '-ec', 'ip link set lo up; ip route add local default dev lo; mount --bind "$1" /etc/resolv.conf; shift; exec "$@"', 'sh'] as const;

function canIsolate(): boolean {
	return process.platform === 'linux' && process.getuid?.() === 0 && spawnSync('unshare', ['--net', '--mount', 'sh', '-ec', 'ip link set lo up; ip route add local default dev lo; command -v nsenter']).status === 0;
}

async function firstLine(child: ReturnType<typeof spawn>): Promise<{readonly upstream: string; readonly tap: string}> {
	return new Promise((resolve, reject) => {
		let output = '';
		child.stdout?.on('data', (chunk: Uint8Array) => {
			output += String(chunk);
			if (output.endsWith('\n')) {
				resolve(JSON.parse(output) as {readonly upstream: string; readonly tap: string});
			}
		});
		child.once('error', reject);
		child.once('exit', code => {
			reject(new Error(`the upstream ended with ${String(code)}: ${output}`));
		});
	});
}

function linesOf(file: string): readonly unknown[] {
	// What stands behind the last newline is being written.
	return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1).map(line => JSON.parse(line) as unknown) : [];
}
