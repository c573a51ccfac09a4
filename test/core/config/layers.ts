import test from 'ava';
import {flatten, mergeLayers, originText, pathText, type Origin} from '../../../source/core/config/layers.js';

const file: Origin = {type: 'file', file: '/c/config.json'};
const environment: Origin = {type: 'environment', name: 'X'};

test('lets the stronger layer win for each value and keeps the origin of both', t => {
	t.deepEqual(mergeLayers([
		[{path: ['a', 'b'], value: 1, origin: environment}],
		flatten({a: {b: 2, c: [3]}, d: 4}, file),
	]), {
		value: {a: {b: 1, c: [3]}, d: 4},
		origins: {'a.b': environment, 'a.c': file, d: file},
	});
});

test('never mixes two lists', t => {
	t.deepEqual(mergeLayers([flatten({a: [1]}, environment), flatten({a: [2, 3]}, file)]).value, {a: [1]});
});

test('lets a value stand in the place of a weaker section, and the other way round', t => {
	t.deepEqual(mergeLayers([flatten({a: 1}, environment), flatten({a: {b: 2}}, file)]).value, {a: 1});
	t.deepEqual(mergeLayers([flatten({a: {b: 2}}, environment), flatten({a: 1}, file)]).value, {a: {b: 2}});
});

test('takes a key named __proto__ for a key', t => {
	const {value} = mergeLayers([flatten(JSON.parse('{"__proto__": {"polluted": true}}'), file)]);
	t.false('polluted' in {});
	t.deepEqual(Object.keys(value), ['__proto__']);
});

test('writes paths and origins as people read them', t => {
	t.is(pathText(['quotas', 'deepseek/v4:free', 'cooldown_seconds']), 'quotas["deepseek/v4:free"].cooldown_seconds');
	t.is(pathText(['fallbacks', '1']), 'fallbacks[1]');
	t.deepEqual(([environment, file, {type: 'flag', name: '--port'}, {type: 'dotenv', name: 'X', file: '/c/.env'}, {type: 'last-good', file: '/c/config.json'}, {type: 'default'}] as const).map(origin => originText(origin)), [
		'environment X', '/c/config.json', 'flag --port', '/c/.env X', '/c/config.json (as it last was whole)', 'default',
	]);
});
