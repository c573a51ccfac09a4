import test from 'ava';
import {isOlder, versionIn} from '../../../source/core/launch/version.js';

test('finds a version in what an agent prints', t => {
	t.deepEqual(
		['2.1.329 (Claude Code)', 'codex-cli 0.169.0', 'Hermes Agent v0.19.0 (2026.7.20)', 'v0.preview.86', ''].map(text => versionIn(text)),
		['2.1.329', '0.169.0', '0.19.0', undefined, undefined],
	);
});

test('compares versions number by number', t => {
	const pairs = [['2.1.0', '2.1.0'], ['2.0.99', '2.1.0'], ['2.10.0', '2.9.0'], ['0.168.9', '0.169.0'], ['10.0.0', '9.9.9'], ['1.1.16', '1.1.17']] as const;
	t.deepEqual(pairs.map(([one, other]) => isOlder(one, other)), [false, true, false, true, false, true]);
});
