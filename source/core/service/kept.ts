import type {Exit, Instant} from '../session/session.js';
import {spawnPatience} from './ending.js';
import {after, idleMachine, stateOf, type Now, type Parked, type Phase, type ServiceMachine} from './phase.js';

/** What is remembered of a service over the end of clutchd. Whether it runs is not: that is seen. Nothing is remembered of one that is stopped. */
export type KeptService = {
	/** `wanted`: it runs, or is to run as soon as it can. `unwanted`: it was being ended, and may not have been at its end. */
	readonly phase: {readonly status: 'wanted' | 'unwanted'} | {readonly status: 'completed'; readonly at: Instant} | Parked;
	/** Lately. */
	readonly failures: readonly Instant[];
	readonly inRow: number;
	readonly neverWell: number;
	readonly port?: number | undefined;
	readonly listened?: number | undefined;
};

export function keptOf({phase, failures: {times, inRow, neverWell}, port, listened}: ServiceMachine, now: Now): KeptService | undefined {
	if (phase.status === 'stopped') {
		return undefined;
	}

	const isEnding = phase.status === 'stopping' && phase.afterwards.type === 'stopped';

	return {
		phase: phase.status === 'parked' || phase.status === 'completed' ? phase : {status: isEnding ? 'unwanted' : 'wanted'},
		failures: times.map(at => Math.round(now.wall - (now.monotonic - at))),
		inRow,
		neverWell,
		port,
		listened,
	};
}

/** Before it is known whether it runs. What was being ended goes on being ended where it is found, and is stopped where it is `missing`. */
export function machineOf({phase: kept, failures, inRow, neverWell, port, listened}: KeptService, now: Now): ServiceMachine {
	// A clock that was set meanwhile makes none of them later than now.
	const times = failures.map(at => now.monotonic - Math.max(0, now.wall - at));
	const phase = phaseOf(kept, now);
	return {...idleMachine, failures: {times, inRow, neverWell}, port, listened, phase, state: stateOf(phase, [])};
}

function phaseOf(kept: KeptService['phase'], now: Now): Phase {
	switch (kept.status) {
		case 'wanted': {
			return idleMachine.phase;
		}

		case 'unwanted': {
			return {status: 'stopping', pid: undefined, step: 0, deadline: after(now, spawnPatience), afterwards: {type: 'stopped'}, wasWell: false, startedAt: now.monotonic};
		}

		case 'completed':
		case 'parked': {
			return kept;
		}
	}
}

/** It was wanted and does not run: it is started as after any other end that nobody saw. */
export function missed(machine: ServiceMachine, now: Now): ServiceMachine {
	const last: Exit = {type: 'signal', signal: 'SIGKILL'};
	return {...machine, phase: {status: 'backing-off', until: after(now, 0), attempt: machine.failures.inRow, last}};
}

/** It would be started otherwise than when it was parked: whether why it was still holds, nobody has looked. */
export function rechecked(machine: ServiceMachine): ServiceMachine {
	if (machine.phase.status !== 'parked') {
		return machine;
	}

	const phase: Parked = {...machine.phase, reason: 'Its row in the config was changed since it was parked.', choices: ['try again'], port: undefined};
	return {...machine, phase, state: phase};
}

/** It rests for a reason that is not its own doing; without one it rests no longer. */
export function rest(machine: ServiceMachine, why: {readonly reason: string; readonly choices: readonly string[]} | undefined): ServiceMachine {
	const phase = why === undefined ? {status: 'stopped'} as const : {status: 'parked', last: undefined, ...why} as const;
	return {...machine, phase, state: phase};
}
