import test from 'ava';
import {reduceClient} from '../../../source/core/client/reduce.js';
import type {ClientState} from '../../../source/core/client/state.js';
import type {Session} from '../../../source/core/session/session.js';
import {emptyUsage} from '../../../source/core/usage/fold.js';
import {meterOf} from '../../../source/core/usage/meter.js';

const empty: ClientState = {
	clutchd: {pid: 1, startedAt: 0, version: '0.1.0', adopted: 0},
	sessions: [],
	services: [],
	meter: meterOf(emptyUsage(0), {now: 0, dayStart: 0}),
	notices: [],
};

function session(id: string, name = id): Session {
	return {id, name, title: 'Shell', cwd: '/', recipe: {code: undefined, agent: undefined, route: undefined, credential: 'none', profile: undefined, model: undefined, conversation: undefined, file: 'sh', shownArgs: []}, demo: false, state: {status: 'starting', since: 0}, activity: 'unknown', createdAt: 0};
}

test('a row keeps its place when it changes', t => {
	let state = reduceClient(empty, {type: 'session.opened', session: session('a')});
	state = reduceClient(state, {type: 'session.opened', session: session('b')});
	state = reduceClient(state, {type: 'session.changed', session: session('a', 'api')});
	t.deepEqual(state.sessions.map(({name}) => name), ['api', 'b']);
	t.deepEqual(reduceClient(state, {type: 'session.closed', id: 'a'}).sessions.map(({id}) => id), ['b']);
});

test('keeps the newest twenty notices', t => {
	let state = empty;
	for (let at = 0; at < 25; at++) {
		state = reduceClient(state, {type: 'notice.given', notice: {at, level: 'note', text: 'x'}});
	}

	t.deepEqual(state.notices.map(({at}) => at), Array.from({length: 20}, (_, index) => index + 5));
});

test('forgets a service whose row is gone', t => {
	const service = {id: 'api', title: 'api', demo: false, state: {status: 'stopped'}} as const;
	t.deepEqual(reduceClient(reduceClient(empty, {type: 'service.changed', service}), {type: 'service.removed', id: 'api'}).services, []);
});

test('replaces a service and the meter', t => {
	const service = {id: 'gateway', title: 'Gateway', demo: false, state: {status: 'stopped'}} as const;
	const state = reduceClient(reduceClient(empty, {type: 'service.changed', service}), {type: 'service.changed', service: {...service, title: 'G'}});
	t.deepEqual(state.services.map(({title}) => title), ['G']);
	t.is(reduceClient(state, {type: 'meter.changed', meter: {...empty.meter, perMinute: 4}}).meter.perMinute, 4);
});
