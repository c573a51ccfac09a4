import test from 'ava';
import type {Service, ServiceFacts} from '../../../../source/core/service/service.js';
import {plainServiceChange, plainServices} from '../../../../source/core/view/watch/plain-service.js';

const at = Date.UTC(2026, 10, 21, 14, 7, 12);
const facts: ServiceFacts = {kind: 'component', enabled: true, installed: true, port: undefined, version: undefined, dependsOn: [], figures: [], crash: undefined};
const serviceOf = (state: Service['state'], change: Partial<ServiceFacts> = {}): Service => ({id: 'headroom', title: 'Headroom', demo: false, state, facts: {...facts, ...change}});
const starting = serviceOf({status: 'starting', pid: 3, since: at, attempt: 1});
const crash = {at, exit: {type: 'code', code: 78}, text: 'exit code 78: its compiled core is missing', lines: [], changed: []} as const;

const changes: ReadonlyArray<readonly [service: Service, line: string]> = [
	[serviceOf({status: 'waiting', on: ['gateway']}), '14:07:12  service     headroom  waits for gateway'],
	[serviceOf({status: 'ready', pid: 3, since: at, address: 'http://127.0.0.1:8787'}), '14:07:12  service     headroom  http://127.0.0.1:8787'],
	[serviceOf({status: 'stopping', pid: 3, deadline: at, signal: 'SIGTERM'}), '14:07:12  service     headroom  stopping   SIGTERM was sent'],
	[serviceOf({status: 'backing-off', until: at + 500, attempt: 1, last: {type: 'code', code: 1}}), '14:07:12  service     headroom  ended, starts again in 500 ms'],
	[serviceOf({status: 'parked', last: undefined, reason: '8787 is taken by node (pid 7).', choices: ['use 8788', 'try again']}), '14:07:12  service     headroom  parked: 8787 is taken by node (pid 7).   1 use 8788   2 try again'],
	[serviceOf({status: 'parked', last: undefined, reason: 'It ended.', choices: ['try again']}, {crash}), '14:07:12  service     headroom  parked: It ended.   ended: exit code 78: its compiled core is missing   1 try again'],
];
for (const [service, line] of changes) {
	test(`a change is one line: ${line.slice(32)}`, t => {
		t.is(plainServiceChange(service, starting, {now: at, utcOffsetMs: 0}), line);
	});
}

test('a service whose state is the same, or that was not known before, is no line', t => {
	t.is(plainServiceChange(starting, {...starting, title: 'other'}, {now: at, utcOffsetMs: 0}), undefined);
	t.is(plainServiceChange(starting, undefined, {now: at, utcOffsetMs: 0}), undefined);
});

test('at one moment each has its state, and what it says of itself with what that includes', t => {
	const figures = [{name: 'saved', text: '112 k tokens', meaning: 'since it was started', value: 1}];
	t.deepEqual(plainServices([serviceOf({status: 'ready', pid: 3, since: at, address: undefined}, {figures}), {...serviceOf({status: 'stopped'}, {kind: 'tool', installed: false}), id: 'rtk'}, {...serviceOf({status: 'stopped'}, {enabled: false}), id: 'ollama'}], at), [
		'service   headroom  ready',
		'service   headroom  saved 112 k tokens (since it was started)',
		'service   rtk  not installed   to add it: clutch service add rtk',
	]);
});
