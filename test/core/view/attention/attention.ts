import test from 'ava';
import type {Session} from '../../../../source/core/session/session.js';
import {dueAt, followRing, followSessions, noAttention, speak, type Attention} from '../../../../source/core/view/attention/attention.js';
import {sessionWith} from '../../../helpers/sessions.js';

const nobody = new Set<string>();
const live = {status: 'live', pid: 1, since: 0} as const;
const session = (id: string, change: Partial<Session> = {}): Session => sessionWith({id, name: id, title: 'Claude Code', state: live, activity: 'working', ...change});
const crash = {status: 'crashed', at: 0, exit: {type: 'code', code: 1}} as const;

/** What is said from `from` on, each with its time, by a clock that jumps to what is due. */
function hear(attention: Attention, sessions: readonly Session[]): ReadonlyArray<readonly [at: number, text: string]> {
	const heard: Array<readonly [number, string]> = [];
	let state = attention;
	for (let now = dueAt(state); now !== undefined; now = dueAt(state)) {
		const [next, notification] = speak(state, {sessions, now});
		heard.push([now, `${notification?.title} | ${notification?.text}`]);
		state = next;
	}

	return heard;
}

const changes: ReadonlyArray<readonly [what: string, change: Partial<Session>, text: string | undefined]> = [
	['that asks', {activity: 'blocked', message: 'edit retry.ts?'}, 'needs you: edit retry.ts?'],
	['that is done', {activity: 'done'}, 'is done'],
	['that reports an error', {activity: 'error'}, 'reports an error'],
	['that crashes', {state: crash}, 'has crashed'],
	['whose host is lost', {state: {status: 'host-lost', at: 0}}, 'has crashed'],
	['that ends by itself', {state: {status: 'exited', at: 0}}, 'has ended'],
	['that its user stops', {state: {status: 'exited', at: 0, stopped: true}}, undefined],
	['that is idle', {activity: 'idle'}, undefined],
];

for (const [what, change, text] of changes) {
	test(`of a session ${what} is heard ${text === undefined ? 'nothing' : `"${text}"`}`, t => {
		const before = followSessions(noAttention, [session('api')], {now: 0, lookedAt: nobody});
		const after = [session('api', change)];
		t.deepEqual(hear(followSessions(before, after, {now: 1000, lookedAt: nobody}), after), text === undefined ? [] : [[1300, `clutch: Claude Code "api" | ${text}`]]);
		t.deepEqual(hear(followSessions(before, after, {now: 1000, lookedAt: new Set(['api'])}), after), []);
	});
}

test('what stood before anybody looked is no news', t => {
	const sessions = [session('api', {activity: 'blocked'}), session('web', {state: crash})];
	t.deepEqual(hear(followSessions(noAttention, sessions, {now: 0, lookedAt: nobody}), sessions), []);
});

test('several at once become one', t => {
	const names = ['api', 'web', 'docs'];
	const before = followSessions(noAttention, names.map(name => session(name)), {now: 0, lookedAt: nobody});
	const asking = names.map(name => session(name, {activity: 'blocked'}));
	t.deepEqual(hear(followSessions(before, asking, {now: 0, lookedAt: nobody}), asking), [[300, 'clutch | 3 agents need you: api, web, docs']]);
	const mixed = [session('api', {activity: 'blocked'}), session('web', {state: crash}), session('docs')];
	t.deepEqual(hear(followSessions(before, mixed, {now: 0, lookedAt: nobody}), mixed), [[300, 'clutch | 2 agents call, 1 needs you: api, web']]);
});

test('one session is heard once in ten seconds, with what it has to say by then', t => {
	const calm = [session('api')];
	let attention = followSessions(noAttention, calm, {now: 0, lookedAt: nobody});
	for (let ring = 0; ring < 50; ring++) {
		attention = followRing(attention, {id: 'api', ring: {kind: 'bell'}, now: ring, lookedAt: nobody});
	}

	const [told, first] = speak(attention, {sessions: calm, now: 300});
	t.is(first?.text, 'rings');
	attention = followRing(told, {id: 'api', ring: {kind: 'bell'}, now: 400, lookedAt: nobody});
	attention = followRing(attention, {id: 'api', ring: {kind: 'notification', text: 'build is green'}, now: 500, lookedAt: nobody});
	const over = [session('api', {state: crash})];
	t.deepEqual(hear(attention, calm), [[10_300, 'clutch: Claude Code "api" | build is green']]);
	t.deepEqual(hear(followSessions(attention, over, {now: 600, lookedAt: nobody}), over), [[10_300, 'clutch: Claude Code "api" | has crashed']]);
});

test('who is looked at before it is said is not told of', t => {
	const calm = [session('api')];
	const before = followSessions(noAttention, calm, {now: 0, lookedAt: nobody});
	const rang = followRing(before, {id: 'api', ring: {kind: 'bell'}, now: 0, lookedAt: nobody});
	t.deepEqual(hear(followSessions(rang, calm, {now: 100, lookedAt: new Set(['api'])}), calm), []);
	t.deepEqual(hear(followRing(before, {id: 'api', ring: {kind: 'bell'}, now: 0, lookedAt: new Set(['api'])}), calm), []);
});

test('a question that was answered in time is not told of', t => {
	const before = followSessions(noAttention, [session('api')], {now: 0, lookedAt: nobody});
	const asked = followSessions(before, [session('api', {activity: 'blocked'})], {now: 0, lookedAt: nobody});
	const answered = [session('api')];
	t.deepEqual(hear(followSessions(asked, answered, {now: 100, lookedAt: nobody}), answered), []);
});
