import test from 'ava';
import {boxLines, boxRect} from '../../../../source/core/view/box/box.js';
import {homeRows} from '../../../../source/core/view/home/home-rows.js';
import {navigate} from '../../../../source/core/view/navigation/navigate.js';
import {startNavigation, type Navigation, type NavigationEffect, type NavigationInput} from '../../../../source/core/view/navigation/navigation.js';
import type {Placing} from '../../../../source/core/view/panes/arrange.js';
import {noLayout, type Layout, type PaneTree} from '../../../../source/core/view/panes/pane-tree.js';
import {promptLine} from '../../../../source/core/view/panes/prompt-line.js';
import {refusedCommand, refusedLines, type FoundInstead} from '../../../../source/core/view/panes/refused-command.js';
import {placingLines} from '../../../../source/core/view/panes/placing-line.js';
import {visiblePanes} from '../../../../source/core/view/panes/visible.js';
import {linesText} from '../../../../source/core/view/text/spans.js';
import {bottomLine} from '../../../../source/core/view/work/work-bar.js';
import {workLayout} from '../../../../source/core/view/work/work-layout.js';
import {clientWith, sessionWith} from '../../../helpers/sessions.js';

const sessions = ['a', 'b', 'c', 'd'].map(id => sessionWith({id, name: `name-${id}`}));
const size = {cols: 120, rows: 36};

function play(inputs: ReadonlyArray<string | NavigationInput>, {from = startNavigation, known = sessions, screen = size} = {}) {
	let navigation: Navigation = from;
	const effects: NavigationEffect[] = [];
	for (const input of inputs) {
		const step = navigate(navigation, typeof input === 'string' ? {type: 'key', key: {type: 'key', name: input}} : input, {sessions: known, choices: [], startsByItself: true, size: screen});
		({navigation} = step);
		// Hints after a while are another matter.
		effects.push(...step.effects.filter(({type}) => type !== 'keys'));
	}

	return {navigation, effects, drawn: drawn(navigation.layout.panes), over: navigation.overlays.map(({type}) => type).join(' ')};
}

function drawn({workspaces, active}: Layout): string {
	const tree = (node: PaneTree, focused: string): string => node.type === 'pane'
		? (node.session === focused ? node.session.toUpperCase() : node.session)
		: `(${tree(node.first, focused)}${node.direction === 'right' ? '|' : '-'}${tree(node.second, focused)})`;
	return workspaces.map((workspace, index) => `${index === active ? '*' : ''}${workspace.zoomed ? 'z' : ''}${tree(workspace.tree, workspace.focused)}`).join(' ');
}

const chord: NavigationInput = {type: 'chord'};
const opened = (id: string, placing?: Placing): NavigationInput => ({type: 'opened', id, placing});
const one = play([opened('a')]).navigation;
const split = play([chord, '|', opened('b'), chord, '-', opened('c')], {from: one}).navigation;

test('what is started gets a workspace of its own, or the place that was asked for', t => {
	t.is(drawn(one.layout.panes), '*A');
	t.is(drawn(split.layout.panes), '*(a|(b-C))');
	t.is(play([opened('d')], {from: split}).drawn, '(a|(b-C)) *D');
	t.is(play([opened('d', {direction: 'down', beside: 'a'})], {from: split}).drawn, '*((a-D)|(b-c))');
});

const arrived = (id: string, since: Navigation, placing?: Placing): NavigationInput => ({type: 'opened', id, placing, since});

test('a session that arrives late closes nothing that was opened since, and changes nothing that was typed', t => {
	const typing = play([chord, 'c', 'i'], {from: one}).navigation;
	t.is(play([arrived('b', one)], {from: typing}).navigation, typing);
	const asked = play([chord, '|'], {from: one}).navigation;
	t.is(play([arrived('b', one)], {from: asked}).navigation, asked);
	const helped = play([chord, '?'], {from: one}).navigation;
	t.is(play([arrived('b', one)], {from: helped}).navigation, helped);
	const onHome = play(['c'], {from: startNavigation}).navigation;
	t.is(play([arrived('b', startNavigation)], {from: onHome}).navigation, onHome);
});

test('it takes neither the focus from a pane that was gone to since, nor the place from the next one', t => {
	const elsewhere = play([opened('d')], {from: split}).navigation;
	const late = play([arrived('e', split, {direction: 'down', beside: 'a'})], {from: elsewhere, known: [...sessions, sessionWith({id: 'e'})]});
	t.is(late.drawn, '((a-E)|(b-c)) *D');
	t.is(late.navigation.focused, 'd');
	const asked = play([chord, '|'], {from: one}).navigation;
	t.is(play([arrived('b', one), opened('c')], {from: asked}).drawn, '*(a|C)');
});

test('it is gone to where its user waited, also with the question of the next one in front', t => {
	const waiting = play([chord, 'c', 'i'], {from: one}).navigation;
	t.is(play([arrived('b', waiting)], {from: waiting}).over, '');
	t.is(play([arrived('b', waiting)], {from: waiting}).drawn, 'A *B');
	const asked = play([{type: 'questions', questions: [{id: 'd', name: 'd', title: 'd', cwd: '/', at: 5, answer: {type: 'question', sentence: 'Which?', conversations: []}}]}], {from: one}).navigation;
	t.deepEqual([play([arrived('b', one)], {from: asked}).over, play([arrived('b', one)], {from: asked}).drawn], ['question', 'A *B']);
});

test('the box says where the next pane goes, until Esc', t => {
	const asked = play([chord, '|'], {from: one});
	t.deepEqual([asked.over, asked.navigation.layout.placing], ['box', {direction: 'right', beside: 'a'}]);
	t.deepEqual(linesText(placingLines(asked.navigation)), ['split right: type a code, $ shell, : command, or choose a session   Esc not now']);
	const off = play(['Esc'], {from: asked.navigation});
	t.deepEqual([off.over, off.navigation.layout.placing, placingLines(off.navigation).length], ['box', undefined, 0]);
	t.is(play(['Esc', opened('b')], {from: off.navigation}).drawn, 'A *B');
	t.is(play([chord, opened('b')], {from: asked.navigation}).drawn, 'A *B');
});

test('a session that is chosen in the box goes beside the focused pane, too', t => {
	t.is(play([chord, '-', '3'], {from: play([opened('a'), opened('c'), opened('a')]).navigation}).drawn, '*(a-C)');
	t.is(play([chord, '2'], {from: play([opened('a'), opened('b'), opened('a')]).navigation}).drawn, 'A *B');
});

test('the arrows move the focus after the chord, again without it, and Esc gives the keys back', t => {
	const moved = play([chord, 'Left'], {from: split});
	t.deepEqual([moved.drawn, moved.navigation.focused, moved.over, moved.effects], ['*(A|(b-c))', 'a', 'panes', [{type: 'panes-wait'}]]);
	const again = play(['Right', 'Down'], {from: moved.navigation});
	t.deepEqual([again.drawn, again.over], ['*(a|(b-C))', 'panes']);
	t.is(play(['Esc'], {from: again.navigation}).over, '');
	t.is(play([{type: 'panes-over'}], {from: again.navigation}).over, '');
	t.is(play([chord, 'Up'], {from: split}).drawn, '*(a|(B-c))');
	t.is(play([chord, 'Up'], {from: one}).over, 'box');
});

test('among panes the time runs anew with a key that nothing is on, as with one that does something', t => {
	const among = play([chord, 'Left'], {from: split}).navigation;
	for (const key of ['Y', 'Right']) {
		const pressed = play([key], {from: among});
		t.deepEqual([pressed.over, pressed.effects], ['panes', [{type: 'panes-wait'}]], `the key ${key}`);
	}

	t.is(play(['Y'], {from: among}).navigation.message?.text, 'Nothing is on the key Y here; ? shows the keys.');
	t.deepEqual(play(['Esc'], {from: among}).effects, []);
});

const keys = [
	['z', '*z(a|(b-C))'], ['n', '*(A|(b-c))'], ['N', '*(a|(B-c))'], [';', '*(a|(B-c))'], ['}', '*(C|(b-a))'], ['{', '*(a|(C-b))'],
	['!', '(a|B) *C'], ['X', '*(a|B)'], ['=', '*(a|(b-C))'], ['>', '*(a|(b-C))'],
] as const;
for (const [key, expected] of keys) {
	test(`${key} after the chord makes ${expected}`, t => {
		t.is(play([chord, key], {from: split}).drawn, expected);
	});
}

test('zoom hides all but the pane and the bar, and the sidebar comes over it on demand', t => {
	const zoomed = play([chord, 'z'], {from: one});
	t.is(zoomed.drawn, '*zA');
	const whole = {x: 0, y: 0, cols: 120, rows: 35};
	t.deepEqual(workLayout(zoomed.navigation, size), {sidebar: undefined, pane: whole, foot: undefined, hasRule: false});
	t.deepEqual(visiblePanes(zoomed.navigation, size).panes, [{session: 'a', rect: whole, label: undefined}]);
	t.deepEqual(visiblePanes(play([chord, 'z'], {from: split}).navigation, size).panes, [{session: 'c', rect: whole, label: undefined}]);
	const over = play([chord, 'B'], {from: zoomed.navigation});
	t.deepEqual([over.over, over.navigation.sidebar], ['sidebar', 'shown']);
	t.is(play([chord, 'z'], {from: zoomed.navigation}).drawn, '*A');
	t.is(play([chord, '|', opened('b')], {from: zoomed.navigation}).drawn, '*(a|B)');
});

test('workspaces are gone to by step and by number', t => {
	const three = play([opened('a'), opened('b'), opened('c')]).navigation;
	t.is(play([chord, '>'], {from: three}).drawn, '*A B C');
	t.is(play([chord, '<', '<'], {from: three}).drawn, '*A B C');
	t.is(play([chord, 'Alt+2'], {from: three}).drawn, 'A *B C');
	t.is(play([chord, '('], {from: three}).drawn, 'A *(b|C)');
	t.is(play([chord, '>', chord, ';'], {from: three}).drawn, 'A B *C');
});

test('a key that has nothing to do says why', t => {
	t.is(play([chord, '='], {from: one}).navigation.message?.text, 'There is one pane here; | and - split it.');
	t.is(play([chord, '>'], {from: one}).navigation.message?.text, 'There is one workspace.');
});

test('where the last pane is closed Home is left, and its session lives', t => {
	const closed = play([chord, 'X'], {from: one});
	t.deepEqual([closed.navigation.screen, closed.drawn, closed.effects], ['home', '', []]);
});

test('a session that is gone leaves its pane, and its neighbour has the focus', t => {
	const gone = play([{type: 'sessions', sessions: sessions.filter(({id}) => id !== 'c')}], {from: split});
	t.deepEqual([gone.drawn, gone.navigation.focused], ['*(a|B)', 'b']);
});

const saved: Layout = {workspaces: [{tree: {type: 'pane', session: 'd'}, focused: 'd', zoomed: false}, {tree: {type: 'split', direction: 'down', share: 0.3, first: {type: 'pane', session: 'a'}, second: {type: 'pane', session: 'x'}}, focused: 'x', zoomed: false}], active: 1};

test('a saved layout comes back with what is still there', t => {
	const back = play([{type: 'layout', layout: saved}, {type: 'sessions', sessions}]);
	t.deepEqual([back.navigation.screen, back.navigation.focused, back.drawn], ['work', 'a', 'D *A']);
	t.is(play([{type: 'layout', layout: saved}, {type: 'sessions', sessions: []}]).drawn, '');
	const asked = play([{type: 'layout', layout: saved}, {type: 'sessions', sessions}], {from: {...startNavigation, focused: 'd'}});
	t.is(asked.drawn, '*D A');
});

test('after a reboot Home is shown, and the panes are where they were once their sessions run again', t => {
	const lost = sessions.map(session => ({...session, state: {status: 'host-lost', at: 5} as const}));
	const layout = split.layout.panes;
	const back = play([{type: 'layout', layout}, {type: 'sessions', sessions: lost}], {known: lost});
	t.deepEqual([back.navigation.screen, back.drawn], ['home', '*(a|(b-C))']);
	t.is(play([opened('a'), opened('b'), opened('c')], {from: back.navigation}).drawn, '*(a|(b-C))');
});

test('the shell, a command and the log are opened beside, or where it was asked for', t => {
	t.deepEqual(play([chord, '$'], {from: one}).effects, [{type: 'open-beside', program: {type: 'shell', byKey: true}, placing: {direction: 'down', beside: 'a'}}]);
	t.deepEqual(play([chord, '|', '$'], {from: one}).effects, [{type: 'open-beside', program: {type: 'shell', byKey: true}, placing: {direction: 'right', beside: 'a'}}]);
	t.deepEqual(play([chord, 'l'], {from: one}).effects, [{type: 'open-beside', program: {type: 'log', service: 'gateway'}, placing: {direction: 'down', beside: 'a'}}]);
	t.deepEqual(play([chord, ':', ...'npm "a b"'], {from: one}).effects, []);
	t.deepEqual(play([chord, ':', ...'npm "a b"', 'Enter'], {from: one}).effects, [{type: 'open-beside', program: {type: 'command', file: 'npm', args: ['a b'], line: 'npm "a b"'}, placing: {direction: 'down', beside: 'a'}}]);
	t.deepEqual(play(['l']).effects, [{type: 'open-beside', program: {type: 'log', service: 'gateway'}, placing: undefined}]);
});

const shownPrompt = (navigation: Navigation) => {
	const top = navigation.overlays.at(-1);
	return top?.type === 'prompt' ? linesText([promptLine(top, 80)])[0] : undefined;
};

test('a quote that is not closed says so and starts nothing; the line can be put right', t => {
	const wrong = play([chord, ':', ...'echo "a', 'Enter'], {from: one});
	t.deepEqual([wrong.effects, shownPrompt(wrong.navigation)], [[], ' : echo "a▏   The quote " is not closed.']);
	t.deepEqual(play(['"', 'Enter'], {from: wrong.navigation}).effects.map(({type}) => type), ['open-beside']);
	t.is(shownPrompt(play([chord, ':', 'Enter'], {from: one}).navigation), ' : ▏   Type a command, such as npm test.');
	t.is(shownPrompt(play([chord, ':', ...'abc', 'Left', 'Left', 'x', 'Delete', 'End', 'z', 'Home', 'Right', 'Backspace'], {from: one}).navigation), ' : ▏xcz   Enter run beside   Esc back');
	t.is(play([chord, ':', 'Esc', 'Esc'], {from: one}).over, '');
});

const refusedAs = (found: FoundInstead, from: Navigation) => play([{type: 'refused-command', line: 'nmp test', refused: refusedCommand('nmp', found)}], {from});
const sentenceOf = (navigation: Navigation) => {
	const top = navigation.overlays.at(-1);
	return top?.type === 'prompt' && top.refused !== undefined ? linesText(refusedLines(top.refused, 70)) : [];
};

test('a command that cannot be begun stands there again as it was typed, with what can be done', t => {
	const missing = refusedAs({status: 'missing'}, one).navigation;
	t.deepEqual([missing.overlays.map(({type}) => type), shownPrompt(missing)], [['box', 'prompt'], ' : nmp test▏   Enter run beside   Esc back']);
	t.deepEqual(sentenceOf(missing), ['There is no command "nmp" on the PATH.', '1 correct the line', '2 open a shell instead', '3 not now']);
	const corrected = play(['1', '2'], {from: missing}).navigation;
	t.deepEqual([sentenceOf(corrected), shownPrompt(corrected)], [[], ' : nmp test2▏   Enter run beside   Esc back']);
	t.deepEqual(play(['2'], {from: missing}).effects, [{type: 'open-beside', program: {type: 'shell', byKey: true}, placing: {direction: 'down', beside: 'a'}}]);
	t.deepEqual(play(['3'], {from: missing}).navigation.overlays, [{type: 'box'}]);
	t.deepEqual(sentenceOf(play(['x'], {from: missing}).navigation), []);

	const plain = refusedAs({status: 'not-executable', path: '/x/nmp'}, one).navigation;
	t.deepEqual(sentenceOf(plain), ['/x/nmp may not be run: chmod +x makes it a program.', '1 try again', '2 correct the line', '3 not now']);
	t.deepEqual(play(['1'], {from: plain}).effects.map(effect => effect.type === 'open-beside' && effect.program), [{type: 'command', file: 'nmp', args: ['test'], line: 'nmp test'}]);

	const folder = refusedAs({status: 'folder', path: '/x/nmp'}, one).navigation;
	t.deepEqual(sentenceOf(folder), ['/x/nmp is a folder, not a program.', '1 open a shell there', '2 correct the line', '3 not now']);
	t.deepEqual(play(['1'], {from: folder}).effects.map(effect => effect.type === 'open-beside' && effect.program), [{type: 'shell', byKey: true, folder: '/x/nmp'}]);
});

test('what is typed stands in one line, where the code line is', t => {
	const input = {client: clientWith({sessions}), cwd: '/x', home: '/', size: {cols: 120, rows: 36}, now: 0};
	const inBox = play([chord, ':', ...'npm'], {from: one}).navigation;
	const box = linesText(boxLines({...input, navigation: inBox, size: boxRect({...input, navigation: inBox})}));
	t.is(box.filter(line => line.includes('npm') || line.includes('›')).length, 1);
	t.regex(box[1] ?? '', /│ {2}: npm▏ {3}Enter run beside {3}Esc back/);
	t.false(linesText([bottomLine({...input, link: 'connected', navigation: inBox, chord: 'Ctrl+Space'})]).join('').includes('npm'));
	const onHome = play([':', ...'npm']).navigation;
	const home = linesText(homeRows({...input, navigation: onHome, link: 'connected', big: undefined, offer: undefined, agents: [], installed: {}, hint: [], version: '1', repository: undefined}));
	t.deepEqual([home.filter(line => line.includes('npm')), home.some(line => line.includes('▌'))], [[' : npm▏   Enter run beside   Esc back'], false]);
});

test('a session is renamed in one line', t => {
	const asked = play([chord, ','], {from: one});
	t.is(shownPrompt(asked.navigation), ' Name: name-a▏   Enter rename   Esc back');
	t.deepEqual(play(['Ctrl+u', ...'new name', 'Enter'], {from: asked.navigation}).effects, [{type: 'rename', id: 'a', name: 'new name'}]);
	t.is(shownPrompt(play(['Ctrl+u', 'Enter'], {from: asked.navigation}).navigation), ' Name: ▏   A session needs a name.');
});

test('on a small screen one pane hides the others, and B shows the sessions over it', t => {
	t.deepEqual(visiblePanes(split, size).panes.map(({session}) => session), ['a', 'b', 'c']);
	t.deepEqual(visiblePanes(split, {cols: 80, rows: 24}).panes, [{session: 'c', rect: {x: 0, y: 0, cols: 80, rows: 22}, label: undefined}]);
	const list = play([chord, 'B'], {from: split, screen: {cols: 80, rows: 24}});
	t.deepEqual([list.over, list.navigation.selected, list.effects], ['sidebar', 2, []]);
	t.is(play(['Up', 'Enter'], {from: list.navigation}).drawn, '*(a|(B-c))');
	t.is(play(['Esc'], {from: list.navigation}).over, '');
	t.deepEqual(noLayout, {workspaces: [], active: 0});
});

test('the mouse moves lines and the focus', t => {
	const {separators} = visiblePanes(split, size);
	const dragged = play([{type: 'arrange', action: {type: 'drag', separator: separators[0]!, x: 60, y: 0}}], {from: split}).navigation;
	t.is(visiblePanes(dragged, size).panes[0]?.rect.cols, 33);
	t.is(play([{type: 'arrange', action: {type: 'show', session: 'b'}}], {from: split}).drawn, '*(a|(B-c))');
});
