import test from 'ava';
import {largestClipboard, readClipboard, writeClipboard, type ClipboardWrite} from '../../../../source/core/view/copy/clipboard.js';

const base64 = (text: string) => Buffer.from(text).toString('base64');

const reads = test.macro((t, words: string, expected: ClipboardWrite | undefined) => {
	t.deepEqual(readClipboard(words), expected);
});

test('a write is read', reads, `c;${base64('hé ✚\n')}`, {status: 'write', text: 'hé ✚\n'});
test('the primary selection is one', reads, `p;${base64('x')}`, {status: 'write', text: 'x'});
test('no selection is the usual one', reads, `;${base64('x')}`, {status: 'write', text: 'x'});
test('missing padding is no damage', reads, 'c;eA', {status: 'write', text: 'x'});
test('a question is nothing', reads, 'c;?', undefined);
test('clearing is nothing', reads, 'c;', undefined);
test('a cut buffer is nothing', reads, `0;${base64('x')}`, undefined);
test('words without a selection are nothing', reads, base64('x'), undefined);
test('a selection of many letters is nothing', reads, `${'c'.repeat(40)};${base64('x')}`, undefined);
test('what is no base64 is damaged', reads, 'c;not base64!', {status: 'refused', reason: 'damaged'});
test('half a letter is damaged', reads, `c;${Buffer.from([0xC3]).toString('base64')}`, {status: 'refused', reason: 'damaged'});
test('control characters are dropped, tabs and ends of lines are text', reads, `c;${base64('a\u001B[31mb\u0000\tc\r\nd\re\u007F\u0085\u009B1mf\n')}`, {status: 'write', text: 'a[31mb\tc\nd\ne1mf\n', cleaned: true});
test('a text that is nothing but them is damaged', reads, `c;${base64('\u001B\u0000')}`, {status: 'refused', reason: 'damaged'});
test('as much as fits', reads, `c;${base64('x'.repeat(largestClipboard))}`, {status: 'write', text: 'x'.repeat(largestClipboard)});
test('one byte too many', reads, `c;${base64('x'.repeat(largestClipboard + 1))}`, {status: 'refused', reason: 'large'});
test('megabytes', reads, `c;${'A'.repeat(9_000_000)}`, {status: 'refused', reason: 'large'});

test('what we write is plain base64 of its UTF-8, and never too much', t => {
	t.is(writeClipboard('hé ✚'), `\u001B]52;c;${base64('hé ✚')}\u0007`);
	t.is(writeClipboard('x'.repeat(largestClipboard + 1)), undefined);
	t.deepEqual(readClipboard((writeClipboard('a]52;\tb\n') ?? '').slice(5, -1)), {status: 'write', text: 'a]52;\tb\n'});
});
