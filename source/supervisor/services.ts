import path from 'node:path';
import {ClutchError} from '../core/error.js';
import {lackingOf, withLacking} from '../core/service/lacking.js';
import {unmetOf, withDependencies} from '../core/service/order.js';
import type {LogReply} from '../core/service/log.js';
import type {Service, ServiceId} from '../core/service/service.js';
import {unknownServiceNext} from '../core/service/unknown.js';
import {loadConfig} from '../io/config-file.js';
import {watchFiles} from '../io/watch-file.js';
import {createFigures} from './component-figures.js';
import type {SupervisorContext} from './context.js';
import {createServiceLife, type ServiceLife} from './service-life.js';
import {logReply, type LogAsked} from './service-log-reply.js';
import {openServiceMemory} from './service-memory.js';
import {forgetOthers} from './service-own-log.js';
import {strayServices} from './service-holder.js';
import {configNotice} from './notice.js';
import {readRows, strayRow, type ServiceRows} from './service-rows.js';
import {createServiceStops, isAtRest} from './service-stops.js';
import {createVersions} from './service-versions.js';

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
	/** Resolves when they have stopped, with those that somebody started again meanwhile. */
	readonly down: (ids?: readonly ServiceId[]) => Promise<readonly ServiceId[]>;
	readonly log: (asked: LogAsked) => Promise<LogReply>;
	/** Asks those that say something of themselves, where the last answers are old. */
	readonly askFigures: () => void;
	readonly leave: () => void;
};

type Options = {readonly context: SupervisorContext; readonly onEnded: (id: ServiceId) => void};

/** All services: their rows, their lives, and the order in which they start and stop. */
export function createServices({context, onEnded}: Options): Services {
	const {bus, clock, env, loop, paths, signal} = context;
	const memory = openServiceMemory(context);
	const versions = createVersions({context, memory});
	const lives = new Map<ServiceId, ServiceLife>();
	// Before they are read: what changes meanwhile is read again.
	const watch = watchFiles({folder: path.dirname(paths.config), names: [paths.config, paths.env, paths.profiles].map(file => path.basename(file)), onChange() {
		loop.post(() => {
			reload();
		});
	}});
	let rows: ServiceRows = readRows(loadConfig({paths, env}), {env, before: undefined});

	const stops = createServiceStops({lives, context});

	const stateOf = (id: ServiceId) => lives.get(id)?.service().state;
	const specs = () => [...lives.values()].map(life => life.row());

	const publish = (service: Service) => {
		bus.publish({type: 'service.changed', service: withLacking(service, id => lives.get(id)?.service())});
	};

	const waitingFor = (id: ServiceId) => [...lives.values()].filter(life => {
		const {state} = life.service();
		return state.status === 'waiting' && state.on.includes(id);
	});

	const onChange = (service: Service, before: Service | undefined) => {
		publish(service);
		if (lackingOf(before)?.why !== lackingOf(service)?.why) {
			for (const life of waitingFor(service.id)) {
				publish(life.service());
			}
		}

		if (before?.state === service.state) {
			return;
		}

		for (const life of waitingFor(service.id)) {
			life.post({type: 'dependencies'});
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

		life.leave({forget: true});
		lives.delete(id);
		memory.forget(id);
		bus.publish({type: 'service.removed', id});
	};

	const tellConfig = (was: ServiceRows['trouble']) => {
		const {trouble} = rows;
		if (JSON.stringify(trouble) !== JSON.stringify(was)) {
			bus.publish({type: 'config.changed', trouble});
			bus.publish({type: 'notice.given', notice: configNotice(trouble, clock.now())});
		}
	};

	const reload = () => {
		const next = readRows(loadConfig({paths, env}), {env, before: rows});
		if (next === rows || signal.aborted) {
			return;
		}

		const was = rows.trouble;
		rows = next;
		tellConfig(was);
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

	tellConfig(undefined);
	for (const row of rows.rows) {
		add(row);
	}

	const wanted = (id: ServiceId) => {
		const life = lives.get(id);
		if (!life) {
			throw new ClutchError('ERR_CLUTCH_NO_SERVICE', {id, next: unknownServiceNext(id, [...lives.keys()])});
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

	/** What it depends on is started where it is not; what has done its work has done it. Who was being stopped is not any more. */
	const startIdle = (ids: readonly ServiceId[]) => {
		stops.takeBack(ids);
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
		stops.takeBack([id]);
		life.post({type: 'start', port});
	};

	const figures = createFigures({context, lives: () => lives.values()});

	return {
		async adopt() {
			const strays = strayServices(context).filter(id => !lives.has(id));
			for (const id of strays) {
				add(strayRow(id));
			}

			if (rows.trouble === undefined) {
				forgetOthers(paths, id => lives.has(id));
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
			await stops.down(new Set([wanted(id).row().id]));
		},
		restart(id) {
			reload();
			const life = withoutProblem(id);
			startIdle(startable(life.row().dependsOn.map(dependency => dependency.id)));
			stops.takeBack([id]);
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

			// One whose row is wrong by now runs on, and is as wanted as the others.
			const runsOn = rows.rows.filter(({spec: {id}, problem}) => problem !== undefined && !all.includes(id) && (named?.includes(id) ?? true) && 'pid' in (stateOf(id) ?? {}));
			return [...all, ...runsOn.map(({spec}) => spec.id)];
		},
		async down(ids) {
			return stops.down(ids && new Set(ids.map(id => wanted(id).row().id)));
		},
		async log({id, ...asked}) {
			return logReply(wanted(id).log, {...asked, clock, signal});
		},
		askFigures: figures.ask,
		leave() {
			watch.close();
			for (const life of lives.values()) {
				life.leave({forget: false});
			}
		},
	};
}
