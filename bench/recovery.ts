import process from 'node:process';
import {setTimeout as wait} from 'node:timers/promises';
import {systemClock} from '../source/io/clock.js';
import {identify, signalProcess} from '../source/io/process-identity.js';
import {createLink} from '../source/ui/link.js';
import {logFile, ownLines, returnOfClutchd, withoutGateway, watchClutchd} from '../test/helpers/clutchd.js';
import {fixture} from '../test/helpers/fixture.js';
import {temporaryHome} from '../test/helpers/home.js';
import {root} from '../test/helpers/program.js';
import {openTerminal} from '../test/helpers/terminal.js';
import {until} from '../test/helpers/until.js';
import {openUserInterface} from '../test/helpers/user-interface.js';
import {inScope, runFault, type Scope} from './faults/fault.js';
import {faults} from './faults/sessions.js';
import {median, percentile, type Figure} from './figure.js';
import {echoAroundDeath} from './recovery/echo.js';
import {areAllLive, killClutchd, look, openEight, proportionalMemory, typeMeanwhile, violations, type Eight} from './recovery/eight.js';

export const name = 'recovery';

const frameTarget = 300;
const statesTarget = 1000;
const revivalTarget = 3000;
const memoryTarget = 20;
const tidiedMs = 3000;
const frameSamples = 7;
const killSamples = 3;
const attachSamples = 21;

/** What is lost, and for how long, when one process of ours dies under sessions that go on. */
export async function run({full}: {readonly full: boolean}): Promise<{readonly figures: readonly Figure[]}> {
	const figures: Figure[] = [];
	for (const part of [frames, eight, echo]) {
		figures.push(...await inScope(part));
	}

	return {figures: [...figures, ...await twins(full)]};
}

/** The dashboard is killed and opened again: from the start of its process until its pane can be used. */
async function frames(scope: Scope): Promise<readonly Figure[]> {
	const home = temporaryHome(scope);
	withoutGateway(home);
	const watcher = await watchClutchd(scope, {home});
	const log = logFile(home);
	await watcher.open({file: process.execPath, args: [fixture('numbered-lines.js'), log, '200']});
	await until('it has printed', () => ownLines(log).length === 200);
	const times: number[] = [];
	const floors: number[] = [];
	for (let sample = 0; sample <= frameSamples; sample++) {
		const first = openUserInterface(scope, {home});
		await first.terminal.waitFor('the pane is shown', text => text.includes('line 200 '));
		first.kill();
		await first.leftOver();
		times.push(await timeOf(scope, {argv: [`${root}bin/clutch`], env: home.env, cwd: home.project, marks: ['line 200 ', 'Ctrl+Space']}));
		floors.push(await timeOf(scope, {argv: [process.execPath, '--eval', 'process.stdout.write("here")'], env: home.env, cwd: home.project, marks: ['here']}));
	}

	// The first one is for nothing: the compile cache belongs to the build, as far as a user sees.
	const value = median(times.slice(1));
	return [
		{name: 'dashboard killed, opened again: usable frame', value, unit: 'ms', target: frameTarget, ok: value <= frameTarget, samples: frameSamples},
		{name: 'node alone', value: median(floors.slice(1)), unit: 'ms', samples: frameSamples},
	];
}

type Timed = {readonly argv: readonly [string, ...string[]]; readonly env: Readonly<Record<string, string>>; readonly cwd: string; readonly marks: readonly string[]};

async function timeOf(scope: Scope, {marks, ...options}: Timed): Promise<number> {
	const begin = performance.now();
	const terminal = openTerminal(scope, options);
	await terminal.waitFor('the whole frame stands', text => marks.every(mark => text.includes(mark)));
	const time = performance.now() - begin;
	// The floor's process may have ended by itself.
	const identity = identify(terminal.pid);
	if (identity !== undefined) {
		signalProcess(identity, 'SIGTERM');
	}

	await terminal.exit;
	return time;
}

async function eight(scope: Scope): Promise<readonly Figure[]> {
	const setting = await openEight(scope);
	const memory = await memoryOf(setting);
	const attaching = await attachTimes(setting);
	setting.watcher.close();
	const withClient: number[] = [];
	const without: number[] = [];
	const broken: number[] = [];
	let keysLost = 0;
	for (let sample = 0; sample < killSamples; sample++) {
		const line = openLine(setting);
		await line.allLive();
		keysLost += await typeMeanwhile(setting, async () => {
			killClutchd(setting.home);
			withClient.push(await line.allLive());
		});
		line.close();
		keysLost += await typeMeanwhile(setting, async () => {
			const begin = performance.now();
			killClutchd(setting.home);
			const watcher = await returnOfClutchd(scope, setting.home);
			await watcher.waitFor('all sessions live', state => areAllLive(state, setting));
			without.push(performance.now() - begin);
			broken.push(await violations({...setting, watcher}));
			watcher.close();
		});
	}

	const findings = broken.reduce((sum, count) => sum + count, 0);
	const states = median(withClient);
	const revival = median(without);
	return [
		{name: 'clutchd killed, a client open: all 8 states right', value: states, unit: 'ms', target: statesTarget, ok: states <= statesTarget, samples: killSamples},
		{name: 'clutchd killed, nobody there: all 8 states right', value: revival, unit: 'ms', target: revivalTarget, ok: revival <= revivalTarget, samples: killSamples},
		{name: 'output lost or out of order', value: findings, unit: 'findings', target: 0, ok: findings === 0, samples: killSamples},
		{name: 'keys typed meanwhile that did not arrive', value: keysLost, unit: 'keys', target: 0, ok: keysLost === 0, samples: 2 * killSamples},
		...memory,
		{name: 'attach: a full viewport from clutchd', value: median(attaching), unit: 'ms', samples: attachSamples},
	];
}

/** A line to clutchd as the dashboard has it, which starts it again. `allLive` takes the time from its call until the next snapshot in which all states are right. */
function openLine({home, ...setting}: Eight) {
	let snapshots = 0;
	let waited = 0;
	const link = createLink({
		paths: home.paths,
		env: home.env,
		clock: systemClock,
		onSnapshot(state) {
			snapshots += areAllLive(state, setting) ? 1 : 0;
		},
		onEvent() {
			// The snapshot of a clutchd that has just come says all there is.
		},
		onRows() {
			// No pane is shown.
		},
		onState() {
			// What counts are the sessions.
		},
	});
	return {
		async allLive(): Promise<number> {
			const begin = performance.now();
			await until('all 8 states are right', () => snapshots > waited);
			waited = snapshots;
			return performance.now() - begin;
		},
		close: link.close,
	};
}

async function memoryOf({home, full, printing}: Eight): Promise<readonly Figure[]> {
	const sizes = async (ids: readonly string[]) => {
		const welcomes = await Promise.all(ids.map(async id => look(home, id)));
		return welcomes.flatMap(({holder}) => proportionalMemory(holder.pid) ?? []);
	};

	// What a flood left behind is given back when it has been quiet for a second.
	await wait(tidiedMs);
	const largest = Math.max(...await sizes(full));
	if (!Number.isFinite(largest)) {
		process.stderr.write('memory: this system does not tell proportional set sizes\n');
		return [];
	}

	return [
		{name: 'holder with a full ring, 8 running: PSS', value: largest, unit: 'MB', target: memoryTarget, ok: largest <= memoryTarget, samples: full.length},
		{name: 'holder with a short ring, 8 running: PSS', value: median(await sizes(printing.map(({id}) => id))), unit: 'MB', samples: printing.length},
	];
}

/** From asking for a pane until its first whole frame is there. */
async function attachTimes({full, watcher}: Eight): Promise<readonly number[]> {
	const times: number[] = [];
	for (let sample = 0; sample < attachSamples; sample++) {
		const {promise, resolve} = Promise.withResolvers<void>();
		watcher.client.onRows(() => {
			resolve();
		});
		const begin = performance.now();
		watcher.client.watch([full[sample % full.length] ?? '']);
		await promise;
		times.push(performance.now() - begin);
		watcher.client.watch([]);
	}

	return times;
}

async function echo(scope: Scope): Promise<readonly Figure[]> {
	const {before, after} = await echoAroundDeath(scope);
	const limit = Math.max(...before);
	const value = percentile(after, 95);
	return [
		{name: 'echo before a holder is killed: p95', value: percentile(before, 95), unit: 'ms', samples: before.length},
		{name: 'echo of the other seven afterwards: p95', value, unit: 'ms', target: Number(limit.toFixed(2)), ok: value <= limit, samples: after.length},
		{name: 'echo of the other seven afterwards: slowest', value: Math.max(...after), unit: 'ms', samples: after.length},
	];
}

/** The same runs as `npm run faults -- sessions --only 27`. */
async function twins(full: boolean): Promise<readonly Figure[]> {
	const figures: Figure[] = [];
	for (const fault of faults.filter(({number}) => number === 27)) {
		const {lost, runs} = await runFault(fault, {full});
		figures.push({name: fault.title, value: lost, unit: 'lost', target: 0, ok: lost === 0, samples: runs});
	}

	return figures;
}
