import test from 'ava';
import {boxLines, boxRect, boxRowAt} from '../../../../source/core/view/box/box.js';
import type {Preview} from '../../../../source/core/view/box/preview.js';
import {homeLines, homeRowAt} from '../../../../source/core/view/home/home.js';
import {navigate} from '../../../../source/core/view/navigation/navigate.js';
import {startNavigation, type Navigation} from '../../../../source/core/view/navigation/navigation.js';
import {linesText} from '../../../../source/core/view/text/spans.js';
import {clientWith, sessionWith} from '../../../helpers/sessions.js';

const live = sessionWith();
const waiting = sessionWith({id: 'b', name: 'port', cwd: '/home/me/src/web', activity: 'blocked'});
const crashed = sessionWith({id: 'c', name: 'build', cwd: '/home/me/src/web', state: {status: 'crashed', exit: {type: 'signal', signal: 'SIGSEGV'}, at: 5000}});
const sessions = [live, waiting, crashed];
const library = {recents: [{code: 'xcp', cwd: '/home/me/src/web', at: 0, count: 1}], models: [], profiles: [], settings: [], configFile: '', preferences: [], pages: [], local: undefined};
const picking: Preview = {status: 'pick', line: 'cr', decoded: ['Claude Code', 'pick a session'], next: '', sentence: 'Enter goes on with it', found: [
	{id: '0a1b2c3d-1', at: 120_000, prompt: 'fix the flaky retry test', cwd: '/home/me/src/api-server', isHere: true},
	{id: 'ffffffff-1', at: 0, prompt: 'port the build', cwd: '/home/me/src/web', isHere: false},
]};
const sizes = [{cols: 120, rows: 36}, {cols: 80, rows: 24}, {cols: 60, rows: 15}] as const;
type Size = (typeof sizes)[number];

const base = {client: clientWith({sessions}), library, cwd: '/home/me/src/api-server', home: '/home/me', now: 300_000};
const inBox: Navigation = {...startNavigation, screen: 'work', focused: 'a', overlays: [{type: 'box'}], untouched: false};
const facts = {sessions, choices: [], startsByItself: true, size: sizes[0], library};

/** Every line that shows a row, and what stands there. */
function boxHits(change: Partial<Navigation>, size: Size): ReadonlyArray<readonly [row: number, text: string]> {
	const input = {...base, size, navigation: {...inBox, ...change}};
	const rect = boxRect(input);
	const drawn = linesText(boxLines({...input, size: rect}));
	return Array.from({length: size.rows}, (_, y) => y).flatMap(y => {
		const row = boxRowAt(input, {x: rect.x + 4, y});
		return row === undefined ? [] : [[row, drawn[y - rect.y] ?? ''] as const];
	});
}

function homeHits(change: Partial<Navigation>, size: Size, x: number): ReadonlyArray<readonly [row: number, text: string]> {
	const input = {...base, size, navigation: {...startNavigation, ...change}, offer: undefined, agents: [], installed: {}, hint: [], version: '1.0.0', repository: undefined};
	return linesText(homeLines(input)).flatMap((text, y) => {
		const row = homeRowAt(input, {x, y});
		return row === undefined ? [] : [[row, text] as const];
	});
}

const shows = (hits: ReadonlyArray<readonly [number, string]>, expected: ReadonlyArray<readonly [number, RegExp]>) => expected.every(([row, pattern]) => hits.some(hit => hit[0] === row && pattern.test(hit[1])));

for (const size of sizes) {
	const name = `${size.cols}×${size.rows}`;

	test(`a click in the box at ${name} means the row that is seen there`, t => {
		const hits = boxHits({}, size);
		t.deepEqual(hits.slice(0, 4).map(([row]) => row), [0, 1, 2, 3]);
		t.true(shows(hits, [[0, /claude {2}port/], [1, /claude {2}api/], [2, /claude {2}build/], [3, /xcp/]]), `hit: ${JSON.stringify(hits)}`);
	});

	test(`a box list at ${name} that is longer than its room is hit as it has moved`, t => {
		const last = boxHits({selected: 9}, size);
		t.true(last.some(([row, text]) => row === 9 && text.includes('▸')), `hit: ${JSON.stringify(last)}`);
		t.deepEqual(last.filter(([, text]) => text.includes('▸')).map(([row]) => row), [9]);
	});

	test(`conversations at ${name} are hit in the box and on Home`, t => {
		const expected = [[0, /fix the flaky/], [1, /port the build/]] as const;
		t.true(shows(boxHits({line: 'cr', preview: picking}, size), expected));
		// On the smallest Home there is room for the chosen one.
		const home = [0, 1].map(selected => homeHits({line: 'cr', preview: picking, selected}, size, 5));
		t.true(shows(home[0] ?? [], expected.slice(0, 1)) && shows(home[1] ?? [], expected.slice(1)), `hit: ${JSON.stringify(home)}`);
	});

	test(`a click on Home at ${name} means the row that is seen there`, t => {
		const hits = homeHits({}, size, size.cols === 120 ? 60 : 5);
		t.true(shows(hits, [[0, /"api"/], [1, /"port"/]]), `hit: ${JSON.stringify(hits)}`);
		t.true(hits.every(([row, text]) => [/"api"/, /"port"/, /"build"/, /xcp/][row]?.test(text)), `hit: ${JSON.stringify(hits)}`);
	});
}

test('the table of codes at the left of the list is no row, nor is the list while a code is typed', t => {
	t.deepEqual(homeHits({}, sizes[0], 56), []);
	t.deepEqual(homeHits({line: 'c'}, sizes[0], 60), []);
	t.deepEqual(boxHits({line: 'c'}, sizes[0]).map(([row]) => row), [1, 2, 3]);
});

test('the frame of the box and what lies outside of it are no rows', t => {
	const input = {...base, size: sizes[0], navigation: inBox};
	const {x, y, cols} = boxRect(input);
	t.deepEqual([x, x + cols - 1, 0].map(at => boxRowAt(input, {x: at, y: y + 2})), [undefined, undefined, undefined]);
	t.is(boxRowAt(input, {x: x + 1, y: y + 2}), 0);
});

test('a click does what Enter would do on that row', t => {
	const click = (navigation: Navigation, row: number) => navigate(navigation, {type: 'click-row', row}, facts);
	const shown = click({...startNavigation, layout: inBox.layout}, 1);
	t.deepEqual([shown.navigation.screen, shown.navigation.focused, shown.navigation.untouched], ['work', 'b', false]);
	const chosen = click({...inBox, selected: 2}, 0);
	t.deepEqual([chosen.navigation.focused, chosen.navigation.overlays], ['b', []]);
	t.is(click(inBox, 3).navigation.line, 'xcp');
	t.deepEqual(click(inBox, 99).navigation.overlays, [{type: 'box'}]);
});

test('the wheel moves the choice in the box and on Home, and stops at the ends', t => {
	const wheel = (navigation: Navigation, by: 1 | -1) => navigate(navigation, {type: 'wheel', by}, facts).navigation;
	const down = wheel(inBox, 1);
	t.deepEqual([down.selected, down.overlays, wheel(down, -1).selected, wheel(inBox, -1).selected], [1, [{type: 'box'}], 0, 0]);
	t.deepEqual([1, 3].map(selected => wheel({...startNavigation, selected}, 1).selected), [2, 3]);
	t.deepEqual(wheel({...startNavigation, overlays: [{type: 'help', scroll: 2}]}, -1).overlays, [{type: 'help', scroll: 1}]);
});
