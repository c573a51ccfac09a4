import test from 'ava';
import {itemsOf, memberOf, readTree, textOf} from '../../../source/core/compress/json-tree.js';

const bytesOf = (text: string) => Buffer.from(text);

test('finds where each value stands, whatever the white space', t => {
	const body = bytesOf('  { "a" : [ 1.0 , "x\\"y]" , {} ] ,\n"b":null }');
	const tree = readTree(body, 0);
	const said = (node: typeof tree) => node === undefined ? undefined : body.subarray(node.start, node.end).toString();
	t.deepEqual(itemsOf(memberOf(tree, 'a')).map(node => said(node)), ['1.0', String.raw`"x\"y]"`, '{}']);
	t.is(said(memberOf(tree, 'b')), 'null');
	t.is(said(tree), body.toString().trim());
});

test('takes a key that is there twice for none', t => {
	t.is(memberOf(readTree(bytesOf('{"a":1,"a":2}'), 0), 'a'), undefined);
});

for (const text of ['', '{', '[1', '[1,]', '{"a"}', '{"a":}', '{a:1}', '"open', '[1 2]', '{"a":1 "b":2}', '[tr', String.raw`{"\x":1}`]) {
	test(`says that this is no value: ${JSON.stringify(text)}`, t => {
		t.is(readTree(bytesOf(text), 0), undefined);
	});
}

test('passes what is too deep by and finds its end', t => {
	const deep = `${'['.repeat(2000)}"]"${']'.repeat(2000)}`;
	const tree = readTree(bytesOf(`{"deep":${deep},"after":"x"}`), 0);
	t.is(memberOf(tree, 'after')?.type, 'text');
});

test('reads no text from bytes that are no UTF-8', t => {
	const body = Buffer.from([0x22, 0xFF, 0x22]);
	t.is(textOf(body, {start: 0, end: 3}), undefined);
	t.is(textOf(bytesOf(String.raw`"\u00e9\ud83d\ude00"`), {start: 0, end: 20}), 'é😀');
});
