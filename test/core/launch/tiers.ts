import test from 'ava';
import type {Config} from '../../../source/core/config/config.js';
import {shippedConfig} from '../../../source/core/config/defaults.js';
import {resolveTiers, tiersOf} from '../../../source/core/launch/tiers.js';
import type {Scan} from '../../../source/core/scan/scan.js';

const shipped: Config = shippedConfig;
const scan: Scan = {status: 'read', best: {model: 'vendor/best', provider: 'openrouter'}, free: {model: 'zai/glm-5:free', provider: 'groq'}};

test('d n k q are the models the README promises', t => {
	const {d, n, k, q} = tiersOf(shipped);
	t.deepEqual({d, n, k, q}, {
		d: 'deepseek/deepseek-v4-flash:free',
		n: 'nvidia/nemotron-3-super-120b-a12b:free',
		k: 'moonshotai/kimi-k2.6:free',
		q: 'qwen/qwen3-next-80b-a3b-thinking',
	});
});

test('without a scan m is the model of role BIG and f a free one, and both say so', t => {
	const {m, f} = resolveTiers({config: shipped});
	t.deepEqual([m, f], [
		{model: 'moonshotai/kimi-k2.6:free', profile: undefined, text: 'moonshotai/kimi-k2.6:free (configured default; no scan)'},
		{model: 'moonshotai/kimi-k2.6:free', profile: undefined, text: 'moonshotai/kimi-k2.6:free (configured default; no scan)'},
	]);
});

test('a scan names m and f, with the provider where it is another one than the default', t => {
	const {m, f} = resolveTiers({config: shipped, scan});
	t.deepEqual([m, f].map(tier => [tier?.model, tier?.text]), [['vendor/best', 'vendor/best (of the scan)'], ['groq:zai/glm-5:free', 'groq:zai/glm-5:free (of the scan)']]);
	t.is(resolveTiers({config: shipped, scan: {...scan, best: {model: 'x', provider: 'nobody-knows'}}}).m?.model, 'x');
});

for (const [title, change, given, expected] of [
	['tiers.m of the config without a scan', {tiers: {m: 'own/m'}, selectors: {best: 'own/best'}}, undefined, {m: 'own/m (tiers.m; no scan)', f: 'moonshotai/kimi-k2.6:free (configured default; no scan)'}],
	['selectors of the config', {selectors: {best: 'own/best', free: 'own/free:free'}}, {status: 'stale', days: 3}, {m: 'own/best (selectors.best; the scan is 3 days old)', f: 'own/free:free (selectors.free; the scan is 3 days old)'}],
	['a scan that cannot be used', {}, {status: 'invalid', problem: 'it is no JSON'}, {m: 'moonshotai/kimi-k2.6:free (configured default; the scan cannot be used: it is no JSON)', f: 'moonshotai/kimi-k2.6:free (configured default; the scan cannot be used: it is no JSON)'}],
	['a scan without a free model', {}, {...scan, free: undefined}, {m: 'vendor/best (of the scan)', f: 'moonshotai/kimi-k2.6:free (configured default; the scan names none)'}],
	['a BIG model of the user that costs something', {model_tiers: {...shipped.model_tiers, BIG: {default: 'anthropic:claude-opus-5-5', cascade: ['openai/gpt-oss-120b:free']}}}, undefined, {m: 'anthropic:claude-opus-5-5 (configured default; no scan)', f: 'openai/gpt-oss-120b:free (configured default; no scan)'}],
] satisfies ReadonlyArray<readonly [title: string, change: Partial<Config>, given: Scan | undefined, expected: unknown]>) {
	test(`m and f with ${title}`, t => {
		const {m, f} = tiersOf({...shipped, ...change}, given);
		t.deepEqual({m, f}, expected);
	});
}

test('digits are the profiles of that name', t => {
	const config = {...shipped, profiles: {1: 'vendor/one', 2: {force_main: 'vendor/two', notes: 'strong'}, 3: {tier_overrides: {big: 'a/b'}, notes: 'mixed'}, 4: {}, work: 'vendor/work'}};
	const tiers = resolveTiers({config});
	t.deepEqual(Object.keys(tiers).filter(name => /\d|work/.test(name)).map(name => tiers[name]), [
		{model: 'vendor/one', profile: '1', text: 'vendor/one'},
		{model: 'vendor/two', profile: '2', text: 'profile 2: vendor/two'},
		{model: undefined, profile: '3', text: 'profile 3: mixed'},
		{model: undefined, profile: '4', text: 'profile 4'},
	]);
});
