import test from 'ava';
import type {Session} from '../../../../source/core/session/session.js';
import {navigate} from '../../../../source/core/view/navigation/navigate.js';
import {paneHasKeys, startNavigation, type Navigation, type NavigationEffect, type NavigationInput} from '../../../../source/core/view/navigation/navigation.js';
import type {Preview} from '../../../../source/core/view/box/preview.js';
import type {Question} from '../../../../source/core/view/box/question.js';
import {sessionWith} from '../../../helpers/sessions.js';

type Seen = {readonly navigation: Navigation; readonly effects: readonly NavigationEffect[]};

function play(inputs: ReadonlyArray<string | NavigationInput>, {from = startNavigation, sessions = [], choices = [], startsByItself = true}: {readonly from?: Navigation; readonly sessions?: readonly Session[]; readonly choices?: readonly string[]; readonly startsByItself?: boolean} = {}): Seen {
	let navigation = from;
	const effects: NavigationEffect[] = [];
	for (const input of inputs) {
		const step = navigate(navigation, typeof input === 'string' ? {type: 'key', key: {type: 'key', name: input}} : input, {sessions, choices, startsByItself, size: {cols: 120, rows: 36}});
		({navigation} = step);
		// How long one key is waited for after the chord is what single-key.ts tests.
		effects.push(...step.effects.filter(effect => effect.type !== 'keys'));
	}

	return {navigation, effects};
}

const plan = {title: 'Claude Code', short: '', command: 'claude', cwd: '/x', credential: 'none', environment: [], role: 'BIG', models: [], price: undefined, notes: [], following: []} as const;
const ready = (line: string): NavigationInput => ({type: 'preview', preview: {status: 'ready', line, decoded: [], plan}});
const problem: Preview = {status: 'problem', line: 'cip', decoded: [], sentence: 'It is not installed.', choices: [{text: 'install it', action: 'install'}]};
const live = sessionWith({id: 'a'});
const dead = sessionWith({id: 'b', state: {status: 'crashed', exit: {type: 'code', code: 3}, at: 5}});
const working: Navigation = {...startNavigation, screen: 'work', focused: 'a', untouched: false};

test('an agent letter begins a code and every letter is looked up', t => {
	const {navigation, effects} = play(['c', 'i', 'p']);
	t.is(navigation.line, 'cip');
	t.deepEqual(effects, ['c', 'ci', 'cip'].map(line => ({type: 'look-up', line})));
});

test('a whole code waits, then starts by itself', t => {
	const waiting = play(['c', 'i', 'p', ready('cip')]);
	t.deepEqual(waiting.effects.at(-1), {type: 'wait', line: 'cip'});
	t.deepEqual(play([{type: 'wait-over', line: 'cip'}], {from: waiting.navigation}).effects, [{type: 'start', line: 'cip'}]);
});

const stops = [['Esc'], ['Backspace'], ['k']] as const;
for (const keys of stops) {
	test(`${keys[0]} while a code waits keeps it from starting by itself`, t => {
		const {effects} = play(['c', 'i', 'p', ready('cip'), ...keys, {type: 'wait-over', line: 'cip'}]);
		t.false(effects.some(effect => effect.type === 'start'));
	});
}

test('Enter starts at once, also before the code has been looked up', t => {
	t.deepEqual(play(['c', 'i', 'p', ready('cip'), 'Enter']).effects.at(-1), {type: 'start', line: 'cip'});
	t.deepEqual(play(['c', 'i', 'p', 'Enter', ready('cip')]).effects.at(-1), {type: 'start', line: 'cip'});
});

test('two letters and Enter start by the gateway, also before they have been looked up', t => {
	const open: NavigationInput = {type: 'preview', preview: {status: 'open', line: 'ci', decoded: [], next: '', whole: true}};
	t.deepEqual(play(['c', 'i', open, 'Enter', ready('cip')]).effects.slice(2), [{type: 'look-up', line: 'cip'}, {type: 'start', line: 'cip'}]);
	t.deepEqual(play(['c', 'i', 'Enter', open, ready('cip')]).effects.slice(2), [{type: 'look-up', line: 'cip'}, {type: 'start', line: 'cip'}]);
});

test('one letter and Enter start nothing', t => {
	const open: NavigationInput = {type: 'preview', preview: {status: 'open', line: 'c', decoded: [], next: '', whole: false}};
	t.deepEqual(play(['c', open, 'Enter']).effects, [{type: 'look-up', line: 'c'}]);
});

test('with the wait turned off nothing starts without Enter', t => {
	t.false(play(['c', 'i', 'p', ready('cip')], {startsByItself: false}).effects.some(effect => effect.type === 'wait'));
});

test('a code that is followed by a prompt waits for Enter', t => {
	t.false(play(['c', 'i', 'p', ' ', 'h', ready('cip h')]).effects.some(effect => effect.type === 'wait'));
});

test('a problem starts nothing and offers its numbers', t => {
	const {navigation, effects} = play(['c', 'i', 'p', {type: 'preview', preview: problem}, 'Enter', {type: 'wait-over', line: 'cip'}, '1']);
	t.is(navigation.line, 'cip');
	t.deepEqual(effects.at(-1), {type: 'choose', choice: {text: 'install it', action: 'install'}});
	t.false(effects.some(effect => effect.type === 'start'));
});

test('a preview of an earlier line is not taken for the line that stands there', t => {
	t.is(play(['c', 'i', 'p', ready('ci')]).navigation.preview.status, 'empty');
});

test('keys that begin no code are commands, and one without a command says so', t => {
	t.is(play(['?']).navigation.overlays.at(-1)?.type, 'help');
	t.deepEqual(play(['D', 'Q']).effects, [{type: 'demo'}, {type: 'quit'}]);
	t.regex(play(['z']).navigation.message?.text ?? '', /Nothing is on the key z/);
});

test('a command that cannot be done says why', t => {
	t.is(play(['A']).navigation.message?.text, 'Nothing ended without you.');
});

test('the chord opens the box over a pane, and pressed twice it belongs to the agent', t => {
	const once = play([{type: 'chord'}], {from: working, sessions: [live]});
	t.deepEqual([once.navigation.overlays.at(-1)?.type, once.effects.length], ['box', 0]);
	t.false(paneHasKeys(once.navigation, [live]));
	const twice = play([{type: 'chord'}], {from: once.navigation, sessions: [live]});
	t.deepEqual([twice.navigation.overlays, twice.effects], [[], [{type: 'send-chord'}]]);
	t.true(paneHasKeys(twice.navigation, [live]));
});

for (const between of ['|', '?', 'Down', '%']) {
	test(`the chord, ${between} and the chord are not the chord twice`, t => {
		const {navigation, effects} = play([{type: 'chord'}, between, {type: 'chord'}], {from: working, sessions: [live, dead]});
		t.deepEqual([navigation.overlays, effects], [[], []]);
		t.deepEqual(play([{type: 'chord'}, {type: 'chord'}], {from: navigation, sessions: [live, dead]}).effects, [{type: 'send-chord'}]);
	});
}

test('the chord, a row that is pointed at and the chord are not the chord twice', t => {
	t.deepEqual(play([{type: 'chord'}, {type: 'wheel', by: 1}, {type: 'chord'}], {from: working, sessions: [live, dead]}).effects, []);
});

test('on Home L asks about the session under the cursor, and lets it go after a yes', t => {
	const asked = play(['Down', 'L'], {sessions: [live, dead]});
	t.deepEqual(asked.navigation.overlays, [{type: 'confirm', action: 'close', session: 'b'}]);
	t.deepEqual(play(['y'], {from: asked.navigation, sessions: [live, dead]}).effects, [{type: 'close', id: 'b'}]);
	t.deepEqual(play(['L', 'Esc'], {sessions: [dead]}).navigation.overlays, []);
	t.is(play(['L']).navigation.message?.text, 'There is no session under the cursor to let go.');
});

test('on Home no key means the session that had the focus before', t => {
	const from: Navigation = {...working, screen: 'home'};
	for (const key of ['S', 'L', '|', 'z', '[', 'X', ',', ';', ']']) {
		const {navigation, effects} = play([key], {from: {...from, overlays: [{type: 'box'}]}, sessions: [live, dead]});
		t.deepEqual([key, navigation.overlays.length, effects], [key, 1, []]);
		t.is(typeof navigation.message?.text, 'string');
	}
});

test('Esc is one step back', t => {
	const {navigation} = play([{type: 'chord'}, '?', 'Esc'], {from: working, sessions: [live]});
	t.deepEqual(navigation.overlays.map(overlay => overlay.type), ['box']);
	t.deepEqual(play(['Esc'], {from: navigation, sessions: [live]}).navigation.overlays, []);
	t.is(play(['c', 'i', 'Esc']).navigation.line, '');
});

test('a session is stopped only after a yes', t => {
	const asked = play([{type: 'chord'}, 'S'], {from: working, sessions: [live]});
	t.deepEqual(asked.effects, []);
	t.is(asked.navigation.overlays.at(-1)?.type, 'confirm');
	t.deepEqual(play(['Esc'], {from: asked.navigation, sessions: [live]}).effects, []);
	const done = play(['y'], {from: asked.navigation, sessions: [live]});
	t.deepEqual([done.effects, done.navigation.overlays], [[{type: 'stop', id: 'a'}], []]);
});

test('digits go to what runs and bring back what ended', t => {
	t.is(play(['1'], {sessions: [live, dead]}).navigation.focused, 'a');
	t.deepEqual(play(['2'], {sessions: [live, dead]}).effects, [{type: 'restore', ids: ['b']}]);
	t.deepEqual(play(['A'], {sessions: [live, dead]}).effects, [{type: 'restore', ids: ['b']}]);
});

test('while the gateway rests the first digits are what it offers, and those of the rows follow', t => {
	const choices = ['use 8083', 'try again', 'ask your administrator'];
	t.deepEqual(play(['1'], {sessions: [live, dead], choices}).effects, [{type: 'serve', id: 'gateway', choice: {type: 'use-port', port: 8083}}]);
	t.deepEqual(play(['2'], {sessions: [live, dead], choices}).effects, [{type: 'serve', id: 'gateway', choice: {type: 'try-again'}}]);
	t.is(play(['3'], {sessions: [live, dead], choices}).navigation.message?.text, 'For you to do: ask your administrator');
	t.is(play(['4'], {sessions: [live, dead], choices}).navigation.focused, 'a');
	t.deepEqual(play([{type: 'chord'}, '1'], {from: working, sessions: [live], choices}).effects.at(-1), {type: 'serve', id: 'gateway', choice: {type: 'use-port', port: 8083}});
	t.is(play(['c', 'i', 'p', '1'], {choices}).navigation.line, 'cip1');
});

test('a start that fails for a resting gateway offers the same under the code', t => {
	const message = {level: 'bad', text: '8082 is taken. 1 use 8083', choices: ['use 8083']} as const;
	const {navigation, effects} = play(['c', 'i', 'p', {type: 'message', message}, '1']);
	t.deepEqual([navigation.line, effects.at(-1)], ['cip', {type: 'serve', id: 'gateway', choice: {type: 'use-port', port: 8083}}]);
	t.deepEqual(play([{type: 'message', message}, '1'], {from: {...working, focused: 'b'}, sessions: [dead]}).effects, [{type: 'serve', id: 'gateway', choice: {type: 'use-port', port: 8083}}]);
});

test('where a session has ended its keys are ours: r restores, L asks before it is let go', t => {
	const from = {...working, focused: 'b'};
	t.false(paneHasKeys(from, [dead]));
	t.deepEqual(play(['r'], {from, sessions: [dead]}).effects, [{type: 'restore', ids: ['b']}]);
	t.deepEqual(play(['L', 'y'], {from, sessions: [dead]}).effects, [{type: 'close', id: 'b'}]);
});

test('the first snapshot shows what runs, unless something was pressed before', t => {
	t.is(play([{type: 'sessions', sessions: [dead, live]}]).navigation.focused, 'a');
	t.is(play([{type: 'sessions', sessions: [dead]}]).navigation.screen, 'home');
	t.is(play(['c', {type: 'sessions', sessions: [live]}]).navigation.screen, 'home');
});

test('the focus leaves a session that is gone', t => {
	t.is(play([{type: 'sessions', sessions: [sessionWith({id: 'n'})]}], {from: working}).navigation.focused, 'n');
	t.is(play([{type: 'sessions', sessions: []}], {from: working}).navigation.screen, 'home');
});

test('the search finds sessions and everything the keys can do, by name', t => {
	const {navigation} = play([{type: 'chord'}, '/', 'd', 'e', 'm', 'o'], {from: working, sessions: [live]});
	t.deepEqual(play(['Enter'], {from: navigation, sessions: [live]}).effects, [{type: 'demo'}]);
});

test('a paste goes into the line as one line', t => {
	const {navigation} = play(['c', {type: 'key', key: {type: 'paste', text: 'np fix\nthis'}}]);
	t.is(navigation.line, 'cnp fix this');
});

const question = (id: string): Question => ({id, name: id, title: 'Claude Code', cwd: '/', at: 5, answer: {type: 'question', sentence: 'Which one?', conversations: [{id: 'one', at: 1, prompt: 'first'}, {id: 'two', at: 2, prompt: undefined}]}});
const other = {...dead, id: 'd'};

test('a question is answered by a digit, N or Esc, and nothing starts before', t => {
	const sessions = [dead, other];
	const asked = play([{type: 'questions', questions: [question('b'), question('d')]}], {sessions});
	t.deepEqual(asked.effects, []);
	const refused = play(['3', 'x', 'Enter'], {from: asked.navigation, sessions});
	t.deepEqual([refused.navigation.overlays, refused.effects], [asked.navigation.overlays, []]);
	t.is(refused.navigation.message?.text, 'Nothing is on the key Enter here: 1–2 go on with it, N a new conversation, Esc not now.');
	const first = play(['2'], {from: asked.navigation, sessions});
	t.deepEqual(first.effects, [{type: 'restore-as', id: 'b', choice: {type: 'conversation', id: 'two'}}]);
	t.deepEqual(first.navigation.overlays, [{type: 'question', question: question('d'), rest: []}]);
	// The first one is there meanwhile; the second question stays.
	const second = play([{type: 'opened', id: 'b'}, 'N'], {from: first.navigation, sessions});
	t.deepEqual(second.effects, [{type: 'restore-as', id: 'd', choice: {type: 'new'}}]);
	t.deepEqual(second.navigation.overlays, []);
	t.deepEqual(play(['Esc'], {from: asked.navigation, sessions}).navigation.overlays, []);
});

test('a question about a session that runs again is asked no more', t => {
	const {navigation} = play([{type: 'questions', questions: [question('b')]}, {type: 'sessions', sessions: [{...dead, state: live.state}]}], {sessions: [dead]});
	t.deepEqual(navigation.overlays, []);
});

test('Enter looks at the last screen of what has ended, its number starts it again', t => {
	const looked = play(['Enter'], {sessions: [dead]});
	t.deepEqual([looked.navigation.screen, looked.navigation.focused, looked.effects], ['work', 'b', []]);
	t.deepEqual(play(['1'], {sessions: [dead]}).effects, [{type: 'restore', ids: ['b']}]);
});
