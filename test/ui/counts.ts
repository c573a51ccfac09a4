import test from 'ava';
import type {Navigation} from '../../source/core/view/navigation/navigation.js';
import {nextAgeIn} from '../../source/core/view/work/ages.js';
import type {Session} from '../../source/core/session/session.js';
import {createAges} from '../../source/ui/ages.js';
import {createTimers} from '../../source/ui/timers.js';
import {encoder, openRig, start} from '../helpers/emulator-rig.js';
import {fakeClock} from '../helpers/fake-clock.js';
import {clientWith, sessionWith} from '../helpers/sessions.js';

test('what a hidden session writes makes no frame of rows', async t => {
	const rig = openRig(t);
	rig.emulator.open('seen', start);
	rig.emulator.open('hidden', start);
	rig.emulator.watch(1, ['seen'], 'seen');
	await rig.when('the first frame of what is seen', () => rig.updates.length === 1);
	for (let piece = 0; piece < 200; piece++) {
		rig.emulator.write('hidden', piece * 10, encoder.encode('ten bytes\n'));
	}

	await rig.parsed(2000);
	// Frames come in the order of what caused them: one that the hidden session had made would be here before this one.
	rig.emulator.write('seen', 0, encoder.encode('x'));
	await rig.when('what is seen has changed', () => rig.updates.length > 1);
	t.deepEqual(rig.updates.map(({session}) => session), ['seen', 'seen']);
});

test('what other panes write is told in the same frames, fifteen times a second at most', async t => {
	const rig = openRig(t);
	const others = ['one', 'two', 'three', 'four'];
	for (const session of ['focused', ...others]) {
		rig.emulator.open(session, start);
	}

	rig.emulator.watch(1, ['focused', ...others], 'focused');
	await rig.when('the first frames', () => rig.updates.length === 5);
	const begin = performance.now();
	for (let piece = 0; piece < 300; piece++) {
		for (const session of others) {
			rig.emulator.write(session, piece, encoder.encode(String(piece % 10)));
		}

		await rig.parsed(piece + 1);
	}

	const milliseconds = performance.now() - begin;
	const most = Math.ceil(milliseconds / 67) + 2;
	for (const session of others) {
		const count = rig.updates.filter(update => update.session === session).length - 1;
		t.true(count <= most, `${session}: ${count} frames in ${Math.round(milliseconds)} ms`);
	}
});

const minute = 60_000;

/** How often the work screen draws itself anew in these minutes in which nothing happens. */
function rendersIn(minutes: number, {sessions, sidebar = 'shown'}: {readonly sessions: readonly Session[]; readonly sidebar?: Navigation['sidebar']}): number {
	const clock = fakeClock();
	clock.pass(20 * minute);
	let renders = 0;
	const seen = {client: clientWith({sessions}), navigation: {screen: 'work', overlays: [], sidebar}} as const;
	const ages = createAges({timers: createTimers(clock), next: () => nextAgeIn(seen, clock.now()), redraw() {
		renders++;
	}});
	ages.changed();
	clock.pass(minutes * minute);
	return renders;
}

test('draws nothing in an idle minute where no age is shown, and where none changes', t => {
	const unseen = sessionWith({activity: 'unknown', activitySince: undefined});
	const ended = sessionWith({state: {status: 'exited', exit: {type: 'code', code: 0}, at: 1000}, activity: 'idle', activitySince: 0});
	t.is(rendersIn(10, {sessions: [unseen, ended]}), 0);
	t.is(rendersIn(10, {sessions: [sessionWith({activity: 'idle', activitySince: 0})], sidebar: 'folded'}), 0);
	// Told in hours: it was idle for two and a half of them.
	t.is(rendersIn(29, {sessions: [sessionWith({activity: 'idle', activitySince: -130 * minute})]}), 0);
	t.is(rendersIn(31, {sessions: [sessionWith({activity: 'idle', activitySince: -130 * minute})]}), 1);
});

test('draws an age that is shown when it is another one', t => {
	t.is(rendersIn(5, {sessions: [sessionWith({activity: 'idle', activitySince: 0})]}), 5);
	t.is(rendersIn(1, {sessions: [sessionWith({activity: 'working', activitySince: 15 * minute})]}), 60);
	t.is(rendersIn(1, {sessions: [sessionWith({activity: 'working', activitySince: 0})]}), 1);
});
