import test from 'ava';
import type {Grid} from '../../source/core/view/cells/cells.js';
import {createChrome} from '../../source/ui/chrome.js';
import {createFirstChrome} from '../../source/ui/first-chrome.js';
import {clientWith, sessionWith} from '../helpers/sessions.js';
import {until} from '../helpers/until.js';
import {viewOf} from '../helpers/view.js';

const nothing = () => {
	// What is drawn is asked for below.
};

/** Row by row what is written, and in which colours; a blank shows no foreground. */
function rowsOf(grid: Grid | undefined): readonly string[] {
	const {cols = 0, rows = 0, text = [], foreground = [], background = [], style = []} = grid ?? {};
	return Array.from({length: rows}, (_, y) => {
		const cells = Array.from({length: cols}, (_, x) => (y * cols) + x);
		const looks = cells.map(index => [text[index] === ' ' ? 0 : foreground[index], background[index], style[index]].join(' '));
		return `${cells.map(index => text[index]).join('')} | ${looks.map((look, x) => look === looks[x - 1] ? '' : `${x}: ${look}`).filter(change => change !== '').join(', ')}`;
	});
}

const working = clientWith({sessions: [
	sessionWith(),
	sessionWith({id: 'b', name: '日本 web', activity: 'blocked'}),
	sessionWith({id: 'c', cwd: '/home/me/notes', state: {status: 'crashed', at: 3000, exit: {type: 'signal', signal: 'SIGKILL'}}}),
]});

const sizes = [{cols: 120, rows: 36}, {cols: 80, rows: 24}, {cols: 60, rows: 15}, {cols: 40, rows: 10}] as const;
const views = sizes.flatMap(size => [
	{name: 'Home before clutchd has answered', view: viewOf({size})},
	{name: 'Home', view: viewOf({size, client: working, navigation: {screen: 'home'}})},
	{name: 'Home with nothing running', view: viewOf({size, client: clientWith()})},
	{name: 'the work screen', view: viewOf({size, client: working, navigation: {screen: 'work', focused: 'a'}})},
	{name: 'the work screen of a session that ended', view: viewOf({size, client: working, navigation: {screen: 'work', focused: 'c'}})},
	{name: 'the work screen, folded', view: viewOf({size, client: working, navigation: {screen: 'work', focused: 'b', sidebar: 'folded'}})},
]);

for (const {name, view} of views) {
	test(`${name} looks the same before and after Ink has been loaded, at ${view.size.cols}×${view.size.rows}`, t => {
		const frames: Grid[] = [];
		const onFrame = (grid: Grid) => {
			frames.push(grid);
		};

		const first = createFirstChrome(view, {onFrame, onFailure: nothing});
		const ink = createChrome(view, onFrame);
		t.teardown(first.close);
		t.teardown(ink.close);
		t.is(first.renders(), 0);
		const [before, after] = frames;
		t.true(before?.text.some(text => text.trim() !== ''));
		t.deepEqual(rowsOf(before), rowsOf(after));
	});
}

test('what lies over the first screen brings Ink, and so does whoever asks for it', async t => {
	const size = {cols: 120, rows: 36};
	const plain = viewOf({size, client: working});
	const covered = viewOf({size, client: working, navigation: {overlays: [{type: 'help', scroll: 0, filter: undefined}]}});
	const texts: string[] = [];
	const onFrame = (grid: Grid) => {
		texts.push(grid.text.join(''));
	};

	const first = createFirstChrome(plain, {onFrame, onFailure: nothing});
	t.teardown(first.close);
	const {length} = texts;
	first.draw(covered);
	t.is(texts.length, length);
	await until('the box is drawn', () => texts.at(-1)?.includes('begin a code: agent, mode, route, tier') === true);
	t.true(first.renders() > 0);

	const second = createFirstChrome(plain, {onFrame, onFailure: nothing});
	t.teardown(second.close);
	second.load();
	await until('Ink draws', () => second.renders() > 0);
});

test('nothing is drawn any more after the end', async t => {
	let frames = 0;
	const first = createFirstChrome(viewOf({size: {cols: 120, rows: 36}}), {onFrame() {
		frames++;
	}, onFailure: nothing});
	first.load();
	first.close();
	await import('../../source/ui/chrome.js');
	await new Promise(resolve => {
		setImmediate(resolve);
	});
	t.deepEqual([frames, first.renders()], [1, 0]);
});
