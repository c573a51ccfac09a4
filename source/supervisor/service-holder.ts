import {createHash} from 'node:crypto';
import {readdirSync} from 'node:fs';
import path from 'node:path';
import {ClutchError} from '../core/error.js';
import type {HolderSpec, ProcessIdentity} from '../core/ipc/holder.js';
import {readLastWords, type ServiceRefusal} from '../core/service/last-words.js';
import {servicePrefix, type ServiceId} from '../core/service/service.js';
import type {Exit} from '../core/session/session.js';
import {bootId} from '../io/boot-id.js';
import {readHeldService, removeHeldService, writeHeldService, type HeldService} from '../io/held-service.js';
import {connectHolder, type HolderClient} from '../io/holder-client.js';
import {startHolder} from '../io/holder-start.js';
import {longestSocketName} from '../io/paths.js';
import {isAlive, sessionMembers, signalGroup, signalProcess} from '../io/process-identity.js';
import {logCredit, type ServiceLog} from '../io/service-log.js';
import type {SupervisorContext} from './context.js';
import type {ServiceLaunch} from './service-launch.js';
import {whenEnded, whenLeft} from './wait.js';

export type RunEnd = {
	readonly exit: Exit;
	/** A line for people. */
	readonly said: string;
	readonly refusal: ServiceRefusal | undefined;
	/** What is known of the exit besides, such as that memory ran out. */
	readonly detail: string | undefined;
};

export type Adoption =
	| {readonly status: 'found'; readonly held: HeldService}
	| {readonly status: 'none'}
	/** Somebody has its socket and says nothing: it may be stopped, and its service may run. */
	| {readonly status: 'silent'};

/** The holder in which a service runs. Decides nothing: `core/service/machine` does. */
export type ServiceHolder = {
	/** Connects to a holder that is there already. One whose service has ended stays to say how, which `isWanted` is about: else it is sent away. */
	readonly adopt: (isWanted: boolean) => Promise<Adoption>;
	/** Fails where the holder does not come up. A program that cannot be started ends at once. */
	readonly start: (launch: ServiceLaunch) => Promise<ProcessIdentity | undefined>;
	/** It is well: written down for the clutchd after this one. */
	readonly noteWell: () => void;
	/** The first signal of its end. After the grace its holder kills it. */
	readonly stop: (graceMs: number, signal?: string) => void;
	readonly signal: (signal: string) => void;
	/** Leaves the service running. */
	readonly leave: () => void;
};

type Options = {
	readonly context: SupervisorContext;
	readonly id: ServiceId;
	readonly log: ServiceLog;
	/** Its last words are told to everybody. */
	readonly redact: (text: string) => string;
	/** Once for each run that was adopted or started, as soon as that is known. `written`: all it printed is in the log. */
	readonly onExit: (end: RunEnd, written: Promise<void>) => void;
};

const connectMs = 2000;
/** One that has just said welcome answers again; a busy machine may take its time. */
const startedMs = 20_000;
const leavePatience = 3000;
/** The last words of a service are looked for in so much of its output. */
const keptOutput = 16 * 1024;

/** Its socket's name must be a short one. */
export function holderId(id: ServiceId): string {
	const whole = `${servicePrefix}${id}`;
	return `${whole}.sock`.length <= longestSocketName.length ? whole : `${servicePrefix}${createHash('sha256').update(id).digest('hex').slice(0, longestSocketName.length - servicePrefix.length - '.sock'.length)}`;
}

/** Services that a holder has, whatever the config says of them. */
export function strayServices({paths, env}: Pick<SupervisorContext, 'paths' | 'env'>): readonly ServiceId[] {
	const boot = bootId(env);
	const holders = readdirSync(paths.holders).filter(name => name.startsWith(servicePrefix) && name.endsWith('.sock')).map(name => name.slice(0, -'.sock'.length));
	return holders.map(holder => readHeldService(path.join(paths.holders, `${holder}.child.json`), boot)?.service ?? holder.slice(servicePrefix.length));
}

export function createServiceHolder({context, id: service, log: output, redact, onExit}: Options): ServiceHolder {
	const {paths, clock, log, signal} = context;
	const id = holderId(service);
	const socket = path.join(paths.holders, `${id}.sock`);
	const childFile = path.join(paths.holders, `${id}.child.json`);
	const boot = bootId(context.env);
	let holder: HolderClient | undefined;
	let held: HeldService | undefined;
	/** What is left of the run before. */
	let before: Promise<unknown> = Promise.resolve();

	const connect = async (deadlineMs = connectMs) => connectHolder({socket, role: 'daemon', client: `clutchd ${process.pid}`, signal, deadlineMs});

	/** Undefined where nobody listens. A machine may be so busy that it takes a while until somebody answers. */
	const reach = async (attempts = 3): Promise<HolderClient | 'silent' | undefined> => {
		try {
			return await connect();
		} catch (error) {
			signal.throwIfAborted();
			const {code} = error as NodeJS.ErrnoException;
			if (code === 'ENOENT' || code === 'ECONNREFUSED') {
				return undefined;
			}

			return attempts > 1 ? reach(attempts - 1) : 'silent';
		}
	};

	/** With what runs in it. */
	const sendAway = async (client: HolderClient) => {
		const left = whenLeft(client, {clock, withinMs: leavePatience});
		client.close();
		await left;
		removeHeldService(childFile);
	};

	const note = (child: HeldService) => {
		held = child;
		try {
			writeHeldService(childFile, child);
		} catch (error) {
			// It runs all the same; only a clutchd after this one would not know that it is ours, should its holder be killed.
			log.write('warn', 'whom a holder has cannot be written down', {service, error: error as Error});
		}
	};

	const over = (client: HolderClient) => {
		if (holder === client) {
			holder = undefined;
			held = undefined;
			removeHeldService(childFile);
		}
	};

	const follow = (client: HolderClient) => {
		let tail = Buffer.alloc(0);
		let ended = false;
		holder = client;
		const {holder: {pid, startTime}, ring: {acknowledged}} = client.welcome;
		const writer = output.begin({holder: `${pid}:${startTime}`, acknowledged, onKept: client.ack});
		client.onBytes((offset, bytes) => {
			tail = bytes.length >= keptOutput ? Buffer.from(bytes.subarray(-keptOutput)) : Buffer.concat([tail, bytes]).subarray(-keptOutput);
			writer.write(offset, bytes);
		});

		/** Told at once. What it printed is being written meanwhile, and its holder may still have to end what it left behind: only the next run waits for both. */
		const finish = (end: RunEnd, left: Promise<unknown>) => {
			over(client);
			log.write('info', 'a service ended', {service, exit: end.exit, said: end.said, detail: end.detail});
			const written = writer.end();
			before = Promise.all([left, written]);
			onExit(end, written);
		};

		client.onMessage(message => {
			if (message.type === 'gap') {
				writer.skip(message);
			}

			if (message.type === 'exited' && !ended) {
				ended = true;
				const left = whenLeft(client, {clock, withinMs: leavePatience});
				client.close();
				const {said, refusal} = readLastWords(redact(tail.toString('utf8')), message.exit);
				finish({exit: message.exit, detail: message.detail, said, refusal}, left);
			}
		});
		client.onClose(() => {
			if (ended || signal.aborted) {
				return;
			}

			ended = true;
			log.write('warn', 'the holder of a service is gone', {service});
			// On pipes it lives on without its holder, and would keep its port.
			if (client.welcome.child !== undefined) {
				killAll(client.welcome.child);
			}

			finish({exit: {type: 'signal', signal: 'SIGKILL'}, said: 'its holder was lost', refusal: undefined, detail: undefined}, Promise.resolve());
		});
		client.attach(writer.from, logCredit);
	};

	/** On pipes a service outlives its holder, and keeps its port from the next one. Where clutchd was gone too when that happened, nobody has ended it yet. */
	const endOrphan = async () => {
		const child = readHeldService(childFile, boot);
		removeHeldService(childFile);
		if (child === undefined || !isAlive(child)) {
			return;
		}

		log.write('warn', 'a service has lost its holder, and is ended', {service, pid: child.pid});
		const members = sessionMembers(child);
		signalGroup(child, 'SIGTERM');
		await whenEnded(child, {clock});
		killAll(child, members);
		await whenEnded(child, {clock});
	};

	return {
		async adopt(isWanted) {
			const client = await reach();
			if (client === undefined || client === 'silent') {
				if (client === undefined) {
					await endOrphan();
				}

				return {status: client ?? 'none'};
			}

			const {child} = client.welcome;
			if (child === undefined && !isWanted) {
				await sendAway(client);
				return {status: 'none'};
			}

			const known = readHeldService(childFile, boot);
			const isSame = child === undefined || (known?.pid === child.pid && known.startTime === child.startTime);
			// One that ended while nobody was here has no pid any more.
			const adopted = {...child ?? known ?? {pid: 0, startTime: ''}, boot, service, address: isSame ? known?.address : undefined, startedAt: isSame ? known?.startedAt : undefined, well: isSame && known?.well === true};
			if (child !== undefined) {
				note(adopted);
			}

			follow(client);
			return {status: 'found', held: adopted};
		},
		async start({file, args, env, cwd, address}) {
			await before;
			// Nobody knew of it: two that think they are the same service would fight for everything.
			const stray = await reach();
			if (stray === 'silent') {
				throw new ClutchError('ERR_CLUTCH_HOLDER', {socket, problem: 'has been silent; what ran in it may still run'});
			}

			await (stray === undefined ? endOrphan() : sendAway(stray));
			const spec: HolderSpec = {id, kind: 'pipe', file, args, env, cwd, cols: 80, rows: 24, socket, tombstone: path.join(paths.sessions, `${id}.json`), revive: context.revive};
			const {holder: started} = await startHolder(spec, {signal, environment: context.env});
			const client = await connect(startedMs).catch((error: unknown) => {
				// It would run on, and nobody would know of it.
				signalProcess(started, 'SIGTERM');
				throw error;
			});
			const {child} = client.welcome;
			if (child !== undefined) {
				note({...child, boot, service, address, startedAt: clock.now(), well: false});
			}

			follow(client);
			return child;
		},
		noteWell() {
			if (held?.well === false) {
				note({...held, well: true});
			}
		},
		stop(graceMs, first) {
			holder?.stop(graceMs, first);
		},
		signal(name) {
			holder?.signal(name);
		},
		leave() {
			holder?.end();
		},
	};
}

/** With `members` those that were in its session earlier: without its leader it can no longer be asked. */
function killAll(child: ProcessIdentity, members: readonly ProcessIdentity[] = []): void {
	for (const member of [...members, ...sessionMembers(child)]) {
		signalProcess(member, 'SIGKILL');
	}
}
