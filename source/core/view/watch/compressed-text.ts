import type {CompressionSkip, UsageCompression} from '../../usage/usage.js';
import {formatCount, formatLatency, formatShare} from '../text/format.js';
import type {Role} from '../text/role.js';

const skips: Readonly<Record<CompressionSkip, string>> = {
	warming: 'was not ready yet',
	resting: 'is left alone for a while: it failed three times in a row',
	late: 'did not answer in time',
	refused: 'answered with an error',
	broken: 'broke the connection off',
	nonsense: 'answered something else than what was asked',
};

/** What compression did for one request, and what it did not. */
export function compressedText({tokensBefore, tokensAfter, freshSaved, ms, skipped}: UsageCompression): {readonly text: string; readonly role: Role} {
	const saved = tokensBefore - tokensAfter;
	const took = `   took ${formatLatency(ms)}`;
	const why = skipped === undefined ? '' : `Headroom ${skips[skipped]}`;
	if (saved === 0) {
		return {text: `nothing: ${why === '' ? 'there was nothing to win' : why}${took}`, role: skipped === undefined ? 'dim' : 'warn'};
	}

	return {text: `${formatCount(tokensBefore)} → ${formatCount(tokensAfter)} tokens (−${formatShare(saved / tokensBefore)}; ${formatCount(freshSaved)} of them new, the rest sent shorter before)${why === '' ? '' : `; what is new was sent as it came: ${why}`}${took}`, role: skipped === undefined ? 'text' : 'warn'};
}
