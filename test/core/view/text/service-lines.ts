import test from 'ava';
import type {Service, ServiceFacts, ServiceState} from '../../../../source/core/service/service.js';
import {isShown, serviceLines} from '../../../../source/core/view/text/service-lines.js';

const now = 10_000_000;
const facts: ServiceFacts = {kind: 'component', enabled: true, installed: true, port: 8787, version: '0.42.0', dependsOn: [], figures: [], crash: undefined};
const service = (state: ServiceState, more: Partial<ServiceFacts> = {}): Service => ({id: 'headroom', title: 'Headroom', demo: false, state, facts: {...facts, ...more}});

const cases: ReadonlyArray<readonly [name: string, Service, readonly string[]]> = [
	['one that runs with its address, process, time and version', service({status: 'ready', pid: 9, since: now - 7_200_000, address: 'http://127.0.0.1:8787'}), ['headroom  ● http://127.0.0.1:8787   pid 9   started 2 h ago   version 0.42.0']],
	['that nobody asks one that runs and has no probe', service({status: 'ready', pid: 9, since: now, address: 'http://127.0.0.1:8787'}, {version: undefined, unasked: true}), ['headroom  ● ready (nobody asks http://127.0.0.1:8787)   pid 9   started now']],
	['what its figures mean', service({status: 'ready', pid: 9, since: now, address: undefined}, {version: undefined, figures: [{name: 'saved', text: '12.3 k tokens', meaning: 'what it took out of requests, the cache of the provider not counted', value: 12_300}, {name: 'requests', text: '40', meaning: 'What it was asked.', value: 40}]}), ['headroom  ● ready   pid 9   started now', '            saved 12.3 k tokens   requests 40', '            what it took out of requests, the cache of the provider not counted']],
	['that it is not installed, and what installs it', service({status: 'stopped'}, {installed: false}), ['headroom  ○ not installed   clutch service add headroom']],
	['that the program of a row of its own is not there', service({status: 'stopped'}, {kind: 'user', installed: false}), ['headroom  ○ not installed   Install its program, or correct services.headroom.argv in the config']],
	['what it waits for', service({status: 'waiting', on: ['gateway', 'db']}), ['headroom  ◌ waits for gateway, db']],
	['which attempt it is', service({status: 'starting', pid: 9, since: now, attempt: 3}), ['headroom  ◐ starting, attempt 3   pid 9   for 0 s']],
	['why it is not ready yet', service({status: 'starting', pid: 9, since: now - 12_000, attempt: 1, trouble: 'test ends with code 1'}), ['headroom  ◐ starting   pid 9   for 12 s   not ready: test ends with code 1']],
	['nothing of what it does not answer in its first seconds', service({status: 'starting', pid: 9, since: now - 2000, attempt: 1, trouble: 'nobody listens there'}), ['headroom  ◐ starting   pid 9   for 2 s']],
	['what came when it was asked last', service({status: 'unhealthy', pid: 9, since: now, failures: 3, trouble: 'it answers 503'}), ['headroom  ✖ does not answer   pid 9   it answers 503']],
	['which signal was sent', service({status: 'stopping', pid: 9, deadline: now + 5000, signal: 'SIGTERM'}), ['headroom  ◐ stopping   pid 9   SIGTERM was sent']],
	['no process of one that is stopped before it has one', service({status: 'stopping', pid: 0, deadline: now + 5000}), ['headroom  ◐ stopping']],
	['how it ended and when it comes again', service({status: 'backing-off', until: now + 1500, attempt: 2, last: {type: 'code', code: 1}}, {crash: {at: now, exit: {type: 'code', code: 1}, text: 'exit code 1: its port is taken', lines: [], changed: []}}), ['headroom  ↻ ended, starts again in 1.5 s   exit code 1: its port is taken']],
	['what was changed before it ended', service({status: 'backing-off', until: now + 1500, attempt: 2, last: {type: 'code', code: 4}}, {crash: {at: now, exit: {type: 'code', code: 4}, text: 'exit code 4', lines: [], changed: ['MODE', '--port']}}), ['headroom  ↻ ended, starts again in 1.5 s   exit code 4', '            changed since it last started well: MODE, --port']],
	['nothing of it once it runs', service({status: 'ready', pid: 9, since: now, address: undefined}, {version: undefined, crash: {at: now, exit: {type: 'code', code: 4}, text: 'exit code 4', lines: [], changed: ['MODE']}}), ['headroom  ● ready   pid 9   started now']],
	['why it rests and what can be done', service({status: 'parked', last: undefined, reason: '8787 is taken by node (pid 4121).', choices: ['use 8788', 'try again']}), ['headroom  ✖ parked: 8787 is taken by node (pid 4121).', '            1 use 8788', '            2 try again']],
	['what should be known of it besides', service({status: 'ready', pid: 9, since: now, address: undefined}, {version: undefined, note: 'its row in the config has changed; a restart applies it'}), ['headroom  ● ready   pid 9   started now', '            its row in the config has changed; a restart applies it']],
	['that it has done its work', service({status: 'completed', at: now - 120_000}), ['headroom  ✔ done 2 min ago']],
];

for (const [name, given, expected] of cases) {
	test(`says of a service ${name}`, t => {
		t.deepEqual(serviceLines([given], now), expected);
	});
}

test('leaves out one that is off, and shows it once it runs', t => {
	t.false(isShown(service({status: 'stopped'}, {enabled: false})));
	t.true(isShown(service({status: 'ready', pid: 1, since: now, address: undefined}, {enabled: false})));
	t.false(isShown({id: 'demo', title: 'Demo', demo: true, state: {status: 'stopped'}}));
});

test('gives names of any length a column', t => {
	t.deepEqual(serviceLines([service({status: 'stopped'}), {...service({status: 'stopped'}), id: 'a-very-long-name'}], now), ['headroom         ○ stopped', 'a-very-long-name ○ stopped']);
});
