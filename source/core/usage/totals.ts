import type {UsageTotals} from '../client/state.js';
import {addCompressed, compressedOf} from './compressed.js';
import type {Cost} from './price.js';
import type {Usage} from './usage.js';

export const noTotals: UsageTotals = {requests: 0, failed: 0, input: 0, output: 0, cacheRead: 0, cost: undefined};

export function addUsage(totals: UsageTotals, usage: Usage, cost: Cost | undefined): UsageTotals {
	return addTotals(totals, totalsOf(usage, cost));
}

export function addTotals(left: UsageTotals, right: UsageTotals): UsageTotals {
	const unreported = (left.unreported ?? 0) + (right.unreported ?? 0);
	const inexact = (left.inexact ?? 0) + (right.inexact ?? 0);
	const compressed = addCompressed(left.compressed, right.compressed);
	return {
		requests: left.requests + right.requests,
		failed: left.failed + right.failed,
		input: left.input + right.input,
		output: left.output + right.output,
		cacheRead: left.cacheRead + right.cacheRead,
		cost: left.cost === undefined ? right.cost : left.cost + (right.cost ?? 0),
		...(unreported === 0 ? {} : {unreported}),
		...(inexact === 0 ? {} : {inexact}),
		...(compressed === undefined ? {} : {compressed}),
	};
}

/** All of them together. */
export function sumOf(all: readonly UsageTotals[]): UsageTotals {
	let sum = noTotals;
	for (const one of all) {
		sum = addTotals(sum, one);
	}

	return sum;
}

export function totalsOf(usage: Usage, cost: Cost | undefined): UsageTotals {
	const {tokens, outcome, status} = usage;
	// Nothing was used by what was refused.
	const isUnreported = tokens === undefined && !(outcome === 'failed' && status !== 200);
	const compressed = compressedOf(usage, cost?.savedUsd);
	const isInexact = isUnreported || (tokens !== undefined && cost?.isExact !== true);
	return {
		requests: 1,
		failed: outcome === 'failed' ? 1 : 0,
		input: tokens?.input ?? 0,
		output: tokens?.output ?? 0,
		cacheRead: tokens?.cacheRead ?? 0,
		cost: cost?.usd,
		...(isUnreported ? {unreported: 1} : {}),
		...(isInexact ? {inexact: 1} : {}),
		...(compressed === undefined ? {} : {compressed}),
	};
}

/** Whether anything is known of the tokens: where every request left them out, a zero would be a lie. */
export function hasTokens(totals: UsageTotals): boolean {
	return totals.requests === 0 || (totals.unreported ?? 0) < totals.requests - totals.failed || totals.input + totals.output > 0;
}

/** The part of the prompts that came from the providers' caches, 0 to 1; undefined where nothing is known of it. */
export function cacheShare({input, cacheRead}: Pick<UsageTotals, 'input' | 'cacheRead'>): number | undefined {
	return input === 0 ? undefined : cacheRead / input;
}
