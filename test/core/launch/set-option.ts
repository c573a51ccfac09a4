import test, {type ExecutionContext} from 'ava';
import {readSettings} from '../../../source/core/launch/set-option.js';
import type {LaunchSettings} from '../../../source/core/launch/launch-settings.js';

const reads = test.macro({
	exec(t: ExecutionContext, given: readonly string[], settings: LaunchSettings) {
		t.deepEqual(readSettings(given), {type: 'settings', settings});
	},
	title: (_: string | undefined, given: readonly string[]) => `reads --set ${given.join(' ')}`,
});

test(reads, [], {});
test(reads, ['BIG=a/b', 'SMALL=c/d', 'FALLBACK=e/f'], {roles: {BIG: 'a/b', SMALL: 'c/d', FALLBACK: 'e/f'}});
test(reads, ['MIDDLE=a/b', 'MIDDLE=c/d'], {roles: {MIDDLE: 'c/d'}});
test(reads, ['BIG=a/b=c'], {roles: {BIG: 'a/b=c'}});
test(reads, ['provider=groq', 'compression=off'], {provider: 'groq', compression: 'off'});
test(reads, ['cascade=off'], {cascade: 'off'});
test(reads, ['cascade=a/b, c/d,'], {cascade: ['a/b', 'c/d']});

const refuses = test.macro({
	exec(t: ExecutionContext, given: string, sentence: string, next: string) {
		t.deepEqual(readSettings([given]), {type: 'wrong', sentence, next});
	},
	title: (_: string | undefined, given: string) => `refuses --set ${given}`,
});

test(refuses, 'bigg=a', '--set knows no key "bigg".', 'Did you mean BIG?');
test(refuses, '=a', '--set knows no key "".', 'Its keys: BIG MIDDLE SMALL FALLBACK provider cascade compression.');
test(refuses, 'cascade= ', '--set cascade needs a value.', 'Write it as --set cascade=off|MODEL,….');
test(refuses, 'compression=headroom', 'What compresses is said by the config (compression.headroom); --set compression takes only off, not "headroom".', 'Leave it out, or write --set compression=off.');
