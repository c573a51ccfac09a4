import {randomBytes} from 'node:crypto';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {ExecutionContext} from 'ava';
import type {ClientState} from '../../source/core/client/state.js';
import type {Command, Launch} from '../../source/core/command.js';
import type {ClutchEvent} from '../../source/core/event.js';
import {reduceClient} from '../../source/core/client/reduce.js';
import {rememberedArguments} from '../../source/core/session/environment.js';
import type {Session} from '../../source/core/session/session.js';
import {connectClutchd, type ClutchdClient} from '../../source/io/clutchd-client.js';
import type {Screen} from '../../source/io/emulator.js';
import type {Home} from './home.js';
import {patience, patienceMs} from './until.js';

/** A client of a real clutchd, with the state that it was told. */
export type Watcher = {
	readonly client: ClutchdClient;
	readonly state: () => ClientState;
	readonly events: readonly ClutchEvent[];
	readonly waitFor: (name: string, condition: (state: ClientState) => boolean, timeoutMs?: number) => Promise<ClientState>;
	readonly open: (launch: Partial<Launch> & {readonly file: string}, wanted?: {readonly id?: string; readonly name?: string; readonly cols?: number; readonly rows?: number}) => Promise<Session>;
	readonly screen: (id: string) => Promise<readonly string[]>;
	readonly waitForScreen: (id: string, condition: (lines: readonly string[]) => boolean, timeoutMs?: number) => Promise<readonly string[]>;
	/** Ends clutchd and waits until it has left. */
	readonly shutdown: () => Promise<void>;
	readonly close: () => void;
};

/** Connects to the clutchd of a home, starting it where it is missing. The test's end closes the connection; `temporaryHome` ends the rest. */
export async function watchClutchd(t: Pick<ExecutionContext, 'teardown'>, {home, start = true}: {readonly home: Pick<Home, 'env' | 'paths' | 'project'>; readonly start?: boolean}): Promise<Watcher> {
	const client = await connectClutchd({paths: home.paths, client: 'test', ...patience(), start, env: home.env});
	t.teardown(client.close);
	let state: ClientState | undefined;
	const events: ClutchEvent[] = [];
	const looks = new Set<() => void>();
	const wake = () => {
		for (const look of looks) {
			look();
		}
	};

	const first = new Promise<void>((resolve, reject) => {
		client.onClose(() => {
			reject(new Error('clutchd left before its first word'));
		});
		client.subscribe({
			onSnapshot(snapshot) {
				state = snapshot;
				resolve();
			},
			onEvent(event) {
				state = reduceClient(known(), event);
				events.push(event);
				wake();
			},
		});
	});
	const known = (): ClientState => {
		if (!state) {
			throw new Error('no snapshot yet');
		}

		return state;
	};

	await first;
	const screen = async (id: string) => (await client.call({type: 'session.screen', id}) as Screen).lines;
	return {
		client,
		events,
		state: known,
		async waitFor(name, condition, timeoutMs = patienceMs) {
			return new Promise((resolve, reject) => {
				const timer = setTimeout(() => {
					looks.delete(look);
					reject(new Error(`waited ${timeoutMs} ms until ${name}; sessions ${JSON.stringify(known().sessions.map(({id, state: status}) => [id, status]))}, services ${JSON.stringify(known().services)}`));
				}, timeoutMs);
				const look = () => {
					if (condition(known())) {
						clearTimeout(timer);
						looks.delete(look);
						resolve(known());
					}
				};

				looks.add(look);
				look();
			});
		},
		async open(launch, {id = randomBytes(4).toString('hex'), name = 'test', cols = 80, rows = 24} = {}) {
			const command: Command = {
				type: 'session.open', id, name, title: 'Test', demo: false, cols, rows,
				recipe: {code: undefined, agent: undefined, route: undefined, credential: 'none', profile: undefined, model: undefined, conversation: undefined, file: launch.file, shownArgs: [], ...rememberedArguments(launch.args ?? [])},
				launch: {args: [], env: {PATH: process.env.PATH ?? '', TERM: 'xterm-256color', CLUTCH_HOME: home.env.CLUTCH_HOME ?? ''}, cwd: home.project, ...launch},
			};
			return await client.call(command) as Session;
		},
		screen,
		async waitForScreen(id, condition, timeoutMs = patienceMs) {
			const deadline = performance.now() + timeoutMs;
			for (;;) {
				const lines = await screen(id);
				if (condition(lines)) {
					return lines;
				}

				if (performance.now() > deadline) {
					throw new Error(`waited ${timeoutMs} ms for the screen; it shows ${JSON.stringify(lines)}`);
				}

				await new Promise(resolve => {
					setTimeout(resolve, 20);
				});
			}
		},
		async shutdown() {
			const left = new Promise<void>(resolve => {
				client.onClose(() => {
					resolve();
				});
			});
			await client.call({type: 'shutdown', everything: false});
			await left;
		},
		close: client.close,
	};
}

/** Waits until a clutchd that nobody here starts is there. */
export async function returnOfClutchd(t: Pick<ExecutionContext, 'teardown'>, home: Pick<Home, 'env' | 'paths' | 'project'>): Promise<Watcher> {
	const deadline = performance.now() + patienceMs;
	for (;;) {
		try {
			return await watchClutchd(t, {home, start: false});
		} catch (error) {
			if (performance.now() > deadline) {
				throw error;
			}
		}

		await new Promise(resolve => {
			setTimeout(resolve, 20);
		});
	}
}

/** Keeps clutchd from starting the gateway, for tests that are about something else. The key after the chord is waited for however slow the machine is. */
export function withoutGateway(home: Pick<Home, 'paths'>): void {
	writeFileSync(home.paths.config, '{"proxy": {"auto_start": false}, "keys": {"wait": "never"}}\n');
}

/** The lines of a file that a child wrote itself. */
export function ownLines(file: string): readonly string[] {
	return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
}

export function logFile(home: Pick<Home, 'project'>, name = 'lines.log'): string {
	return path.join(home.project, name);
}
