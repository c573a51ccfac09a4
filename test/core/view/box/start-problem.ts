import test from 'ava';
import {startProblem} from '../../../../source/core/view/box/start-problem.js';
import {sessionWith} from '../../../helpers/sessions.js';

const busy = sessionWith({id: 'busy', name: 'busy', activity: 'working'});
const idle = sessionWith({id: 'idle', name: 'idle', activity: 'idle', state: {status: 'live', pid: 1, since: 9}});
const older = sessionWith({id: 'older', name: 'older', activity: 'idle', state: {status: 'live', pid: 1, since: 5}});
const over = sessionWith({id: 'over', state: {status: 'exited', at: 5}});
const crashed = sessionWith({id: 'crashed', state: {status: 'crashed', exit: {type: 'code', code: 1}, at: 5}});

function choices(...failure: Parameters<typeof startProblem>) {
	return startProblem(...failure).choices.map(({text}) => text);
}

test('too many sessions: the ones that do nothing are offered first, the longest idle of them before others', t => {
	t.deepEqual(choices({code: 'ERR_CLUTCH_SESSION_LIMIT', message: '3 sessions run, and 3 may.', hint: undefined}, [busy, idle, older, over]), ['end Claude Code "older"', 'end Claude Code "idle"', 'end Claude Code "busy"', 'try again', 'not now']);
	t.is(choices({code: 'ERR_CLUTCH_HOLDER_START', message: 'the system gave it no terminal (9 of 9 are in use).', hint: undefined}, [idle])[0], 'end Claude Code "idle"');
});

test('a full disk: what has ended in order can be forgotten, what ended without its user never', t => {
	const full = {code: 'ENOSPC', message: 'ENOSPC: write', hint: undefined};
	t.is(startProblem(full, []).sentence, 'The disk is full: ENOSPC: write');
	t.deepEqual(choices(full, [crashed]), ['try again', 'not now']);
	t.deepEqual(startProblem(full, [over, crashed, busy]).choices[1], {text: 'forget what ended in order (1 session)', action: 'free', sessions: ['over']});
	t.is(startProblem({code: 'ERR_CLUTCH_HOLDER_FILES', message: 'cannot be written (the disk is full).', hint: 'Make room.'}, []).sentence, 'cannot be written (the disk is full). Make room.');
});

test('a conversation that is open: its session is gone to, and no other', t => {
	const has = (id: string, conversation: string, state = busy.state) => sessionWith({id, name: id, state, recipe: {...busy.recipe, conversation}});
	const failure = {code: 'ERR_CLUTCH_CONVERSATION_OPEN', message: 'It is open in two, and is not opened twice.', hint: 'Go on there: clutch attach two', recipe: {agent: 'claude', conversation: 'this'}};
	const problem = startProblem(failure, [has('ended', 'this', over.state), has('one', 'other'), has('two', 'this')]);
	t.is(problem.sentence, 'It is open in two, and is not opened twice.');
	t.deepEqual(problem.choices, [{text: 'go to Claude Code "two"', action: 'go-to', session: 'two'}, {text: 'try again', action: 'retry'}, {text: 'not now', action: 'not-now'}]);
	// In a terminal of its own it is no session to go to.
	t.deepEqual(startProblem(failure, [has('one', 'other')]), {sentence: 'It is open in two, and is not opened twice. Go on there: clutch attach two', choices: problem.choices.slice(1)});
});

test('anything else is said as it is, to be tried again', t => {
	t.deepEqual(startProblem({code: undefined, message: 'No.', hint: undefined}, [busy]), {sentence: 'No.', choices: [{text: 'try again', action: 'retry'}, {text: 'not now', action: 'not-now'}]});
});
