import {readFileSync, readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as wait} from 'node:timers/promises';
import {servicePrefix} from '../../source/core/service/service.js';
import {connectHolder, type Welcome} from '../../source/io/holder-client.js';
import {watchClutchd} from '../../test/helpers/clutchd.js';
import {fixture} from '../../test/helpers/fixture.js';
import type {Home} from '../../test/helpers/home.js';
import {runProgram} from '../../test/helpers/program.js';
import {until} from '../../test/helpers/until.js';
import {inScope} from '../faults/fault.js';
import {median, type Figure} from '../figure.js';
import {addedTo, measureEcho} from '../panes/echo.js';
import {measureLoad} from '../panes/load.js';
import {processorTime, resident} from '../panes/processes.js';
import {echoer} from '../panes/programs.js';
import {openClutch, ownProcesses, rawPty} from '../panes/seats.js';
import type {Options} from '../services.js';

const growthTarget = 20;
const lookEveryMs = 100;
const settleMs = 5000;
const megabytes = 10;
const files = 5;

/** The last line before a full file may go beyond it, and what came with it. */
const slackBytes = 256 * 1024;

/** A service that prints 200 MB a second, beside a pane in which somebody types. */
export async function flood({full}: Options): Promise<readonly Figure[]> {
	const samples = full ? 500 : 120;
	const {echo: floor} = await measureLoad({multiplexer: rawPty, show: {focused: echoer()}, samples, milliseconds: 100});
	return inScope(async scope => {
		const services = {
			gateway: {enabled: false},
			headroom: {enabled: false},
			flood: {argv: [process.execPath, fixture('flood.js'), '/dev/null'], log: {megabytes, files}, enabled: false},
		};
		const {home, outer} = await openClutch(scope, {focused: echoer(), services});
		const watcher = await watchClutchd(scope, {home, start: false});
		const clutchd = watcher.client.welcome.pid;
		const quiet = await statusTimes(home, 7);
		// What the first seconds of a clutchd bring with them is not the flood's.
		await wait(settleMs);
		const before = resident(clutchd);
		await watcher.client.call({type: 'service.up', ids: ['flood']});
		await watcher.waitFor('the flood runs', ({services: all}) => all.some(({id, state}) => id === 'flood' && state.status === 'ready'));
		const {holder: {pid: holder}, child} = await holderOf(home);
		const holderBefore = resident(holder);
		await until('it has been rotated once', () => logFiles(home.paths.log).length > 1, {timeoutMs: 60_000});
		// A ring fills, buffers get as large as they get: flat is what does not grow from then on.
		await wait(settleMs);
		const settled = {clutchd: resident(clutchd), holder: resident(holder)};
		const begun = performance.now();
		const printed = printedBy(child?.pid ?? 0);
		const used = processorTime(ownProcesses(home));
		const peaks = {clutchd: 0, holder: 0};
		const looking = setInterval(() => {
			peaks.clutchd = Math.max(peaks.clutchd, resident(clutchd));
			peaks.holder = Math.max(peaks.holder, resident(holder));
		}, lookEveryMs);
		const echo = addedTo(floor, await measureEcho(outer, samples));
		const loud = await statusTimes(home, 7);
		clearInterval(looking);
		const seconds = (performance.now() - begun) / 1000;
		const processor = (processorTime(ownProcesses(home)) - used) / seconds / 10;
		const taken = (printedBy(child?.pid ?? 0) - printed) / 1e6 / seconds;
		const kept = logFiles(home.paths.log);
		const tooLarge = kept.filter(({bytes}) => bytes > (megabytes * 1024 * 1024) + slackBytes).length;
		const growth = Math.max(0, peaks.clutchd - settled.clutchd);
		const holderGrowth = Math.max(0, peaks.holder - settled.holder);
		return [
			{name: 'a flood of a service: clutchd grows at first by', value: settled.clutchd - before, unit: 'MB'},
			{name: 'a flood of a service: its holder grows at first by', value: settled.holder - holderBefore, unit: 'MB'},
			{name: 'a flood of a service: clutchd goes on growing by', value: growth, unit: 'MB', target: growthTarget, ok: growth <= growthTarget},
			{name: 'a flood of a service: its holder goes on growing by', value: holderGrowth, unit: 'MB', target: growthTarget, ok: holderGrowth <= growthTarget},
			{name: 'a flood of a service: log files', value: kept.length, unit: 'files', target: files + 1, ok: kept.length <= files + 1},
			{name: 'a flood of a service: log files that are too large', value: tooLarge, unit: 'files', target: 0, ok: tooLarge === 0},
			{name: 'a flood of a service: echo added in a pane, p50', value: echo.p50, unit: 'ms', target: 8, ok: echo.p50 <= 8, samples},
			{name: 'a flood of a service: echo added in a pane, p95', value: echo.p95, unit: 'ms', target: 20, ok: echo.p95 <= 20, samples},
			{name: 'a flood of a service: taken from it', value: taken, unit: 'MB/s'},
			{name: 'a flood of a service: processor of all of ours', value: processor, unit: '% of a core'},
			{name: 'proxies status meanwhile: p50', value: median(loud), unit: 'ms', samples: loud.length},
			{name: 'proxies status before: p50', value: median(quiet), unit: 'ms', samples: quiet.length},
			{name: 'process-compose: a flood into a log file', value: 176, unit: 'MB/s', samples: 3},
			{name: 'process-compose: a flood into a log file, processor', value: 125, unit: '% of a core', samples: 3},
		];
	});
}

async function holderOf({paths}: Pick<Home, 'paths'>): Promise<Welcome> {
	const probe = await connectHolder({socket: path.join(paths.holders, `${servicePrefix}flood.sock`), role: 'probe', client: 'bench', signal: AbortSignal.timeout(20_000)});
	probe.end();
	return probe.welcome;
}

function logFiles(folder: string): ReadonlyArray<{readonly name: string; readonly bytes: number}> {
	return readdirSync(folder).filter(name => name.startsWith('flood.log')).map(name => ({name, bytes: statSync(path.join(folder, name)).size}));
}

/** Bytes that a process has written so far. */
function printedBy(pid: number): number {
	try {
		return Number(/^wchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1] ?? Number.NaN);
	} catch {
		// It ended meanwhile.
		return Number.NaN;
	}
}

async function statusTimes(home: Home, samples: number): Promise<readonly number[]> {
	const times: number[] = [];
	for (let sample = 0; sample < samples; sample++) {
		const begin = performance.now();
		await runProgram(['proxies', 'status', '--json'], {home});
		times.push(performance.now() - begin);
	}

	return times;
}
