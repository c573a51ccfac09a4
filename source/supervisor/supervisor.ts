import type {ClientState} from '../core/client/state.js';
import type {Config} from '../core/config/config.js';
import {emptyUsage} from '../core/usage/fold.js';
import {meterOf} from '../core/usage/meter.js';
import {pricesOf} from '../core/usage/price.js';
import type {Clock} from '../io/clock.js';
import {loadConfig} from '../io/config-file.js';
import {keepSocket} from '../io/kept-socket.js';
import {createLastScreens} from '../io/last-screens.js';
import type {Log} from '../io/log.js';
import {programArgv, type Paths} from '../io/paths.js';
import {listenSocket} from '../io/socket.js';
import {readVersion} from '../io/version.js';
import {restoreAfterReboot} from './auto-restore.js';
import {createBus} from './bus.js';
import {createClients, type Clients} from './clients.js';
import type {SupervisorContext} from './context.js';
import {createConversations} from './conversations.js';
import {createCrashPolicy} from './crash-policy.js';
import {createLoop} from './loop.js';
import {createMetrics, dayStartOf, type Money} from './metrics.js';
import {comeBackNotice, troubleNotice} from './notice.js';
import {createPanes} from './panes.js';
import {createPerform} from './perform.js';
import {createResources} from './resources.js';
import {createPrompts} from './prompts.js';
import {createRestore} from './restore.js';
import {expireDaily} from './retention.js';
import {createServices} from './services.js';
import {createSessions, type Sessions} from './sessions.js';
import {openStorage} from './storage.js';

export type Supervisor = {
	/** Leaves every holder living. `rest`: nobody shall start clutchd again by himself. */
	readonly end: (how: {readonly rest: boolean}) => Promise<void>;
};

type Options = {
	readonly paths: Paths;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly clock: Clock;
	readonly log: Log;
	/** The clutchd before this one did not end by itself. */
	readonly crashed: boolean;
	/** Asked when the run directory was taken away: whether this clutchd is still the one, and shall come back there. */
	readonly staysAlone: () => boolean;
	/** Before anybody is left, at an end after which nobody shall start clutchd again by himself. */
	readonly onRest: () => void;
	readonly onEnd: () => void;
	readonly onFailure: (error: unknown) => void;
};

const stopGrace = 5000;

export async function startSupervisor({paths, env, clock, log, crashed, staysAlone, onRest, onEnd, onFailure}: Options): Promise<Supervisor> {
	const ending = new AbortController();
	const version = readVersion();
	const storage = openStorage({paths, env, clock, log});
	const {manifest, ledger} = storage;
	const firstTrouble = storage.trouble();
	const startedAt = clock.now();
	const bus = createBus(firstState({startedAt, version, trouble: firstTrouble, sessions: manifest.sessions(), now: clock.now()}));
	const loop = createLoop(onFailure);
	const context: SupervisorContext = {paths, env, clock, log, bus, loop, signal: ending.signal, rebooted: storage.rebooted, revive: {socket: paths.socket, argv: [...programArgv('clutchd'), '--revive'], env: definedOnly(env)}};
	const parts: {sessions?: Sessions; clients?: Clients} = {};

	const screens = createLastScreens({
		folder: paths.sessions,
		clock,
		onFailure(error) {
			log.write('warn', 'last screens cannot be kept on the disk', {error});
		},
	});
	const panes = createPanes({
		scrollback: loadConfig({paths, env}).config.sessions.scrollback,
		onScreen: screens.keep,
		onStatus(id, status) {
			loop.post(() => {
				parts.sessions?.reported(id, status);
			});
		},
		onRang(id, ring, at) {
			loop.post(() => {
				// First that it calls, so that who looks at it knows when it is told.
				parts.sessions?.rang(id, {...ring, at});
				bus.publish({type: 'session.rang', id, at, ...ring});
			});
		},
		onClipboard(id, write) {
			parts.clients?.clipboard(id, write);
		},
		onRows(watcher, payload) {
			parts.clients?.rows(watcher, payload);
		},
		onFailure,
	});
	const sessions = createSessions({context, manifest, panes, screens, most: () => loadConfig({paths, env}).config.sessions.most});
	parts.sessions = sessions;
	storage.onTrouble(trouble => {
		loop.post(() => {
			bus.publish({type: 'trouble.changed', trouble});
			bus.publish({type: 'notice.given', notice: troubleNotice(trouble, clock.now())});
			if (trouble === undefined) {
				sessions.recalled();
			}
		});
	});
	const conversations = createConversations({context, records: sessions.records});
	const metrics = createMetrics({ledger, bus, clock, money: () => moneyOf(loadConfig({paths, env}).config), onInFlight: sessions.inFlight});
	const services = createServices({
		context,
		onEnded(id) {
			if (id === 'gateway') {
				metrics.gatewayEnded();
			}
		},
	});

	const restore = createRestore({context, sessions, services});
	const crashPolicy = createCrashPolicy({context, sessions, restore});
	let ended = false;
	const end = async (how: {readonly rest: boolean}) => {
		if (ended) {
			return;
		}

		ended = true;
		if (how.rest) {
			onRest();
		}

		ending.abort(new Error('clutchd ends'));
		stopKeeping();
		stopExpiring();
		conversations.close();
		crashPolicy.close();
		sessions.leave();
		services.leave();
		metrics.close();
		await Promise.all([server.close(), panes.close()]);
		await screens.close();
		storage.close();
		log.write('info', 'clutchd ended', how);
		onEnd();
	};

	const shutdown = async (everything: boolean) => {
		if (everything) {
			// Agents talk to the gateway to their end.
			await sessions.stopAll(stopGrace);
			const takenBack = await services.down();
			if (takenBack.length > 0) {
				return takenBack;
			}
		}

		// The answer goes out first.
		clock.after(0, () => {
			void end({rest: true});
		});
		return [];
	};

	const clients = createClients({
		context,
		version,
		perform: createPerform({bus, sessions, conversations, services, restore, prompts: createPrompts(context), metrics, resources: createResources({bus, clock}), components: services.askFigures, appear: panes.appear, shutdown}),
		onWatch(watcher, watched, focused) {
			for (const id of watched) {
				sessions.showLast(id);
			}

			panes.watch(watcher, watched, focused);
		},
		onTaken: panes.taken,
	});
	parts.clients = clients;

	const [adopted] = await Promise.all([sessions.adopt(), services.adopt()]);
	bus.adopted(adopted.live);
	storage.keepBoot();
	for (const notice of [...comeBackNotice({crashed, adopted, quarantined: manifest.quarantined, trouble: firstTrouble, now: clock.now()}), ...storage.notices(clock.now())]) {
		bus.publish({type: 'notice.given', notice});
	}

	const stopExpiring = expireDaily({clock, keepDays: () => loadConfig({paths, env}).config.sessions.keep_days, expire: sessions.expire, onFailure(error) {
		log.write('warn', 'old sessions could not be let go', {error: error as Error});
	}});

	log.write('info', 'clutchd started', {version, pid: process.pid, adopted: adopted.live, crashed});
	const server = await listenSocket(paths.socket, clients.accept);
	const stopKeeping = keepSocket(server, {
		clock,
		mayRenew: staysAlone,
		note(text) {
			log.write('warn', text);
		},
	});
	const {proxy, services: rows} = loadConfig({paths, env}).config;
	if (proxy.auto_start && rows.gateway?.enabled !== false) {
		services.ensure('gateway');
	}

	restoreAfterReboot({context, sessions, restore}).catch(onFailure);
	return {end};
}

function firstState({startedAt, version, trouble, sessions, now}: {readonly startedAt: number; readonly version: string; readonly trouble: string | undefined; readonly sessions: ClientState['sessions']; readonly now: number}): ClientState {
	const moment = {now, dayStart: dayStartOf(now)};
	return {
		clutchd: {pid: process.pid, startedAt, version, adopted: 0, trouble},
		sessions,
		services: [],
		meter: meterOf(emptyUsage(moment.dayStart), moment),
		notices: [],
	};
}

function moneyOf({prices, budget}: Config): Money {
	return {prices: pricesOf(prices), budgetUsd: budget.usd_per_day};
}

function definedOnly(env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => value === undefined ? [] : [[name, value]]));
}
