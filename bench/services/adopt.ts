import {watchClutchd} from '../../test/helpers/clutchd.js';
import {kill} from '../../test/helpers/user-interface.js';
import {inScope} from '../faults/fault.js';
import {median, type Figure} from '../figure.js';
import type {Options} from '../services.js';
import {openTwenty, twentyOf} from './twenty.js';

const target = 1000;

/** Clutchd is killed, and `up` is asked of the next one: whom it adopts, and whom it starts twice. */
export async function adopt({full}: Options): Promise<readonly Figure[]> {
	return inScope(async scope => {
		let twenty = await openTwenty(scope);
		const {home, ids} = twenty;
		await twenty.watcher.client.call({type: 'service.up'});
		await twenty.allThere();
		const before = ids.map(id => twenty.pidOf(id));
		const samples = full ? 9 : 3;
		const times: number[] = [];
		for (let sample = 0; sample < samples; sample++) {
			kill(twenty.watcher.client.welcome.pid);
			const begin = performance.now();
			twenty = twentyOf({home, ids, watcher: await watchClutchd(scope, {home})});
			await twenty.watcher.client.call({type: 'service.up'});
			await twenty.allThere();
			times.push(performance.now() - begin);
		}

		const adopted = ids.filter((id, index) => twenty.pidOf(id) === before[index]).length;
		const twice = [...twenty.starts().values()].filter(pids => pids.length !== 1).length;
		const value = median(times);
		return [
			{name: 'clutchd killed, up: services adopted', value: adopted, unit: 'of 20', least: 20, ok: adopted === 20, samples},
			{name: 'clutchd killed, up: services started twice', value: twice, unit: 'services', target: 0, ok: twice === 0, samples},
			{name: 'clutchd killed, up: all 20 ready', value, unit: 'ms', target, ok: value <= target, samples},
			{name: 'process-compose: killed, up: services adopted', value: 0, unit: 'of 20', samples: 3},
			{name: 'process-compose: killed, up: services started twice', value: 20, unit: 'services', samples: 3},
		];
	});
}
