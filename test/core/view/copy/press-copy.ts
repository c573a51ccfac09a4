import test from 'ava';
import {copyLine} from '../../../../source/core/view/copy/copy-line.js';
import {copyRows, isCopyAction} from '../../../../source/core/view/copy/copy-keys.js';
import {readCopyKey, startStatus} from '../../../../source/core/view/copy/copy-place.js';
import {followBounds, scrollTo, startCopying, statusOf, type CopyLine, type CopyState, type CopyStatus, type LineSource} from '../../../../source/core/view/copy/copy-state.js';
import {dragTo} from '../../../../source/core/view/copy/mouse-selection.js';
import {pressCopy, takeReply} from '../../../../source/core/view/copy/press-copy.js';
import {selectedText, wordAt} from '../../../../source/core/view/copy/selected.js';
import {linesText} from '../../../../source/core/view/text/spans.js';

/** Wide characters take two cells; `+` in front of a line says that it goes on with the one before. */
function source(texts: readonly string[], cols = 20): LineSource {
	const lines = texts.map((text): CopyLine => {
		const cells = [...text.replace(/^\+/, '')].flatMap(character => /\p{Script=Han}/u.test(character) ? [character, ''] : [character]);
		return {texts: [...cells, ...Array.from({length: Math.max(0, cols - cells.length)}, () => ' ')], wrapped: text.startsWith('+'), gap: false};
	});
	return line => lines[line];
}

const bounds = {epoch: 0, alternate: false, cols: 20, rows: 4, first: 0, top: 4, end: 8};
const texts = ['one two-three', '', 'four  漢字 five', 'six', 'seven', '', '  eight nine', 'ten'];
const lines = source(texts);
const from = (line: number, x: number): CopyState => ({...startCopying(bounds, 'key'), top: Math.min(4, line), cursor: {line, x}});

/** Keys as the key table has them. */
function press(from: CopyState, keys: readonly string[], source = lines): CopyState {
	let state = from;
	for (const name of keys) {
		const row = copyRows.find(row => row.keys.includes(name));
		const input = readCopyKey({type: 'key', name}, statusOf(state)) ?? (row && {type: 'action' as const, action: row.action});
		state = input === undefined ? state : pressCopy(state, input, source).state;
	}

	return state;
}

const goes = test.macro((t, start: readonly [number, number], keys: readonly string[], end: readonly [number, number]) => {
	const {cursor} = press(from(...start), keys);
	t.deepEqual([cursor.line, cursor.x], end);
});

test('w goes to the next word', goes, [0, 0], ['w'], [0, 4]);
test('a sign is a word of its own', goes, [0, 4], ['w'], [0, 7]);
test('w goes on in the next line that has one', goes, [0, 9], ['w'], [2, 0]);
test('w goes over wide characters', goes, [2, 6], ['w'], [2, 11]);
test('b goes to the beginning of a word', goes, [0, 6], ['b'], [0, 4]);
test('b goes back over lines', goes, [2, 0], ['b'], [0, 8]);
test('e goes to the end of a word', goes, [0, 0], ['e'], [0, 2]);
test('e goes on from there', goes, [0, 2], ['e'], [0, 6]);
test('a count repeats', goes, [0, 0], ['3', 'w'], [0, 8]);
test('a count of two digits', goes, [7, 0], ['1', '0', 'k'], [0, 0]);
test('right goes over a wide character at once', goes, [2, 6], ['l'], [2, 8]);
test('left too', goes, [2, 8], ['Left'], [2, 6]);
test('left stays at the edge', goes, [2, 0], ['h'], [2, 0]);
test('$ goes to the last character', goes, [0, 0], ['$'], [0, 12]);
test('0 alone goes to the start of the line', goes, [0, 5], ['0'], [0, 0]);
test('^ goes to the first letter', goes, [6, 9], ['^'], [6, 2]);
test('g is the oldest line', goes, [5, 3], ['g'], [0, 0]);
test('G is the newest line', goes, [0, 3], ['G'], [7, 0]);
test('G with a number is that line', goes, [0, 3], ['3', 'G'], [2, 0]);
test('H is the top of the pane', goes, [6, 2], ['H'], [4, 2]);
test('M is its middle', goes, [6, 2], ['M'], [5, 2]);
test('L is its bottom', goes, [5, 2], ['L'], [7, 2]);
test('{ goes to the blank line above', goes, [4, 2], ['{'], [1, 0]);
test('} goes to the blank line below', goes, [2, 2], ['}'], [5, 0]);
test('a page up goes along with what is seen', goes, [6, 0], ['PageUp'], [3, 0]);
test('a page down at the bottom goes to the last line', goes, [5, 0], ['PageDown'], [7, 0]);

const copies = test.macro((t, start: readonly [number, number], keys: readonly string[], expected: string) => {
	t.is(selectedText(press(from(...start), keys), lines), expected);
});

test('v takes the cells from here to there, both with them', copies, [0, 4], ['v', 'l', 'l'], 'two');
test('backwards it is the same', copies, [0, 6], ['v', 'h', 'h'], 'two');
test('over lines blanks at the ends are left out', copies, [0, 8], ['v', 'j', 'j', '0', 'l'], 'three\n\nfo');
test('V takes whole lines', copies, [2, 8], ['V', 'j'], 'four  漢字 five\nsix');
test('a block takes columns', copies, [2, 0], ['Ctrl+v', 'j', 'j', 'l', 'l'], 'fou\nsix\nsev');
test('half of a wide character is all of it', copies, [2, 7], ['v'], '漢');
test('o goes to the other end', copies, [0, 4], ['v', 'l', 'l', 'o', 'h', 'h', 'h', 'h'], 'one two');
test('a line that goes on is one', t => {
	const given = source(['a'.repeat(20), '+bb', 'c']);
	t.is(selectedText(press(from(0, 0), ['V', 'j', 'j'], given), given), `${'a'.repeat(20)}bb\nc`);
});

test('Enter without a selection copies the line and Esc takes a selection back first', t => {
	const copying = pressCopy(from(3, 1), {type: 'action', action: 'copy'}, lines);
	t.deepEqual(copying.effect, {type: 'copy'});
	t.is(selectedText(copying.state, lines), 'six');
	const selecting = press(from(3, 1), ['v']);
	const once = pressCopy(selecting, {type: 'action', action: 'leave-copy'}, lines);
	t.is(once.effect, undefined);
	t.deepEqual(pressCopy(once.state, {type: 'action', action: 'leave-copy'}, lines).effect, {type: 'leave'});
});

test('each letter searches from where the search began, Esc goes back, and Enter keeps it for n and N', t => {
	const begun = press(from(5, 2), ['?']);
	const letter = pressCopy(begun, {type: 'key', name: 's'}, lines);
	t.deepEqual(letter.effect, {type: 'search', text: 's', from: {line: 5, x: 2}, direction: 'backward'});
	const moved = takeReply(letter.state, {text: 's', direction: 'backward'}, {match: {start: {line: 3, x: 0}, end: {line: 3, x: 1}}, around: false});
	t.deepEqual(moved.cursor, {line: 3, x: 0});
	t.is(takeReply(moved, {text: 'other', direction: 'backward'}, {match: {start: {line: 0, x: 0}, end: {line: 0, x: 1}}, around: false}), moved, 'an answer that came too late');
	t.deepEqual(press(moved, ['Esc']).cursor, {line: 5, x: 2});
	const kept = press(moved, ['Enter']);
	t.deepEqual(pressCopy(kept, {type: 'action', action: 'find-next'}, lines).effect, {type: 'search', text: 's', from: {line: 3, x: 0}, direction: 'backward'});
	t.deepEqual(pressCopy(kept, {type: 'action', action: 'find-previous'}, lines).effect, {type: 'search', text: 's', from: {line: 3, x: 0}, direction: 'forward'});
	t.is(pressCopy(begun, {type: 'key', name: 'Backspace'}, lines).state.prompt, undefined);
});

test('a search that ends nowhere goes back to where it began and says so, until the next key; one that went around says that', t => {
	const typed = pressCopy(takeReply(pressCopy(press(from(5, 2), ['?']), {type: 'key', name: 's'}, lines).state, {text: 's', direction: 'backward'}, {match: {start: {line: 3, x: 0}, end: {line: 3, x: 1}}, around: false}), {type: 'key', name: 'z'}, lines);
	const nowhere = takeReply(typed.state, {text: 'sz', direction: 'backward'}, {around: false});
	t.deepEqual([nowhere.cursor, nowhere.outcome], [{line: 5, x: 2}, {type: 'nowhere', text: 'sz', direction: 'backward'}]);
	t.deepEqual(press(nowhere, ['Enter']).outcome, nowhere.outcome, 'it is still true');
	t.deepEqual([press(nowhere, ['Backspace']).outcome, press(nowhere, ['Esc']).outcome, press(nowhere, ['Enter', 'k']).outcome], [undefined, undefined, undefined]);
	const kept = press(nowhere, ['Enter']);
	t.deepEqual(takeReply(kept, {text: 'sz', direction: 'forward'}, {around: false}).cursor, kept.cursor);
	const around = takeReply(kept, {text: 'sz', direction: 'forward'}, {match: {start: {line: 0, x: 4}, end: {line: 0, x: 6}}, around: true});
	t.deepEqual([around.cursor, around.outcome], [{line: 0, x: 4}, {type: 'around', text: 'sz', direction: 'forward'}]);
});

const bar = test.macro((t, change: Partial<CopyStatus>, cols: number, expected: string) => {
	t.is(linesText([copyLine({...startStatus, above: 120, total: 4210, ...change}, {cols})])[0], expected);
});

test('the bar says where it is and which keys come next', bar, {}, 130, ' scroll 120/4,210   q leave   / ? find   v V select   y copy line   E P editor, pager   g G oldest, newest   F1 keys');
test('the bar says that nothing was found below', bar, {outcome: {type: 'nowhere', text: 'x', direction: 'forward'}}, 60, ' scroll 120/4,210   no match for "x" below or above   q lea…');
test('the bar says that nothing was found above', bar, {outcome: {type: 'nowhere', text: 'x', direction: 'backward'}}, 53, ' scroll 120/4,210   no match for "x" above or below …');
test('it says so while it is typed', bar, {prompt: {direction: 'backward', text: 'x'}, outcome: {type: 'nowhere', text: 'x', direction: 'backward'}}, 80, ' ?x_   no match for "x" above or below   Enter stay   Esc back');
test('the bar says that a search went around downwards', bar, {outcome: {type: 'around', text: 'x', direction: 'forward'}}, 80, ' scroll 120/4,210   no match for "x" below: went on from the oldest line   q le…');
test('the bar says that a search went around upwards', bar, {outcome: {type: 'around', text: 'x', direction: 'backward'}}, 80, ' scroll 120/4,210   no match for "x" above: went on from the newest line   q le…');

test('more lines move nothing, fewer only what is gone, and another epoch begins anew as far from the bottom', t => {
	const state = {...from(5, 2), top: 2, selection: {kind: 'characters' as const, anchor: {line: 3, x: 0}}};
	const more = followBounds(state, {...bounds, top: 104, end: 108});
	t.deepEqual([more.top, more.cursor, more.selection?.anchor], [2, {line: 5, x: 2}, {line: 3, x: 0}]);
	t.deepEqual(statusOf(more), {above: 102, total: 104, prompt: undefined, outcome: undefined, selecting: 'characters', hasCount: false});
	t.is(followBounds(more, {...bounds, first: 50, top: 154, end: 158}).top, 50);
	const anew = followBounds(state, {...bounds, epoch: 1, cols: 10, top: 20, end: 24});
	t.deepEqual([anew.top, anew.selection], [18, undefined]);
	t.is(scrollTo(state, -5).top, 0);
	t.is(scrollTo(state, 50).top, 4);
});

test('a double click takes the word without what encloses it, and a drag from it goes by words', t => {
	const line = source(['say "hello-you" now']);
	t.deepEqual(wordAt(line(0), 6), {from: 5, to: 13});
	t.deepEqual(wordAt(line(0), 3), {from: 3, to: 3});
	const drag = {from: {line: 0, x: 6}, unit: 'words' as const};
	t.is(selectedText(dragTo(from(0, 0), {drag, to: {line: 0, x: 17}, lines: line}), line), 'hello-you" now');
	t.is(selectedText(dragTo(from(0, 0), {drag, to: {line: 0, x: 1}, lines: line}), line), 'say "hello-you');
	t.is(selectedText(dragTo(from(2, 0), {drag: {from: {line: 2, x: 3}, unit: 'lines'}, to: {line: 3, x: 0}, lines}), lines), 'four  漢字 five\nsix');
});

test('no key of copy mode means two things', t => {
	const keys = copyRows.flatMap(row => row.keys);
	t.deepEqual(keys, [...new Set(keys)]);
	t.true(copyRows.every(({action}) => isCopyAction(action)));
	t.is(readCopyKey({type: 'key', name: '0'}, startStatus), undefined);
	t.deepEqual(readCopyKey({type: 'key', name: '0'}, {...startStatus, hasCount: true}), {type: 'key', name: '0'});
});
