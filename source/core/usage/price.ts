import {readWeight, writeWeight} from './compressed.js';
import type {Tokens, Usage, UsageCompression} from './usage.js';

/** US dollars for a million tokens. */
export type Price = {
	readonly usdPerMillionInput: number;
	readonly usdPerMillionOutput: number;
	/** Of the prompt, what the provider had in its cache, and what it put there; left out, that counts as any input. */
	readonly usdPerMillionCacheRead?: number | undefined;
	readonly usdPerMillionCacheWrite?: number | undefined;
};

/** By provider, then by model as the provider names it. */
export type Prices = Readonly<Record<string, Readonly<Record<string, Price>>>>;

/** `isExact` is false where a part of the prompt came from a cache whose own price is not known: it costs at most so much. */
export type Cost = {readonly usd: number; readonly isExact: boolean; /** What compression has saved, where it did anything. */ readonly savedUsd?: number | undefined};

/** Prices change by the week and differ by contract, so none is shipped that could be wrong: what is known stands in the user's config, section `prices`. */
const shippedPrices: Prices = {};

const million = 1_000_000;

export function priceOf(prices: Prices, {provider, model}: {readonly provider: string | undefined; readonly model: string | undefined}): Price | undefined {
	const models = provider === undefined || !Object.hasOwn(prices, provider) ? undefined : prices[provider];
	return models === undefined || model === undefined || !Object.hasOwn(models, model) ? undefined : models[model];
}

/** Undefined where no price is known or the upstream reported no tokens: not zero. */
export function costOf({compression, tokens, ...usage}: Pick<Usage, 'provider' | 'model' | 'tokens' | 'compression'>, prices: Prices): Cost | undefined {
	const price = priceOf(prices, usage);
	if (price === undefined || tokens === undefined) {
		return undefined;
	}

	const cost = costOfTokens(tokens, price);
	return compression === undefined ? cost : {...cost, savedUsd: savedUsd({compression, tokens}, price)};
}

/** What was not sent, at the price it would have had: what was sent before would have been in the provider's cache, if anything was. */
function savedUsd({compression: {tokensBefore, tokensAfter, freshSaved}, tokens}: {readonly compression: UsageCompression; readonly tokens: Tokens}, {usdPerMillionInput: input, usdPerMillionCacheRead: read = input * readWeight, usdPerMillionCacheWrite: write = input * writeWeight}: Price): number {
	const fresh = tokens.cacheWrite > 0 ? write : input;
	const old = tokens.cacheRead > 0 ? read : fresh;
	return (((tokensBefore - tokensAfter - freshSaved) * old) + (freshSaved * fresh)) / million;
}

function costOfTokens({input, output, cacheRead, cacheWrite}: Tokens, price: Price): Cost {
	const fresh = Math.max(0, input - cacheRead - cacheWrite);
	const usd = (
		(fresh * price.usdPerMillionInput)
		+ (cacheRead * (price.usdPerMillionCacheRead ?? price.usdPerMillionInput))
		+ (cacheWrite * (price.usdPerMillionCacheWrite ?? price.usdPerMillionInput))
		+ (output * price.usdPerMillionOutput)
	) / million;
	return {usd, isExact: (cacheRead === 0 || price.usdPerMillionCacheRead !== undefined) && (cacheWrite === 0 || price.usdPerMillionCacheWrite !== undefined)};
}

type PriceSection = {readonly usd_per_million_input: number; readonly usd_per_million_output: number; readonly usd_per_million_cache_read?: number | undefined; readonly usd_per_million_cache_write?: number | undefined};

/** What the config says goes before what is shipped. */
export function pricesOf(section: Readonly<Record<string, Readonly<Record<string, PriceSection>>>>): Prices {
	const own = Object.entries(section).map(([provider, models]) => [provider, {
		...shippedPrices[provider],
		...Object.fromEntries(Object.entries(models).map(([model, price]): [string, Price] => [model, {
			usdPerMillionInput: price.usd_per_million_input,
			usdPerMillionOutput: price.usd_per_million_output,
			usdPerMillionCacheRead: price.usd_per_million_cache_read,
			usdPerMillionCacheWrite: price.usd_per_million_cache_write,
		}])),
	}]);
	return {...shippedPrices, ...Object.fromEntries(own) as Prices};
}
