import {randomBytes} from 'node:crypto';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type {ExecutionContext} from 'ava';
import type {ScreenFrame} from '../../source/core/ipc/frame.js';
import type {FromHolder, HolderSpec} from '../../source/core/ipc/holder.js';
import type {Exit} from '../../source/core/session/session.js';
import {connectHolder, type HolderClient} from '../../source/io/holder-client.js';
import type {ScopePatience} from '../../source/io/holder-scope.js';
import {startHolder} from '../../source/io/holder-start.js';
import {isAlive, signalProcess} from '../../source/io/process-identity.js';
import {fixture} from './fixture.js';
import {patience, patienceMs, until} from './until.js';

/** What to hold: a script of test/fixtures/processes, or any program. */
export type Wanted = Partial<Omit<HolderSpec, 'revive'>> & {
	/** Of a folder that is there for this holder only. */
	readonly revive?: HolderSpec['revive'] | ((folder: string) => HolderSpec['revive']);
	readonly script?: string; readonly environment?: Readonly<Record<string, string>>; readonly scopePatience?: ScopePatience | undefined;
	/** The program begins only when `go` is called: a holder waits for its daemon for a few seconds only, which it may take to connect one. */
	readonly held?: true};

export type Holder = Awaited<ReturnType<typeof openHolder>>;

/**
Starts a real holder from `dist/holder.cjs` in a folder of its own. `close` ends it with everything in its session.
*/
export async function openHolder({script, environment = {}, scopePatience, file = process.execPath, args = [], revive, held, ...others}: Wanted) {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-holder-'));
	const id = randomBytes(4).toString('hex');
	const sign = path.join(folder, 'go');
	const all = script === undefined ? args : [fixture(script), ...args];
	const spec: HolderSpec = {
		id,
		kind: 'pty',
		...held ? {file: '/bin/sh', args: ['-c', 'until test -e "$0"; do sleep 0.02; done; exec "$@"', sign, file, ...all]} : {file, args: all},
		env: {PATH: process.env.PATH ?? '', TERM: 'xterm-256color'},
		cwd: folder,
		cols: 80,
		rows: 24,
		socket: path.join(folder, `${id}.sock`),
		tombstone: path.join(folder, 'sessions', `${id}.json`),
		revive: typeof revive === 'function' ? revive(folder) : revive ?? {socket: path.join(folder, 'clutchd.sock'), argv: ['/bin/true'], env: {}},
		...others,
	};
	const welcome = await startHolder(spec, {...patience(), scopePatience, environment: {CLUTCH_REVIVE_MS: '3600000', ...environment}}).catch((error: unknown) => {
		rmSync(folder, {recursive: true, force: true});
		throw error;
	});
	const clients: HolderClient[] = [];

	return {
		folder,
		spec,
		welcome,
		/** Lets a program begin that is held. */
		go() {
			writeFileSync(sign, '');
		},
		async connect(role: Parameters<typeof connectHolder>[0]['role']) {
			const client = await connectHolder({socket: spec.socket, role, client: 'test', ...patience()});
			clients.push(client);
			return client;
		},
		/** What happens from now on, as a viewer sees it. */
		async watch() {
			const client = await connectHolder({socket: spec.socket, role: 'viewer', client: 'test', ...patience()});
			clients.push(client);
			const collected = collect(client);
			client.attach('live');
			return collected;
		},
		/** How the holder is now. */
		async look() {
			const client = await connectHolder({socket: spec.socket, role: 'probe', client: 'test', ...patience()});
			client.end();
			return client.welcome;
		},
		async close() {
			for (const client of clients) {
				client.end();
			}

			try {
				const client = await connectHolder({socket: spec.socket, role: 'user', client: 'cleaner', ...patience()});
				const gone = new Promise<void>(resolve => {
					client.onClose(() => {
						resolve();
					});
				});
				client.close();
				await gone;
			} catch {
				// It is gone already, or it is stopped; both end here.
			}

			await until('the holder is gone', () => !isAlive(welcome.holder), {otherwise() {
				signalProcess(welcome.holder, 'SIGKILL');
			}});
			rmSync(folder, {recursive: true, force: true});
		},
	};
}

/** A holder that lasts as long as the test. */
export async function withHolder(t: ExecutionContext, wanted: Wanted): Promise<Holder> {
	const holder = await openHolder(wanted);
	t.teardown(holder.close);
	return holder;
}

/** Everything one client gets, in order. */
export type Collected = {
	/** Output as text, without gaps marked. */
	readonly text: () => string;
	readonly size: () => number;
	/** For a test that sets its own handler for bytes. */
	readonly add: (bytes: Uint8Array) => void;
	readonly messages: () => readonly FromHolder[];
	/** Each with how many bytes of output had come before it. */
	readonly screens: () => ReadonlyArray<ScreenFrame & {readonly before: number}>;
	readonly waitFor: (name: string, condition: (collected: Collected) => boolean, timeoutMs?: number) => Promise<void>;
	readonly exited: () => Promise<{readonly exit: Exit; readonly offset: number}>;
	readonly exit: () => Promise<Exit>;
};

export function collect(client: HolderClient, {acknowledge = false}: {readonly acknowledge?: boolean} = {}): Collected {
	const messages: FromHolder[] = [];
	const screens: Array<ScreenFrame & {readonly before: number}> = [];
	let text = '';
	const watchers = new Set<() => void>();
	const wake = () => {
		for (const watcher of watchers) {
			watcher();
		}
	};

	const collected: Collected = {
		text: () => text,
		size: () => text.length,
		add(bytes) {
			text += Buffer.from(bytes).toString('latin1');
			wake();
		},
		messages: () => messages,
		screens: () => screens,
		async waitFor(name, condition, timeoutMs = patienceMs) {
			await new Promise<void>((resolve, reject) => {
				const timer = setTimeout(() => {
					watchers.delete(watcher);
					reject(new Error(`waited ${timeoutMs} ms until ${name}; got ${JSON.stringify(text.slice(-300))} and ${JSON.stringify(messages.slice(-5))}`));
				}, timeoutMs);
				const watcher = () => {
					if (condition(collected)) {
						clearTimeout(timer);
						watchers.delete(watcher);
						resolve();
					}
				};

				watchers.add(watcher);
				watcher();
			});
		},
		async exited() {
			await collected.waitFor('the exit is told', () => messages.some(message => message.type === 'exited'));
			return messages.find(message => message.type === 'exited') as {exit: Exit; offset: number};
		},
		async exit() {
			const {exit} = await collected.exited();
			return exit;
		},
	};
	client.onBytes((offset, bytes) => {
		collected.add(bytes);
		if (acknowledge) {
			client.ack(offset + bytes.length);
		}
	});
	client.onScreen(screen => {
		screens.push({...screen, before: text.length});
		wake();
	});
	client.onMessage(message => {
		messages.push(message);
		wake();
	});
	return collected;
}
