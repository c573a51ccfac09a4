import process from 'node:process';
import type {Figure} from './figure.js';
import {contents} from './panes/content.js';
import {addedTo, lowerOf, type Echo} from './panes/echo.js';
import {measureIdle} from './panes/idle.js';
import {measureLoad, type Load} from './panes/load.js';
import {measureMemory} from './panes/memory.js';
import {canMeasure} from './panes/processes.js';
import {withFlood} from './panes/flood.js';
import {echoer, painter} from './panes/programs.js';
import {clutch, endSeats, rawPty, tmux, type Argv, type Show} from './panes/seats.js';
import {keyOf, measureThroughput} from './panes/throughput.js';

export const name = 'panes';

type Options = {readonly full: boolean; readonly only: string | undefined};

const parts: Readonly<Record<string, (options: Options) => Promise<readonly Figure[]>>> = {throughput, echo, compositor, idle, memory};

/** What a person sees of Clutch's speed, beside tmux in front of the same harness. `only` names one part. */
export async function run(options: Options): Promise<{readonly figures: readonly Figure[]}> {
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => {
			void endSeats().finally(() => process.exit(1));
		});
	}

	const figures: Figure[] = [];
	for (const [part, measure] of Object.entries(parts)) {
		if (options.only === undefined || options.only === part) {
			figures.push(...await measure(options));
		}
	}

	return {figures};
}

const leastRatios: Readonly<Record<string, number>> = {ascii: 1, SGR: 2};

async function throughput({full}: Options): Promise<readonly Figure[]> {
	const repetitions = full ? 5 : 3;
	const poured = await measureThroughput({multiplexers: [rawPty, tmux, clutch], megabytes: 20, repetitions});
	const samples = repetitions * 2;
	return contents.flatMap((content): readonly Figure[] => {
		const [floor, theirs, ours] = [rawPty, tmux, clutch].map(multiplexer => poured.get(keyOf(content, multiplexer.name)) ?? {megabytesPerSecond: Number.NaN, sentMegabytes: Number.NaN});
		const ratio = (ours?.megabytesPerSecond ?? Number.NaN) / (theirs?.megabytesPerSecond ?? Number.NaN);
		const least = leastRatios[content];
		return [
			{name: `${content}: clutch ÷ tmux`, value: ratio, unit: '×', samples, ...least === undefined ? {} : {least, ok: ratio >= least}},
			{name: `${content}: clutch`, value: ours?.megabytesPerSecond ?? Number.NaN, unit: 'MB/s', samples},
			{name: `${content}: tmux`, value: theirs?.megabytesPerSecond ?? Number.NaN, unit: 'MB/s', samples},
			{name: `${content}: raw pty`, value: floor?.megabytesPerSecond ?? Number.NaN, unit: 'MB/s', samples},
			{name: `${content}: clutch to the terminal`, value: ours?.sentMegabytes ?? Number.NaN, unit: 'MB', samples},
			{name: `${content}: tmux to the terminal`, value: theirs?.sentMegabytes ?? Number.NaN, unit: 'MB', samples},
		];
	});
}

type Situation = {readonly name: string; readonly show: Show; readonly p50?: number; readonly p95?: number; readonly processor?: number};

/** So many of the same. */
function many(count: number, argv: Argv): readonly Argv[] {
	return Array.from({length: count}, () => argv);
}

async function echo({full}: Options): Promise<readonly Figure[]> {
	const samples = full ? 500 : 120;
	const milliseconds = full ? 10_000 : 4000;
	const measureFloor = async () => measureLoad({multiplexer: rawPty, show: {focused: echoer()}, samples, milliseconds: 100});
	const before = await measureFloor();
	return withFlood(async flooder => {
		const situations: readonly Situation[] = [
			{name: 'idle', show: {focused: echoer()}, p50: 2, p95: 4},
			{name: '8 visible panes at 30 fps', show: {focused: echoer(), beside: many(8, painter(30))}, p50: 3, p95: 8},
			{name: 'a flood in another visible pane', show: {focused: echoer(), beside: [flooder]}, p50: 8, p95: 20},
			{name: '15 visible panes at 30 fps', show: {focused: echoer(), beside: many(14, painter(30))}, p50: 3, p95: 8, processor: 35},
			{name: '50 hidden writers at 60 Hz', show: {focused: echoer(), hidden: many(50, painter(60))}, p50: 3, p95: 8, processor: 60},
		];
		const measured: Array<{readonly situation: Situation; readonly loads: ReadonlyMap<string, Load>}> = [];
		for (const [index, situation] of situations.entries()) {
			const measure = async (multiplexer: typeof tmux) => measureLoad({multiplexer, show: situation.show, samples, milliseconds});
			const order = index % 2 === 0 ? [clutch, tmux] : [tmux, clutch];
			const loads = new Map<string, Load>();
			for (const multiplexer of order) {
				loads.set(multiplexer.name, await measure(multiplexer));
			}

			measured.push({situation, loads});
		}

		// A floor that something else has disturbed would flatter whoever is compared with it: it is measured at both ends, and the lower one counts.
		const after = await measureFloor();
		const floor = lowerOf(before.echo, after.echo);
		return [
			...echoFigures('echo of a raw pty', floor, {samples}),
			...measured.flatMap(({situation, loads}) => [...loads].flatMap(([who, load]) => loadFigures(situation, {who, load, floor, samples}))),
		];
	});
}

function loadFigures({name: situation, p50, p95, processor}: Situation, {who, load, floor, samples}: {readonly who: string; readonly load: Load; readonly floor: Echo; readonly samples: number}): readonly Figure[] {
	const targets = who === 'clutch' ? {p50, p95} : {};
	const limit = who === 'clutch' ? processor : undefined;
	return [
		...echoFigures(`${situation}: echo added by ${who}`, addedTo(floor, load.echo), {samples, ...targets}),
		...canMeasure ? [{name: `${situation}: processor of ${who}`, value: load.processor, unit: '% of a core', ...limit === undefined ? {} : {target: limit, ok: load.processor <= limit}}] : [],
		{name: `${situation}: ${who} to the terminal`, value: load.sentPerSecond / 1024, unit: 'KB/s'},
	];
}

function echoFigures(what: string, {p50, p95}: Echo, {samples, ...targets}: {readonly samples: number; readonly p50?: number | undefined; readonly p95?: number | undefined}): Figure[] {
	return [
		{name: `${what}, p50`, value: p50, unit: 'ms', samples, ...targets.p50 === undefined ? {} : {target: targets.p50, ok: p50 <= targets.p50}},
		{name: `${what}, p95`, value: p95, unit: 'ms', samples, ...targets.p95 === undefined ? {} : {target: targets.p95, ok: p95 <= targets.p95}},
	];
}

/** A part of the same table, and a bench of its own for who works at the compositor. */
async function compositor(): Promise<readonly Figure[]> {
	const {run: measure} = await import('./compositor.js');
	const {figures} = await measure();
	return figures;
}

async function idle(): Promise<readonly Figure[]> {
	const {processor, sent, renders} = await measureIdle(60_000);
	return [
		...canMeasure ? [{name: 'idle, 10 sessions: all processes', value: processor, unit: '% of a core', target: 0.5, ok: processor <= 0.5}] : [],
		// The ages of the sessions, once a minute; test/ui/idle.ts says that it is nothing else.
		{name: 'idle, 10 sessions: to the terminal', value: sent, unit: 'bytes'},
		{name: 'idle, 10 sessions: renders', value: renders, unit: 'renders', target: 0, ok: renders === 0},
	];
}

async function memory(): Promise<readonly Figure[]> {
	if (!canMeasure) {
		return [];
	}

	const {session, dashboard} = await measureMemory(5000);
	const {session: larger} = await measureMemory(10_000);
	return [
		{name: 'a session with 5000 lines kept', value: session, unit: 'MB', target: 30, ok: session <= 30},
		{name: 'a session with 10000 lines kept', value: larger, unit: 'MB', target: 45, ok: larger <= 45},
		{name: 'the dashboard', value: dashboard, unit: 'MB', target: 120, ok: dashboard <= 120},
	];
}
