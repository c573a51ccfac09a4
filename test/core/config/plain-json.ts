import test from 'ava';
import {plainJson} from '../../../source/core/config/plain-json.js';

test('leaves out comments and last commas, and nothing in a string', t => {
	const text = '{\n\t// one, "two"\n\t"a": [1, 2, /* three, */ ],\n\t"b": "// no, \\" comment /* */ ,}", // "c": 1\n\t"url": "http://x",\n}\n';
	t.deepEqual(JSON.parse(plainJson(text)), {a: [1, 2], b: '// no, " comment /* */ ,}', url: 'http://x'});
	t.is(plainJson('{"a": 1, // one\n}'), '{"a": 1  \n}');
});
