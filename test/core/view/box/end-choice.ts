import test from 'ava';
import {navigate} from '../../../../source/core/view/navigation/navigate.js';
import {startNavigation, type Navigation, type NavigationFacts} from '../../../../source/core/view/navigation/navigation.js';
import {sessionWith} from '../../../helpers/sessions.js';

const idle = sessionWith({id: 'b', name: 'proj-2', activity: 'idle'});
const facts: NavigationFacts = {sessions: [idle], choices: [], startsByItself: true, size: {cols: 120, rows: 36}};
const choice = {text: 'end Claude Code "proj-2"', action: 'end', session: 'b'} as const;

function press(key: string, from: Navigation) {
	return navigate(from, {type: 'key', key: {type: 'key', name: key}}, facts);
}

test('a digit that would end a session asks once; `y` ends it and the code goes on, Esc keeps both', t => {
	for (const overlays of [[], [{type: 'box'}]] as const) {
		const from: Navigation = {...startNavigation, untouched: false, overlays, line: 'cid', preview: {status: 'problem', line: 'cid', decoded: [], sentence: '2 sessions run, and 2 may.', choices: [choice]}};
		const asked = press('1', from);
		t.deepEqual(asked.effects, []);
		t.deepEqual(asked.navigation.overlays, [...overlays, {type: 'confirm', action: 'stop', session: 'b', choice}]);
		const yes = press('y', asked.navigation);
		t.deepEqual(yes.effects, [{type: 'choose', choice}]);
		const no = press('Esc', asked.navigation);
		t.deepEqual(no.effects, []);
		for (const {navigation} of [yes, no]) {
			t.deepEqual(navigation.overlays, overlays);
			t.is(navigation.line, 'cid');
		}
	}
});
