import test from 'ava';
import {homeLines} from '../../../../source/core/view/home/home.js';
import {messageNotice} from '../../../../source/core/view/box/message-notice.js';
import {startStatus} from '../../../../source/core/view/copy/copy-place.js';
import {navigate} from '../../../../source/core/view/navigation/navigate.js';
import {startNavigation, type Navigation, type Overlay} from '../../../../source/core/view/navigation/navigation.js';
import {linesText} from '../../../../source/core/view/text/spans.js';
import {clientWith, sessionWith} from '../../../helpers/sessions.js';

const size = {cols: 120, rows: 36};
const live = sessionWith();
const ended = sessionWith({id: 'b', state: {status: 'exited', at: 5}});
const facts = {sessions: [live, ended], choices: [], startsByItself: true, size};
const working: Navigation = {...startNavigation, screen: 'work', focused: 'a', untouched: false};
const press = (navigation: Navigation, name: string) => navigate(navigation, {type: 'key', key: {type: 'key', name}}, facts);
const over = (...overlays: readonly Overlay[]): Navigation => ({...working, overlays});
const question: Overlay = {type: 'question', rest: [], question: {id: 'b', name: 'api', title: 'Claude Code', cwd: '/x', at: 5, answer: {type: 'question', sentence: '3 conversations fit. Which one?', conversations: ['one', 'two', 'three'].map(id => ({id, at: 0, prompt: id}))}}};

const says = test.macro((t, navigation: Navigation, name: string, text: string) => {
	const step = press(navigation, name);
	t.is(step.navigation.message?.text, text);
	// Among panes the next key is awaited anew, as after any other.
	const effects = navigation.overlays.some(({type}) => type === 'panes') ? [{type: 'panes-wait'}] : [];
	t.deepEqual([step.navigation.overlays, step.effects], [navigation.overlays, effects]);
});

test('on Home', says, startNavigation, 'z', 'Nothing is on the key z here; ? shows the keys.');
test('a key without a character too', says, startNavigation, 'F7', 'Nothing is on the key F7 here; ? shows the keys.');
test('among panes', says, over({type: 'panes'}), 'y', 'Nothing is on the key y here; ? shows the keys.');
test('in the list of sessions', says, over({type: 'sidebar'}), 'y', 'Nothing is on the key y here; ? shows the keys.');
test('where a session has ended', says, {...working, focused: 'b'}, 'y', 'Nothing is on the key y here; ? shows the keys.');
test('scrolled back, where ? searches', says, {...working, copying: {a: startStatus}}, 'z', 'Nothing is on the key z here; F1 shows the keys.');
test('when asked whether', says, over({type: 'confirm', action: 'stop', session: 'a'}), 'x', 'Nothing is on the key x here: y yes, Esc one step back, n no.');
test('when asked which conversation', says, over(question), 'y', 'Nothing is on the key y here: 1–3 go on with it, N a new conversation, Esc not now.');
test('a digit that no conversation has', says, over(question), '4', 'Nothing is on the key 4 here: 1–3 go on with it, N a new conversation, Esc not now.');

test('the key that is named shows the keys', t => {
	for (const [navigation, key] of [[startNavigation, '?'], [over({type: 'panes'}), '?'], [over({type: 'sidebar'}), '?'], [{...working, copying: {a: startStatus}}, 'F1']] as const) {
		t.is(press(navigation, key).navigation.overlays.at(-1)?.type, 'help', `help opens: ${key}`);
	}
});

test('n keeps, as Esc does', t => {
	const asked = over({type: 'box'}, {type: 'confirm', action: 'stop', session: 'a'});
	for (const key of ['n', 'N', 'Esc']) {
		const {navigation, effects} = press(asked, key);
		t.deepEqual([navigation.overlays, navigation.message, effects.filter(({type}) => type === 'stop')], [[{type: 'box'}], undefined, []]);
	}
});

test('what is said of a key stands over the bar that asks, and nowhere else', t => {
	const {navigation} = press(over({type: 'confirm', action: 'stop', session: 'a'}), 'x');
	const notice = messageNotice(navigation, {cols: 60, rows: 15});
	t.deepEqual(notice?.rect, {x: 0, y: 12, cols: 60, rows: 2});
	t.deepEqual(linesText(notice?.lines ?? []), [' Nothing is on the key x here: y yes, Esc one step back, n', ' no.']);
	const atHome = press({...startNavigation, overlays: [question]}, 'x').navigation;
	const home = linesText(homeLines({size, client: clientWith(), navigation: atHome, offer: undefined, agents: [], installed: {}, hint: [], version: '1', cwd: '/x', repository: undefined, home: '/', now: 0}));
	t.false(home.some(line => line.includes('Nothing is on')));
	t.true(messageNotice(atHome, size) !== undefined);
});
