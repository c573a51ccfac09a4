import test from 'ava';
import {keyTableOf} from '../../../../source/core/view/keys/key-overrides.js';
import {chordHint, chordQuestion} from '../../../../source/core/view/keys/chord-question.js';
import {whichKey} from '../../../../source/core/view/keys/which-key.js';
import {keymap} from '../../../../source/core/view/keys/keymap.js';
import {navigate} from '../../../../source/core/view/navigation/navigate.js';
import {paneHasKeys, startNavigation, type Navigation, type NavigationEffect, type NavigationFacts, type NavigationInput, type Step} from '../../../../source/core/view/navigation/navigation.js';
import {boxLines} from '../../../../source/core/view/box/box.js';
import {linesText} from '../../../../source/core/view/text/spans.js';
import {goneFolder, notStarted} from '../../../../source/core/view/panes/refused-command.js';
import {sessionWith} from '../../../helpers/sessions.js';

const facts: NavigationFacts = {sessions: [], choices: [], startsByItself: true, size: {cols: 120, rows: 36}};
const atWork: Navigation = {...startNavigation, screen: 'work', focused: 'a', untouched: false};
const key = (name: string): NavigationInput => ({type: 'key', key: {type: 'key', name}});

function after(navigation: Navigation, ...inputs: readonly NavigationInput[]) {
	let current = navigation;
	const effects: NavigationEffect[] = [];
	for (const input of inputs) {
		const step = navigate(current, input, facts);
		current = step.navigation;
		effects.push(...step.effects);
	}

	return {navigation: current, effects};
}

const waits = (effects: readonly NavigationEffect[]) => effects.flatMap(effect => effect.type === 'keys' && effect.effect.type === 'wait' ? effect.effect.turn : []);

test('after the chord the keys are shown in a moment, and given back when nothing comes', t => {
	const opened = after(atWork, {type: 'chord'});
	t.deepEqual(waits(opened.effects), [1]);
	t.false(opened.navigation.keys.isHinting);
	const hinting = after(opened.navigation, {type: 'keys', input: {type: 'hint', turn: 1}}).navigation;
	t.true(hinting.keys.isHinting);
	const over = after(hinting, {type: 'keys', input: {type: 'over', turn: 1}}).navigation;
	t.deepEqual([over.overlays, over.keys.isHinting], [[], false]);
});

test('an unknown key says so, is not passed on, and begins the wait anew', t => {
	const {navigation, effects} = after(atWork, {type: 'chord'}, key('j'));
	t.is(navigation.message?.text, 'Nothing is on the key j here; ? shows the keys.');
	t.deepEqual(navigation.overlays, [{type: 'box'}]);
	t.deepEqual(effects.map(({type}) => type), ['keys', 'keys']);
	const late = after(navigation, {type: 'keys', input: {type: 'over', turn: 1}}).navigation;
	t.deepEqual(late.overlays, [{type: 'box'}]);
});

test('nothing is taken away while something is typed or the list is used', t => {
	for (const inputs of [[key('c')], [key('/')], [key('?')]]) {
		const {navigation} = after(atWork, {type: 'chord'}, ...inputs);
		const {turn} = navigation.keys;
		const over = after(navigation, {type: 'keys', input: {type: 'hint', turn}}, {type: 'keys', input: {type: 'over', turn}}).navigation;
		t.deepEqual([over.overlays, over.keys.isHinting, over.line], [navigation.overlays, false, navigation.line]);
	}

	const pointed = {...after(atWork, {type: 'chord'}).navigation, selected: 2};
	t.deepEqual(after(pointed, {type: 'keys', input: {type: 'over', turn: 1}}).navigation.overlays, [{type: 'box'}]);
});

test('numbered choices stay until they are answered, and take their digit', t => {
	const asked = after(atWork, {type: 'chord'}, key('$'), {type: 'refused-shell', folder: undefined, refused: notStarted({sentence: 'The disk is full.', choices: []})}).navigation;
	t.deepEqual([asked.overlays, asked.message?.choices], [[{type: 'box'}], ['try again', 'not now']]);
	for (let turn = 0; turn <= asked.keys.turn; turn++) {
		t.deepEqual(after(asked, {type: 'keys', input: {type: 'hint', turn}}, {type: 'keys', input: {type: 'over', turn}}).navigation, asked);
	}

	t.deepEqual(after(asked, key('1')).effects.map(({type}) => type), ['open-beside']);
	const left = after(asked, key('Esc')).navigation;
	t.deepEqual([left.overlays, left.message], [[], undefined]);
});

test('a shell without room or folder is offered what a code is: another one ended after a question, its home folder', t => {
	const known = {...facts, sessions: [sessionWith({id: 'a'}), sessionWith({id: 'b'})]};
	const press = (from: Navigation, ...inputs: readonly NavigationInput[]) => {
		let step: Step = {navigation: from, effects: []};
		for (const input of inputs) {
			step = navigate(step.navigation, input, known);
		}

		return step;
	};

	const end = {text: 'end Claude Code "b"', action: 'end', session: 'b'} as const;
	const full = press(atWork, {type: 'chord'}, key('$'), {type: 'refused-shell', folder: '/w', refused: notStarted({sentence: '2 sessions run.', choices: [end, {text: 'try again', action: 'retry'}, {text: 'not now', action: 'not-now'}]})});
	t.is(full.navigation.message?.text, '2 sessions run.   1 end Claude Code "b"   2 try again   3 not now');
	const asked = press(full.navigation, key('1'));
	t.deepEqual([asked.effects.filter(({type}) => type !== 'keys'), asked.navigation.overlays.at(-1)?.type], [[], 'confirm']);
	const yes = press(asked.navigation, key('y'));
	t.deepEqual(yes.effects.filter(({type}) => type !== 'keys'), [{type: 'choose', choice: end, beside: {program: {type: 'shell', folder: '/w', byKey: true}, placing: {direction: 'down', beside: 'a'}}}]);
	t.deepEqual(yes.navigation.overlays, []);
	t.deepEqual(press(asked.navigation, key('Esc')).navigation.overlays, [{type: 'box'}]);

	const gone = press(atWork, {type: 'chord'}, key('$'), {type: 'refused-shell', folder: undefined, refused: goneFolder('/gone', '/home/me')});
	t.is(gone.navigation.message?.text, 'The folder /gone is gone.   1 start in your home folder   2 try again   3 not now');
	const programs = ['1', '2'].map(digit => press(gone.navigation, key(digit)).effects.flatMap(effect => effect.type === 'open-beside' && effect.program.type === 'shell' ? [effect.program.folder] : []));
	t.deepEqual(programs, [['/home/me'], [undefined]]);
	t.deepEqual(goneFolder('/gone', undefined).choices.map(({text}) => text), ['try again', 'not now']);
});

test('a command without room or folder is offered the same, and keeps its line', t => {
	const command = {type: 'command', file: 'npm', args: ['test'], line: 'npm test'};
	const refused = (...choices: Parameters<typeof notStarted>[0]['choices']) => after(atWork, {type: 'refused-command', line: 'npm test', refused: {...notStarted({sentence: 'No room.', choices}), folder: '/home/me'}}).navigation;
	const free = {text: 'forget', action: 'free', sessions: ['x']} as const;
	t.deepEqual(after(refused(free), key('1')).effects.filter(({type}) => type !== 'keys'), [{type: 'choose', choice: free, beside: {program: {...command, folder: '/home/me'}, placing: undefined}}]);
	const asked = after(refused({text: 'end', action: 'end', session: 'b'}), key('1')).navigation;
	t.deepEqual(asked.overlays.map(({type}) => type), ['box', 'prompt', 'confirm']);
	t.deepEqual(after(asked, key('Esc')).navigation.overlays.map(({type}) => type), ['box', 'prompt']);
	t.deepEqual(after(refused(), key('1')).effects.filter(({type}) => type !== 'keys'), [{type: 'open-beside', program: {...command, folder: '/home/me'}, placing: undefined}]);
	const gone = after(atWork, {type: 'refused-command', line: 'npm test', refused: goneFolder('/gone', '/home/me')}).navigation;
	t.deepEqual(after(gone, key('1')).effects.filter(({type}) => type !== 'keys'), [{type: 'open-beside', program: {...command, folder: '/home/me'}, placing: undefined}]);
});

test('Esc after the chord is one step back', t => {
	t.deepEqual(after(atWork, {type: 'chord'}, key('Esc')).navigation.overlays, []);
});

test('keys of the configuration are pressed, and its mistakes are said', t => {
	const table = keyTableOf({sidebar: 'b', zoom: 'c', zom: 'x'});
	const {navigation} = after(atWork, {type: 'keys', input: {type: 'table', table}});
	t.is(navigation.message?.text, 'keys.zoom: c begins the code of an agent; z stays   (and 1 more: / problems lists them)');
	t.is(after(navigation, {type: 'chord'}, key('b')).navigation.sidebar, 'folded');
	t.is(after(navigation, {type: 'chord'}, key('B')).navigation.sidebar, 'shown');
});

test('the list of keys is searched by typing, and Esc takes the search back before it closes', t => {
	const {navigation} = after(atWork, {type: 'chord'}, key('?'), key('z'), key('o'));
	t.deepEqual(navigation.overlays.at(-1), {type: 'help', scroll: 0, filter: 'zo'});
	t.deepEqual(after(navigation, key('Backspace')).navigation.overlays.at(-1), {type: 'help', scroll: 0, filter: 'z'});
	const cleared = after(navigation, key('Esc')).navigation;
	t.deepEqual(cleared.overlays.at(-1), {type: 'help', scroll: 0, filter: ''});
	t.deepEqual(after(cleared, key('Esc')).navigation.overlays, [{type: 'box'}]);
});

test('shows as many keys as there is room for, and where the others are', t => {
	for (const size of [{cols: 120, rows: 36}, {cols: 80, rows: 24}, {cols: 60, rows: 15}]) {
		const {rect, lines} = whichKey('box', {rows: keymap, size});
		t.is(rect.y + rect.rows, size.rows);
		t.is(lines.length, rect.rows);
		t.true(linesText(lines).every(line => line.length <= size.cols));
		t.regex(linesText(lines).join('\n'), /\| split right/);
		t.regex(linesText(lines).join('\n'), /\? keys/);
	}
});

const choosing = after(startNavigation, {type: 'keys', input: {type: 'choose'}}).navigation;
const chosen = (effects: readonly NavigationEffect[]) => effects.flatMap(effect => effect.type === 'keys' && effect.effect.type === 'chord' ? effect.effect.label : []);

test('the first run asks for the chord', t => {
	t.deepEqual(linesText(chordQuestion(choosing.keys, 120)), ['   Press the key that should reach Clutch from inside a pane (Enter = Ctrl+Space)']);
});

for (const [pressed, label] of [['Ctrl+b', 'Ctrl+b'], ['Alt+w', 'Alt+w'], ['F12', 'F12'], ['Enter', 'Ctrl+Space']] as const) {
	test(`the first run takes ${pressed}`, t => {
		const {navigation, effects} = after(choosing, key(pressed));
		t.deepEqual([chosen(effects), navigation.keys.choosing, navigation.line], [[label], undefined, '']);
	});
}

test('the first run takes the default chord when that is pressed', t => {
	t.deepEqual(chosen(after(choosing, {type: 'chord'}).effects), ['Ctrl+Space']);
});

test('the first run says why a key cannot be the chord, and goes on asking', t => {
	const {navigation, effects} = after(choosing, key('Ctrl+c'));
	t.deepEqual(chosen(effects), []);
	t.is(linesText(chordQuestion(navigation.keys, 120))[0], '   Ctrl+c cannot be it: it stops what a program does.');
	t.deepEqual(chosen(after(navigation, key('Ctrl+g')).effects), ['Ctrl+g']);
});

test('a code typed at once means the default and goes on as a code', t => {
	const {navigation, effects} = after(choosing, key('c'), key('i'));
	t.deepEqual([chosen(effects), navigation.line, navigation.keys.choosing], [['Ctrl+Space'], 'ci', undefined]);
	t.deepEqual(effects.map(({type}) => type), ['keys', 'look-up', 'look-up']);
});

test('Esc leaves the choice for another time', t => {
	const {navigation, effects} = after(choosing, key('Esc'));
	t.deepEqual([effects, navigation.keys.choosing], [[], undefined]);
});

const running = sessionWith({id: 'a'});
const besideWork = after({...startNavigation, screen: 'work', focused: 'a'}, {type: 'keys', input: {type: 'choose'}}).navigation;

test('where something runs already the chord is asked for in the box, and the line above the bar says how to come there', t => {
	t.is(chordHint(besideWork.keys, 'Ctrl+Space'), 'Ctrl+Space reaches Clutch from inside a pane; press it to choose another');
	t.true(paneHasKeys(besideWork, [running]), 'the pane has its keys');
	const asked = after(besideWork, {type: 'chord'});
	t.deepEqual(asked.effects.filter(effect => effect.type === 'keys' && effect.effect.type === 'wait'), [], 'nobody is hurried');
	const box = linesText(boxLines({size: {cols: 60, rows: 14}, client: undefined, navigation: asked.navigation, cwd: '/x', home: '/'})).join('\n');
	t.regex(box, /│ Press the key that should reach Clutch from inside a +│\n│ pane \(Enter = Ctrl\+Space\) +│/);
	t.regex(linesText(boxLines({size: {cols: 96, rows: 14}, client: undefined, navigation: asked.navigation, cwd: '/x', home: '/'})).join('\n'), /│ Press the key that should reach Clutch from inside a pane \(Enter = Ctrl\+Space\) +│/);

	const taken = after(asked.navigation, key('Ctrl+b'));
	t.deepEqual([chosen(taken.effects), taken.navigation.overlays, taken.navigation.keys.choosing], [['Ctrl+b'], [], undefined]);
	const wrong = after(asked.navigation, key('Ctrl+c'));
	t.deepEqual([chosen(wrong.effects), wrong.navigation.keys.choosing?.problem === undefined], [[], false]);
	const entered = after(asked.navigation, key('Enter'));
	t.deepEqual([chosen(entered.effects), entered.navigation.overlays, entered.navigation.keys.choosing], [['Ctrl+Space'], [{type: 'box'}], undefined]);
	const later = after(asked.navigation, key('Esc'));
	t.deepEqual([chosen(later.effects), later.navigation.overlays, later.navigation.keys.choosing], [[], [{type: 'box'}], undefined]);
	const goesOn = after(asked.navigation, key('c'));
	t.deepEqual([chosen(goesOn.effects), goesOn.navigation.line], [['Ctrl+Space'], 'c']);
	const twice = after(asked.navigation, {type: 'chord'});
	t.deepEqual([chosen(twice.effects), twice.effects.at(-1), twice.navigation.overlays], [['Ctrl+Space'], {type: 'send-chord'}, []]);
	t.deepEqual(chosen(after(asked.navigation, key('Alt+2')).effects), ['Ctrl+Space'], 'a key of the box means that');
});

test('a chord from the configuration is not asked for', t => {
	t.is(after(choosing, {type: 'keys', input: {type: 'table', table: keyTableOf({chord: 'Ctrl+b'})}}).navigation.keys.choosing, undefined);
});
