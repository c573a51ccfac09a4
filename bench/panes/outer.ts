import process from 'node:process';
import {identify, isAlive, signalProcess} from '../../source/io/process-identity.js';
import {openPty} from '../../source/io/pty.js';
import type {Scope} from '../faults/fault.js';

export const outerSize = {cols: 120, rows: 40} as const;

/** The terminal in front of a multiplexer, as the harness sees it: a stream of bytes, without a screen, so that it costs the same for everybody. */
export type Outer = {
	readonly pid: number;
	readonly type: (text: string) => void;
	/** When the text came, whatever sequences stand between its letters. */
	readonly seen: (text: string, timeoutMs?: number) => Promise<number>;
	readonly bytes: () => number;
	readonly end: () => Promise<void>;
};

type Options = {readonly argv: readonly [string, ...string[]]; readonly env: Readonly<Record<string, string>>; readonly cwd: string};

/** Questions that a terminal answers; who asks and hears nothing waits. */
const answers: ReadonlyArray<readonly [question: string, answer: string]> = [
	['\u001B[c', '\u001B[?62;22c'],
	['\u001B[>c', '\u001B[>1;10;0c'],
	['\u001B[6n', '\u001B[1;1R'],
];
const sequences = /\u001B(?:\[[\d:;<=>?]*[ -/]*[@-~]|][^\u0007\u001B]*(?:\u0007|\u001B\\)|[()][\dA-Z]|[\d=>A-Zc])|[\u0000-\u001F]/g; // eslint-disable-line no-control-regex -- these are sequences
const kept = 4096;

export function openOuter(scope: Scope, {argv, env, cwd}: Options): Outer {
	const {promise: exit, resolve: onExit} = Promise.withResolvers<void>();
	const [file, ...args] = argv;
	let bytes = 0;
	let tail = '';
	let wanted: {readonly text: string; readonly resolve: (at: number) => void} | undefined;
	let ended = false;

	const look = (chunk: Uint8Array) => {
		const at = performance.now();
		bytes += chunk.length;
		// Of a large piece only its end can hold what was written last.
		const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString('latin1');
		for (const [question, answer] of answers) {
			if (chunk.length < kept && text.includes(question)) {
				pty.write(Buffer.from(answer));
			}
		}

		tail = (tail + text).slice(-kept);
		const last = wanted?.text.at(-1);
		if (wanted !== undefined && last !== undefined && (chunk.length === 0 ? tail : text).includes(last) && tail.replaceAll(sequences, '').includes(wanted.text)) {
			const {resolve} = wanted;
			wanted = undefined;
			resolve(at);
		}
	};

	const pty = openPty({
		file,
		args,
		env,
		cwd,
		...outerSize,
		onData: look,
		onExit() {
			ended = true;
			onExit();
		},
	});
	const identity = identify(pty.pid);
	const end = async () => {
		if (!ended && identity && isAlive(identity)) {
			signalProcess(identity, 'SIGKILL');
		}

		await exit;
		pty.close();
	};

	scope.teardown(end);
	return {
		pid: pty.pid,
		type(text) {
			// What was there before the key is not its answer.
			tail = '';
			pty.write(Buffer.from(text));
		},
		async seen(text, timeoutMs = 60_000) {
			return new Promise((resolve, reject) => {
				const timer = setTimeout(() => {
					wanted = undefined;
					reject(new Error(`waited ${timeoutMs} ms for ${JSON.stringify(text)} in ${argv.join(' ').slice(0, 80)}; last came ${JSON.stringify(tail.slice(-600))}`));
				}, timeoutMs);
				wanted = {
					text,
					resolve(at) {
						clearTimeout(timer);
						resolve(at);
					},
				};
				look(new Uint8Array(0));
			});
		},
		bytes: () => bytes,
		end,
	};
}

/** The environment in which all of them start. */
export function outerEnvironment(home: string): Readonly<Record<string, string>> {
	return {PATH: process.env.PATH ?? '', HOME: home, TERM: 'xterm-256color', LANG: 'C.UTF-8', SHELL: '/bin/sh'};
}
