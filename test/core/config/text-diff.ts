import test from 'ava';
import {diffText, diffTexts} from '../../../source/core/config/text-diff.js';

const shown = (before: string, after: string) => diffText(diffTexts(before, after));

test('says nothing where nothing changes', t => {
	t.deepEqual(shown('a\nb\n', 'a\nb\n'), []);
});

test('shows what is added and taken away with what stands around it', t => {
	t.deepEqual(shown('a\nb\nc\nd\ne\nf\n', 'a\nb\nc\nx\ny\ne\nf\n'), ['  b', '  c', '- d', '+ x', '+ y', '  e', '  f']);
});

test('leaves out what is far from any change', t => {
	const lines = Array.from({length: 20}, (_, index) => `line ${index}`);
	t.deepEqual(shown(lines.join('\n'), lines.map((line, index) => index === 3 || index === 16 ? `${line}!` : line).join('\n')), [
		'  line 1', '  line 2', '- line 3', '+ line 3!', '  line 4', '  line 5', '…', '  line 14', '  line 15', '- line 16', '+ line 16!', '  line 17', '  line 18',
	]);
});

test('shows a file that is new as added', t => {
	t.deepEqual(shown('', '{\n}\n'), ['+ {', '+ }']);
});

test('keeps lines that two changes have between them', t => {
	t.deepEqual(shown('{\n"a": 1\n}\n', '{\n"a": 1,\n"b": 2\n}\n'), ['  {', '- "a": 1', '+ "a": 1,', '+ "b": 2', '  }']);
});
