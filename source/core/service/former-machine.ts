import type {Exit, Instant} from '../session/session.js';
import {backoff} from './backoff.js';
import {exitText} from './exits.js';
import type {ServiceRefusal} from './last-words.js';
import type {ServiceState} from './service.js';

/** A service as clutchd runs it: what clients see, what is wanted of it, and when it failed lately. */
export type ServiceMachine = {
	readonly state: ServiceState;
	/** What follows once it has ended. */
	readonly wanted: 'running' | 'stopped' | 'restarted';
	readonly failures: readonly Instant[];
	/** Where it listens in this run instead of where the configuration says. It stays over crashes, so that its clients find it again. */
	readonly port: number | undefined;
	/** Where it listened last. It comes back there after a crash, also where the configuration leaves the port to the system. */
	readonly listened: number | undefined;
};

export type ServiceInput =
	| {readonly type: 'start'; readonly port?: number | undefined}
	| {readonly type: 'stop'}
	| {readonly type: 'restart'}
	/** Its holder was there already; `runs` since when it listens, where it has said so. */
	| {readonly type: 'adopted'; readonly pid: number; readonly runs?: Instant | undefined}
	| {readonly type: 'spawned'; readonly pid: number}
	| {readonly type: 'spawn-failed'; readonly reason: string}
	| {readonly type: 'answered'; readonly address: string | undefined}
	| {readonly type: 'silent'}
	/** `refusal`: it said why it cannot run, such as a port that is taken; starting it again by itself would change nothing. */
	| {readonly type: 'exited'; readonly exit: Exit; readonly said: string; readonly refusal: ServiceRefusal | undefined}
	| {readonly type: 'tick'};

export type ServiceAction =
	| {readonly type: 'spawn'; readonly port: number | undefined}
	| {readonly type: 'end'; readonly graceMs: number};

export type ServiceTransition = {readonly machine: ServiceMachine; readonly actions: readonly ServiceAction[]};

export const idleMachine: ServiceMachine = {state: {status: 'stopped'}, wanted: 'stopped', failures: [], port: undefined, listened: undefined};

const startDeadline = 20_000;
const stopGrace = 5000;
const failureWindow = 180_000;
const failureLimit = 6;
/** A run this long clears what failed before it. */
const stableAfter = 60_000;
const silentLimit = 3;

export function transition(machine: ServiceMachine, input: ServiceInput, now: Instant): ServiceTransition {
	const {state} = machine;
	switch (input.type) {
		case 'start': {
			return isRunning(state) ? keep({...machine, wanted: 'running'}) : start({...machine, failures: [], port: input.port}, now);
		}

		case 'stop': {
			return isRunning(state) ? end({...machine, wanted: 'stopped'}, now) : keep({...machine, state: {status: 'stopped'}, wanted: 'stopped'});
		}

		case 'restart': {
			return isRunning(state) ? end({...machine, wanted: 'restarted', failures: []}, now) : start({...machine, failures: [], port: undefined}, now);
		}

		case 'adopted': {
			return keep({...machine, wanted: 'running', state: {status: 'starting', pid: input.pid, since: now, attempt: 1, runs: input.runs ?? now}});
		}

		case 'spawned': {
			return state.status === 'starting' ? keep({...machine, state: {...state, pid: input.pid}}) : keep(machine);
		}

		case 'spawn-failed': {
			return state.status === 'starting' ? failed(machine, {exit: {type: 'code', code: 127}, said: input.reason}, now) : keep(machine);
		}

		case 'answered': {
			return keep({...machine, listened: portOf(input.address) ?? machine.listened, state: answered(state, input.address, now)});
		}

		case 'silent': {
			return silent(machine, now);
		}

		case 'exited': {
			return exited(machine, input, now);
		}

		case 'tick': {
			return ticked(machine, now);
		}
	}
}

/** When the next `tick` is due. */
export function nextTick({state}: ServiceMachine): Instant | undefined {
	switch (state.status) {
		case 'starting': {
			return state.since + startDeadline;
		}

		case 'stopping': {
			return state.deadline;
		}

		case 'backing-off': {
			return state.until;
		}

		case 'stopped':
		case 'waiting':
		case 'completed':
		case 'ready':
		case 'unhealthy':
		case 'parked': {
			return undefined;
		}
	}
}

function isRunning(state: ServiceState): boolean {
	return state.status === 'starting' || state.status === 'ready' || state.status === 'unhealthy' || state.status === 'stopping';
}

function keep(machine: ServiceMachine): ServiceTransition {
	return {machine, actions: []};
}

function start(machine: ServiceMachine, now: Instant, port = machine.port): ServiceTransition {
	const attempt = machine.failures.length + 1;
	return {machine: {...machine, wanted: 'running', state: {status: 'starting', pid: undefined, since: now, attempt}}, actions: [{type: 'spawn', port}]};
}

function portOf(address: string | undefined): number | undefined {
	const port = Number(/:(\d+)\/?$/.exec(address ?? '')?.[1]);
	return port > 0 ? port : undefined;
}

function portKnown({port, listened}: ServiceMachine): {readonly port?: number} {
	const known = port ?? listened;
	return known === undefined ? {} : {port: known};
}

function end(machine: ServiceMachine, now: Instant): ServiceTransition {
	if (machine.state.status === 'stopping') {
		return keep(machine);
	}

	const pid = 'pid' in machine.state ? machine.state.pid ?? 0 : 0;
	return {machine: {...machine, state: {status: 'stopping', pid, deadline: now + stopGrace + 1000}}, actions: [{type: 'end', graceMs: stopGrace}]};
}

function answered(state: ServiceState, address: string | undefined, now: Instant): ServiceState {
	if (state.status === 'starting' && state.pid !== undefined) {
		return {status: 'ready', pid: state.pid, since: state.runs ?? now, address};
	}

	// How long it was well before the silence does not count: stability starts anew.
	return state.status === 'unhealthy' ? {status: 'ready', pid: state.pid, since: now, address} : state;
}

function silent(machine: ServiceMachine, now: Instant): ServiceTransition {
	const {state} = machine;
	if (state.status === 'ready') {
		return keep({...machine, state: {status: 'unhealthy', pid: state.pid, since: now, failures: 1}});
	}

	if (state.status !== 'unhealthy') {
		return keep(machine);
	}

	const failures = state.failures + 1;
	return failures >= silentLimit ? end(machine, now) : keep({...machine, state: {...state, failures}});
}

function exited(machine: ServiceMachine, input: Extract<ServiceInput, {type: 'exited'}>, now: Instant): ServiceTransition {
	if (!isRunning(machine.state)) {
		return keep(machine);
	}

	if (machine.wanted === 'stopped') {
		return keep({...machine, state: {status: 'stopped'}});
	}

	if (machine.wanted === 'restarted') {
		return start(machine, now);
	}

	if (input.refusal) {
		return keep({...machine, state: {status: 'parked', last: input.exit, reason: input.refusal.reason, choices: input.refusal.choices, ...portKnown(machine)}});
	}

	return failed(machine, input, now);
}

function failed(machine: ServiceMachine, {exit, said}: {readonly exit: Exit; readonly said: string}, now: Instant): ServiceTransition {
	const stable = machine.state.status === 'ready' && now - machine.state.since >= stableAfter;
	const failures = [...(stable ? [] : machine.failures), now].filter(at => now - at < failureWindow);
	if (failures.length >= failureLimit) {
		const reason = `It ended ${failures.length} times within ${failureWindow / 60_000} minutes, last with ${exitText(exit)}${said === '' ? '.' : `: ${said}`}`;
		return keep({...machine, failures, state: {status: 'parked', last: exit, reason, choices: ['try again'], ...portKnown(machine)}});
	}

	return keep({...machine, failures, state: {status: 'backing-off', until: now + backoff(failures.length), attempt: failures.length, last: exit}});
}

function ticked(machine: ServiceMachine, now: Instant): ServiceTransition {
	const due = nextTick(machine);
	if (due === undefined || now < due) {
		return keep(machine);
	}

	const {state} = machine;
	if (state.status === 'backing-off') {
		return start(machine, now, machine.port ?? machine.listened);
	}

	// A start that takes too long is ended and counts as a failure; an end that takes too long is made without grace.
	return state.status === 'stopping'
		? {machine: {...machine, state: {...state, deadline: now + stopGrace}}, actions: [{type: 'end', graceMs: 0}]}
		: end(machine, now);
}
