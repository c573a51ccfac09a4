import test from 'ava';
import type {Activity, Session} from '../../../../source/core/session/session.js';
import {followRung, noRung, ring, type Rung} from '../../../../source/core/view/attention/rung.js';
import {asShown, badgeOf, nextThatCalls} from '../../../../source/core/view/attention/seen.js';
import {startNavigation, type NavigationFacts} from '../../../../source/core/view/navigation/navigation.js';
import {wasLookedAt} from '../../../../source/core/view/attention/look.js';
import {navigate} from '../../../../source/core/view/navigation/navigate.js';
import {sessionWith} from '../../../helpers/sessions.js';

const live = {status: 'live', pid: 1, since: 0} as const;
const session = (id: string, activity: Activity = 'idle', change: Partial<Session> = {}): Session => sessionWith({id, name: id, state: live, activity, ...change});
const rang = (activity: Activity = 'idle', text?: string) => ring(noRung, {session: session('a', activity), at: 5, text});
const after = (rung: Rung, next: Session, ...lookedAt: readonly string[]) => followRung(rung, {sessions: [next], lookedAt: new Set(lookedAt)});

test('who rang needs somebody: in its row, in the title, and for the key that goes there', t => {
	const sessions = [session('a'), session('b')];
	const attended = {seen: {a: 'idle', b: 'idle'}, rung: rang('idle', 'build is green')};
	const [shown, other] = asShown(sessions, attended);
	t.deepEqual([shown?.activity, shown?.message, shown?.activitySince, other], ['blocked', 'build is green', 5, sessions[1]]);
	t.is(asShown(sessions, {...attended, rung: rang()})[0]?.message, 'rings');
	t.is(badgeOf(sessions, attended), 'clutch · 1 needs you');
	t.is(nextThatCalls(sessions, {...attended, focused: 'b'})?.id, 'a');
});

test('it is answered by looking', t => {
	t.deepEqual(after(rang(), session('a'), 'a'), {});
	const rung = rang();
	t.is(after(rung, session('a')), rung);
});

for (const [from, to, stays] of [['working', 'working', true], ['working', 'idle', true], ['idle', 'working', false], ['idle', 'blocked', false], ['working', 'done', false], ['unknown', 'error', false]] as const) {
	test(`a ring while it is ${from} ${stays ? 'stays' : 'goes'} when it is ${to}`, t => {
		t.is(Object.hasOwn(after(rang(from), session('a', to)), 'a'), stays);
	});
}

test('what ended does not ring, and what works again after a ring has been answered', t => {
	t.deepEqual(after(rang(), session('a', 'idle', {state: {status: 'exited', at: 6}})), {});
	t.deepEqual(after(after(rang('working'), session('a', 'idle')), session('a', 'working')), {});
});

test('a session that rings again keeps what it said, and since when', t => {
	t.deepEqual(ring(rang('idle', 'build is green'), {session: session('a'), at: 9, text: undefined}), {a: {at: 5, text: 'build is green', activity: 'idle'}});
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
	const told = (rangAt: number, from = away) => Object.keys(navigate(from, {type: 'rang', id: 'a', at: rangAt, text: undefined}, at(30)).navigation.attending.rung);
	t.deepEqual([told(19), told(20), told(21)], [[], [], ['a']]);
	t.deepEqual([wasLookedAt(away.attending, {id: 'a', at: 19}), wasLookedAt(away.attending, {id: 'a', at: 21}), wasLookedAt(away.attending, {id: 'c', at: 1})], [true, false, false]);
	const behind = navigate(looking, {type: 'terminal-focus', hasFocus: false}, at(25)).navigation;
	t.deepEqual([told(24, behind), told(26, behind)], [[], ['a']]);
	t.deepEqual(navigate(navigate(away, {type: 'opened', id: 'a'}, at(40)).navigation, {type: 'opened', id: 'b'}, {...at(50), sessions: [session('a')]}).navigation.attending.left, {a: 50});
});
