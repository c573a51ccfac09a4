import type {CompressedTotals} from '../client/state.js';
import type {Usage} from './usage.js';

/** What a bill weighs a token at, by the side of one that is in no cache: the vendors' usual rates. */
export const readWeight = 0.1;
export const writeWeight = 1.25;

type Weights = {readonly old: number; readonly fresh: number};

/**
What compression did for one request, in two ways: tokens that were not sent, and what they would have weighed on the bill. What was sent before would have come from the provider's cache, where this one had anything in it; what is new would have been put there, where anything was.
*/
export function compressedOf({compression, outcome, status, tokens}: Usage, usd: number | undefined): CompressedTotals | undefined {
	// Nothing was used by what was refused.
	if (compression === undefined || (outcome === 'failed' && status !== 200)) {
		return undefined;
	}

	const {tokensBefore, tokensAfter, freshSaved, skipped} = compression;
	const saved = tokensBefore - tokensAfter;
	const {old, fresh} = weightsOf(tokens);
	return {
		requests: saved === 0 ? 0 : 1,
		skipped: skipped === undefined ? 0 : 1,
		tokens: saved,
		weighted: ((saved - freshSaved) * old) + (freshSaved * fresh),
		usd,
	};
}

function weightsOf(tokens: Usage['tokens']): Weights {
	const fresh = (tokens?.cacheWrite ?? 0) > 0 ? writeWeight : 1;
	// Where nothing was reported, a cache is taken for granted: rather too little was saved than too much.
	return {old: tokens === undefined || tokens.cacheRead > 0 ? readWeight : fresh, fresh};
}

export function addCompressed(left: CompressedTotals | undefined, right: CompressedTotals | undefined): CompressedTotals | undefined {
	if (left === undefined || right === undefined) {
		return left ?? right;
	}

	return {
		requests: left.requests + right.requests,
		skipped: left.skipped + right.skipped,
		tokens: left.tokens + right.tokens,
		weighted: left.weighted + right.weighted,
		usd: left.usd === undefined ? right.usd : left.usd + (right.usd ?? 0),
	};
}
