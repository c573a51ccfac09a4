import test, {type ExecutionContext} from 'ava';
import {expand, parseDotenv, setInDotenv} from '../../../source/core/config/dotenv.js';

const reads = test.macro({
	exec(t: ExecutionContext, text: string, value: string) {
		t.deepEqual(parseDotenv(text).lines.map(line => line.value), [value]);
	},
	title: (_: string | undefined, text: string) => `reads ${JSON.stringify(text)}`,
});

test(reads, 'A=1', '1');
test(reads, 'export A = 1 ', '1');
test(reads, 'A=', '');
test(reads, 'A= # a comment', '');
test(reads, 'A=x # a comment', 'x');
test(reads, 'A=x#y', 'x#y');
test(reads, 'A="x # y"', 'x # y');
test(reads, String.raw`A="say \"hi\"\n"`, 'say "hi"\n');
test(reads, String.raw`A='as it\n is'`, String.raw`as it\n is`);
test(reads, '\uFEFFA=1\r\n', '1');
test(reads, 'A=a=b', 'a=b');

test('counts what it cannot read', t => {
	t.deepEqual(parseDotenv('# fine\n\nA=1\nwhat is this\n1A=2\n').unread, [4, 5]);
});

test('sets a variable and leaves every other line as it is', t => {
	const text = '# my keys\nA=1\n\n  export B = "2"  # two\nC=3';
	t.is(setInDotenv(text, {name: 'B', value: 'new'}), '# my keys\nA=1\n\nB=new\nC=3');
	t.is(setInDotenv(text, {name: 'D', value: '4'}), `${text}\nD=4\n`);
	t.is(setInDotenv('', {name: 'A', value: '1'}), 'A=1\n');
	t.is(setInDotenv('A=1\r\nB=2\r\n', {name: 'A', value: 'x'}), 'A=x\r\nB=2\r\n');
});

for (const value of ['plain', 'with space', 'hash # hash', 'quote\'s', 'double"quote', '$dollar', String.raw`back\slash`, '${A}']) { // eslint-disable-line no-template-curly-in-string -- it has to survive as it is
	test(`reads back what it wrote: ${value}`, t => {
		const [line] = parseDotenv(setInDotenv('', {name: 'A', value})).lines;
		t.is(line?.value, value);
		t.true(line?.literal === true || !value.includes('$'));
	});
}

test('expands what it knows and names what it does not', t => {
	const known: Readonly<Record<string, string>> = {A: '1'};
	t.deepEqual(expand('${A}-${B}-$A', name => known[name]), {text: '1--$A', missing: ['B']}); // eslint-disable-line no-template-curly-in-string -- it is what gets expanded
});
