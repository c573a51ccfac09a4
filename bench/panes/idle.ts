import {setTimeout as wait} from 'node:timers/promises';
import {temporaryHome} from '../../test/helpers/home.js';
import {inScope} from '../faults/fault.js';
import {processorTime} from './processes.js';
import {readyMark, waiter} from './programs.js';
import {openDashboard, ownProcesses, spawnSession} from './seats.js';

export type Idle = {readonly processor: number; readonly sent: number};

const sessions = 10;
/** The gateway has come up and everything that is done once has been done. */
const settleMs = 8000;

/** Ten sessions that wait, the dashboard and the gateway: the processor of all of it in percent of one core, and the bytes that the terminal got. */
export async function measureIdle(milliseconds: number): Promise<Idle> {
	return inScope(async scope => {
		const home = temporaryHome(scope);
		const ids = Array.from({length: sessions}, () => spawnSession(home, waiter()));
		const outer = openDashboard(scope, home, ...ids.slice(0, 1));
		await outer.seen(readyMark);
		await wait(settleMs);
		const pids = ownProcesses(home);
		const before = {time: processorTime(pids), bytes: outer.bytes(), at: performance.now()};
		await wait(milliseconds);
		return {processor: (processorTime(pids) - before.time) / (performance.now() - before.at) * 100, sent: outer.bytes() - before.bytes};
	});
}
