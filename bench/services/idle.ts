import {setTimeout as wait} from 'node:timers/promises';
import {inScope} from '../faults/fault.js';
import type {Figure} from '../figure.js';
import {processorTime, proportional} from '../panes/processes.js';
import {ownProcesses} from '../panes/seats.js';
import {openTwenty} from './twenty.js';

const target = 0.3;
/** What is done once after a start has been done. */
const settleMs = 8000;
const measuredMs = 60_000;

/** Clutchd and twenty holders with nobody looking on. */
export async function idle(): Promise<readonly Figure[]> {
	return inScope(async scope => {
		const {home, watcher, allThere} = await openTwenty(scope);
		await watcher.client.call({type: 'service.up'});
		await allThere();
		watcher.close();
		await wait(settleMs);
		const pids = ownProcesses(home);
		const before = processorTime(pids);
		const begin = performance.now();
		await wait(measuredMs);
		const value = (processorTime(pids) - before) / (performance.now() - begin) * 100;
		return [
			{name: 'idle, 20 services: clutchd and holders', value, unit: '% of a core', target, ok: value <= target},
			{name: `idle, 20 services: PSS of ${pids.length} processes`, value: proportional(pids), unit: 'MB'},
			{name: 'process-compose: idle, 20 services', value: 0, unit: '% of a core', samples: 3},
			{name: 'process-compose: PSS', value: 48.7, unit: 'MB', samples: 3},
		];
	});
}
