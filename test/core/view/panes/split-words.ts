import test from 'ava';
import {splitWords} from '../../../../source/core/view/panes/split-words.js';

const cases: ReadonlyArray<readonly [text: string, words: readonly string[]]> = [
	['npm test', ['npm', 'test']],
	['  npm \t test  ', ['npm', 'test']],
	['', []],
	['echo "two words" \'and more\'', ['echo', 'two words', 'and more']],
	['echo a"b c"d', ['echo', 'ab cd']],
	['echo ""', ['echo', '']],
	[String.raw`echo a\ b \"`, ['echo', 'a b', '"']],
	[String.raw`echo "a \"b\" \n" 'c\d'`, ['echo', String.raw`a "b" \n`, String.raw`c\d`]],
	['echo $HOME | cat > x; rm *', ['echo', '$HOME', '|', 'cat', '>', 'x;', 'rm', '*']],
];

for (const [text, words] of cases) {
	test(`${JSON.stringify(text)} is ${JSON.stringify(words)}`, t => {
		t.deepEqual(splitWords(text), {status: 'words', words});
	});
}

const home: typeof cases = [
	['~/bin/tool ~', ['/home/me/bin/tool', '/home/me']],
	['cat ~/"two words"', ['cat', '/home/me/two words']],
	[String.raw`echo "~/a" '~' \~/b`, ['echo', '~/a', '~', '~/b']],
	['echo a~/b --file=~/c ~other/d ~~', ['echo', 'a~/b', '--file=~/c', '~other/d', '~~']],
];

for (const [text, words] of home) {
	test(`${JSON.stringify(text)} is ${JSON.stringify(words)} for whoever is at home in /home/me`, t => {
		t.deepEqual(splitWords(text, '/home/me'), {status: 'words', words});
	});
}

test('a ~ stays where nobody knows the home folder', t => {
	t.deepEqual(splitWords('ls ~/x'), {status: 'words', words: ['ls', '~/x']});
});

const wrong = [['echo "a', 'The quote " is not closed.'], ['echo \'a"', 'The quote \' is not closed.'], ['echo a\\', 'Nothing stands behind the last backslash.']] as const;
for (const [text, problem] of wrong) {
	test(`${JSON.stringify(text)} is refused: ${problem}`, t => {
		t.deepEqual(splitWords(text), {status: 'wrong', problem});
	});
}
