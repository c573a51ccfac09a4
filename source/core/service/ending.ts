import {after, keep, type Afterwards, type Running, type ServiceMachine, type ServiceTransition, type Starting, type Stopping, type Surroundings} from './phase.js';
import {settled} from './failing.js';
import type {ServiceSpec} from './spec.js';

/** After each SIGKILL: one that the system does not let die yet gets another one. */
const killWait = 5000;

/** A start that says nothing for so long is given up. Before it a component may be asked for its arguments, which takes some of them seconds. */
export const spawnPatience = 60_000;

type Alive = Starting | Running;

/** Begins to end it. */
export function end(machine: ServiceMachine, {spec, now, phase, afterwards}: Surroundings & {readonly phase: Alive; readonly afterwards: Afterwards}): ServiceTransition {
	const stopping: Stopping = {
		status: 'stopping',
		pid: phase.pid,
		step: 0,
		deadline: after(now, phase.pid === undefined ? spawnPatience : stepMs(spec, 0)),
		afterwards,
		wasWell: phase.status === 'running' || phase.runs !== undefined,
		startedAt: phase.status === 'running' ? phase.startedAt : phase.since.monotonic,
	};
	// Without a process there is nobody to signal yet: that follows as soon as it is there.
	return {machine: {...machine, phase: stopping, failures: settled(machine, now.monotonic)}, actions: phase.pid === undefined ? [] : [signalAt(machine.epoch, {spec, step: 0})]};
}

/** The process is there now that was to be ended before it was. */
export function endLate(machine: ServiceMachine, {spec, now, phase, pid}: Surroundings & {readonly phase: Stopping; readonly pid: number}): ServiceTransition {
	return {machine: {...machine, phase: {...phase, pid, step: 0, deadline: after(now, stepMs(spec, 0))}}, actions: [signalAt(machine.epoch, {spec, step: 0})]};
}

/** No step is waited for any more. */
export function endNow(machine: ServiceMachine, {spec, ...surroundings}: Surroundings & {readonly phase: Stopping}): ServiceTransition {
	return endHarder(machine, {...surroundings, spec, phase: {...surroundings.phase, step: spec.stop.length}});
}

/** The next signal. */
export function endHarder(machine: ServiceMachine, {spec, now, phase}: Surroundings & {readonly phase: Stopping}): ServiceTransition {
	if (phase.pid === undefined) {
		return keep(machine);
	}

	const step = Math.min(phase.step + 1, spec.stop.length);
	return {machine: {...machine, phase: {...phase, step, deadline: after(now, stepMs(spec, step))}}, actions: [signalAt(machine.epoch, {spec, step})]};
}

function stepMs({stop}: ServiceSpec, step: number): number {
	return Math.max(1, stop[step]?.waitMs ?? killWait);
}

function signalAt(epoch: number, {spec, step}: {readonly spec: ServiceSpec; readonly step: number}): {readonly type: 'signal'; readonly epoch: number; readonly signal: string; readonly killMs: number} {
	let killMs = 0;
	for (const {waitMs} of spec.stop.slice(step)) {
		killMs += waitMs;
	}

	return {type: 'signal', epoch, signal: spec.stop[step]?.signal ?? 'SIGKILL', killMs};
}
