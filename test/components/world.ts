import assert from 'node:assert/strict';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type {Service, ServiceFigure, ServiceState} from '../../source/core/service/service.js';
import {identify, signalProcess} from '../../source/io/process-identity.js';
import {watchClutchd, type Watcher} from '../helpers/clutchd.js';
import {temporaryHome, type Home} from '../helpers/home.js';
import {runProgram, type Ended} from '../helpers/program.js';
import {until} from '../helpers/until.js';

/** What is undone when it is over: of a test, or of a run. */
export type Lasting = {readonly teardown: (undo: () => unknown) => void; readonly log?: (...values: unknown[]) => void};

/** A person's machine with a clutchd of its own, and the components in a folder of its PATH: real ones or fakes. */
export type World = {
	readonly t: Lasting;
	readonly home: Home;
	readonly watcher: Watcher;
	readonly clutch: (...words: readonly string[]) => Promise<Ended>;
	readonly service: (id: string) => Service;
	/** Waits until a service is so, and answers with that. */
	readonly state: <Status extends ServiceState['status']>(id: string, status: Status) => Promise<Extract<ServiceState, {readonly status: Status}>>;
	/** What `clutch status --json` says a service says of itself. */
	readonly figures: (id: string) => Promise<Readonly<Record<string, number>>>;
	/** Waits until it says as much of one. */
	readonly figure: (id: string, name: string, isRight: (figure: ServiceFigure) => boolean) => Promise<ServiceFigure>;
};

/** A real component starts in a quarter of a minute on a busy machine. */
export const patienceMs = 150_000;

export async function startWorld(t: Lasting, {programs, config, env = {}}: {readonly programs: readonly string[]; readonly config: unknown; readonly env?: Readonly<Record<string, string>>}): Promise<World> {
	const home = temporaryHome(t, {PATH: [...programs, process.env.PATH ?? ''].join(':'), ...env});
	writeFileSync(home.paths.config, JSON.stringify(config));
	const watcher = await watchClutchd(t, {home});
	const service = (id: string) => {
		const found = watcher.state().services.find(each => each.id === id);
		assert.ok(found, `there is no service ${id}`);
		return found;
	};

	const clutch = async (...words: readonly string[]) => runProgram(['clutch', ...words], {home});
	const figuresOf = async (id: string) => {
		const {stdout, stderr} = await clutch('status', '--json');
		assert.ok(stdout.startsWith('{'), stderr);
		const {services} = JSON.parse(stdout) as {readonly services: readonly Service[]};
		return services.find(each => each.id === id)?.facts?.figures ?? [];
	};

	return {
		t, home, watcher, clutch, service,
		async figures(id) {
			const all = await figuresOf(id);
			return Object.fromEntries(all.map(({name, value}) => [name, value]));
		},
		async state(id, status) {
			await watcher.waitFor(`${id} is ${status}`, () => service(id).state.status === status, patienceMs);
			return service(id).state as Extract<ServiceState, {readonly status: typeof status}>;
		},
		async figure(id, name, isRight) {
			let seen: ServiceFigure | undefined;
			let all: readonly ServiceFigure[] = [];
			await until(`${id} says ${name}`, async () => {
				all = await figuresOf(id);
				seen = all.find(figure => figure.name === name);
				return seen !== undefined && isRight(seen);
			}, {timeoutMs: patienceMs, otherwise() {
				t.log?.(`${id} said ${JSON.stringify(all)}`);
			}});
			assert.ok(seen);
			return seen;
		},
	};
}

/** Only what we started ourselves, by its start time too. */
export function signalOwn(pid: number, signal: NodeJS.Signals): void {
	const identity = identify(pid);
	assert.ok(identity, `process ${pid} is gone`);
	signalProcess(identity, signal);
}

/** A folder of its own below the state of the world. */
export function folderOf({home}: World, id: string): string {
	return path.join(home.paths.state, 'services', id);
}
