import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type {ExecutionContext} from 'ava';
import {resolvePaths, type Paths} from '../../source/io/paths.js';
import {identify, signalProcess} from '../../source/io/process-identity.js';
import {until} from './until.js';

export type Home = {
	/** CLUTCH_HOME, and HOME in `user` beside it. */
	readonly home: string;
	readonly user: string;
	/** A folder to work in. */
	readonly project: string;
	readonly env: Readonly<Record<string, string>>;
	readonly paths: Paths;
};

/**
A person's machine in a temporary folder: empty HOME, own CLUTCH_HOME, a free port for the gateway. The test's end ends every process that was started under it, found by its environment, and removes the folder.
*/
export function temporaryHome(t: Pick<ExecutionContext, 'teardown'>, extra: Readonly<Record<string, string>> = {}): Home {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-test-'));
	const home = path.join(folder, 'clutch');
	const user = path.join(folder, 'user');
	const project = path.join(user, 'src', 'api-server');
	for (const each of [home, user, project]) {
		mkdirSync(each, {recursive: true, mode: 0o700});
	}

	const env = {
		PATH: process.env.PATH ?? '',
		HOME: user,
		CLUTCH_HOME: home,
		TERM: 'xterm-256color',
		LANG: 'C.UTF-8',
		SHELL: '/bin/sh',
		PORT: '0',
		...extra,
	};
	t.teardown(async () => {
		await endAll(home);
		rmSync(folder, {recursive: true, force: true, maxRetries: 5});
	});
	return {home, user, project, env, paths: resolvePaths(env)};
}

/** Kills what runs under this CLUTCH_HOME until nothing does: clutchd and holders start one another again. */
export async function endAll(home: string): Promise<void> {
	await until(`nothing runs under ${home}`, () => {
		const running = processesUnder(home);
		const identities = running.flatMap(pid => identify(pid) ?? []);
		// Stopped first, so that none sees another one die and writes that down.
		for (const signal of ['SIGSTOP', 'SIGKILL'] as const) {
			for (const identity of identities) {
				signalProcess(identity, signal);
			}
		}

		return running.length === 0;
	});
}

/** Pids whose environment names this CLUTCH_HOME (Linux; elsewhere none are found). */
export function processesUnder(home: string): readonly number[] {
	const wanted = `CLUTCH_HOME=${home}`;
	return pids().filter(pid => {
		try {
			return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(wanted) && identify(pid) !== undefined;
		} catch {
			// It ended meanwhile, or belongs to somebody else: not ours either way.
			return false;
		}
	});
}

function pids(): readonly number[] {
	try {
		return readdirSync('/proc').map(Number).filter(pid => Number.isInteger(pid) && pid !== process.pid);
	} catch {
		// No /proc on this system.
		return [];
	}
}
