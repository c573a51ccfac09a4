import test, {type ExecutionContext} from 'ava';
import {findBlock, withBlock, withoutBlock} from '../../../source/core/shell/rc-edit.js';

const lines = ['alias one=\'two\'', 'alias three=\'four\''];
const explanation = '# Written by clutch install, taken away by clutch install --uninstall. What is changed in here is lost when it runs again.';

/** The text after the block has come and gone again. */
function thereAndBack(text: string | undefined): string | undefined {
	const found = findBlock(withBlock(text, {lines, folders: 1}));
	return found.status === 'block' ? withoutBlock(found) : found.status;
}

const exact = test.macro({
	exec(t: ExecutionContext, _: string, text: string | undefined) {
		const once = withBlock(text, {lines, folders: 1});
		t.is(withBlock(once, {lines, folders: 0}), once);
		const changed = withBlock(once, {lines: ['alias other=\'one\''], folders: 0});
		t.not(changed, once);
		t.is(withBlock(changed, {lines, folders: 0}), once);
		t.is(thereAndBack(text), text);
	},
	title: (_: string | undefined, name: string) => `changes nothing the second time and leaves nothing behind in ${name}`,
});

test(exact, 'a file that was not there', undefined);
test(exact, 'an empty file', '');
test(exact, 'a plain file', 'export A=1\nalias b=c\n');
test(exact, 'a file whose last line has no end', 'export A=1\nalias b=c');
test(exact, 'a file with CRLF', 'export A=1\r\nalias b=c\r\n');
test(exact, 'a file with CRLF whose last line has no end', 'export A=1\r\nalias b=c');
test(exact, 'a file of one line that ends in a carriage return', 'export A=1\r');
test(exact, 'a file of blank lines', '\n\n\n');
test(exact, 'a file with bytes that are no UTF-8', 'export A=\u00FF\u00FE\u0000\n');

test('writes the block at the end, between its markers', t => {
	t.is(withBlock('export A=1\n', {lines, folders: 0}), `export A=1\n# >>> clutch >>>\n${explanation}\nalias one='two'\nalias three='four'\n# <<< clutch <<<\n`);
});

test('hides the carriage returns of a file with CRLF from the shell', t => {
	t.is(withBlock('a\r\nb', {lines, folders: 0}), `a\r\nb\r\n# >>> clutch >>>\r\n${explanation}\r\n# Before it the last line had no end.\r\nalias one='two' #\r\nalias three='four' #\r\n# <<< clutch <<<\r\n`);
});

test('replaces the block where it stands and leaves what came around it', t => {
	const first = withBlock('before\n', {lines, folders: 0});
	const grown = `more\n${first}after`;
	t.is(withBlock(grown, {lines: ['new'], folders: 0}), `more\nbefore\n# >>> clutch >>>\n${explanation}\nnew\n# <<< clutch <<<\nafter`);
	const found = findBlock(grown);
	t.is(found.status === 'block' ? withoutBlock(found) : undefined, 'more\nbefore\nafter');
});

test('keeps the line end it made where another line came behind the block', t => {
	const found = findBlock(`${withBlock('before', {lines, folders: 0})}after\n`);
	t.is(found.status === 'block' ? withoutBlock(found) : undefined, 'before\nafter\n');
});

test('keeps a file it made where something else is in it by now', t => {
	const found = findBlock(`${withBlock(undefined, {lines, folders: 2})}after\n`);
	t.is(found.status === 'block' ? withoutBlock(found) : undefined, 'after\n');
});

const damaged = test.macro({
	exec(t: ExecutionContext, text: string, problem: string) {
		t.deepEqual(findBlock(text), {status: 'damaged', problem});
	},
	title: (_: string | undefined, text: string) => `takes ${JSON.stringify(text)} for a damaged block`,
});

test(damaged, 'a\n# >>> clutch >>>\nb\n', 'line 2 begins a block of clutch install that ends nowhere');
test(damaged, 'a\nb\n# <<< clutch <<<\n', 'line 3 ends a block of clutch install that begins nowhere before it');
test(damaged, '# <<< clutch <<<\n# >>> clutch >>>\n', 'line 1 ends a block of clutch install that begins nowhere before it');
test(damaged, '# >>> clutch >>>\nb\n  # >>> clutch >>>\r\n', 'line 1 begins a block of clutch install that begins again in line 3');
test(damaged, '# >>> clutch >>>\n# <<< clutch <<<\nb\n# >>> clutch >>>\n# <<< clutch <<<', 'it has more than one block of clutch install (lines 1, 2, 4, 5)');
