import test from 'ava';
import {encodeUpdate, type PaneUpdate} from '../../source/core/ipc/rows.js';
import {parseFrame} from '../../source/core/view/cells/frame-text.js';
import {textRows} from '../../source/core/view/cells/compose.js';
import {createPanes, longestHold} from '../../source/ui/pane/panes.js';

const size = {cols: 10, rows: 2};

function frame(text: string, change: Partial<PaneUpdate> = {}, synchronized = false): Uint8Array {
	return encodeUpdate({
		session: 'a', sequence: 1, ...size, full: true, title: '', offset: 0, rowIndexes: [0, 1],
		cursor: {x: 0, y: 0, visible: true, shape: 'block', blink: true},
		modes: {applicationCursor: false, applicationKeypad: false, bracketedPaste: false, focusEvents: false, alternateScreen: false, mouse: 'none', mouseEncoding: 'default', kitty: 0, otherKeys: 0, alternateScroll: false, synchronized},
		...change,
	}, parseFrame(text, size));
}

function setUp() {
	let time = 0;
	const panes = createPanes(() => time);
	return {
		panes,
		pass(ms: number) {
			time += ms;
		},
		rows: () => textRows(panes.get('a')?.grid ?? parseFrame('nothing', size)),
	};
}

test('applies changed rows to what was there', t => {
	const {panes, rows} = setUp();
	panes.take(frame('one\ntwo'));
	t.deepEqual(panes.take(frame('\n2', {sequence: 2, full: false, rowIndexes: [1]})), {type: 'changed', session: 'a'});
	t.deepEqual(rows(), ['one', '2']);
});

test('asks for everything again when an update is missing or cannot be read', t => {
	const {panes, rows} = setUp();
	t.is(panes.take(frame('x', {full: false})).type, 'damaged');
	panes.take(frame('one\ntwo'));
	t.is(panes.take(frame('x', {sequence: 3, full: false, rowIndexes: [0]})).type, 'damaged');
	t.is(panes.take(new Uint8Array([1, 2, 3])).type, 'damaged');
	t.deepEqual(rows(), ['one', 'two']);
	t.is(panes.take(frame('new', {sequence: 9})).type, 'changed');
	t.deepEqual(rows(), ['new', '']);
});

test('shows no half of a synchronized update', t => {
	const {panes, rows} = setUp();
	panes.take(frame('before'));
	t.is(panes.take(frame('half', {sequence: 2}, true)).type, 'held');
	t.deepEqual(rows(), ['before', '']);
	panes.take(frame('whole', {sequence: 3}));
	t.deepEqual(rows(), ['whole', '']);
});

test('does not wait for a synchronized update that never ends', t => {
	const {panes, pass, rows} = setUp();
	panes.take(frame('before'));
	panes.take(frame('half', {sequence: 2}, true));
	pass(longestHold);
	t.deepEqual(rows(), ['half', '']);
});
