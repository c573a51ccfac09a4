import test from 'ava';
import type {PaneModes} from '../../../../source/core/view/cells/cells.js';
import type {MouseButton, MouseEvent} from '../../../../source/core/view/mouse/mouse.js';
import {point, startPoint, type MouseIntent, type PointFacts} from '../../../../source/core/view/mouse/point.js';
import {reportMouse} from '../../../../source/core/view/mouse/report.js';

const plain: PaneModes = {applicationCursor: false, applicationKeypad: false, bracketedPaste: false, focusEvents: false, alternateScreen: false, mouse: 'none', mouseEncoding: 'default', kitty: 0, otherKeys: 0, alternateScroll: false, synchronized: false};
const none = {shift: false, alt: false, ctrl: false};
const at = (kind: 'press' | 'release' | 'move', x: number, y: number, button: MouseButton = 'left'): MouseEvent => ({kind, button, x, y, ...none});
const wheel = (button: 'up' | 'down', x: number, y: number): MouseEvent => ({kind: 'wheel', button, x, y, ...none});

const reports = test.macro((t, event: MouseEvent, modes: Pick<PaneModes, 'mouse' | 'mouseEncoding'>, expected: string | undefined) => {
	t.is(reportMouse(event, modes), expected);
});

test('a press', reports, at('press', 2, 4), {mouse: 'vt200', mouseEncoding: 'sgr'}, '\u001B[<0;3;5M');
test('a release', reports, at('release', 2, 4), {mouse: 'vt200', mouseEncoding: 'sgr'}, '\u001B[<0;3;5m');
test('a release in the oldest form names no button', reports, at('release', 2, 4), {mouse: 'vt200', mouseEncoding: 'default'}, '\u001B[M##%');
test('a press in the oldest form', reports, at('press', 2, 4, 'right'), {mouse: 'vt200', mouseEncoding: 'default'}, '\u001B[M"#%');
test('the oldest form ends at column 223', reports, at('press', 223, 4), {mouse: 'vt200', mouseEncoding: 'default'}, undefined);
test('pixels are told as cells', reports, at('press', 2, 4), {mouse: 'vt200', mouseEncoding: 'sgr-pixels'}, '\u001B[<0;3;5M');
test('keys that are held', reports, {...at('press', 2, 4), alt: true, ctrl: true}, {mouse: 'vt200', mouseEncoding: 'sgr'}, '\u001B[<24;3;5M');
test('X10 has presses without keys', reports, {...at('press', 2, 4), ctrl: true}, {mouse: 'x10', mouseEncoding: 'default'}, '\u001B[M #%');
test('X10 has no release', reports, at('release', 2, 4), {mouse: 'x10', mouseEncoding: 'default'}, undefined);
test('X10 has no wheel', reports, wheel('up', 2, 4), {mouse: 'x10', mouseEncoding: 'sgr'}, undefined);
test('a wheel', reports, wheel('down', 2, 4), {mouse: 'vt200', mouseEncoding: 'sgr'}, '\u001B[<65;3;5M');
test('moves are told to who asked for drags only while a button is held', reports, at('move', 2, 4), {mouse: 'drag', mouseEncoding: 'sgr'}, '\u001B[<32;3;5M');
test('other moves are not', reports, at('move', 2, 4, 'none'), {mouse: 'drag', mouseEncoding: 'sgr'}, undefined);
test('but to who asked for any', reports, at('move', 2, 4, 'none'), {mouse: 'any', mouseEncoding: 'sgr'}, '\u001B[<35;3;5M');
test('no moves for who asked for buttons', reports, at('move', 2, 4), {mouse: 'vt200', mouseEncoding: 'sgr'}, undefined);
test('nothing for who did not ask', reports, at('press', 2, 4), {mouse: 'none', mouseEncoding: 'sgr'}, undefined);

const separator = {rect: {x: 30, y: 0, cols: 1, rows: 20}, direction: 'right', path: [], area: {x: 10, y: 0, cols: 41, rows: 20}} as const;
const facts: PointFacts = {
	placement: {
		panes: [
			{session: 'left', label: {x: 10, y: 0, cols: 20, rows: 1}, rect: {x: 10, y: 1, cols: 20, rows: 19}},
			{session: 'right', label: {x: 31, y: 0, cols: 20, rows: 1}, rect: {x: 31, y: 1, cols: 20, rows: 19}},
		],
		separators: [separator],
	},
	focused: 'left',
	isCovered: false,
	modes: session => session === 'right' ? {...plain, mouse: 'drag', mouseEncoding: 'sgr'} : plain,
	isScrolled: () => false,
	now: 1000,
};

const atTop = {panes: [{session: 'left', label: undefined, rect: {x: 10, y: 0, cols: 20, rows: 19}}], separators: []};

const means = test.macro((t, events: readonly MouseEvent[], expected: readonly MouseIntent[], changed: Partial<PointFacts> = {}) => {
	let state = startPoint;
	const all: MouseIntent[] = [];
	for (const event of events) {
		const [next, intents] = point(state, event, {...facts, ...changed});
		state = next;
		all.push(...intents);
	}

	t.deepEqual(all, expected);
});

const select = (phase: 'begin' | 'extend' | 'end', x: number, y: number, unit: 'characters' | 'words' | 'lines' = 'characters'): MouseIntent => ({type: 'select', phase, session: 'left', x, y, rows: 19, unit});

test('a program that asked is told in its own cells, and gets the focus', means, [at('press', 33, 4)], [{type: 'focus', session: 'right'}, {type: 'report', session: 'right', report: '\u001B[<0;3;4M'}]);
test('a drag out of its pane is told where it ends, at the edge', means, [at('press', 33, 4), at('move', 5, 5), at('release', 5, 30)], [{type: 'focus', session: 'right'}, {type: 'report', session: 'right', report: '\u001B[<0;3;4M'}, {type: 'report', session: 'right', report: '\u001B[<0;1;19m'}]);
test('where no program asked a drag selects in its pane, wherever the pointer goes', means, [at('press', 12, 3), at('move', 45, 25), at('release', 12, 4)], [select('begin', 2, 2), select('extend', 35, 24), select('end', 2, 3)]);
test('at the top of the screen a drag goes on above its pane', means, [at('press', 12, 3), at('move', 12, 0), at('release', 13, 0)], [select('begin', 2, 3), select('extend', 2, -1), select('end', 3, -1)], {placement: atTop});
test('but not one along the first row', means, [at('press', 12, 0), at('move', 15, 0)], [select('begin', 2, 0), select('extend', 5, 0)], {placement: atTop});
test('twice are words, three times lines, four times characters again', means, [at('press', 12, 3), at('release', 12, 3), at('press', 12, 3), at('release', 12, 3), at('press', 12, 3), at('release', 12, 3), at('press', 12, 3)], [
	select('begin', 2, 2), select('end', 2, 2), select('begin', 2, 2, 'words'), select('end', 2, 2, 'words'), select('begin', 2, 2, 'lines'), select('end', 2, 2, 'lines'), select('begin', 2, 2),
]);
test('the wheel scrolls three lines', means, [wheel('up', 12, 3)], [{type: 'scroll', session: 'left', by: -3}]);
test('the wheel is arrow keys on an alternate screen', means, [wheel('down', 12, 3)], [{type: 'arrows', session: 'left', direction: 'down', count: 3}], {modes: () => ({...plain, alternateScreen: true})});
test('the wheel is the program\'s where it asked', means, [wheel('up', 33, 3)], [{type: 'report', session: 'right', report: '\u001B[<64;3;3M'}]);
test('scrolled back, its program is not told', means, [wheel('down', 33, 3)], [{type: 'scroll', session: 'right', by: 3}], {isScrolled: () => true});
test('a label gives the focus', means, [at('press', 35, 0)], [{type: 'focus', session: 'right'}]);
test('a line between panes is dragged', means, [at('press', 30, 5), at('move', 25, 6), at('release', 24, 6)], [{type: 'separator', separator, x: 25, y: 6}, {type: 'separator', separator, x: 24, y: 6}]);
test('outside of panes it is the chrome\'s', means, [at('press', 3, 5), wheel('down', 3, 5)], [{type: 'chrome', what: 'click', x: 3, y: 5}, {type: 'chrome', what: 'wheel', by: 1}]);
test('what lies over the panes keeps it from them', means, [at('press', 33, 4), wheel('up', 33, 4)], [{type: 'chrome', what: 'click', x: 33, y: 4}, {type: 'chrome', what: 'wheel', by: -1}], {isCovered: true});
