import {spawn} from 'node:child_process';
import process from 'node:process';
import {inScope} from '../faults/fault.js';
import {median, type Figure} from '../figure.js';
import type {Options} from '../services.js';
import {openTwenty} from './twenty.js';

const target = 1000;

/** From `up` until the process of the last of twenty is there, with a clutchd that runs already. */
export async function start({full}: Options): Promise<readonly Figure[]> {
	const samples = full ? 9 : 5;
	const times: number[] = [];
	const floors: number[] = [];
	for (let sample = 0; sample < samples; sample++) {
		floors.push(await twentyNodes());
		times.push(await inScope(async scope => {
			const {watcher, allThere} = await openTwenty(scope);
			const begin = performance.now();
			await watcher.client.call({type: 'service.up'});
			await allThere();
			return performance.now() - begin;
		}));
	}

	const value = median(times);
	return [
		{name: '20 services: up to the last one started', value, unit: 'ms', target, ok: value <= target, samples},
		{name: '20 times node alone, all at once', value: median(floors), unit: 'ms', samples},
		{name: 'process-compose: 20 services started', value: 173, unit: 'ms', samples: 3},
	];
}

/** Each service has a holder, and each holder is a Node: that much it takes at least as long as it is so. */
async function twentyNodes(): Promise<number> {
	const begin = performance.now();
	await Promise.all(Array.from({length: 20}, async () => new Promise<void>((resolve, reject) => {
		const child = spawn(process.execPath, ['--eval', '0'], {stdio: 'ignore'});
		child.once('error', reject);
		child.once('exit', () => {
			resolve();
		});
	})));
	return performance.now() - begin;
}
