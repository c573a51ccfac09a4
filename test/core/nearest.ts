import test from 'ava';
import {nearest} from '../../source/core/nearest.js';

test('finds the name that was meant', t => {
	const names = ['status', 'sessions', 'config', 'keys', 'up'];
	t.deepEqual(['statsu', 'confg', 'KEYS', 'sess', 'pu', 'zzz', ''].map(typed => nearest(typed, names)), ['status', 'config', 'keys', 'sessions', 'up', undefined, undefined]);
});
