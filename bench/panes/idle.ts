import {setTimeout as wait} from 'node:timers/promises';
import {systemClock} from '../../source/io/clock.js';
import {createDashboard} from '../../source/ui/dashboard.js';
import {temporaryHome, type Home} from '../../test/helpers/home.js';
import {fakeTerminal} from '../../test/helpers/outer-terminal.js';
import {inScope, type Scope} from '../faults/fault.js';
import {outerSize} from './outer.js';
import {processorTime} from './processes.js';
import {readyMark, waiter} from './programs.js';
import {openDashboard, ownProcesses, spawnSession} from './seats.js';

export type Idle = {
	/** Of all processes, in percent of one core. */
	readonly processor: number;
	/** Bytes that the terminal got. */
	readonly sent: number;
	/** How often React drew. */
	readonly renders: number;
};

const sessions = 10;
/** The gateway has come up and everything that is done once has been done. */
const settleMs = 8000;

/** Ten sessions that wait, the dashboard and the gateway. What React does is only known inside of a dashboard: afterwards one in this process looks at the same sessions for as long. */
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
		const processor = (processorTime(pids) - before.time) / (performance.now() - before.at) * 100;
		const sent = outer.bytes() - before.bytes;
		await outer.end();
		return {processor, sent, renders: await rendersIn(milliseconds, {scope, home, focused: ids[0]})};
	});
}

async function rendersIn(milliseconds: number, {scope, home: {paths, env, project}, focused}: {readonly scope: Scope; readonly home: Home; readonly focused: string | undefined}): Promise<number> {
	const dashboard = createDashboard({paths, env, cwd: project, version: '0', terminal: fakeTerminal(outerSize.cols, outerSize.rows), clock: systemClock, focused});
	scope.teardown(dashboard.close);
	await wait(settleMs);
	const before = dashboard.counts().renders;
	await wait(milliseconds);
	return dashboard.counts().renders - before;
}
