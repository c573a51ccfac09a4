import test from 'ava';
import type {ClientState} from '../../../../source/core/client/state.js';
import type {ServiceState} from '../../../../source/core/service/service.js';
import {emptyUsage} from '../../../../source/core/usage/fold.js';
import {meterOf} from '../../../../source/core/usage/meter.js';
import {healthOf, statusLines} from '../../../../source/core/view/text/status-text.js';

const now = 10_000_000;
const seen = {now, home: '/home/me'};

function stateWith(gateway: ServiceState): ClientState {
	return {
		clutchd: {pid: 7, startedAt: now - 300_000, version: '0.1.0', adopted: 0},
		sessions: [{
			id: 'k3f', name: 'api', title: 'Claude Code', cwd: '/home/me/src/api', demo: false, activity: 'blocked', message: 'edit retry.ts?', createdAt: 0, state: {status: 'live', pid: 9, since: now - 120_000},
			recipe: {code: 'cip', agent: 'c', route: 'p', credential: 'none', profile: undefined, model: undefined, conversation: undefined, file: 'claude', shownArgs: []},
		}],
		services: [{id: 'gateway', title: 'Gateway', demo: false, state: gateway}, {id: 'demo', title: 'Demo', demo: true, state: {status: 'stopped'}}],
		meter: meterOf(emptyUsage(0), {now, dayStart: 0}),
		notices: [{at: now, level: 'note', text: 'clutch came back after a crash: 1 session re-attached, nothing lost'}],
	};
}

test('says everything in plain lines', t => {
	t.deepEqual(statusLines(stateWith({status: 'ready', pid: 8, since: now - 60_000, address: 'http://127.0.0.1:8082'}), seen), [
		'clutchd   ● pid 7   version 0.1.0   started 5 min ago',
		'gateway   ● http://127.0.0.1:8082   pid 8   started 1 min ago',
		'sessions',
		'  ◆ needs you  k3f  api  Claude Code  ~/src/api  2 min ago  edit retry.ts?',
		'today     0 requests   0 failed   in 0   out 0   n/a   p50 n/a',
		'note      clutch came back after a crash: 1 session re-attached, nothing lost',
	]);
});

test('names why a service rests and what can be done', t => {
	const lines = statusLines(stateWith({status: 'parked', last: undefined, reason: '8082 is taken by node (pid 4121, ~/old-proxy).', choices: ['use 8083', 'try again']}), seen);
	t.deepEqual(lines.slice(1, 4), ['gateway   ✖ parked: 8082 is taken by node (pid 4121, ~/old-proxy).', '            1 use 8083', '            2 try again']);
});

const healths: ReadonlyArray<readonly [ServiceState, ReturnType<typeof healthOf>]> = [
	[{status: 'ready', pid: 1, since: 0, address: undefined}, 'healthy'],
	[{status: 'stopped'}, 'healthy'],
	[{status: 'starting', pid: 1, since: 0, attempt: 1}, 'degraded'],
	[{status: 'unhealthy', pid: 1, since: 0, failures: 1}, 'degraded'],
	[{status: 'backing-off', until: 0, attempt: 1, last: {type: 'code', code: 1}}, 'down'],
	[{status: 'waiting', on: ['headroom']}, 'down'],
	[{status: 'parked', last: undefined, reason: '', choices: []}, 'down'],
];

for (const [state, expected] of healths) {
	test(`is ${expected} while the gateway is ${state.status}`, t => {
		t.is(healthOf(stateWith(state)), expected);
	});
}

test('is degraded while one service rests and another is there or has done its work', t => {
	const parked = stateWith({status: 'parked', last: undefined, reason: '', choices: []});
	for (const state of [{status: 'ready', pid: 1, since: 0, address: undefined}, {status: 'unhealthy', pid: 1, since: 0, failures: 1}, {status: 'completed', at: 0}] satisfies readonly ServiceState[]) {
		t.is(healthOf({...parked, services: [...parked.services, {id: 'db', title: 'db', demo: false, state}]}), 'degraded', `beside one that is ${state.status}`);
	}
});

test('is degraded, not down, where nothing should run and what clutchd knows cannot be written', t => {
	const stopped = stateWith({status: 'stopped'});
	t.is(healthOf({...stopped, clutchd: {...stopped.clutchd, trouble: 'the disk is full'}}), 'degraded');
});
