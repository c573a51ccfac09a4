import process from 'node:process';
import type {Figure} from './figure.js';
import {canMeasure} from './panes/processes.js';
import {endSeats} from './panes/seats.js';
import {adopt} from './services/adopt.js';
import {death} from './services/death.js';
import {flood} from './services/flood.js';
import {idle} from './services/idle.js';
import {start} from './services/start.js';
import {status} from './services/status.js';

export const name = 'services';

export type Options = {readonly full: boolean};

const parts: Readonly<Record<string, (options: Options) => Promise<readonly Figure[]>>> = {status, start, death, adopt, flood, idle};

/** What the supervisor costs and how soon it sees and mends, beside what process-compose 1.122.0 took for the same (measured once, on 2026-11-20, on two cores). `only` names one part. */
export async function run({full, only}: Options & {readonly only: string | undefined}): Promise<{readonly figures: readonly Figure[]}> {
	if (!canMeasure) {
		process.stderr.write('Processes can be looked at on Linux only.\n');
		return {figures: []};
	}

	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			void endSeats().finally(() => process.exit(1));
		});
	}

	const figures: Figure[] = [];
	for (const [part, measure] of Object.entries(parts)) {
		if (only === undefined || only === part) {
			figures.push(...await measure({full}));
		}
	}

	return {figures};
}
