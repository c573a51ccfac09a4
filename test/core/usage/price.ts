import test from 'ava';
import {costOf, pricesOf, type Prices} from '../../../source/core/usage/price.js';
import {usageRecord} from '../../helpers/usage.js';

const prices: Prices = pricesOf({
	openrouter: {'moonshotai/kimi-k2.6': {usd_per_million_input: 0.6, usd_per_million_output: 2.8}},
	anthropic: {'claude-opus': {usd_per_million_input: 15, usd_per_million_output: 75, usd_per_million_cache_read: 1.5, usd_per_million_cache_write: 18.75}},
});

const opus = {provider: 'anthropic', model: 'claude-opus'};
const kimi = {provider: 'openrouter', model: 'moonshotai/kimi-k2.6'};
const million = 1_000_000;

const costs = test.macro<[change: Parameters<typeof usageRecord>[1], wanted: ReturnType<typeof costOf>]>({
	exec(t, change, wanted) {
		t.deepEqual(costOf(usageRecord('1', change), prices), wanted);
	},
	title: (name = '') => name,
});

test('input and output at their prices', costs, {...kimi, tokens: {input: million, output: million, cacheRead: 0, cacheWrite: 0}}, {usd: 3.4, isExact: true});
test('what came from a cache at the price of that', costs, {...opus, tokens: {input: million, output: 0, cacheRead: million, cacheWrite: 0}}, {usd: 1.5, isExact: true});
test('what was put into a cache at the price of that', costs, {...opus, tokens: {input: million, output: 0, cacheRead: 0, cacheWrite: million}}, {usd: 18.75, isExact: true});
test('a cached part without a price of its own makes an estimate', costs, {...kimi, tokens: {input: million, output: 0, cacheRead: million / 2, cacheWrite: 0}}, {usd: 0.6, isExact: false});
test('a model that is not in the table has no cost', costs, {provider: 'openrouter', model: 'other'}, undefined);
test('the same model of another provider has no cost', costs, {provider: 'other', model: 'claude-opus'}, undefined);
test('a name that every object has is no model', costs, {provider: 'toString', model: 'constructor'}, undefined);
test('no tokens, no cost', costs, {...opus, tokens: undefined}, undefined);
