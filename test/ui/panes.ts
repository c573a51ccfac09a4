import test from 'ava';
import {encodeUpdate, type PaneUpdate} from '../../source/core/ipc/rows.js';
import {parseFrame} from '../../source/core/view/cells/frame-text.js';
import {createPanes} from '../../source/ui/pane/panes.js';
import {textRows} from '../helpers/text-rows.js';

const size = {cols: 10, rows: 2};

function frame(text: string, change: Partial<PaneUpdate> = {}): Uint8Array {
	return encodeUpdate({
		session: 'a', sequence: 1, ...size, full: true, title: '', offset: 0, rowIndexes: [0, 1],
		cursor: {x: 0, y: 0, visible: true, shape: 'block', blink: true},
		modes: {applicationCursor: false, applicationKeypad: false, bracketedPaste: false, focusEvents: false, alternateScreen: false, mouse: 'none', mouseEncoding: 'default', kitty: 0, otherKeys: 0, alternateScroll: false, synchronized: false},
		...change,
	}, parseFrame(text, size));
}

function setUp() {
	const panes = createPanes();
	return {
		panes,
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

test('tells which rows changed, on the same grid as long as its size is the same', t => {
	const {panes} = setUp();
	const versions = () => Array.from(panes.get('a')?.rowVersions ?? [], Number);
	panes.take(frame('one\ntwo'));
	const grid = panes.get('a')?.grid;
	t.deepEqual(versions(), [1, 1]);
	panes.take(frame('\n2', {sequence: 2, full: false, rowIndexes: [1]}));
	t.deepEqual(versions(), [1, 2]);
	panes.take(frame('all\nnew', {sequence: 9}));
	t.deepEqual(versions(), [3, 3]);
	t.is(panes.get('a')?.grid, grid);
});
