import {spawn} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {ExecutionContext} from 'ava';
import type {ServiceState} from '../../source/core/service/service.js';
import type {ProcessIdentity} from '../../source/core/ipc/holder.js';
import {identify, isAlive} from '../../source/io/process-identity.js';
import type {Watcher} from './clutchd.js';
import {fixture} from './fixture.js';
import {temporaryHome, type Home} from './home.js';

type Scope = Pick<ExecutionContext, 'teardown'>;

/** A row of the config's `services`. */
export type Row = Readonly<Record<string, unknown>>;

/** A machine whose only services are these: the shipped ones are not started by `up`. Each has a folder for what it writes down about itself. */
export function serviceHome(scope: Scope, {services, env = {}}: {readonly services: (folder: (id: string) => string) => Readonly<Record<string, Row>>; readonly env?: Readonly<Record<string, string>>}): Home {
	const home = temporaryHome(scope, env);
	const shipped = {gateway: {enabled: false}, headroom: {enabled: false}};
	writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, services: {...shipped, ...services(id => path.join(home.project, id))}}));
	return home;
}

/** The row of `test/fixtures/processes/service.js`; what it does is said in words, see there. */
export function ownService(folder: string, {words = [], ...row}: Row & {readonly words?: readonly string[]} = {}): Row {
	return {argv: [process.execPath, fixture('service.js'), folder, ...words], ...row.port === undefined ? {} : {port_variable: 'PORT'}, restart: 'always', stop: [{signal: 'SIGTERM', wait_seconds: 5}], ...row};
}

/** Where a service of `serviceHome` writes down what it does. */
export function folderOf(home: Home, id: string): string {
	return path.join(home.project, id);
}

export function changeConfig(home: Home, change: (services: Record<string, unknown>) => void): void {
	const config = JSON.parse(readFileSync(home.paths.config, 'utf8')) as {services: Record<string, unknown>};
	change(config.services);
	writeFileSync(home.paths.config, JSON.stringify(config));
}

/** Each start of `service.js`, as it wrote it down itself. */
export function startsOf(folder: string): ReadonlyArray<{readonly pid: number; readonly at: number}> {
	return numbersIn(path.join(folder, 'starts')).map(([pid = 0, at = 0]) => ({pid, at}));
}

/** Who of `family` lives. */
export function familyOf(folder: string): readonly ProcessIdentity[] {
	return numbersIn(path.join(folder, 'family')).flatMap(([pid = 0]) => identify(pid) ?? []);
}

function numbersIn(file: string): ReadonlyArray<readonly number[]> {
	return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1).map(line => line.split(' ').map(Number)) : [];
}

/** How it answers from now on. */
export function answerWith(folder: string, mode: 'well' | '503' | 'hang'): void {
	mkdirSync(folder, {recursive: true});
	writeFileSync(path.join(folder, 'mode'), mode);
}

export function stateOf(watcher: Watcher, id: string): ServiceState | undefined {
	return watcher.state().services.find(service => service.id === id)?.state;
}

type Status = ServiceState['status'];

export async function whenService<Wanted extends Status>(watcher: Watcher, id: string, wanted: {readonly is: Wanted; readonly when?: (state: Extract<ServiceState, {status: Wanted}>) => boolean; readonly timeoutMs?: number}): Promise<Extract<ServiceState, {status: Wanted}>> {
	let found: Extract<ServiceState, {status: Wanted}> | undefined;
	await watcher.waitFor(`${id} is ${wanted.is}`, () => {
		const state = stateOf(watcher, id) as Extract<ServiceState, {status: Wanted}> | undefined;
		found = state?.status === wanted.is && (wanted.when?.(state) ?? true) ? state : undefined;
		return found !== undefined;
	}, wanted.timeoutMs);
	if (found === undefined) {
		throw new Error(`${id} was ${wanted.is} for a moment only`);
	}

	return found;
}

/** Every status that a service had, in order, as it was told. */
export function historyOf(watcher: Watcher, id: string): readonly Status[] {
	const all = watcher.events.flatMap(event => event.type === 'service.changed' && event.service.id === id ? [event.service.state.status] : []);
	return all.filter((status, index) => status !== all[index - 1]);
}

export type Decoys = {
	readonly pids: readonly number[];
	/** How many of them are no longer the processes they were. */
	readonly touched: () => number;
};

/** Processes of somebody else that look like ours to whoever searches by name: the words that a careless `pkill -f` looks for, and the program of the tests' own services. */
export function startDecoys(scope: Scope): Decoys {
	const commands: ReadonlyArray<readonly [string, ...string[]]> = [
		['/bin/sh', '-c', 'while :; do sleep 1; done', 'exec', 'headroom', 'proxy', '--port', '8787'],
		['/bin/sh', '-c', 'while :; do sleep 1; done', 'clutchd', 'gateway.js', 'cli-proxy-api', 'holder.cjs', 'svc-headroom'],
		[process.execPath, '--eval', 'setInterval(() => {}, 1000)', fixture('service.js'), 'ollama', 'serve'],
	];
	const identities = commands.map(([file, ...args]): ProcessIdentity => {
		const child = spawn(file, args, {detached: true, stdio: 'ignore', env: {PATH: process.env.PATH ?? ''}});
		child.unref();
		scope.teardown(() => child.kill('SIGKILL'));
		const identity = identify(child.pid ?? 0);
		if (identity === undefined) {
			throw new Error(`${file} was not started`);
		}

		return identity;
	});
	return {
		pids: identities.map(({pid}) => pid),
		touched: () => identities.filter(identity => !isAlive(identity)).length,
	};
}
