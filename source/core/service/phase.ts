import type {Exit, Instant} from '../session/session.js';
import type {ServiceRefusal} from './last-words.js';
import type {ServiceId, ServiceState} from './service.js';
import type {ServiceSpec} from './spec.js';

/** Both clocks at once: the wall's for people, and one that never jumps for deadlines. */
export type Now = {readonly wall: Instant; readonly monotonic: number};

/** Of the clock that never jumps. */
export type Tick = number;

/** What follows when it has ended. `cause`: why it was ended though nobody asked. */
export type Afterwards = {readonly type: 'stopped'} | {readonly type: 'start'; readonly port: number | undefined} | {readonly type: 'failed'; readonly cause: string};

export type Waiting = {readonly status: 'waiting'; readonly on: readonly ServiceId[]; readonly port: number | undefined};

/** Without a pid it has been asked for, and is not there yet. */
export type Starting = {readonly status: 'starting'; readonly pid: number | undefined; readonly since: Now; readonly deadline: Tick | undefined; readonly attempt: number; /** When it began to run, where somebody else started it. */ readonly runs: Instant | undefined; /** Why it was not well when it was asked last, for people. */ readonly trouble?: string | undefined};

export type Running = {
	readonly status: 'running';
	readonly pid: number;
	/** When its process began. */
	readonly startedAt: Tick;
	/** Well since then, as far as anybody asked. */
	readonly since: Now;
	readonly address: string | undefined;
	/** Failures of liveness and of readiness in a row. */
	readonly silent: number;
	readonly unready: number;
	readonly unwellSince: Instant | undefined;
	/** Why it was not well when it was asked last, for people. */
	readonly trouble?: string | undefined;
	/** Until then nothing it does not answer counts: the machine has slept, or its clock has jumped. */
	readonly pardonedUntil: Tick;
	/** Nobody asks it anything: that it is well is believed once it has lived until then, and said no sooner. */
	readonly proves: {readonly at: Tick; readonly attempt: number} | undefined;
};

/** A program that finds out that it cannot run does so sooner. */
export const shortestLife = 1000;

/** `step` of the spec's stop sequence was done last; one more is SIGKILL. */
export type Stopping = {readonly status: 'stopping'; readonly pid: number | undefined; readonly step: number; readonly deadline: Now; readonly afterwards: Afterwards; /** It was well before. */ readonly wasWell: boolean; readonly startedAt: Tick};

export type Parked = {readonly status: 'parked'; readonly last: Exit | undefined; readonly reason: string; readonly choices: readonly string[]; readonly port?: number | undefined};

/** What a service is doing, with what is needed to decide what it does next. `stateOf` has what others see of it. */
export type Phase =
	| {readonly status: 'stopped'}
	| Waiting
	| Starting
	| Running
	| Stopping
	| {readonly status: 'completed'; readonly at: Instant}
	| {readonly status: 'backing-off'; readonly until: Now; readonly attempt: number; readonly last: Exit}
	| Parked;

/** A service as clutchd runs it. */
export type ServiceMachine = {
	readonly phase: Phase;
	/** What others see of it: the same object for as long as it says the same. */
	readonly state: ServiceState;
	/** Counts its starts. What is heard of another start than this one changes nothing. */
	readonly epoch: number;
	readonly failures: Failures;
	/** Where it listens in this run instead of where the configuration says. It stays over crashes, so that its clients find it again. */
	readonly port: number | undefined;
	/** Where it listened last. It comes back there after a crash, also where the configuration leaves the port to the system. */
	readonly listened: number | undefined;
	/** How the clocks stood at the last input. */
	readonly clocks: {readonly apart: number; readonly monotonic: Tick} | undefined;
};

export type Failures = {
	/** Lately. */
	readonly times: readonly Tick[];
	/** Since it last was well for long. */
	readonly inRow: number;
	/** Starts in a row after which it was never well. */
	readonly neverWell: number;
};

export type ProbeName = 'startup' | 'readiness' | 'liveness';

export type ServiceInput =
	/** Somebody asks for it. */
	| {readonly type: 'start'; readonly port?: number | undefined}
	| {readonly type: 'stop'}
	| {readonly type: 'restart'}
	/** What is being ended is killed at once. */
	| {readonly type: 'hurry'}
	/** Something changed about what it depends on. */
	| {readonly type: 'dependencies'}
	/** Its holder was there already; `runs` since when, where that is known. */
	| {readonly type: 'adopted'; readonly pid: number; readonly runs?: Instant | undefined; /** Where it was told to listen. */ readonly address?: string | undefined}
	/** An earlier clutchd may have left a process of it, and there is none. */
	| {readonly type: 'missing'}
	| {readonly type: 'spawned'; readonly epoch: number; readonly pid: number; readonly address?: string | undefined}
	/** It may work another time. */
	| {readonly type: 'spawn-failed'; readonly epoch: number; readonly reason: string}
	/** Another try would change nothing: its program is missing, its port is taken. */
	| {readonly type: 'refused'; readonly epoch: number; readonly reason: string; readonly choices: readonly string[]}
	| {readonly type: 'probed'; readonly epoch: number; readonly probe: ProbeName; readonly ok: true; readonly address: string | undefined}
	| {readonly type: 'probed'; readonly epoch: number; readonly probe: ProbeName; readonly ok: false; /** What came instead, for people. */ readonly detail?: string | undefined}
	/** `refusal`: one of our own programs said why it cannot run. */
	| {readonly type: 'exited'; readonly epoch: number; readonly exit: Exit; readonly said: string; readonly refusal?: ServiceRefusal | undefined; readonly outOfMemory?: boolean | undefined}
	| {readonly type: 'tick'};

export type ServiceAction =
	/** Whatever comes of it is told with this epoch. */
	| {readonly type: 'spawn'; readonly epoch: number; readonly port: number | undefined}
	/** What was found running is from now on told with this epoch. */
	| {readonly type: 'follow'; readonly epoch: number}
	/** To its whole group. Were clutchd to end now, it would have to be killed after `killMs`. */
	| {readonly type: 'signal'; readonly epoch: number; readonly signal: string; readonly killMs: number}
	/** Nobody wants this start any more: whatever it has made is to be ended at once. */
	| {readonly type: 'discard'; readonly epoch: number}
	/** It is well for the first time in this start: what it was started with is good. */
	| {readonly type: 'well'; readonly epoch: number}
	/** It ended, or had to be ended, without anybody asking. `text`: how, in words. */
	| {readonly type: 'crashed'; readonly epoch: number; readonly exit: Exit; readonly text: string};

/** What a decision depends on besides the machine. `jitter` is drawn by whoever asks, from -1 to 1; `unmet` is what it has to wait for before it may start. */
export type Surroundings = {readonly spec: ServiceSpec; readonly now: Now; readonly jitter: number; readonly unmet: readonly ServiceId[]};

export type ServiceTransition = {readonly machine: ServiceMachine; readonly actions: readonly ServiceAction[]};

export const noFailures: Failures = {times: [], inRow: 0, neverWell: 0};

export const idleMachine: ServiceMachine = {phase: {status: 'stopped'}, state: {status: 'stopped'}, epoch: 0, failures: noFailures, port: undefined, listened: undefined, clocks: undefined};

export function keep(machine: ServiceMachine): ServiceTransition {
	return {machine, actions: []};
}

export function after(now: Now, ms: number): Now {
	return {wall: now.wall + ms, monotonic: now.monotonic + ms};
}

/** What others see. `steps` are the names of the signals of its stop sequence. */
export function stateOf(phase: Phase, steps: readonly string[]): ServiceState {
	switch (phase.status) {
		case 'stopped':
		case 'completed':
		case 'parked': {
			return phase;
		}

		case 'waiting': {
			return {status: 'waiting', on: phase.on};
		}

		case 'starting': {
			const {status, pid, since, attempt, runs, trouble} = phase;
			return {status, pid, since: since.wall, attempt, ...runs === undefined ? {} : {runs}, ...troubled(trouble)};
		}

		case 'running': {
			const {pid, since, address, unwellSince, silent, unready, proves, trouble} = phase;
			if (proves !== undefined && unwellSince === undefined) {
				return {status: 'starting', pid, since: since.wall, attempt: proves.attempt};
			}

			return unwellSince === undefined ? {status: 'ready', pid, since: since.wall, address} : {status: 'unhealthy', pid, since: unwellSince, failures: Math.max(silent, unready), ...troubled(trouble)};
		}

		case 'stopping': {
			const {status, pid, step, deadline} = phase;
			return {status, pid: pid ?? 0, deadline: deadline.wall, ...pid === undefined ? {} : {signal: steps[step] ?? 'SIGKILL'}};
		}

		case 'backing-off': {
			const {status, until, attempt, last} = phase;
			return {status, until: until.wall, attempt, last};
		}
	}
}

function troubled(trouble: string | undefined): {readonly trouble?: string} {
	return trouble === undefined ? {} : {trouble};
}
