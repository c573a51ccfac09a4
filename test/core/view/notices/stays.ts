import test from 'ava';
import {startNavigation, type Navigation} from '../../../../source/core/view/navigation/navigation.js';
import {restoreHint} from '../../../../source/core/view/notices/stays.js';
import {sessionWith} from '../../../helpers/sessions.js';

const crashed = sessionWith({id: 'c', name: 'build', state: {status: 'crashed', exit: {type: 'signal', signal: 'SIGKILL'}, at: 5}});
const atWork: Navigation = {...startNavigation, screen: 'work', focused: 'a', untouched: false};
const hint = (navigation: Navigation, sessions = [sessionWith({id: 'a'}), crashed]) => restoreHint('c', {navigation, sessions, chord: 'Ctrl+b'});

test('a session that crashed and stays so is restored by its key, after those that lead to it', t => {
	t.is(hint({...atWork, focused: 'c'}), 'r restore');
	t.is(hint(atWork), 'Ctrl+b J go there   r restore');
	t.is(hint(startNavigation), 'J go there   r restore');
	t.is(hint(atWork, [sessionWith({id: 'a'}), sessionWith({id: 'b', activity: 'blocked'}), crashed]), 'Ctrl+b / and its name go there   r restore', 'J leads to who asks');
});
