import test from 'ava';
import {compressedText} from '../../../../source/core/view/watch/compressed-text.js';
import type {UsageCompression} from '../../../../source/core/usage/usage.js';

const did: UsageCompression = {by: 'headroom', tokensBefore: 10_000, tokensAfter: 7000, freshSaved: 1000, ms: 42};

const cases: ReadonlyArray<readonly [UsageCompression, string]> = [
	[did, '10.0 k → 7.0 k tokens (−30 %; 1.0 k of them new, the rest sent shorter before)   took 42 ms'],
	[{...did, skipped: 'late'}, '10.0 k → 7.0 k tokens (−30 %; 1.0 k of them new, the rest sent shorter before); what is new was sent as it came: Headroom did not answer in time   took 42 ms'],
	[{...did, tokensAfter: 10_000, freshSaved: 0}, 'nothing: there was nothing to win   took 42 ms'],
	[{...did, tokensAfter: 10_000, freshSaved: 0, skipped: 'resting'}, 'nothing: Headroom is left alone for a while: it failed three times in a row   took 42 ms'],
];

for (const [compression, text] of cases) {
	test(`says what compression did: ${text}`, t => {
		t.is(compressedText(compression).text, text);
	});
}
