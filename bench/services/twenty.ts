import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import type {ServiceState} from '../../source/core/service/service.js';
import {watchClutchd, type Watcher} from '../../test/helpers/clutchd.js';
import type {Home} from '../../test/helpers/home.js';
import {serviceHome} from '../../test/helpers/services.js';
import type {Scope} from '../faults/fault.js';

/** Twenty quiet services of `sh`, as process-compose was measured with: each writes down its pid when it starts. */
export type Twenty = {
	readonly home: Home;
	readonly watcher: Watcher;
	readonly ids: readonly string[];
	/** Each start that there ever was, by service. */
	readonly starts: () => ReadonlyMap<string, readonly number[]>;
	/** The process of each is there. Nobody asks them anything, so they are said to be ready a second later. */
	readonly allThere: () => Promise<void>;
	readonly pidOf: (id: string) => number;
};

const count = 20;

/** `holding`: each leaves a child behind that holds its output. */
export async function openTwenty(scope: Scope, {holding = false}: {readonly holding?: boolean} = {}): Promise<Twenty> {
	const ids = Array.from({length: count}, (_, index) => `service-${String(index + 1).padStart(2, '0')}`);
	const program = `echo $$ >> "$0"; echo up; ${holding ? 'sleep 1000000 & ' : ''}exec sleep 1000000`;
	const home = serviceHome(scope, {services: of => Object.fromEntries(ids.map(id => [id, {argv: ['/bin/sh', '-c', program, `${of(id)}.starts`], restart: 'always'}]))});
	const watcher = await watchClutchd(scope, {home});
	return twentyOf({home, watcher, ids});
}

export function twentyOf({home, watcher, ids}: Pick<Twenty, 'home' | 'watcher' | 'ids'>): Twenty {
	const stateOf = (id: string) => watcher.state().services.find(service => service.id === id)?.state;
	return {
		home,
		watcher,
		ids,
		starts: () => new Map(ids.map(id => {
			const file = path.join(home.project, `${id}.starts`);
			return [id, existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1).map(Number) : []];
		})),
		async allThere() {
			await watcher.waitFor('all are there', ({services}) => services.filter(({id, state}) => ids.includes(id) && processOf(state) !== undefined).length === ids.length, 60_000);
		},
		pidOf: id => processOf(stateOf(id)) ?? 0,
	};
}

/** Undefined while it has none, or one that is on its way out. */
export function processOf(state: ServiceState | undefined): number | undefined {
	return state?.status === 'starting' || state?.status === 'ready' ? state.pid : undefined;
}
