import {shippedGraceMs} from './components/defaults.js';
import {end} from './ending.js';
import {settled} from './failing.js';
import {keep, shortestLife, type Now, type ProbeName, type Running, type ServiceInput, type ServiceMachine, type ServiceTransition, type Starting, type Surroundings, type Tick} from './phase.js';
import type {Probe, Probes, ServiceSpec} from './spec.js';

/** In its first half minute a program may have other things to do than to answer. */
const youngFor = 30_000;

type Probed = Extract<ServiceInput, {readonly type: 'probed'}>;

/** What it is to be asked now, again and again. */
export function probesOf({probes}: Pick<ServiceSpec, 'probes'>, {phase}: Pick<ServiceMachine, 'phase'>): ReadonlyArray<{readonly name: ProbeName; readonly probe: Probe}> {
	const asked = (names: readonly ProbeName[]) => names.flatMap(name => {
		const probe = probes[name];
		return probe === undefined ? [] : [{name, probe}];
	});
	if (phase.status === 'running') {
		return asked(['readiness', 'liveness']);
	}

	return phase.status === 'starting' && phase.pid !== undefined ? asked([probes.startup === undefined ? 'readiness' : 'startup']) : [];
}

/** It is to listen somewhere, and nobody looks whether it does. */
export function isUnasked({port, probes}: Pick<ServiceSpec, 'port' | 'probes'>): boolean {
	return port !== undefined && Object.values(probes).every(probe => probe === undefined);
}

/** Well for the first time in this start. Without probes its process alone says so, which those that cannot run have too, for a while. */
export function becomeWell(machine: ServiceMachine, {spec, now, phase, pid, address}: Surroundings & {readonly phase: Starting; readonly pid: number; readonly address: string | undefined}): ServiceTransition {
	const isProven = phase.runs !== undefined || spec.probes.startup !== undefined || spec.probes.readiness !== undefined;
	const running: Running = {...runningOf(phase, {now, pid, address}), proves: isProven ? undefined : {at: now.monotonic + shortestLife, attempt: phase.attempt}};
	const known = {...machine, phase: running, listened: portOf(address) ?? machine.listened};
	return isProven ? proven(known, running) : keep(known);
}

/** It was there before this clutchd and is not ready: it may have been well before, and readiness ends nobody. */
export function becomeUnwell(machine: ServiceMachine, {now, phase, pid}: Surroundings & {readonly phase: Starting; readonly pid: number}): ServiceTransition {
	return keep({...machine, phase: {...runningOf(phase, {now, pid, address: undefined}), unready: 1, unwellSince: now.wall, trouble: phase.trouble}});
}

function runningOf(phase: Starting, {now, pid, address}: {readonly now: Now; readonly pid: number; readonly address: string | undefined}): Running {
	const ran = phase.runs === undefined ? 0 : Math.max(0, now.wall - phase.runs);
	return {
		status: 'running',
		pid,
		startedAt: phase.runs === undefined ? phase.since.monotonic : now.monotonic - ran,
		since: {wall: now.wall - ran, monotonic: now.monotonic - ran},
		address,
		silent: 0,
		unready: 0,
		unwellSince: undefined,
		pardonedUntil: now.monotonic,
		proves: undefined,
	};
}

/** How long it may take until it is ready. */
export function startGraceMs({startup}: Probes): number {
	return startup?.graceMs ?? shippedGraceMs;
}

/** It is believed that it is well. */
export function proven(machine: ServiceMachine, phase: Running): ServiceTransition {
	return {machine: {...machine, phase: {...phase, proves: undefined}, failures: {...machine.failures, neverWell: 0}}, actions: [{type: 'well', epoch: machine.epoch}]};
}

export function probed(machine: ServiceMachine, {input, ...surroundings}: Surroundings & {readonly input: Probed}): ServiceTransition {
	const {phase} = machine;
	if (phase.status === 'starting') {
		const asked = probesOf(surroundings.spec, machine).some(({name}) => name === input.probe);
		if (!asked || phase.pid === undefined) {
			return keep(machine);
		}

		return input.ok
			? becomeWell(machine, {...surroundings, phase, pid: phase.pid, address: input.address})
			: keep(phase.trouble === input.detail ? machine : {...machine, phase: {...phase, trouble: input.detail}});
	}

	if (phase.status !== 'running' || input.probe === 'startup') {
		return keep(machine);
	}

	return input.ok ? answered(machine, {...surroundings, phase, input}) : silent(machine, {...surroundings, phase, input});
}

function answered(machine: ServiceMachine, {now, phase, input}: Surroundings & {readonly phase: Running; readonly input: Extract<Probed, {readonly ok: true}>}): ServiceTransition {
	const counted = input.probe === 'liveness' ? {...phase, silent: 0} : {...phase, unready: 0};
	const known = {...counted, address: input.address ?? phase.address};
	const listened = portOf(input.address) ?? machine.listened;
	if (phase.unwellSince === undefined || counted.silent > 0 || counted.unready > 0) {
		return keep({...machine, listened, phase: known});
	}

	// How long it was well before the silence does not count: stability starts anew.
	return keep({...machine, listened, phase: {...known, unwellSince: undefined, trouble: undefined, since: now}});
}

function silent(machine: ServiceMachine, {phase, input, ...surroundings}: Surroundings & {readonly phase: Running; readonly input: Extract<Probed, {readonly ok: false}>}): ServiceTransition {
	const {spec, now} = surroundings;
	if (now.monotonic < phase.pardonedUntil) {
		return keep(machine);
	}

	const counted: Running = {...phase, trouble: input.detail, ...input.probe === 'liveness' ? {silent: phase.silent + 1} : {unready: phase.unready + 1}};
	const isUnwell = counted.silent > 0 || counted.unready >= (spec.probes.readiness?.failures ?? 1);
	const unwell: ServiceMachine = {
		...machine,
		phase: isUnwell ? {...counted, unwellSince: phase.unwellSince ?? now.wall} : counted,
		failures: isUnwell ? settled(machine, now.monotonic) : machine.failures,
	};
	return isDead(counted, {spec, at: now.monotonic})
		? end(unwell, {...surroundings, phase: counted, afterwards: {type: 'failed', cause: `it did not answer ${counted.silent} times in a row${input.detail === undefined ? '' : `, last with ${input.detail}`}`}})
		: keep(unwell);
}

function isDead({silent: times, startedAt}: Running, {spec, at}: {readonly spec: ServiceSpec; readonly at: Tick}): boolean {
	return spec.probes.liveness !== undefined && times >= spec.probes.liveness.failures && at - startedAt > youngFor;
}

function portOf(address: string | undefined): number | undefined {
	const port = Number(/:(\d+)\/?$/.exec(address ?? '')?.[1]);
	return port > 0 ? port : undefined;
}
