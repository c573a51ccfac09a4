import process from 'node:process';
import {runFile, runProgram} from '../../test/helpers/program.js';
import {inScope} from '../faults/fault.js';
import {median, percentile, type Figure} from '../figure.js';
import type {Options} from '../services.js';
import {openTwenty} from './twenty.js';

const target = 80;

/** `proxies status` with twenty services, its own start included, beside a Node that does nothing. */
export async function status({full}: Options): Promise<readonly Figure[]> {
	return inScope(async scope => {
		const {home, watcher, allThere} = await openTwenty(scope);
		await watcher.client.call({type: 'service.up'});
		await allThere();
		const samples = full ? 101 : 31;
		const times: number[] = [];
		const floors: number[] = [];
		// Once for nothing: the compile cache belongs to the build, as far as a user sees.
		await runProgram(['proxies', 'status'], {home});
		for (let sample = 0; sample < samples; sample++) {
			const begin = performance.now();
			await runFile([process.execPath, '--eval', '0'], {env: home.env, cwd: home.project});
			floors.push(performance.now() - begin);
			const asked = performance.now();
			const {code, stderr} = await runProgram(['proxies', 'status', '--json'], {home});
			times.push(performance.now() - asked);
			if (code === null || stderr !== '') {
				throw new Error(`proxies status: ${code} ${stderr}`);
			}
		}

		const value = median(times);
		return [
			{name: 'proxies status, 20 services: p50', value, unit: 'ms', target, ok: value <= target, samples},
			{name: 'proxies status, 20 services: p95', value: percentile(times, 95), unit: 'ms', samples},
			{name: 'node alone', value: median(floors), unit: 'ms', samples},
			{name: 'process-compose: process list, p50', value: 48, unit: 'ms', samples: 3},
		];
	});
}
