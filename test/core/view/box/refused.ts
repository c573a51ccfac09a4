import test from 'ava';
import type {RestoreOffer} from '../../../../source/core/session/restore.js';
import {refusedMessage} from '../../../../source/core/view/box/refused.js';
import {navigate} from '../../../../source/core/view/navigation/navigate.js';
import {startNavigation, type Navigation} from '../../../../source/core/view/navigation/navigation.js';
import {sessionWith} from '../../../helpers/sessions.js';

const dead = sessionWith({id: 'b', name: 'web', cwd: '/gone', state: {status: 'crashed', exit: {type: 'code', code: 3}, at: 5}});
const code = dead.recipe.code ?? '';
const offer: RestoreOffer = {id: 'b', name: 'web', title: dead.title, cwd: '/gone', at: 5, answer: {type: 'refused', sentence: 'There is no folder /gone.', choices: ['make it, or name another one (--cwd)']}};
const places: readonly Navigation[] = [{...startNavigation, untouched: false}, {...startNavigation, screen: 'work', focused: 'b', untouched: false}];

function press(key: string, from: Navigation) {
	return navigate({...from, message: refusedMessage([offer], {pointed: undefined, sessions: [dead]})}, {type: 'key', key: {type: 'key', name: key}}, {sessions: [dead], choices: [], startsByItself: true, size: {cols: 120, rows: 36}});
}

test('a session whose folder is gone is named with what can be done, also where it has no code', t => {
	t.is(refusedMessage([offer], {pointed: undefined, sessions: [dead]})?.text, 'Claude Code "web": There is no folder /gone.   1 start its code in another folder   2 try again   3 let go');
	const codeless = {...dead, recipe: {...dead.recipe, code: undefined}};
	t.is(refusedMessage([offer, {...offer, id: 'c'}, {...offer, id: 'd'}], {pointed: undefined, sessions: [codeless]})?.text, 'Claude Code "web" (and 2 more): There is no folder /gone.   1 try again   2 let go');
});

test('of several that cannot start the one under the cursor is named, and its digits are about that one', t => {
	const codex = sessionWith({...dead, id: 'c', title: 'Codex', recipe: {...dead.recipe, code: 'xid'}});
	const offers: readonly RestoreOffer[] = [{...offer, id: 'a', answer: {type: 'again', why: 'it is a shell', command: 'sh'}}, {...offer, id: 'c', title: 'Codex'}, offer];
	for (const [pointed, about] of [['b', dead], ['c', codex], ['a', codex], [undefined, codex]] as const) {
		const message = refusedMessage(offers, {pointed, sessions: [codex, dead]});
		t.true(message?.text.startsWith(`${about.title} "web" (and 1 more): There is no folder /gone.`));
		t.is(message?.refused, about.id);
		const {line} = navigate({...startNavigation, untouched: false, message}, {type: 'key', key: {type: 'key', name: '1'}}, {sessions: [codex, dead], choices: [], startsByItself: true, size: {cols: 120, rows: 36}}).navigation;
		t.is(line, about.recipe.code ?? '');
	}
});

test('its digits do what they say, on Home and over its last screen', t => {
	t.not(code, '');
	for (const from of places) {
		const first = press('1', from);
		t.is(first.navigation.line, code);
		t.is(first.navigation.palette.form?.field, 'folder');
		t.deepEqual(first.effects.filter(({type}) => type !== 'keys'), [{type: 'look-up', line: code}, {type: 'complete', field: 'folder', text: ''}]);
		t.deepEqual(first.navigation.overlays, from.screen === 'home' ? [] : [{type: 'box'}]);
		t.deepEqual(press('2', from).effects, [{type: 'restore', ids: ['b']}]);
		t.deepEqual(press('3', from).navigation.overlays, [{type: 'confirm', action: 'close', session: 'b'}]);
		t.is(press('3', from).navigation.message, undefined);
	}
});

test('what is refused for another reason keeps its own choices', t => {
	const message = refusedMessage([{...offer, answer: {type: 'refused', sentence: 'The gateway is parked.', choices: ['use 8083']}}], {pointed: undefined, sessions: [dead]});
	t.deepEqual(message, {level: 'bad', text: 'Claude Code "web": The gateway is parked.   1 use 8083', choices: ['use 8083']});
});
