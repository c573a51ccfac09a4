import type {ClientState} from '../../source/core/client/state.js';
import {createEntries} from '../../source/core/usage/entries.js';
import {figuresOf, watchSpans} from '../../source/core/usage/figures.js';
import {emptyUsage, foldUsage} from '../../source/core/usage/fold.js';
import {meterOf} from '../../source/core/usage/meter.js';
import {costOf, type Prices} from '../../source/core/usage/price.js';
import {createSeries} from '../../source/core/usage/series.js';
import type {Usage} from '../../source/core/usage/usage.js';
import {startWatch, takeWatch, type Watch} from '../../source/core/view/watch/watch.js';
import {usageRecord} from './usage.js';

/** 2026-11-20 14:07:31 UTC. */
export const watchNow = Date.UTC(2026, 10, 20, 14, 7, 31);
const minute = 60_000;
const day = 24 * 60 * minute;

const prices: Prices = {openrouter: {'moonshotai/kimi-k2.6': {usdPerMillionInput: 0.6, usdPerMillionOutput: 2.8, usdPerMillionCacheRead: 0.15}}};

/** A cascade and a failure, among requests that went well. */
export const watchRecords: readonly Usage[] = [
	...Array.from({length: 30}, (_, index) => usageRecord(`ok-${index}`, {
		at: watchNow - (14 * minute) + (index * 25_000), provider: 'openrouter', model: 'moonshotai/kimi-k2.6', durationMs: 1900, firstTokenMs: 900,
		attempts: [{provider: 'openrouter', model: 'moonshotai/kimi-k2.6', status: 200, error: undefined, durationMs: 1900}], tokens: {input: 90_000, output: 1200, cacheRead: 81_000, cacheWrite: 0},
	})),
	usageRecord('cascade', {
		at: watchNow - 19_000, provider: 'openrouter', model: 'nvidia/nemotron-3', durationMs: 4000, rule: 'role BIG', tokens: undefined,
		attempts: [
			{provider: 'openrouter', model: 'moonshotai/kimi-k2.6', status: 429, error: 'rate limit, retry in 38 s', durationMs: 1200},
			{provider: 'openrouter', model: 'nvidia/nemotron-3', status: 200, error: undefined, durationMs: 2800},
		],
	}),
	usageRecord('failed', {at: watchNow - 40_000, session: undefined, provider: 'openrouter', model: 'nvidia/nemotron-3', outcome: 'failed', status: 503, tokens: undefined, error: 'overloaded', attempts: [{provider: 'openrouter', model: 'nvidia/nemotron-3', status: 503, error: 'overloaded', durationMs: 800}], durationMs: 800}),
];

/** What clutchd would tell about these requests. */
export function watchedBy(records: readonly Usage[], change: Partial<Watch> = {}): {readonly watch: Watch; readonly client: ClientState} {
	const series = createSeries();
	const entries = createEntries();
	const dayStart = watchNow - (14 * 60 * minute) - (7 * minute) - 31_000;
	let usage = emptyUsage(dayStart);
	for (const record of records.toSorted((left, right) => left.at - right.at)) {
		const cost = costOf(record, prices);
		usage = foldUsage(usage, {type: 'recorded', usage: record, cost}, {now: watchNow, dayStart});
		series.add(record, cost);
		entries.usage(record, cost, prices);
	}

	const figures = figuresOf({series, entries}, {spanMs: (change.span ?? watchSpans[0]).spanMs}, {now: watchNow, utcOffsetMs: 0});
	return {
		watch: takeWatch({...startWatch, ...change}, {type: 'figures', figures, resources: {services: {gateway: {cpu: 0.004, memoryBytes: 71_000_000}}, sessions: {k3f: {cpu: undefined, memoryBytes: 310_000_000}}}}),
		client: {
			clutchd: {pid: 1, startedAt: watchNow - day, version: '0.1.0', adopted: 0},
			sessions: [{id: 'k3f', name: 'api', title: 'claude', cwd: '/', recipe: {code: 'cip', agent: 'claude', route: 'p', credential: 'gateway-key', profile: undefined, model: undefined, conversation: undefined, file: 'claude', shownArgs: []}, demo: false, state: {status: 'live', pid: 7, since: 0}, activity: 'unknown', createdAt: 0}],
			services: [
				{id: 'gateway', title: 'Gateway', demo: false, state: {status: 'ready', pid: 9, since: watchNow - (3 * day) - (2 * 60 * minute), address: 'http://127.0.0.1:8082'}},
				{id: 'demo', title: 'Demo', demo: true, state: {status: 'stopped'}},
				{id: 'cli-proxy', title: 'CLI proxy', demo: false, state: {status: 'parked', last: {type: 'code', code: 1}, reason: 'exit 1 (config)', choices: ['try again'], port: 8317}},
			],
			meter: meterOf(usage, {now: watchNow, dayStart, series}),
			notices: [],
		},
	};
}
