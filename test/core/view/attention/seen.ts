import test from 'ava';
import type {Session} from '../../../../source/core/session/session.js';
import {asShown, badgeOf, followSeen, nextThatCalls, type Seen} from '../../../../source/core/view/attention/seen.js';
import {sessionWith} from '../../../helpers/sessions.js';

const live = {status: 'live', pid: 1, since: 0} as const;
const crash = {status: 'crashed', at: 0, exit: {type: 'code', code: 1}} as const;
const session = (id: string, change: Partial<Session> = {}): Session => sessionWith({id, name: id, state: live, activity: 'idle', ...change});

const look = (seen: Seen, sessions: readonly Session[], ...lookedAt: readonly string[]) => followSeen(seen, {sessions, lookedAt: new Set(lookedAt)});
const isDone = (sessions: readonly Session[], seen: Seen) => asShown(sessions, {seen})[0]?.activity === 'done';

test('done stays until it is looked at, and comes back with the next work', t => {
	const done = [session('api', {activity: 'done'})];
	const unseen = look({}, done);
	t.true(isDone(done, unseen));
	const seen = look(unseen, done, 'api');
	t.false(isDone(done, seen));
	t.false(isDone(done, look(seen, done)));
	t.true(isDone(done, look(look(seen, [session('api', {activity: 'working'})]), done)));
});

test('nothing is made anew where nothing changed', t => {
	const sessions = [session('api')];
	const seen = look({}, sessions, 'api');
	t.is(look(seen, sessions), seen);
	t.is(asShown(sessions, {seen}), sessions);
});

test('the title counts who needs you', t => {
	t.is(badgeOf([session('a'), session('b')], {seen: {}}), 'clutch');
	t.is(badgeOf([session('a', {activity: 'blocked'})], {seen: {a: 'blocked'}}), 'clutch · 1 needs you');
	t.is(badgeOf([session('a', {activity: 'blocked'}), session('b', {activity: 'blocked'}), session('c', {state: crash}), session('d', {activity: 'done'})], {seen: {}}), 'clutch · 2 need you · 1 failed · 1 done');
	t.is(badgeOf([session('c', {state: crash}), session('d', {activity: 'done'})], {seen: {c: 'crashed', d: 'done'}}), 'clutch');
});

test('the key goes to the most urgent one, and on from there', t => {
	const sessions = [session('a', {activity: 'done'}), session('b', {activity: 'blocked'}), session('c'), session('d', {activity: 'blocked'})];
	const after = (focused: string | undefined) => nextThatCalls(sessions, {seen: {}, focused})?.id;
	t.deepEqual([after(undefined), after('b'), after('d')], ['b', 'd', 'b']);
	t.is(nextThatCalls([session('a'), session('b', {activity: 'blocked'})], {seen: {}, focused: 'b'}), undefined);
	t.is(nextThatCalls([session('a', {state: crash}), session('b')], {seen: {}, focused: 'b'})?.id, 'a');
	t.is(nextThatCalls([session('a', {state: crash}), session('b')], {seen: {a: 'crashed'}, focused: 'b'}), undefined);
});
