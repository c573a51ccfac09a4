import test from 'ava';
import {boxLines, boxRect} from '../../../../source/core/view/box/box.js';
import {askedLine} from '../../../../source/core/view/box/confirm.js';
import {questionLines} from '../../../../source/core/view/box/question-box.js';
import {startStatus} from '../../../../source/core/view/copy/copy-place.js';
import {helpLines} from '../../../../source/core/view/keys/help.js';
import {hitAt, type HitInput} from '../../../../source/core/view/mouse/hit.js';
import {navigate} from '../../../../source/core/view/navigation/navigate.js';
import {startNavigation, type Navigation, type Overlay} from '../../../../source/core/view/navigation/navigation.js';
import {overlayRect} from '../../../../source/core/view/navigation/overlays.js';
import {linesText, type Line} from '../../../../source/core/view/text/spans.js';
import {sidebarBox} from '../../../../source/core/view/work/sidebar-box.js';
import {bottomLine} from '../../../../source/core/view/work/work-bar.js';
import {clientWith, sessionWith} from '../../../helpers/sessions.js';

const live = sessionWith();
const other = sessionWith({id: 'b', name: 'port', cwd: '/home/me/src/web'});
const ended = sessionWith({id: 'c', name: 'gone', state: {status: 'exited', at: 5}});
const sessions = [live, other, ended];
const client = clientWith({sessions});
const working: Navigation = {...startNavigation, screen: 'work', focused: 'a', untouched: false};
const question: Overlay = {type: 'question', rest: [], question: {id: 'c', name: 'gone', title: 'Codex', cwd: '/x', at: 5, answer: {type: 'question', sentence: 'Codex in ~/src/web: 2 conversations fit. Which one?', conversations: [{id: 'one', at: 0, prompt: 'fix the flaky test'}, {id: 'two', at: 0, prompt: 'port the build'}]}}};
const sizes = [{cols: 120, rows: 36}, {cols: 80, rows: 24}, {cols: 60, rows: 15}] as const;
type Size = (typeof sizes)[number];

const inputOf = (navigation: Navigation, size: Size): HitInput => ({client, navigation, size, link: 'connected', chord: 'Ctrl+Space', big: undefined, windows: {}, offer: undefined, agents: [], installed: {}, hint: [], version: '1', cwd: '/home/me', repository: undefined, home: '/home/me', now: 1000});

/** What is drawn in front, and where. */
function drawn({navigation, size, ...input}: HitInput): {readonly lines: readonly Line[]; readonly x: number; readonly y: number} {
	const top = navigation.overlays.at(-1);
	const rect = top && overlayRect(top, {...input, navigation, size});
	const at = {x: rect?.x ?? 0, y: rect?.y ?? size.rows - 1};
	switch (top?.type) {
		case 'box': {
			return {...at, lines: boxLines({...input, navigation, size: boxRect({...input, navigation, size})})};
		}

		case 'help': {
			return {...at, lines: helpLines({size: rect ?? size, chord: input.chord, place: 'ended', scroll: top.scroll})};
		}

		case 'question': {
			return {...at, lines: questionLines(top.question, {size: rect ?? size, now: input.now})};
		}

		case 'sidebar': {
			return {...at, lines: sidebarBox({client, focused: live.id, now: input.now, size: rect ?? size})};
		}

		case 'confirm': {
			return {...at, lines: [askedLine(top, client, size.cols)]};
		}

		case undefined:
		case 'panes':
		case 'prompt':
		case 'watch': {
			return {...at, lines: [bottomLine({...input, client, navigation, size})]};
		}
	}
}

/** A click on the last cell of these words, as they are seen. */
function click(navigation: Navigation, words: string, size: Size) {
	const input = inputOf(navigation, size);
	const {lines, x, y} = drawn(input);
	const row = linesText(lines).findIndex(line => line.includes(words));
	const column = (linesText(lines)[row]?.indexOf(words) ?? 0) + words.length - 1;
	const hit = row === -1 ? undefined : hitAt(input, {x: x + column, y: y + row});
	const facts = {sessions, choices: [], startsByItself: true, size};
	return {
		hit,
		step: hit?.type === 'key' ? navigate(navigation, {type: 'click-key', key: hit.key}, facts) : (hit?.type === 'row' ? navigate(navigation, {type: 'click-row', row: hit.row}, facts) : undefined),
	};
}

const over = (...overlays: readonly Overlay[]): Navigation => ({...working, overlays});

for (const size of sizes) {
	const name = `${size.cols}×${size.rows}`;

	test(`a question at ${name} is answered where it is clicked`, t => {
		t.deepEqual(click(over(question), 'port the build', size).step?.effects, [{type: 'restore-as', id: 'c', choice: {type: 'conversation', id: 'two'}}]);
		t.deepEqual(click(over(question), 'a new conversation', size).step?.effects, [{type: 'restore-as', id: 'c', choice: {type: 'new'}}]);
		t.deepEqual(click(over(question), 'not now', size).step?.navigation.overlays, []);
		t.is(click(over(question), 'Which one?', size).hit, undefined);
	});

	test(`what is asked in the bar at ${name} is answered where it is clicked`, t => {
		const asked = over({type: 'confirm', action: 'stop', session: 'a'});
		t.deepEqual(click(asked, 'y  kill', size).step?.effects, [{type: 'stop', id: 'a'}]);
		const kept = click(asked, 'Esc  keep', size).step;
		t.deepEqual([kept?.effects, kept?.navigation.overlays], [[], []]);
		t.is(click(asked, 'Kill claude', size).hit, undefined);
	});

	test(`the list of sessions over the panes at ${name} goes to the one that is clicked`, t => {
		const chosen = click(over({type: 'sidebar'}), 'port', size).step?.navigation;
		t.deepEqual([chosen?.focused, chosen?.overlays], ['b', []]);
		t.is(click(over({type: 'sidebar'}), 'api-server', size).hit, undefined);
	});

	test(`a row of the list of keys at ${name} does what its key does`, t => {
		const shown: Navigation = {...working, focused: 'c', overlays: [{type: 'help', scroll: 0}]};
		t.deepEqual(click(shown, 'restore', size).step?.effects, [{type: 'restore', ids: ['c']}]);
		t.is(click(shown, 'from a pane to Clutch', size).hit, undefined);
	});

	test(`words of the bar at ${name} while scrolled back are their keys`, t => {
		t.deepEqual(click({...working, copying: {a: startStatus}}, 'q leave', size).step?.effects, [{type: 'copy', input: {type: 'action', action: 'leave-copy'}}]);
	});

	test(`numbered choices in the box at ${name} are taken where they are clicked`, t => {
		const problem: Navigation = {...over({type: 'box'}), line: 'cid', preview: {status: 'problem', line: 'cid', decoded: [], sentence: 'There is no folder /x.', choices: [{text: 'another folder', action: 'folder'}, {text: 'not now', action: 'not-now'}]}};
		t.is(click(problem, '1 another folder', size).step?.navigation.palette.form?.field, 'folder');
		t.is(click(problem, '2 not now', size).step?.navigation.line, '');
	});
}

test('the list of keys scrolls as far as it goes, and back at once', t => {
	const facts = {sessions, choices: [], startsByItself: true, size: sizes[1]};
	let navigation: Navigation = over({type: 'help', scroll: 0});
	for (let turn = 0; turn < 500; turn++) {
		({navigation} = navigate(navigation, {type: 'wheel', by: 1}, facts));
	}

	const [end, back] = [navigation, navigate(navigation, {type: 'wheel', by: -1}, facts).navigation].map(each => linesText(helpLines({size: overlayRect({type: 'help', scroll: 0}, inputOf(each, sizes[1])) ?? sizes[1], chord: 'Ctrl+Space', place: 'ended', scroll: (each.overlays[0] as {scroll: number}).scroll})));
	t.notDeepEqual(end, back);
});
