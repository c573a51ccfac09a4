import test from 'ava';
import type {Session} from '../../../../source/core/session/session.js';
import {emptyLibrary, type Library} from '../../../../source/core/view/box/library.js';
import type {Preview} from '../../../../source/core/view/box/preview.js';
import type {ScreenChoice} from '../../../../source/core/view/box/screen-choice.js';
import {navigate} from '../../../../source/core/view/navigation/navigate.js';
import {startNavigation, type Navigation, type NavigationEffect, type NavigationInput} from '../../../../source/core/view/navigation/navigation.js';
import {sessionWith} from '../../../helpers/sessions.js';

type Seen = {readonly navigation: Navigation; readonly effects: readonly NavigationEffect[]};

function play(inputs: ReadonlyArray<string | NavigationInput>, {from = startNavigation, sessions = [], library = emptyLibrary}: {readonly from?: Navigation; readonly sessions?: readonly Session[]; readonly library?: Library} = {}): Seen {
	let navigation = from;
	const effects: NavigationEffect[] = [];
	for (const input of inputs) {
		const step = navigate(navigation, typeof input === 'string' ? {type: 'key', key: {type: 'key', name: input}} : input, {sessions, choices: [], startsByItself: true, library, size: {cols: 120, rows: 36}});
		({navigation} = step);
		effects.push(...step.effects);
	}

	return {navigation, effects};
}

function ready(line: string, {following = []}: {readonly following?: readonly string[]} = {}): NavigationInput {
	return {type: 'preview', preview: {status: 'ready', line, decoded: [], plan: {title: 'Claude Code', short: '', command: 'claude', cwd: '/x', credential: 'none', environment: [], role: 'BIG', models: [], price: undefined, notes: [], following}}};
}

const pick: Preview = {status: 'pick', line: 'crpd', decoded: [], next: '', sentence: '', found: [
	{id: 'id-one', at: 2, prompt: 'fix', cwd: '/x', isHere: true},
	{id: 'id-two', at: 1, prompt: 'port', cwd: '/other', isHere: false},
]};

test('Tab opens the form, what is typed there is an option of the next launch, and nothing starts by itself', t => {
	const {navigation, effects} = play(['c', 'i', 'p', ready('cip'), 'Tab', '/', 'w', 'Tab', 'a', {type: 'wait-over', line: 'cip'}, ready('cip')]);
	t.deepEqual(navigation.palette.options, {folder: '/w', name: 'a'});
	t.is(navigation.palette.form?.field, 'name');
	t.is(navigation.line, 'cip');
	t.false(effects.some(effect => effect.type === 'start'));
	t.is(effects.filter(effect => effect.type === 'wait').length, 1);
});

test('every key in the form is looked up and completed', t => {
	t.deepEqual(play(['c', 'i', 'p', 'Tab', '~']).effects.slice(3), [
		{type: 'complete', field: 'folder', text: ''},
		{type: 'look-up', line: 'cip'},
		{type: 'complete', field: 'folder', text: '~'},
	]);
});

test('Enter in the form starts the code, but only as it is now', t => {
	const typed = play(['c', 'i', 'p', ready('cip'), 'Tab', 'w', 'Enter']);
	t.false(typed.effects.some(effect => effect.type === 'start'), 'what was looked up before the letter is stale');
	t.deepEqual(play([ready('cip')], {from: typed.navigation}).effects, [{type: 'start', line: 'cip'}]);
});

test('a preview that was made with other options is not taken', t => {
	const {navigation} = play(['c', 'i', 'p', 'Tab', 'w', {...ready('cip') as Extract<NavigationInput, {type: 'preview'}>, options: {}}]);
	t.is(navigation.preview.status, 'looking');
});

test('the form goes round, takes completions, and Esc is one step back each time', t => {
	t.is(play(['c', 'i', 'Shift+Tab']).navigation.palette.form?.field, 'profile');
	const completed = play(['c', 'i', 'Tab', 'n', {type: 'completions', field: 'folder', text: 'n', found: ['notes/', 'new/']}, 'Down', 'Down', 'Right']);
	t.deepEqual(completed.navigation.palette.options, {folder: 'new/'});
	const late = play(['c', 'i', 'Tab', 'n', 'e', {type: 'completions', field: 'folder', text: 'n', found: ['notes/']}]);
	t.deepEqual(late.navigation.palette.form?.found, []);
	const back = play(['Esc'], {from: completed.navigation});
	t.deepEqual([back.navigation.palette.form, back.navigation.line], [undefined, 'ci']);
	const empty = play(['Esc'], {from: back.navigation});
	t.deepEqual([empty.navigation.line, empty.navigation.palette.options], ['', {}]);
});

test('a code with an option waits for Enter', t => {
	const {effects} = play(['c', 'i', 'Tab', 'w', 'Esc', 'p', ready('cip')]);
	t.false(effects.some(effect => effect.type === 'wait'));
});

test('a paste goes into the field of the form', t => {
	t.deepEqual(play(['c', 'i', 'Tab', 'Tab', 'Tab', {type: 'key', key: {type: 'paste', text: 'fix\nit'}}]).navigation.palette.options, {prompt: 'fix it'});
});

test('e shows the variables and stops the wait, unless it is a letter of the code', t => {
	const shown = play(['c', 'i', 'p', ready('cip'), 'e', {type: 'wait-over', line: 'cip'}]);
	t.deepEqual([shown.navigation.line, shown.navigation.palette.wholeEnvironment, shown.effects.some(effect => effect.type === 'start')], ['cip', true, false]);
	t.is(play(['c', 'i', 'p', ready('cip', {following: ['e']}), 'e']).navigation.line, 'cipe');
	t.true(play(['c', 'i', 'p', ready('cip', {following: ['e']}), 'Ctrl+e']).navigation.palette.wholeEnvironment);
	t.is(play(['c', 'i', 'p', ' ', ready('cip '), 'e']).navigation.line, 'cip e');
});

test('Enter on a conversation goes on with it, in its own folder where that is another', t => {
	const listed = play(['c', 'r', 'p', 'd', {type: 'preview', preview: pick}]);
	const here = play(['Enter', ready('cspd id-one')], {from: listed.navigation});
	t.deepEqual(here.effects, [{type: 'look-up', line: 'cspd id-one'}, {type: 'start', line: 'cspd id-one'}]);
	t.deepEqual(here.navigation.palette.options, {});
	const other = play(['Down', 'Enter'], {from: listed.navigation});
	t.deepEqual([other.navigation.line, other.navigation.palette.options], ['cspd id-two', {folder: '/other'}]);
});

test('no conversation starts by itself', t => {
	const {effects} = play(['c', 'r', 'p', 'd', {type: 'preview', preview: pick}, {type: 'wait-over', line: 'crpd'}]);
	t.false(effects.some(effect => effect.type === 'start' || effect.type === 'wait'));
});

test('under a code the cursor goes to the sessions, where Enter jumps; letters bring it back to the code', t => {
	const work: Navigation = {...startNavigation, screen: 'work', focused: 'a', untouched: false, overlays: [{type: 'box'}]};
	const sessions = [sessionWith({id: 'a'}), sessionWith({id: 'b', name: 'other'})];
	const onRow = play(['c', 'i', 'p', ready('cip'), 'Down', 'Down'], {from: work, sessions});
	t.is(onRow.navigation.due, undefined);
	const jumped = play(['Enter'], {from: onRow.navigation, sessions});
	t.deepEqual([jumped.navigation.focused, jumped.navigation.overlays, jumped.effects], ['b', [], []]);
	t.deepEqual(play(['d', ready('cipd'), 'Enter'], {from: onRow.navigation, sessions}).effects.at(-1), {type: 'start', line: 'cipd'});
});

const chosen: ReadonlyArray<readonly [ScreenChoice, Partial<Pick<Navigation, 'line'>> & {readonly folder?: string; readonly form?: string}]> = [
	[{text: '', action: 'folder'}, {line: 'cip', form: 'folder'}],
	[{text: '', action: 'home'}, {line: 'cip', folder: '~'}],
	[{text: '', action: 'not-now'}, {line: ''}],
	[{text: '', action: 'code', line: 'cid'}, {line: 'cid'}],
];
for (const [choice, expected] of chosen) {
	test(`the digit of a problem does it: ${choice.action}`, t => {
		const {navigation} = play(['c', 'i', 'p', {type: 'preview', preview: {status: 'problem', line: 'cip', decoded: [], sentence: 'No.', choices: [choice]}}, '1']);
		const {line, palette: {options, form}} = navigation;
		t.deepEqual({line, ...(options.folder === undefined ? {} : {folder: options.folder}), ...(form === undefined ? {} : {form: form.field})}, expected);
	});
}

test('the digit of a conversation that is open goes to its session, with nothing left of the line', t => {
	const sessions = [sessionWith({id: 'a'}), sessionWith({id: 'b'})];
	const {navigation, effects} = play(['c', 'c', {type: 'preview', preview: {status: 'problem', line: 'cc', decoded: [], sentence: 'No.', choices: [{text: '', action: 'go-to', session: 'b'}]}}, '1'], {sessions});
	t.deepEqual([navigation.screen, navigation.focused, navigation.line, navigation.preview.status, navigation.overlays], ['work', 'b', '', 'empty', []]);
	t.false(effects.some(({type}) => type === 'choose' || type === 'start'));
});

const library: Library = {
	...emptyLibrary,
	recents: [{code: 'xcp', cwd: '/home/me/web', at: 5, count: 2}],
	models: ['nvidia/nemotron-3'],
	settings: [{key: 'gateway.port', value: '8082', origin: 'default'}],
	configFile: '/home/me/.xx/config.json',
	preferences: [{name: 'theme', value: 'dark', values: ['auto', 'dark', 'light']}],
	pages: [{title: 'The gateway', file: '/docs/gateway.md'}],
};

function found(query: string, options: {readonly sessions?: readonly Session[]} = {}): Seen {
	return play(['/', ...query, 'Enter'], {library, ...options});
}

test('the search finds settings, preferences, models, pages, keys, codes, launches and sessions, and Enter does what each is for', t => {
	t.is(found('gateway.port').navigation.message?.text, 'gateway.port is 8082 (default). Change it in /home/me/.xx/config.json.');
	t.deepEqual(found('theme').effects, [{type: 'prefer', name: 'theme', value: 'light'}]);
	t.deepEqual(found('nemotron').navigation.palette.options, {model: 'nvidia/nemotron-3'});
	t.is(found('the gateway').navigation.message?.text, 'The gateway: /docs/gateway.md');
	t.is(found('keys: in the box').navigation.overlays.at(-1)?.type, 'help');
	t.is(found('xnd').navigation.line, 'xnd');
	const launched = found('xcp web');
	t.deepEqual([launched.navigation.line, launched.navigation.palette.options, launched.navigation.due], ['xcp', {folder: '/home/me/web'}, {type: 'entered', line: 'xcp'}]);
	t.is(found('flaky', {sessions: [sessionWith({id: 'z', message: 'fix the flaky test'})]}).navigation.focused, 'z');
});

test('an action from the search is done where the user came from, and its box is gone', t => {
	const {navigation, effects} = found('try the demo');
	t.deepEqual([navigation.overlays, navigation.line, effects], [[], '', [{type: 'demo'}]]);
});

test('a model that was chosen stays for the next code, and Esc forgets it before anything else', t => {
	const {navigation} = found('nemotron');
	t.deepEqual(play(['c'], {from: navigation}).navigation.palette.options, {model: 'nvidia/nemotron-3'});
	t.deepEqual(play(['Esc'], {from: navigation}).navigation.palette.options, {});
});

test('a model on this machine is taken for the next code where one was found, and else it is said what is missing', t => {
	t.deepEqual(play(['O'], {library: {...library, local: {title: 'Ollama', model: 'ollama/qwen3'}}}).navigation.palette.options, {model: 'ollama/qwen3'});
	const none = play(['O']);
	t.deepEqual(none.navigation.palette.options, {});
	t.regex(none.navigation.message?.text ?? '', /No server of models answers/);
});
