import test from 'ava';
import {createGrid, type Grid} from '../../source/core/view/cells/cells.js';
import {composeRow} from '../../source/core/view/cells/compose.js';
import {parseFrame} from '../../source/core/view/cells/frame-text.js';
import {chromeModes, withoutMouse, type OuterModes} from '../../source/core/view/cells/outer-modes.js';
import type {Rect} from '../../source/core/view/cells/rect.js';
import {createCompositor, type Scene} from '../../source/ui/compositor.js';
import {fakeTerminal, type FakeTerminal} from '../helpers/outer-terminal.js';
import {textRows} from '../helpers/text-rows.js';
import {seeded} from '../helpers/torture-stream.js';

/** A clock that goes on when it is told to. */
function handClock() {
	let time = 0;
	let timers: Array<{readonly at: number; readonly call: () => void}> = [];
	return {
		now: () => time,
		after(ms: number, call: () => void) {
			const timer = {at: time + ms, call};
			timers.push(timer);
			return () => {
				timers = timers.filter(other => other !== timer);
			};
		},
		advance(ms: number) {
			time += ms;
			const due = timers.filter(timer => timer.at <= time);
			timers = timers.filter(timer => timer.at > time);
			for (const timer of due) {
				timer.call();
			}
		},
	};
}

const size = {cols: 40, rows: 6};

function setUp() {
	const terminal = fakeTerminal(size.cols, size.rows);
	const clock = handClock();
	let scene: Scene = {chrome: createGrid(size.cols, size.rows), panes: [], covers: [], cursor: undefined, modes: chromeModes};
	const compositor = createCompositor({write: terminal.write, onDrain: terminal.onDrain, size: terminal.size, depth: 'truecolor', scene: () => scene, now: clock.now, after: clock.after});
	return {
		terminal,
		clock,
		compositor,
		show(change: Partial<Scene>) {
			scene = {...scene, ...change};
			compositor.request('echo');
			clock.advance(20);
		},
	};
}

function page(text: string): Grid {
	return parseFrame(text, size);
}

async function settled(terminal: FakeTerminal): Promise<readonly string[]> {
	await terminal.settled();
	return terminal.lines();
}

test('draws panes into their rectangles and what lies over them on top', async t => {
	const {terminal, show} = setUp();
	const pane = {rect: {x: 10, y: 0, cols: 30, rows: 4}, grid: parseFrame('pane one\npane two\npane 漢字', {cols: 30, rows: 4})};
	show({chrome: page('side\nside\n          ┌──┐\n\nbar'), panes: [pane], covers: [{x: 10, y: 2, cols: 4, rows: 1}]});
	t.deepEqual(await settled(terminal), ['side      pane one', 'side      pane two', '          ┌──┐ 漢字', '', 'bar', '']);
});

test('writes whole frames inside a synchronized update', t => {
	const {terminal, show} = setUp();
	show({chrome: page('hello')});
	show({chrome: page('hello you')});
	t.is(terminal.written.length, 2);
	t.true(terminal.written.every(frame => frame.startsWith('\u001B[?2026h') && frame.endsWith('\u001B[?2026l')));
	t.true((terminal.written[1] ?? '').length < 60, 'only the difference');
});

test('writes nothing when nothing changed', t => {
	const {terminal, show} = setUp();
	show({chrome: page('hello')});
	show({chrome: page('hello')});
	t.is(terminal.written.length, 1);
});

test('drops frames, never bytes, while the terminal is behind', async t => {
	const {terminal, compositor, show} = setUp();
	show({chrome: page('first')});
	terminal.hold();
	show({chrome: page('second')});
	for (let number = 0; number < 50; number++) {
		show({chrome: page(`number ${number}`)});
	}

	t.is(compositor.frames(), 2, 'the one that filled the terminal is the last');
	terminal.release();
	t.is(compositor.frames(), 3);
	const [first] = await settled(terminal);
	t.is(first, 'number 49');
});

test('makes at most one frame in its interval, and the newest', async t => {
	const {terminal, clock, compositor, show} = setUp();
	show({chrome: page('first')});
	clock.advance(100);
	for (let number = 0; number < 1000; number++) {
		compositor.request('ordinary');
	}

	clock.advance(0);
	t.is(compositor.frames(), 1, 'unchanged, so nothing was written');
	show({chrome: page('last')});
	const [first] = await settled(terminal);
	t.is(first, 'last');
});

test('places the cursor of the pane, and hides it without one', async t => {
	const {terminal, show} = setUp();
	show({chrome: page('hello'), cursor: {x: 7, y: 3, visible: true, shape: 'bar', blink: false}});
	await settled(terminal);
	t.deepEqual(terminal.cursor(), {x: 7, y: 3});
	t.true(terminal.written.at(-1)?.includes('\u001B[6 q'));
	t.true(terminal.written.at(-1)?.endsWith('\u001B[?25h\u001B[?2026l'));
	show({cursor: undefined});
	t.true(terminal.written.at(-1)?.includes('\u001B[?25l'));
});

test('gives the terminal the modes of the pane that has the keys, and takes them back', t => {
	const {terminal, show} = setUp();
	show({});
	const modes: OuterModes = {applicationKeypad: true, mouse: 'any', kitty: 15};
	show({modes});
	t.is(terminal.written.at(-1), '\u001B[?2026h\u001B=\u001B[?1002h\u001B[?1003h\u001B[=15;1u\u001B[?2026l');
	show({modes: withoutMouse(chromeModes)});
	t.is(terminal.written.at(-1), '\u001B[?2026h\u001B>\u001B[?1003l\u001B[?1002l\u001B[=5;1u\u001B[?2026l');
});

test('shows what is there, whatever of chrome, panes and boxes over them changes from frame to frame', async t => {
	const {terminal, show} = setUp();
	const random = seeded(5);
	const pick = (most: number) => Math.floor(random() * most);
	const line = (cols: number) => Array.from({length: cols}, () => ['a', 'b', ' ', '漢', '─'][pick(5)]).join('');
	const text = (cols: number, rows: number) => Array.from({length: rows}, () => line(cols)).join('\n');
	const inner = {cols: 20, rows: 4};
	const pane = {grid: parseFrame(text(20, 4), inner), rowVersions: [1, 1, 1, 1]};
	let chrome = page(text(40, 6));
	let rect = {x: 10, y: 1, ...inner};
	let covers: readonly Rect[] = [];
	for (let frame = 2; frame < 200; frame++) {
		for (let changes = pick(3); changes > 0; changes--) {
			const row = pick(inner.rows);
			const changed = parseFrame(line(20), {cols: 20, rows: 1});
			pane.grid.text.splice(row * 20, 20, ...changed.text);
			pane.grid.width.set(changed.width, row * 20);
			pane.rowVersions[row] = frame;
		}

		chrome = pick(10) === 0 ? page(text(40, 6)) : chrome;
		rect = pick(20) === 0 ? {...rect, x: pick(30), y: pick(4)} : rect;
		covers = pick(10) === 0 ? [{x: pick(30), y: pick(5), cols: 8, rows: 2}].slice(pick(2)) : covers;
		show({chrome, panes: [{rect, ...pane}], covers});
		const whole = createGrid(size.cols, size.rows);
		for (let y = 0; y < size.rows; y++) {
			composeRow(whole, y, {chrome, panes: [{rect, ...pane}], covers});
		}

		t.deepEqual(await settled(terminal), textRows(whole), `frame ${frame}`);
	}
});

test('draws everything again once what is shown is not known any more', async t => {
	const {terminal, compositor, show} = setUp();
	show({chrome: page('hello')});
	terminal.resizeTo(20, 3);
	compositor.forget();
	show({chrome: parseFrame('small', {cols: 20, rows: 3})});
	t.deepEqual(await settled(terminal), ['small', '', '']);
});
