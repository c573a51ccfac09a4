import test from 'ava';
import {expiredSessions} from '../../../source/core/session/retention.js';
import type {SessionStatus} from '../../../source/core/session/session.js';
import {sessionWith} from '../../helpers/sessions.js';

const day = 24 * 60 * 60 * 1000;

test('lets go what has been over for longer than sessions are kept, never what lives', t => {
	const states: Readonly<Record<string, SessionStatus>> = {
		live: {status: 'live', pid: 1, since: 0},
		starting: {status: 'starting', since: 0},
		lost: {status: 'host-lost', at: 10 * day, why: 'reboot'},
		exited: {status: 'exited', at: 9 * day},
		crashed: {status: 'crashed', exit: {type: 'code', code: 1}, at: 9 * day},
		future: {status: 'exited', at: 100 * day},
	};
	const sessions = Object.entries(states).map(([id, state]) => sessionWith({id, state}));
	t.deepEqual(expiredSessions(sessions, {now: 40 * day, keepDays: 30}), ['exited', 'crashed']);
	t.deepEqual(expiredSessions(sessions, {now: 40 * day, keepDays: 31}), []);
});
