import {setTimeout as wait} from 'node:timers/promises';
import {inScope} from '../faults/fault.js';
import {measureEcho, type Echo} from './echo.js';
import {processorTime} from './processes.js';
import type {Multiplexer, Show} from './seats.js';

/** What a situation costs: the processor of the multiplexer alone, in percent of one core, and how long an echo takes meanwhile. */
export type Load = {readonly processor: number; readonly echo: Echo; readonly sentPerSecond: number};

type Options = {readonly multiplexer: Multiplexer; readonly show: Show; readonly samples: number; readonly milliseconds: number};

/** First the processor, then the echo: who types is no part of the load. */
export async function measureLoad({multiplexer, show, samples, milliseconds}: Options): Promise<Load> {
	return inScope(async scope => {
		const {outer, pids} = await multiplexer.open(scope, show);
		// What has just started still compiles its code.
		await wait(1500);
		const before = {time: processorTime(pids()), bytes: outer.bytes(), at: performance.now()};
		await wait(milliseconds);
		const seconds = (performance.now() - before.at) / 1000;
		const processor = (processorTime(pids()) - before.time) / seconds / 10;
		const sentPerSecond = (outer.bytes() - before.bytes) / seconds;
		return {processor, sentPerSecond, echo: await measureEcho(outer, samples)};
	});
}
