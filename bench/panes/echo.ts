import {setTimeout as wait} from 'node:timers/promises';
import {percentile} from '../figure.js';
import {createRandom} from './content.js';
import type {Outer} from './outer.js';

export type Echo = {readonly p50: number; readonly p95: number};

/** None of them is in what the other panes show, and the same one comes again only after six others. */
const keys = ['@', '~', '^', '{', '}', '`', '\\'] as const;
const warmUp = 15;

/** From a key until the program's answer to it is seen, at moments that fit no clock. */
export async function measureEcho({type, seen}: Outer, samples: number): Promise<Echo> {
	const random = createRandom(11);
	const times: number[] = [];
	for (let sample = 0; sample < samples + warmUp; sample++) {
		await wait(20 + random(21));
		const key = keys[sample % keys.length] ?? '@';
		const begin = performance.now();
		type(key);
		times.push(await seen(key, 20_000) - begin);
	}

	const counted = times.slice(warmUp);
	return {p50: percentile(counted, 50), p95: percentile(counted, 95)};
}

export function addedTo(floor: Echo, {p50, p95}: Echo): Echo {
	return {p50: Math.max(0, p50 - floor.p50), p95: Math.max(0, p95 - floor.p95)};
}

export function lowerOf(one: Echo, other: Echo): Echo {
	return {p50: Math.min(one.p50, other.p50), p95: Math.min(one.p95, other.p95)};
}
