import {after, type Now, type Phase, type ServiceMachine} from './phase.js';
import type {ServiceSpec} from './spec.js';

/** A clock that is set by the system's time service moves less than this at once. */
const jump = 2000;
/** A timer comes later than this only where nothing ran at all. */
const late = 5000;
/** So long after a pause nothing that a service does not do counts against it: it has slept too. */
const pardon = 30_000;

/**
The machine slept, or was stopped, or its clock was set: then silence says nothing about a service, and no time that it was given has really passed. Seen by the two clocks drifting apart, and by an input that should have come long ago.
*/
export function noticePause(machine: ServiceMachine, {spec, now}: {readonly spec: ServiceSpec; readonly now: Now}): ServiceMachine {
	const apart = now.wall - now.monotonic;
	const {clocks} = machine;
	const noticed = {...machine, clocks: {apart, monotonic: now.monotonic}};
	if (clocks === undefined) {
		return noticed;
	}

	const jumped = Math.abs(apart - clocks.apart) > jump;
	const overdue = now.monotonic > expectedBy(machine, {spec, from: clocks.monotonic}) + late;
	return jumped || overdue ? {...noticed, phase: pardoned(machine.phase, {spec, now, overdue})} : noticed;
}

/** When the next input is due at the latest. */
function expectedBy({phase}: ServiceMachine, {spec, from}: {readonly spec: ServiceSpec; readonly from: number}): number {
	switch (phase.status) {
		case 'starting': {
			return phase.deadline ?? Number.POSITIVE_INFINITY;
		}

		case 'stopping': {
			return phase.deadline.monotonic;
		}

		case 'running': {
			const {readiness, liveness} = spec.probes;
			const pauses = [readiness, liveness].flatMap(probe => probe === undefined ? [] : [probe.everyMs + probe.deadlineMs]);
			return pauses.length === 0 ? Number.POSITIVE_INFINITY : from + Math.min(...pauses);
		}

		case 'stopped':
		case 'waiting':
		case 'completed':
		case 'backing-off':
		case 'parked': {
			return Number.POSITIVE_INFINITY;
		}
	}
}

function pardoned(phase: Phase, {spec, now, overdue}: {readonly spec: ServiceSpec; readonly now: Now; readonly overdue: boolean}): Phase {
	switch (phase.status) {
		case 'starting': {
			return phase.deadline === undefined ? phase : {...phase, deadline: Math.max(phase.deadline, now.monotonic + pardon)};
		}

		case 'running': {
			return {...phase, silent: 0, unready: 0, pardonedUntil: now.monotonic + pardon};
		}

		case 'stopping': {
			// It gets the time again that it could not use. The shown deadline follows the wall's clock.
			return {...phase, deadline: overdue ? after(now, spec.stop[phase.step]?.waitMs ?? late) : shownBy(now, phase.deadline)};
		}

		case 'backing-off': {
			return {...phase, until: shownBy(now, phase.until)};
		}

		case 'stopped':
		case 'waiting':
		case 'completed':
		case 'parked': {
			return phase;
		}
	}
}

/** The same moment as the wall's clock shows it now. */
function shownBy(now: Now, {monotonic}: Now): Now {
	return {wall: now.wall + (monotonic - now.monotonic), monotonic};
}
