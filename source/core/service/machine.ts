import {end, endHarder, endLate, endNow, spawnPatience} from './ending.js';
import {crashed, failed, parked} from './failing.js';
import {noticePause} from './pause.js';
import {keep, noFailures, stateOf, type Afterwards, type Phase, type ServiceInput, type ServiceMachine, type ServiceTransition, type Surroundings, type Tick} from './phase.js';
import {becomeUnwell, becomeWell, probed, proven, startGraceMs} from './probing.js';

type Given = Surroundings & {readonly input: ServiceInput};

/** What an input changes about a service, and what is to be done about it. Decides everything about its life; knows no clock and no process. */
export function transition(machine: ServiceMachine, given: Given): ServiceTransition {
	const {machine: next, actions} = handle(noticePause(machine, given), given);
	const state = stateOf(next.phase, given.spec.stop.map(({signal}) => signal));
	return {machine: {...next, state: JSON.stringify(state) === JSON.stringify(machine.state) ? machine.state : state}, actions};
}

/** When the next `tick` is due, on the clock that never jumps. */
export function nextTick({phase}: Pick<ServiceMachine, 'phase'>): Tick | undefined {
	switch (phase.status) {
		case 'starting': {
			return phase.deadline;
		}

		case 'stopping': {
			return phase.deadline.monotonic;
		}

		case 'backing-off': {
			return phase.until.monotonic;
		}

		case 'running': {
			return phase.proves?.at;
		}

		case 'stopped':
		case 'waiting':
		case 'completed':
		case 'parked': {
			return undefined;
		}
	}
}

function handle(machine: ServiceMachine, {input, ...surroundings}: Given): ServiceTransition {
	switch (input.type) {
		case 'start': {
			return start(machine, {...surroundings, port: input.port});
		}

		case 'stop': {
			return stop(machine, surroundings);
		}

		case 'restart': {
			return restart(machine, surroundings);
		}

		case 'hurry': {
			return machine.phase.status === 'stopping' ? endNow(machine, {...surroundings, phase: machine.phase}) : keep(machine);
		}

		case 'dependencies': {
			return machine.phase.status === 'waiting' ? begin(machine, {...surroundings, port: machine.phase.port}) : keep(machine);
		}

		case 'missing': {
			const {phase} = machine;
			return phase.status === 'stopping' && machine.epoch === 0 ? settle(machine, {...surroundings, afterwards: phase.afterwards}) : keep(machine);
		}

		case 'adopted': {
			return adopted(machine, {...surroundings, input});
		}

		case 'spawned': {
			return spawned(machine, {...surroundings, input});
		}

		case 'spawn-failed':
		case 'refused': {
			return input.epoch === machine.epoch ? unspawned(machine, {...surroundings, input}) : keep(machine);
		}

		case 'probed': {
			return input.epoch === machine.epoch ? probed(machine, {...surroundings, input}) : keep(machine);
		}

		case 'exited': {
			return input.epoch === machine.epoch ? exited(machine, {...surroundings, input}) : keep(machine);
		}

		case 'tick': {
			return ticked(machine, surroundings);
		}
	}
}

function isAlive(phase: Phase): phase is Extract<Phase, {readonly status: 'starting' | 'running'}> {
	return phase.status === 'starting' || phase.status === 'running';
}

/** Whoever asks starts with a clean sheet. */
function start(machine: ServiceMachine, {port, ...surroundings}: Surroundings & {readonly port: number | undefined}): ServiceTransition {
	const {phase} = machine;
	if (isAlive(phase)) {
		return keep(machine);
	}

	return phase.status === 'stopping'
		? keep({...machine, failures: noFailures, port, phase: {...phase, afterwards: {type: 'start', port}}})
		: begin({...machine, failures: noFailures, port}, {...surroundings, port});
}

function stop(machine: ServiceMachine, surroundings: Surroundings): ServiceTransition {
	const {phase} = machine;
	const afterwards = {type: 'stopped'} as const;
	if (isAlive(phase)) {
		return end(machine, {...surroundings, phase, afterwards});
	}

	return keep({...machine, phase: phase.status === 'stopping' ? {...phase, afterwards} : afterwards.type === phase.status ? phase : {status: 'stopped'}});
}

function restart(machine: ServiceMachine, surroundings: Surroundings): ServiceTransition {
	const {phase, port} = machine;
	const fresh = {...machine, failures: noFailures};
	const afterwards = {type: 'start', port} as const;
	if (isAlive(phase)) {
		return end(fresh, {...surroundings, phase, afterwards});
	}

	return phase.status === 'stopping' ? keep({...fresh, phase: {...phase, afterwards}}) : start(machine, {...surroundings, port: undefined});
}

/** Starts it, or waits for what it depends on. */
function begin(machine: ServiceMachine, {now, unmet, port}: Surroundings & {readonly port: number | undefined}): ServiceTransition {
	if (unmet.length > 0) {
		return keep({...machine, phase: {status: 'waiting', on: unmet, port}});
	}

	const epoch = machine.epoch + 1;
	return {
		machine: {...machine, epoch, phase: {status: 'starting', pid: undefined, since: now, deadline: now.monotonic + spawnPatience, attempt: machine.failures.inRow + 1, runs: undefined}},
		actions: [{type: 'spawn', epoch, port}],
	};
}

function adopted(machine: ServiceMachine, {input, ...surroundings}: Surroundings & {readonly input: Extract<ServiceInput, {readonly type: 'adopted'}>}): ServiceTransition {
	const {phase} = machine;
	if (isAlive(phase) || (phase.status === 'stopping' && (phase.pid !== undefined || machine.epoch > 0))) {
		return keep(machine);
	}

	const {now} = surroundings;
	const epoch = machine.epoch + 1;
	if (phase.status === 'stopping') {
		const ended = endLate({...machine, epoch}, {...surroundings, phase, pid: input.pid});
		return {machine: ended.machine, actions: [{type: 'follow', epoch}, ...ended.actions]};
	}

	const starting = {status: 'starting', pid: undefined, since: now, deadline: undefined, attempt: 1, runs: Math.min(input.runs ?? now.wall, now.wall)} as const;
	const followed = arrived({...machine, epoch, phase: starting}, {...surroundings, phase: starting, pid: input.pid, address: input.address});
	return {machine: followed.machine, actions: [{type: 'follow', epoch}, ...followed.actions]};
}

function spawned(machine: ServiceMachine, {input: {epoch, pid, address}, ...surroundings}: Surroundings & {readonly input: Extract<ServiceInput, {readonly type: 'spawned'}>}): ServiceTransition {
	const {phase} = machine;
	if (epoch !== machine.epoch || !('pid' in phase)) {
		return {machine, actions: [{type: 'discard', epoch}]};
	}

	if (phase.pid !== undefined || phase.status === 'running') {
		return keep(machine);
	}

	return phase.status === 'starting' ? arrived(machine, {...surroundings, phase, pid, address}) : endLate(machine, {...surroundings, phase, pid});
}

/** Its process is there. */
function arrived(machine: ServiceMachine, {phase, pid, address, ...surroundings}: Surroundings & {readonly phase: Extract<Phase, {readonly status: 'starting'}>; readonly pid: number; readonly address: string | undefined}): ServiceTransition {
	const {spec: {probes}, now} = surroundings;
	if (probes.startup === undefined && probes.readiness === undefined) {
		return becomeWell(machine, {...surroundings, phase, pid, address});
	}

	return keep({...machine, phase: {...phase, pid, deadline: now.monotonic + Math.max(1, startGraceMs(probes))}});
}

function unspawned(machine: ServiceMachine, {input, ...surroundings}: Surroundings & {readonly input: Extract<ServiceInput, {readonly type: 'spawn-failed' | 'refused'}>}): ServiceTransition {
	const {phase} = machine;
	if ((phase.status !== 'starting' && phase.status !== 'stopping') || phase.pid !== undefined) {
		return keep(machine);
	}

	if (phase.status === 'stopping') {
		return settle(machine, {...surroundings, afterwards: phase.afterwards});
	}

	return input.type === 'refused'
		? keep(parked(machine, {last: undefined, reason: input.reason, choices: input.choices}))
		: failed(machine, {...surroundings, failure: {exit: {type: 'code', code: 127}, cause: input.reason, said: ''}});
}

function exited(machine: ServiceMachine, {input, ...surroundings}: Surroundings & {readonly input: Extract<ServiceInput, {readonly type: 'exited'}>}): ServiceTransition {
	const {phase} = machine;
	if (isAlive(phase)) {
		return crashed(machine, {...surroundings, input});
	}

	return phase.status === 'stopping' ? settle(machine, {...surroundings, afterwards: phase.afterwards, exited: input}) : keep(machine);
}

/** It is gone: now comes what was to come afterwards. */
function settle(machine: ServiceMachine, {afterwards, exited: seen, ...surroundings}: Surroundings & {readonly afterwards: Afterwards; readonly exited?: Extract<ServiceInput, {readonly type: 'exited'}> | undefined}): ServiceTransition {
	switch (afterwards.type) {
		case 'stopped': {
			return keep({...machine, phase: {status: 'stopped'}});
		}

		case 'start': {
			return begin(machine, {...surroundings, port: afterwards.port});
		}

		case 'failed': {
			return failed(machine, {...surroundings, failure: {exit: seen?.exit ?? {type: 'signal', signal: 'SIGKILL'}, cause: afterwards.cause, said: seen?.said ?? '', outOfMemory: seen?.outOfMemory}});
		}
	}
}

function ticked(machine: ServiceMachine, surroundings: Surroundings): ServiceTransition {
	const {phase} = machine;
	const due = nextTick(machine);
	if (due === undefined || surroundings.now.monotonic < due) {
		return keep(machine);
	}

	switch (phase.status) {
		case 'backing-off': {
			return begin(machine, {...surroundings, port: machine.port ?? machine.listened});
		}

		case 'starting': {
			return late(machine, {...surroundings, phase});
		}

		case 'stopping': {
			return phase.pid === undefined ? settle(forgotten(machine), {...surroundings, afterwards: phase.afterwards}) : endHarder(machine, {...surroundings, phase});
		}

		case 'running': {
			return proven(machine, phase);
		}

		case 'stopped':
		case 'waiting':
		case 'completed':
		case 'parked': {
			return keep(machine);
		}
	}
}

/** It had its time to start. */
function late(machine: ServiceMachine, {phase, ...surroundings}: Surroundings & {readonly phase: Extract<Phase, {readonly status: 'starting'}>}): ServiceTransition {
	const {pid} = phase;
	const {probes} = surroundings.spec;
	if (pid === undefined) {
		return failed(forgotten(machine), {...surroundings, failure: {exit: {type: 'code', code: 127}, cause: `it was not started within ${spawnPatience / 1000} s`, said: ''}});
	}

	if (phase.runs !== undefined && probes.startup === undefined) {
		return becomeUnwell(machine, {...surroundings, phase, pid});
	}

	const last = phase.trouble === undefined ? '' : `, last: ${phase.trouble}`;
	return end(machine, {...surroundings, phase, afterwards: {type: 'failed', cause: `it was not ready within ${Math.round(startGraceMs(probes) / 1000)} s${last}`}});
}

/** Whatever becomes of this start is nothing to us any more. */
function forgotten(machine: ServiceMachine): ServiceMachine {
	return {...machine, epoch: machine.epoch + 1};
}
