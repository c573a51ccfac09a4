import type {Exit, Instant} from '../session/session.js';
import {after, idleMachine, type Now, type Parked, type ServiceMachine} from './phase.js';

/** What is remembered of a service over the end of clutchd. Whether it runs is not: that is seen. */
export type KeptService = {
	/** It runs, or is to run as soon as it can. */
	readonly wanted: boolean;
	readonly rest: Parked | {readonly status: 'completed'; readonly at: Instant} | undefined;
	readonly epoch: number;
	readonly failures: {readonly at: readonly Instant[]; readonly inRow: number; readonly neverWell: number};
	readonly port: number | undefined;
	readonly listened: number | undefined;
};

export function keptOf({phase, epoch, failures: {times, inRow, neverWell}, port, listened}: ServiceMachine, now: Now): KeptService {
	const isResting = phase.status === 'parked' || phase.status === 'completed';
	const wanted = !isResting && phase.status !== 'stopped' && !(phase.status === 'stopping' && phase.afterwards.type === 'stopped');
	return {wanted, rest: isResting ? phase : undefined, epoch, failures: {at: times.map(at => Math.round(now.wall - (now.monotonic - at))), inRow, neverWell}, port, listened};
}

/** Before it is known whether it runs. */
export function machineOf({rest, epoch, failures: {at, inRow, neverWell}, port, listened}: KeptService, now: Now): ServiceMachine {
	// A clock that was set meanwhile makes none of them later than now.
	const times = at.map(each => now.monotonic - Math.max(0, now.wall - each));
	return {...idleMachine, epoch, failures: {times, inRow, neverWell}, port, listened, ...rest === undefined ? {} : {phase: rest, state: rest}};
}

/** It was wanted and does not run: it is started as after any other end that nobody saw. */
export function missed(machine: ServiceMachine, now: Now): ServiceMachine {
	const last: Exit = {type: 'signal', signal: 'SIGKILL'};
	return {...machine, phase: {status: 'backing-off', until: after(now, 0), attempt: machine.failures.inRow, last}};
}

/** Undefined for what nobody of ours wrote. */
export function readKept(value: unknown): KeptService | undefined {
	const {wanted, rest, epoch, failures, port, listened} = recordOf(value);
	const {at, inRow, neverWell} = recordOf(failures);
	if (typeof wanted !== 'boolean' || !isCount(epoch) || !isCount(inRow) || !isCount(neverWell) || !Array.isArray(at)) {
		return undefined;
	}

	return {wanted, rest: restOf(rest), epoch, failures: {at: at.filter(each => typeof each === 'number'), inRow, neverWell}, port: isCount(port) ? port : undefined, listened: isCount(listened) ? listened : undefined};
}

function restOf(value: unknown): KeptService['rest'] {
	const {status, at, last, reason, choices, port} = recordOf(value);
	if (status === 'completed' && typeof at === 'number') {
		return {status, at};
	}

	if (status !== 'parked' || typeof reason !== 'string' || !Array.isArray(choices)) {
		return undefined;
	}

	return {status, last: exitOf(last), reason, choices: choices.filter(choice => typeof choice === 'string'), ...isCount(port) ? {port} : {}};
}

function exitOf(value: unknown): Exit | undefined {
	const {type, code, signal} = recordOf(value);
	if (type === 'code' && typeof code === 'number') {
		return {type, code};
	}

	return type === 'signal' && typeof signal === 'string' ? {type, signal} : undefined;
}

function isCount(value: unknown): value is number {
	return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? value as Readonly<Record<string, unknown>> : {};
}
