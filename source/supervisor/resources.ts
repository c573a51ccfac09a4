import type {Resources, ResourceUse} from '../core/usage/figures.js';
import type {Clock} from '../io/clock.js';
import {ticksPerSecond, useOfTree, type ProcessUse} from '../io/process-use.js';
import type {Bus} from './bus.js';

type Sample = {readonly at: number; readonly ticks: ReadonlyMap<string, number>};

/** An older sample would tell of a time nobody looked at. */
const longestGap = 15_000;
/** Two who ask one after the other are told the same. */
const shortestGap = 500;

/** CPU and memory of what runs, looked at when somebody asks and at no other time. CPU takes two looks: the first says nothing of it. */
export function createResources({bus, clock}: {readonly bus: Bus; readonly clock: Clock}): () => Resources {
	let samples: ReadonlyMap<string, Sample> = new Map();
	let last: {readonly at: number; readonly resources: Resources} | undefined;

	return () => {
		const at = clock.monotonic();
		if (last !== undefined && at - last.at < shortestGap) {
			return last.resources;
		}

		const {services, sessions} = bus.state();
		const next = new Map<string, Sample>();
		const look = (rows: ReadonlyArray<{readonly id: string; readonly state: {readonly status: string; readonly pid?: number | undefined}}>, kind: string): Readonly<Record<string, ResourceUse>> => Object.fromEntries(rows.flatMap(({id, state: {pid}}) => {
			const processes = pid === undefined || pid <= 0 ? undefined : useOfTree(pid);
			if (processes === undefined || processes.length === 0) {
				return [];
			}

			const key = `${kind} ${id}`;
			const sample = {at, ticks: ticksOf(processes)};
			next.set(key, sample);
			return [[id, {cpu: cpuSince(samples.get(key), sample), memoryBytes: processes.reduce((sum, {memoryBytes}) => sum + memoryBytes, 0)}]];
		}));
		const resources = {services: look(services, 'service'), sessions: look(sessions, 'session')};
		samples = next;
		last = {at, resources};
		return resources;
	};
}

function ticksOf(processes: readonly ProcessUse[]): ReadonlyMap<string, number> {
	return new Map(processes.map(({pid, startTime, ticks}) => [`${pid} ${startTime}`, ticks]));
}

/** A process that is new counts from its beginning, one that is gone not at all. */
function cpuSince(before: Sample | undefined, now: Sample): number | undefined {
	const elapsed = now.at - (before?.at ?? now.at);
	if (before === undefined || elapsed <= 0 || elapsed > longestGap) {
		return undefined;
	}

	const used = [...now.ticks].reduce((sum, [key, ticks]) => sum + Math.max(0, ticks - (before.ticks.get(key) ?? 0)), 0);
	return used / ticksPerSecond / (elapsed / 1000);
}
