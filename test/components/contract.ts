import assert from 'node:assert/strict';
import {identify} from '../../source/io/process-identity.js';
import {reachPort} from '../../source/io/socket.js';
import {until} from '../helpers/until.js';
import {patienceMs, signalOwn, type World} from './world.js';

/** What was seen, for the table. */
export type Seen = {readonly startMs: number; readonly backMs: number; readonly pids: readonly [number, number]};

/** One that was well and dies once is started again at once; a busy machine needs a while to do that and to see that it died. */
const atOnceMs = 30_000;

/** What holds for every component: it comes up, is well, is killed, comes back within its back-off as another process, and goes down with its port. */
export async function livesItsLife(world: World, id: string): Promise<Seen> {
	const began = Date.now();
	const up = await world.clutch('up', id, '--no-wait');
	assert.equal(up.code, 0, up.stderr);
	const first = await world.state(id, 'ready');
	const startMs = Date.now() - began;
	const {address} = first;
	assert.match(address ?? '', /^http:\/\/127\.0\.0\.1:\d+$/);

	const killedAt = Date.now();
	const from = world.watcher.events.length;
	signalOwn(first.pid, 'SIGKILL');
	await world.watcher.waitFor(`${id} is back`, () => {
		const {state} = world.service(id);
		return state.status === 'ready' && state.pid !== first.pid;
	}, patienceMs);
	const told = world.watcher.events.slice(from).flatMap(event => event.type === 'service.changed' && event.service.id === id ? [event.service.state] : []);
	const again = told.find(state => state.status === 'starting');
	assert.ok(again?.status === 'starting', `it said ${told.map(({status}) => status).join(', ')}`);
	const backMs = again.since - killedAt;
	assert.ok(backMs < atOnceMs, `it was started again after ${backMs} ms`);
	const second = await world.state(id, 'ready');
	assert.equal(second.address, address);

	const down = await world.clutch('down', id);
	assert.equal(down.code, 0, down.stderr);
	await world.state(id, 'stopped');
	await until(`${id} is gone`, () => [first.pid, second.pid].every(pid => identify(pid) === undefined));
	await assert.rejects(async () => reachPort(Number(address?.split(':')[2]), AbortSignal.timeout(5000)));
	return {startMs, backMs, pids: [first.pid, second.pid]};
}
