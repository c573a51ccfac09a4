import {spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {programRoot} from '../source/io/paths.js';
import {endAll} from '../test/helpers/home.js';
import {median, type Figure} from './figure.js';

export const name = 'launch';

const samples = 21;
const dryRunTarget = 80;
const startTarget = 120;

type Machine = {readonly env: Readonly<Record<string, string>>; readonly cwd: string};

/**
How long `xx` takes from Enter: until a dry run has ended, and until the first instruction of an agent's own has been seen, with the gateway up. Each round also starts a bare Node, so that what this machine takes for nothing at all can be told.
*/
export async function run(): Promise<{readonly figures: readonly Figure[]}> {
	const home = mkdtempSync(path.join(os.tmpdir(), 'clutch-bench-'));
	const machine = prepare(home);
	const program = (file: string) => path.join(programRoot(), 'bin', file);
	try {
		await timeOf([program('clutch'), 'up'], {machine, until: 'end'});
		const floors: number[] = [];
		const dryRuns: number[] = [];
		const starts: number[] = [];
		// The first round is for nothing: what is compiled and checked once belongs to the install, as far as a user sees.
		for (let round = 0; round <= samples; round++) {
			floors.push(await timeOf([process.execPath, '--eval', '0'], {machine, until: 'end'}));
			dryRuns.push(await timeOf([program('xx'), 'cip', '--dry-run'], {machine, until: 'end'}));
			starts.push(await timeOf([program('xx'), 'cip'], {machine, until: 'first byte'}));
		}

		const counted = (values: readonly number[]) => values.slice(1);
		const over = (values: readonly number[]) => median(counted(values.map((value, round) => value - (floors[round] ?? 0))));
		const [dryRun, start] = [median(counted(dryRuns)), median(counted(starts))];
		return {
			figures: [
				{name: 'xx cip --dry-run', value: dryRun, unit: 'ms', target: dryRunTarget, ok: dryRun <= dryRunTarget, samples},
				{name: 'agent exec after Enter, gateway up', value: start, unit: 'ms', target: startTarget, ok: start <= startTarget, samples},
				{name: 'node alone', value: median(counted(floors)), unit: 'ms', samples},
				{name: 'xx cip --dry-run over node alone', value: over(dryRuns), unit: 'ms', samples},
				{name: 'agent exec over node alone', value: over(starts), unit: 'ms', samples},
			],
		};
	} finally {
		await endAll(machine.env.CLUTCH_HOME ?? home);
		rmSync(home, {recursive: true, force: true, maxRetries: 5});
	}
}

/** A user with a config file as people have it, a key, and an agent whose first instruction says that it runs. */
function prepare(home: string): Machine {
	const clutchHome = path.join(home, 'clutch');
	const bin = path.join(home, 'bin');
	mkdirSync(clutchHome);
	mkdirSync(bin);
	writeFileSync(path.join(clutchHome, 'config.json'), `{
	// What a bench's user likes.
	"model_tiers": {"BIG": {"default": "deepseek/deepseek-v4-flash:free", "cascade": ["openai/gpt-oss-120b:free"]}},
	"tiers": {"z": "moonshotai/kimi-k2.6:free"},
	"profiles": {"night": {"model": "deepseek/deepseek-v4-flash:free"}},
}
`);
	writeFileSync(path.join(bin, 'claude'), '#!/bin/sh\nprintf x\n', {mode: 0o755});
	return {
		env: {PATH: `${bin}:${path.dirname(process.execPath)}:/usr/bin:/bin`, HOME: home, CLUTCH_HOME: clutchHome, TERM: 'xterm-256color', PORT: '0', IS_SANDBOX: '1', OPENROUTER_API_KEY: 'sk-or-v1-of-the-bench'},
		cwd: home,
	};
}

type Timing = {readonly machine: Machine; readonly until: 'first byte' | 'end'};

async function timeOf([file, ...args]: readonly [string, ...string[]], {machine: {env, cwd}, until}: Timing): Promise<number> {
	const begin = performance.now();
	const child = spawn(file, args, {env, cwd, stdio: ['ignore', 'pipe', 'pipe'], timeout: 30_000});
	let first: number | undefined;
	let said = '';
	child.stdout.on('data', () => {
		first ??= performance.now();
	});
	child.stderr.on('data', (chunk: Buffer) => {
		said += chunk.toString();
	});
	return new Promise((resolve, reject) => {
		child.once('error', reject);
		child.once('close', code => {
			const end = until === 'end' ? performance.now() : first;
			if (code === 0 && end !== undefined) {
				resolve(end - begin);
			} else {
				reject(new Error(`${file} ${args.join(' ')} ended with ${code}: ${said}`));
			}
		});
	});
}
