import type {CompressionSkip, UsageCompression} from '../usage/usage.js';

export type Saving = {
	/** Of the list of messages as it came. */
	readonly bytes: number;
	readonly savedBytes: number;
	/** Of these, in texts that were not sent before. */
	readonly freshBytes: number;
	readonly tokensPerByte: number;
	readonly ms: number;
	readonly skipped: CompressionSkip | undefined;
};

/** Where a compressor has not counted yet. */
export const usualTokensPerByte = 0.25;

export function compressionOf({bytes, savedBytes, freshBytes, tokensPerByte, ms, skipped}: Saving): UsageCompression {
	const tokens = (size: number) => Math.round(Math.max(0, size) * tokensPerByte);
	return {by: 'headroom', tokensBefore: tokens(bytes), tokensAfter: tokens(bytes - savedBytes), freshSaved: tokens(freshBytes), ms, skipped};
}
