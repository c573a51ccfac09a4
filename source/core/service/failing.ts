import type {Exit} from '../session/session.js';
import {backoffMs} from './backoff.js';
import {exitText, exitWords, meaningOf} from './exits.js';
import {after, keep, noFailures, shortestLife, type Failures, type ServiceAction, type ServiceInput, type ServiceMachine, type ServiceTransition, type Surroundings, type Tick} from './phase.js';

const failureWindow = 180_000;
const failureLimit = 6;
/** A run this long clears what failed before it. */
const stableAfter = 60_000;

export type Failure = {
	readonly exit: Exit;
	/** Why, behind "because": `it was not ready within 20 s`. Undefined where it ended by itself. */
	readonly cause: string | undefined;
	/** What it said last. */
	readonly said: string;
	readonly outOfMemory?: boolean | undefined;
};

type Exited = Extract<ServiceInput, {readonly type: 'exited'}>;

/** It ended without being asked to. */
export function crashed(machine: ServiceMachine, {input, ...surroundings}: Surroundings & {readonly input: Exited}): ServiceTransition {
	const {spec, now} = surroundings;
	const {exit, said, refusal, outOfMemory} = input;
	const isNew = machine.phase.status === 'starting' && machine.phase.runs === undefined;
	const crash: ServiceAction = {type: 'crashed', epoch: machine.epoch, exit, text: exitWords(spec, {exit, said, outOfMemory})};
	const park = (reason: string, choices: readonly string[] = ['try again']): ServiceTransition => ({machine: parked(machine, {last: exit, reason, choices}), actions: [crash]});
	if (spec.kind === 'own' && refusal) {
		return park(refusal.reason, refusal.choices);
	}

	const meaning = meaningOf(spec, {exit, said});
	if (isNew && meaning?.restart === false) {
		return park(sentences(`It cannot start: ${exitWords(spec, {exit, said, outOfMemory})}`, said === '' ? '' : `It said: ${said}`, meaning.next ?? ''));
	}

	const isOrderly = exit.type === 'code' && exit.code === 0;
	const tooSoon = isOrderly && isNew && (spec.probes.startup ?? spec.probes.readiness) !== undefined;
	if (isOrderly && !tooSoon && spec.restart !== 'always') {
		return keep({...machine, phase: {status: 'completed', at: now.wall}, failures: noFailures});
	}

	return failed(machine, {...surroundings, failure: {exit, cause: tooSoon ? 'it ended before it was ready' : undefined, said, outOfMemory}});
}

/** What follows a failure: another start after a while, or rest. */
export function failed(machine: ServiceMachine, {spec, now, jitter, failure}: Surroundings & {readonly failure: Failure}): ServiceTransition {
	const {exit, cause, said, outOfMemory} = failure;
	const words = exitWords(spec, {exit, said, outOfMemory});
	const crash: ServiceAction = {type: 'crashed', epoch: machine.epoch, exit, text: cause === undefined ? words : `${cause} (${exitText(exit)})`};
	const how = cause === undefined ? `with ${words}` : `because ${cause}`;
	const rest = said === '' ? '' : `It said: ${said}`;
	const wasWell = isWell(machine);
	const before = settled(machine, now.monotonic);
	const failures: Failures = {
		times: [...before.times, now.monotonic].filter(at => now.monotonic - at < failureWindow),
		inRow: before.inRow + 1,
		neverWell: wasWell ? 0 : before.neverWell + 1,
	};
	const park = (reason: string): ServiceTransition => ({machine: parked({...machine, failures}, {last: exit, reason: sentences(reason, rest), choices: ['try again']}), actions: [crash]});
	if (spec.restart === 'never') {
		return park(`It ended ${how}, and is not to be started again by itself`);
	}

	if (failures.times.length >= failureLimit) {
		return park(`It ended ${failures.times.length} times within ${failureWindow / 60_000} minutes, last ${how}`);
	}

	if (failures.neverWell >= failureLimit) {
		return park(`It was started ${failures.neverWell} times and was never well, last it ended ${how}`);
	}

	const wait = backoffMs({failures: failures.inRow, wasWell: wasWell && livedLong(machine, now.monotonic), jitter});
	return {machine: {...machine, failures, phase: {status: 'backing-off', until: after(now, wait), attempt: failures.inRow, last: exit}}, actions: [crash]};
}

export function parked(machine: ServiceMachine, {last, reason, choices}: {readonly last: Exit | undefined; readonly reason: string; readonly choices: readonly string[]}): ServiceMachine {
	const port = machine.port ?? machine.listened;
	return {...machine, phase: {status: 'parked', last, reason, choices, ...port === undefined ? {} : {port}}};
}

/** Failures that still count, now that a time in which it was well is over. */
export function settled({phase, failures}: ServiceMachine, at: Tick): Failures {
	return phase.status === 'running' && phase.unwellSince === undefined && at - phase.since.monotonic >= stableAfter ? noFailures : failures;
}

function isWell({phase}: ServiceMachine): boolean {
	return (phase.status === 'running' && phase.proves === undefined) || (phase.status === 'stopping' && phase.wasWell) || (phase.status === 'starting' && phase.runs !== undefined);
}

function livedLong({phase}: ServiceMachine, at: Tick): boolean {
	return (phase.status !== 'running' && phase.status !== 'stopping') || at - phase.startedAt >= shortestLife;
}

function sentences(...parts: readonly string[]): string {
	return parts.filter(part => part !== '').map(part => /[.!?…]$/.test(part) ? part : `${part}.`).join(' ');
}
