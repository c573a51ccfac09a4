import {mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {programRoot} from '../source/io/paths.js';
import {identify, signalProcess} from '../source/io/process-identity.js';
import {openPty} from '../source/io/pty.js';
import {endAll} from '../test/helpers/home.js';
import {createScreen} from '../test/helpers/screen.js';
import {median, type Figure} from './figure.js';

export const name = 'start';

const samples = 11;
const target = 250;
const cols = 120;
const rows = 36;

/** A frame is complete when the last thing on it can be seen: the end of the bar. */
const marker = '? keys';

/** How long it takes until an already built `clutch` shows its first whole screen, cold, beside what a bare Node needs to say one word in the same terminal. */
export async function run(): Promise<{readonly figures: readonly Figure[]}> {
	const floors: number[] = [];
	const frames: number[] = [];
	// Once for nothing: the compile cache belongs to the build, as far as a user sees.
	await firstFrame();
	for (let sample = 0; sample < samples; sample++) {
		floors.push(await timeUntil([process.execPath, '--eval', `process.stdout.write(${JSON.stringify(marker)})`], os.tmpdir()));
		frames.push(await firstFrame());
	}

	const value = median(frames);
	return {
		figures: [
			{name: 'first frame', value, unit: 'ms', target, ok: value <= target, samples},
			{name: 'node alone', value: median(floors), unit: 'ms', samples},
		],
	};
}

async function firstFrame(): Promise<number> {
	const home = mkdtempSync(path.join(os.tmpdir(), 'clutch-bench-'));
	try {
		return await timeUntil([path.join(programRoot(), 'bin', 'clutch')], home);
	} finally {
		await endAll(path.join(home, 'clutch'));
		rmSync(home, {recursive: true, force: true, maxRetries: 5});
	}
}

async function timeUntil(argv: readonly [string, ...string[]], home: string): Promise<number> {
	const screen = createScreen(cols, rows);
	const clutchHome = path.join(home, 'clutch');
	mkdirSync(clutchHome, {recursive: true});
	const {promise: ended, resolve: onExit} = Promise.withResolvers<void>();
	const [file, ...args] = argv;
	const begin = performance.now();
	return new Promise((resolve, reject) => {
		let isDone = false;
		const pty: {current: ReturnType<typeof openPty> | undefined} = {current: undefined};
		const deadline = setTimeout(() => {
			reject(new Error(`no first frame within 20 s; the screen was:\n${screen.lines().join('\n')}`));
		}, 20_000);
		const look = async (bytes: Uint8Array) => {
			const at = performance.now();
			await screen.write(bytes);
			if (isDone || !screen.lines().some(line => line.includes(marker))) {
				return;
			}

			isDone = true;
			clearTimeout(deadline);
			// The floor's process may have ended by itself.
			const identity = pty.current && identify(pty.current.pid);
			if (identity) {
				signalProcess(identity, 'SIGTERM');
			}

			await ended;
			pty.current?.close();
			resolve(at - begin);
		};

		pty.current = openPty({
			file,
			args,
			env: {PATH: process.env.PATH ?? '', HOME: home, CLUTCH_HOME: clutchHome, TERM: 'xterm-256color', PORT: '0'},
			cwd: home,
			cols,
			rows,
			onData(bytes) {
				void look(Uint8Array.from(bytes));
			},
			onExit() {
				onExit();
			},
		});
	});
}
