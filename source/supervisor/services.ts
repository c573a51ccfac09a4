import path from 'node:path';
import {ClutchError} from '../core/error.js';
import {nearest} from '../core/nearest.js';
import {stopOrder, unmetOf, withDependencies} from '../core/service/order.js';
import type {LogReply} from '../core/service/log.js';
import type {Service, ServiceId} from '../core/service/service.js';
import {loadConfig} from '../io/config-file.js';
import {watchFiles} from '../io/watch-file.js';
import {createFigures} from './component-figures.js';
import type {SupervisorContext} from './context.js';
import {createServiceLife, type ServiceLife} from './service-life.js';
import {logReply, type LogAsked} from './service-log-reply.js';
import {openServiceMemory} from './service-memory.js';
import {strayServices} from './service-holder.js';
import {readRows, strayRow, type ServiceRows} from './service-rows.js';
import {createVersions} from './service-versions.js';
import {whenState} from './wait.js';

export type Services = {
	/** Finds those that run already, and starts again what is wanted and does not run. */
	readonly adopt: () => Promise<void>;
	readonly start: (id: ServiceId, port?: number) => void;
	/** Starts it unless it rests for a reason. */
	readonly ensure: (id: ServiceId) => void;
	/** Resolves when it has stopped. */
	readonly stop: (id: ServiceId) => Promise<void>;
	readonly restart: (id: ServiceId) => void;
	/** What is being ended is killed at once. */
	readonly hurry: (id: ServiceId) => void;
	/** Answers with the ids that will be started or are wanted already. */
	readonly up: (ids?: readonly ServiceId[]) => readonly ServiceId[];
	/** Resolves when they have stopped. */
	readonly down: (ids?: readonly ServiceId[]) => Promise<void>;
	readonly log: (asked: LogAsked) => Promise<LogReply>;
	/** Asks those that say something of themselves, where the last answers are old. */
	readonly askFigures: () => void;
	readonly leave: () => void;
};

type Options = {readonly context: SupervisorContext; readonly onEnded: (id: ServiceId) => void};

/** Beyond the steps of its stop sequence: the system may let a killed one die slowly. */
const stopPatience = 15_000;

/** All services: their rows, their lives, and the order in which they start and stop. */
export function createServices({context, onEnded}: Options): Services {
	const {bus, clock, env, loop, paths, signal} = context;
	const memory = openServiceMemory(context);
	const versions = createVersions({context, memory});
	const lives = new Map<ServiceId, ServiceLife>();
	let rows: ServiceRows = readRows(loadConfig({paths, env}), {env, before: undefined});

	const stateOf = (id: ServiceId) => lives.get(id)?.service().state;
	const specs = () => [...lives.values()].map(life => life.row());

	const onChange = (service: Service, before: Service | undefined) => {
		bus.publish({type: 'service.changed', service});
		if (before?.state === service.state) {
			return;
		}

		for (const life of lives.values()) {
			const {state} = life.service();
			if (state.status === 'waiting' && state.on.includes(service.id)) {
				life.post({type: 'dependencies'});
			}
		}

		loop.post(() => {
			removeUnlisted(service.id);
		});
	};

	const add = (row: ServiceRows['rows'][number]) => {
		lives.set(row.spec.id, createServiceLife(row, {
			context,
			config: () => rows.config,
			secrets: () => rows.secrets,
			memory,
			versions,
			unmet: spec => unmetOf(spec, stateOf),
			onChange,
			onEnded,
		}));
	};

	/** A row that is gone from the config is forgotten as soon as it does not run. */
	const removeUnlisted = (id: ServiceId) => {
		const life = lives.get(id);
		if (life === undefined || rows.rows.some(({spec}) => spec.id === id) || !isAtRest(life.service())) {
			return;
		}

		life.leave();
		lives.delete(id);
		memory.forget(id);
		bus.publish({type: 'service.removed', id});
	};

	const reload = () => {
		const next = readRows(loadConfig({paths, env}), {env, before: rows});
		if (next === rows || signal.aborted) {
			return;
		}

		rows = next;
		for (const row of rows.rows) {
			const life = lives.get(row.spec.id);
			if (life === undefined) {
				add(row);
			} else {
				life.setRow(row);
			}
		}

		for (const [id, life] of lives) {
			if (!rows.rows.some(({spec}) => spec.id === id)) {
				life.setRow(undefined);
				removeUnlisted(id);
			}
		}
	};

	for (const row of rows.rows) {
		add(row);
	}

	const watch = watchFiles({folder: path.dirname(paths.config), names: [paths.config, paths.env, paths.profiles].map(file => path.basename(file)), onChange() {
		loop.post(reload);
	}});

	const wanted = (id: ServiceId) => {
		const life = lives.get(id);
		if (!life) {
			const near = nearest(id, [...lives.keys()]);
			throw new ClutchError('ERR_CLUTCH_NO_SERVICE', {id, next: near === undefined ? `There are: ${[...lives.keys()].join(', ')}` : `Did you mean "${near}"?`});
		}

		return life;
	};

	/** Those that can be started, with all they depend on: what is optional and not there is left out, and a row with a problem. */
	const startable = (ids: readonly ServiceId[]) => withDependencies(specs(), ids).filter(id => {
		const life = lives.get(id);
		return (life?.isInstalled() === true || life?.row().onlyWhenInstalled === false) && life.problem() === undefined;
	});

	const withoutProblem = (id: ServiceId) => {
		const life = wanted(id);
		const problem = life.problem();
		if (problem !== undefined) {
			throw new ClutchError('ERR_CLUTCH_SERVICE', {title: life.row().title, problem: problem.text, next: problem.next});
		}

		return life;
	};

	/** What it depends on is started where it is not; what has done its work has done it. */
	const startIdle = (ids: readonly ServiceId[]) => {
		for (const id of ids) {
			const status = stateOf(id)?.status;
			if (status === 'stopped' || status === 'parked' || status === 'stopping') {
				lives.get(id)?.post({type: 'start'});
			}
		}
	};

	const start = (id: ServiceId, port?: number) => {
		reload();
		const life = withoutProblem(id);
		const row = life.row();
		if (!life.isInstalled() && row.onlyWhenInstalled) {
			throw new ClutchError('ERR_CLUTCH_SERVICE', {title: row.title, problem: 'it is not installed.', next: `clutch service add ${id} installs it.`});
		}

		if (port !== undefined && (row.port === undefined || (row.port.told === true && row.port.variable === undefined))) {
			throw new ClutchError('ERR_CLUTCH_MESSAGE', {problem: `the service "${id}" takes no port`});
		}

		startIdle(startable(row.dependsOn.map(dependency => dependency.id)));
		life.post({type: 'start', port});
	};

	const stopGroup = async (ids: readonly ServiceId[]) => {
		// What runs takes along what it has started; of what does not, something may be left.
		const resting = ids.flatMap(id => lives.get(id) ?? []).filter(life => !('pid' in life.service().state));
		for (const id of ids) {
			lives.get(id)?.post({type: 'stop'});
		}

		const withinMs = stopPatience + Math.max(0, ...ids.map(id => (lives.get(id)?.row().stop ?? []).reduce((sum, {waitMs}) => sum + waitMs, 0)));
		await whenState(bus, {clock, withinMs, condition: ({services}) => services.every(service => !ids.includes(service.id) || isAtRest(service))});
		await Promise.all(resting.map(async life => life.left.end(life.row().stop, {isOver: () => !('pid' in life.service().state)})));
	};

	const figures = createFigures({context, lives: () => lives.values()});

	return {
		async adopt() {
			const strays = strayServices(context).filter(id => !lives.has(id));
			for (const id of strays) {
				add(strayRow(id));
			}

			await Promise.all([...lives.values()].map(async life => life.adopt()));
			for (const id of strays) {
				loop.post(() => {
					lives.get(id)?.setRow(undefined);
					removeUnlisted(id);
				});
			}
		},
		start,
		ensure(id) {
			if (stateOf(id)?.status === 'stopped') {
				start(id);
			}
		},
		async stop(id) {
			wanted(id);
			await stopGroup([id]);
		},
		restart(id) {
			reload();
			const life = withoutProblem(id);
			startIdle(startable(life.row().dependsOn.map(dependency => dependency.id)));
			if (!('pid' in life.service().state)) {
				life.left.wantClear();
			}

			life.post({type: 'restart'});
		},
		hurry(id) {
			wanted(id).post({type: 'hurry'});
		},
		up(ids) {
			reload();
			const named = ids?.map(id => wanted(id).row().id);
			const all = startable(named ?? specs().filter(({enabled}) => enabled).map(({id}) => id));
			startIdle(all);
			for (const id of named ?? []) {
				if (stateOf(id)?.status === 'completed') {
					lives.get(id)?.post({type: 'start'});
				}
			}

			return all;
		},
		async down(ids) {
			const named = new Set(ids?.map(id => wanted(id).row().id) ?? lives.keys());
			for (const group of stopOrder(specs())) {
				// What others depend on goes on until they have ended.
				await stopGroup(group.filter(id => named.has(id)));
			}
		},
		async log({id, ...asked}) {
			return logReply(wanted(id).log, {...asked, clock, signal});
		},
		askFigures: figures.ask,
		leave() {
			watch.close();
			for (const life of lives.values()) {
				life.leave();
			}
		},
	};
}

function isAtRest({state: {status}}: Pick<Service, 'state'>): boolean {
	return status === 'stopped' || status === 'parked' || status === 'completed';
}
