import test from 'ava';
import {costOf, type Prices} from '../../../source/core/usage/price.js';
import {noTotals, sumOf, totalsOf} from '../../../source/core/usage/totals.js';
import type {Tokens, Usage, UsageCompression} from '../../../source/core/usage/usage.js';
import {usageRecord} from '../../helpers/usage.js';

const prices: Prices = {box: {m: {usdPerMillionInput: 10, usdPerMillionOutput: 0, usdPerMillionCacheRead: 1, usdPerMillionCacheWrite: 12}, plain: {usdPerMillionInput: 10, usdPerMillionOutput: 0}}};

/** 1000 tokens saved, 400 of them in what is new. */
const saved: UsageCompression = {by: 'headroom', tokensBefore: 5000, tokensAfter: 4000, freshSaved: 400, ms: 20};
const warm: Tokens = {input: 4000, output: 1, cacheRead: 3000, cacheWrite: 500};

const totals = (fields: Partial<Usage>) => {
	const usage = usageRecord('r', {provider: 'box', model: 'm', tokens: warm, compression: saved, ...fields});
	return totalsOf(usage, costOf(usage, prices)).compressed;
};

const rounded = (value: ReturnType<typeof totals>) => value === undefined ? undefined : {...value, weighted: Math.round(value.weighted), usd: value.usd === undefined ? undefined : Math.round(value.usd * 1_000_000)};

test('counts what was saved as it is and as a bill weighs it', t => {
	t.deepEqual(rounded(totals({})), {requests: 1, skipped: 0, tokens: 1000, weighted: 60 + 500, usd: 600 + 4800});
});

test('weighs what is saved in full where the provider had nothing in its cache', t => {
	t.deepEqual(rounded(totals({tokens: {...warm, cacheRead: 0}})), {requests: 1, skipped: 0, tokens: 1000, weighted: 1250, usd: 12_000});
	t.deepEqual(rounded(totals({tokens: {...warm, cacheRead: 0, cacheWrite: 0}})), {requests: 1, skipped: 0, tokens: 1000, weighted: 1000, usd: 10_000});
});

test('takes the usual rates where a price of the cache is not known', t => {
	t.deepEqual(rounded(totals({model: 'plain'})), {requests: 1, skipped: 0, tokens: 1000, weighted: 560, usd: 600 + 5000});
});

test('knows no dollars without a price or reported tokens', t => {
	t.deepEqual(rounded(totals({model: 'other'})), {requests: 1, skipped: 0, tokens: 1000, weighted: 560, usd: undefined});
	t.deepEqual(rounded(totals({tokens: undefined})), {requests: 1, skipped: 0, tokens: 1000, weighted: 60 + 400, usd: undefined});
});

test('counts nothing for a request that was refused, and none where nothing was compressed', t => {
	t.deepEqual([totals({outcome: 'failed', status: 429, tokens: undefined}), totals({compression: undefined})], [undefined, undefined]);
});

test('adds up over requests, those without an answer of the compressor apart', t => {
	const records = [usageRecord('r', {provider: 'box', model: 'm', tokens: warm, compression: saved}), usageRecord('r', {compression: {...saved, tokensAfter: 5000, freshSaved: 0, skipped: 'late'}}), usageRecord('r', {})];
	const {compressed} = sumOf(records.map(usage => totalsOf(usage, costOf(usage, prices))));
	t.deepEqual(rounded(compressed), {requests: 1, skipped: 1, tokens: 1000, weighted: 560, usd: 5400});
	t.false('compressed' in noTotals);
});
