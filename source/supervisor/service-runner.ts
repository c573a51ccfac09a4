import path from 'node:path';
import type {HolderSpec} from '../core/ipc/holder.js';
import {redact} from '../core/log/redact.js';
import {readLastWords} from '../core/service/last-words.js';
import type {ServiceInput} from '../core/service/former-machine.js';
import {readHeldChild, removeHeldChild, writeHeldChild} from '../io/held-child.js';
import {readAddress, type ServiceAddress} from '../io/http-address.js';
import {connectHolder, type HolderClient} from '../io/holder-client.js';
import {startHolder} from '../io/holder-start.js';
import {appendToLog} from '../io/log.js';
import {isAlive, signalGroup} from '../io/process-identity.js';
import {probeHttp} from '../io/probe.js';
import type {SupervisorContext} from './context.js';
import {createServiceLines, type ServiceLines} from './service-lines.js';
import type {ServiceSpec} from './service-specs.js';
import {whenEnded, whenLeft} from './wait.js';

export type ServiceRunner = {
	/** Connects to a holder that is there already; false when there is none. */
	readonly adopt: () => Promise<boolean>;
	/** With a port, that one is in force instead of the configured one. */
	readonly spawn: (port: number | undefined) => Promise<void>;
	readonly end: (graceMs: number) => void;
	readonly log: ServiceLines;
	/** Leaves the service running. */
	readonly leave: () => void;
};

type Options = {readonly context: SupervisorContext; readonly spec: ServiceSpec; readonly onInput: (input: ServiceInput) => void};

/** While it starts it is asked often, so that it counts as ready soon; later seldom. */
const startingEvery = 40;
const runningEvery = 5000;
const probeDeadline = 2000;
const leavePatience = 3000;
const keptOutput = 16 * 1024;

/** The holder in which a service runs, and what is heard from it. Decides nothing: `core/service/machine` does. */
export function createServiceRunner({context, spec, onInput}: Options): ServiceRunner {
	const {paths, clock, log, signal} = context;
	const id = `svc-${spec.id}`;
	const socket = path.join(paths.holders, `${id}.sock`);
	const logFile = path.join(paths.log, `${spec.id}.log`);
	const childFile = path.join(paths.holders, `${id}.child.json`);
	let holder: HolderClient | undefined;
	let cancelProbe: (() => void) | undefined;

	let known: ServiceAddress | undefined;
	const lines = createServiceLines(clock);

	/** As it was told last: the file may have been tidied away, and the service listens all the same. */
	const address = (pid: number) => {
		const told = readAddress(paths, spec.id);
		known = told?.pid === pid ? told : known;
		return known?.pid === pid ? known.address : undefined;
	};

	const look = async (pid: number): Promise<string | undefined> => {
		const told = address(pid);
		const isWell = told !== undefined && (spec.health === undefined || (await probeHttp(told + spec.health, {signal, deadlineMs: probeDeadline})).ok);
		return isWell ? told : undefined;
	};

	const keepLooking = (client: HolderClient, {pid, wasWell}: {readonly pid: number; readonly wasWell: boolean}) => {
		cancelProbe = clock.after(wasWell ? runningEvery : startingEvery, () => {
			void (async () => {
				const told = await look(pid);
				if (holder !== client || signal.aborted) {
					return;
				}

				if (told !== undefined || wasWell) {
					onInput(told === undefined ? {type: 'silent'} : {type: 'answered', address: told});
				}

				keepLooking(client, {pid, wasWell: wasWell || told !== undefined});
			})();
		});
	};

	const over = (client: HolderClient) => {
		if (holder === client) {
			holder = undefined;
			cancelProbe?.();
			removeHeldChild(childFile);
		}
	};

	const follow = (client: HolderClient, isNew: boolean) => {
		const {child, ring} = client.welcome;
		let output = '';
		let ended = false;
		const decoder = new TextDecoder();
		holder = client;
		if (child) {
			writeHeldChild(childFile, child);
		}

		client.onBytes((offset, bytes) => {
			const text = decoder.decode(bytes, {stream: true});
			output = (output + text).slice(-keptOutput);
			// What an earlier clutchd has read is in the log already.
			const fresh = offset >= ring.acknowledged ? text : '';
			if (fresh !== '') {
				appendToLog(logFile, redact(fresh));
				lines.add(redact(fresh));
			}

			client.ack(offset + bytes.length);
		});
		client.onMessage(message => {
			if (message.type === 'exited' && !ended) {
				ended = true;
				over(client);
				const words = readLastWords(output, message.exit);
				log.write('info', 'a service ended', {service: spec.id, exit: message.exit, said: words.said});
				void (async () => {
					// Its holder has to be gone before another one takes the same socket.
					const left = whenLeft(client, {clock, withinMs: leavePatience});
					client.close();
					await left;
					onInput({type: 'exited', exit: message.exit, ...words});
				})();
			}
		});
		client.onClose(() => {
			if (ended || signal.aborted) {
				return;
			}

			ended = true;
			over(client);
			log.write('warn', 'the holder of a service is gone', {service: spec.id});
			// On pipes it lives on without its holder, and would keep its port.
			if (child && isAlive(child)) {
				signalGroup(child, 'SIGKILL');
			}

			onInput({type: 'exited', exit: {type: 'signal', signal: 'SIGKILL'}, said: 'its holder was lost', refusal: undefined});
		});
		client.attach(isNew ? 'oldest' : ring.acknowledged);
		if (child) {
			keepLooking(client, {pid: child.pid, wasWell: false});
		}
	};

	/** On pipes a service outlives its holder, and keeps its port from the next one. Where clutchd was gone too when that happened, nobody has ended it yet. */
	const endOrphan = async () => {
		const child = readHeldChild(childFile);
		removeHeldChild(childFile);
		if (child === undefined || !isAlive(child)) {
			return;
		}

		log.write('warn', 'a service has lost its holder, and is ended', {service: spec.id, pid: child.pid});
		signalGroup(child, 'SIGTERM');
		if (!await whenEnded(child, {clock})) {
			signalGroup(child, 'SIGKILL');
			await whenEnded(child, {clock});
		}
	};

	const connect = async () => connectHolder({socket, role: 'daemon', client: `clutchd ${process.pid}`, signal, deadlineMs: probeDeadline});

	return {
		async adopt() {
			try {
				const client = await connect();
				const pid = client.welcome.child?.pid ?? 0;
				const told = readAddress(paths, spec.id);
				onInput({type: 'adopted', pid, runs: told?.pid === pid ? told.startedAt : undefined});
				follow(client, false);
				return true;
			} catch (error) {
				const {code} = error as NodeJS.ErrnoException;
				if (code === 'ENOENT' || code === 'ECONNREFUSED') {
					await endOrphan();
				}

				// Nobody is there, or nobody who answers: a new one replaces its socket.
				return false;
			}
		},
		async spawn(port) {
			const [file, ...args] = spec.argv;
			const chosen = port === undefined || spec.portVariable === undefined ? {} : {[spec.portVariable]: String(port)};
			const env = Object.fromEntries(Object.entries({...context.env, ...chosen}).flatMap(([name, value]) => value === undefined ? [] : [[name, value]]));
			const holderSpec: HolderSpec = {id, kind: 'pipe', file, args, env, cwd: paths.state, cols: 80, rows: 24, socket, tombstone: path.join(paths.sessions, `${id}.json`), revive: context.revive};
			try {
				await startHolder(holderSpec, {signal, environment: context.env});
				const client = await connect();
				onInput({type: 'spawned', pid: client.welcome.child?.pid ?? 0});
				follow(client, true);
			} catch (error) {
				if (!signal.aborted) {
					log.write('error', 'a service could not be started', {service: spec.id, error: error as Error});
					onInput({type: 'spawn-failed', reason: (error as Error).message});
				}
			}
		},
		end(graceMs) {
			holder?.stop(graceMs);
		},
		log: lines,
		leave() {
			cancelProbe?.();
			holder?.end();
		},
	};
}
