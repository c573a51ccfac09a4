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

function press(key: string, from: Navigation, {others = 0} = {}) {
	return navigate({...from, message: refusedMessage(offer, {others, hasCode: true})}, {type: 'key', key: {type: 'key', name: key}}, {sessions: [dead], choices: [], startsByItself: true, size: {cols: 120, rows: 36}});
}

test('a session whose folder is gone is named with what can be done, also where it has no code', t => {
	t.is(refusedMessage(offer, {others: 0, hasCode: true})?.text, 'web: There is no folder /gone.   1 start its code in another folder   2 try again   3 let go');
	t.is(refusedMessage(offer, {others: 2, hasCode: false})?.text, 'web (and 2 more): There is no folder /gone.   1 try again   2 let go');
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
	const message = refusedMessage({...offer, answer: {type: 'refused', sentence: 'The gateway is parked.', choices: ['use 8083']}}, {others: 0, hasCode: true});
	t.deepEqual(message, {level: 'bad', text: 'web: The gateway is parked.   1 use 8083', choices: ['use 8083']});
});
