import test from 'ava';
import {isAnswered, rungBy, withCall} from '../../../../source/core/session/rung.js';
import type {Activity, Rung, Session} from '../../../../source/core/session/session.js';
import {answeredHere, asShown, badgeOf, followSeen, nextThatCalls, wasLookedAt} from '../../../../source/core/view/attention/seen.js';
import {startNavigation, type NavigationFacts} from '../../../../source/core/view/navigation/navigation.js';
import {navigate} from '../../../../source/core/view/navigation/navigate.js';
import {sessionWith} from '../../../helpers/sessions.js';

const live = {status: 'live', pid: 1, since: 0} as const;
const session = (id: string, activity: Activity = 'idle', change: Partial<Session> = {}): Session => sessionWith({id, name: id, state: live, activity, ...change});
const rang = (at = 5, text?: string): Rung => ({since: 5, at, ...(text === undefined ? {} : {text})});

test('who rang needs somebody: in its row, in the title, and for the key that goes there', t => {
	const sessions = [session('a', 'idle', {rang: rang(5, 'build is green')}), session('b')];
	const attended = {seen: {a: 'idle', b: 'idle'}};
	const [shown, other] = asShown(sessions, attended);
	t.deepEqual([shown?.activity, shown?.message, shown?.activitySince, other], ['blocked', 'build is green', 5, sessions[1]]);
	t.is(withCall(session('a', 'idle', {rang: rang()})).message, 'rings');
	t.is(badgeOf(sessions, attended), 'clutch · 1 needs you');
	t.is(nextThatCalls(sessions, {...attended, focused: 'b'})?.id, 'a');
});

test('it is answered by looking, until it rings again', t => {
	const calling = [session('a', 'idle', {rang: rang()})];
	const seen = followSeen({}, {sessions: calling, lookedAt: new Set(['a'])});
	t.is(badgeOf(calling, {seen}), 'clutch');
	t.is(asShown(calling, {seen}), calling);
	t.deepEqual(answeredHere(calling, seen), [{id: 'a', until: 5}]);
	const again = [session('a', 'idle', {rang: rang(7)})];
	t.is(badgeOf(again, {seen}), 'clutch · 1 needs you');
	t.deepEqual(answeredHere(again, seen), []);
	t.deepEqual(answeredHere([session('a')], seen), []);
});

for (const [from, to, stays] of [['working', 'working', true], ['working', 'idle', true], ['idle', 'working', false], ['idle', 'blocked', false], ['working', 'done', false], ['unknown', 'error', false]] as const) {
	test(`a ring while it is ${from} ${stays ? 'stays' : 'goes'} when it is ${to}`, t => {
		t.is(isAnswered(session('a', from), session('a', to)), !stays);
	});
}

test('what ended does not ring, and neither does what says more of itself', t => {
	t.true(isAnswered(session('a'), session('a', 'idle', {state: {status: 'exited', at: 6}})));
	t.is(rungBy(session('a', 'idle', {state: {status: 'exited', at: 6}}), {at: 7}), undefined);
	t.is(rungBy(session('a', 'blocked'), {at: 7}), undefined);
	t.deepEqual(rungBy(session('a', 'working'), {at: 7}), {since: 7, at: 7});
});

test('a session that rings again keeps what it said, and since when', t => {
	t.deepEqual(rungBy(session('a', 'idle', {rang: rang(5, 'build is green')}), {at: 9}), {since: 5, at: 9, text: 'build is green'});
	t.deepEqual(rungBy(session('a', 'idle', {rang: rang(5, 'build is green')}), {at: 9, text: 'all is green'}), {since: 5, at: 9, text: 'all is green'});
});

const facts: NavigationFacts = {sessions: [session('a'), session('b', 'blocked')], choices: [], startsByItself: true, size: {cols: 120, rows: 36}};
const key = (name: string) => ({type: 'key', key: {type: 'key', name}}) as const;

test('J from Watch goes where J from the panes under it goes, and to those panes themselves where only they call', t => {
	const work = {...navigate(startNavigation, {type: 'opened', id: 'a'}, facts).navigation, untouched: false};
	const watch = navigate(navigate(work, {type: 'chord'}, facts).navigation, key('w'), facts).navigation;
	t.deepEqual([watch.overlays, navigate(watch, key('J'), facts).navigation.focused], [[{type: 'watch'}], 'b']);
	const atCaller = {...navigate(startNavigation, {type: 'opened', id: 'b'}, facts).navigation, untouched: false};
	const over = navigate(navigate(atCaller, {type: 'chord'}, facts).navigation, key('w'), facts).navigation;
	const {navigation} = navigate(over, key('J'), facts);
	t.deepEqual([navigation.focused, navigation.overlays, navigation.message], ['b', [], undefined]);
	const fromBox = navigate(navigate(atCaller, {type: 'chord'}, facts).navigation, key('J'), facts).navigation;
	t.is(fromBox.message?.text, 'Nobody else needs you.');
});

test('a ring that is told late is judged by when it rang', t => {
	const at = (now: number): NavigationFacts => ({...facts, now});
	const looking = navigate(startNavigation, {type: 'opened', id: 'a'}, at(10)).navigation;
	const away = navigate(looking, {type: 'opened', id: 'b'}, at(20)).navigation;
	const told = (rangAt: number, from = away) => {
		const sessions = [session('a', 'idle', {rang: {since: rangAt, at: rangAt}}), session('b')];
		return badgeOf(sessions, navigate(from, {type: 'sessions', sessions}, {...at(30), sessions}).navigation.attending);
	};

	t.deepEqual([told(19), told(20), told(21)], ['clutch', 'clutch', 'clutch · 1 needs you']);
	t.deepEqual([wasLookedAt(away.attending, {id: 'a', at: 19}), wasLookedAt(away.attending, {id: 'a', at: 21}), wasLookedAt(away.attending, {id: 'c', at: 1})], [true, false, false]);
	const behind = navigate(looking, {type: 'terminal-focus', hasFocus: false}, at(25)).navigation;
	t.deepEqual([told(24, behind), told(26, behind)], ['clutch', 'clutch · 1 needs you']);
	t.deepEqual(navigate(navigate(away, {type: 'opened', id: 'a'}, at(40)).navigation, {type: 'opened', id: 'b'}, {...at(50), sessions: [session('a')]}).navigation.attending.left, {a: 50});
});
