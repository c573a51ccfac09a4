import {inScope, type Scope} from '../faults/fault.js';
import {kill} from '../../test/helpers/user-interface.js';
import {median, type Figure} from '../figure.js';
import {openTwenty, processOf} from './twenty.js';

const seenTarget = 20;
const backTarget = 1000;

/** From `kill -9` of a service until a client is told, and until the next one is there; also where a child that it leaves behind holds its output. */
export async function death(): Promise<readonly Figure[]> {
	const plain = await inScope(async scope => killEach(scope, false));
	const holding = await inScope(async scope => killEach(scope, true));
	return [
		...figuresOf('', plain),
		...figuresOf(', a child holds its output', holding),
		{name: 'process-compose: killed, seen', value: 15, unit: 'ms', samples: 3},
		{name: 'process-compose: killed, back', value: 1008, unit: 'ms', samples: 21},
		{name: 'process-compose: killed while a child holds its output, not seen for', value: 12_000, unit: 'ms', samples: 3},
	];
}

type Times = {readonly seen: readonly number[]; readonly back: readonly number[]};

function figuresOf(how: string, {seen, back}: Times): readonly Figure[] {
	const samples = seen.length;
	return [
		{name: `killed${how}: seen by a client, median`, value: median(seen), unit: 'ms', target: seenTarget, ok: median(seen) <= seenTarget, samples},
		{name: `killed${how}: seen by a client, slowest`, value: Math.max(...seen), unit: 'ms', samples},
		{name: `killed${how}: started again, median`, value: median(back), unit: 'ms', target: backTarget, ok: median(back) <= backTarget, samples},
		{name: `killed${how}: started again, slowest`, value: Math.max(...back), unit: 'ms', samples},
	];
}

/** Each once, so that each is the first failure of its service. */
async function killEach(scope: Scope, holding: boolean): Promise<Times> {
	const {watcher, allThere, ids, pidOf} = await openTwenty(scope, {holding});
	await watcher.client.call({type: 'service.up'});
	await allThere();
	const seen: number[] = [];
	const back: number[] = [];
	for (const id of ids) {
		const pid = pidOf(id);
		const killedAt = performance.now();
		kill(pid);
		await watcher.waitFor('it is seen', ({services}) => services.some(({id: each, state}) => each === id && processOf(state) === undefined));
		seen.push(performance.now() - killedAt);
		await watcher.waitFor('it is back', ({services}) => services.some(({id: each, state}) => each === id && ![undefined, pid].includes(processOf(state))));
		back.push(performance.now() - killedAt);
	}

	return {seen, back};
}
