import test from 'ava';
import {notReady} from '../../source/commands/not-ready.js';
import type {Exit} from '../../source/core/session/session.js';
import type {CrashFacts, Service, ServiceState} from '../../source/core/service/service.js';

const segfault: Exit = {type: 'signal', signal: 'SIGSEGV'};

function service(state: ServiceState, crash?: string): Service {
	const facts = {kind: 'user', enabled: true, installed: true, port: undefined, version: undefined, dependsOn: [], figures: []} as const;
	const crashed: CrashFacts | undefined = crash === undefined ? undefined : {at: 0, exit: segfault, text: crash, lines: [], changed: []};
	return {id: 'db', title: 'Database', demo: false, state, facts: {...facts, crash: crashed}};
}

const says = test.macro({
	exec(t, {state, ends = 0, crash}: {readonly state: ServiceState; readonly ends?: number; readonly crash?: string}, problem: string, choice: string) {
		const said = notReady(service(state, crash), {waitedMs: 12_200, ends});
		t.deepEqual([said.problem, said.choices[0]], [problem, choice]);
	},
	title: (title, _seen, problem: string) => title ?? `a service that is late says: ${problem}`,
});

const starting: ServiceState = {status: 'starting', pid: 4, since: 0, attempt: 4};

test(says, {state: starting}, 'It was not ready within 12 s.', 'clutch logs db says what it is doing');
test(says, {state: starting, ends: 3, crash: 'signal SIGSEGV: segmentation fault'}, 'It keeps ending: 3 times in 12 s, last: signal SIGSEGV: segmentation fault.', 'clutch logs db has what it said');
test(says, {state: {status: 'backing-off', until: 0, attempt: 1, last: segfault}, ends: 1}, 'It ended once in 12 s, last: signal SIGSEGV.', 'clutch logs db has what it said');
test('how a service ended before somebody asked for it is no news', says, {state: {status: 'ready', pid: 4, since: 0, address: undefined}, crash: 'exit code 1'}, 'It was not ready within 12 s.', 'clutch logs db says what it is doing');
test(says, {state: {status: 'waiting', on: ['gateway']}}, 'It still waits for gateway after 12 s.', 'clutch logs gateway says what it is doing');
test(says, {state: {status: 'waiting', on: ['gateway', 'web']}}, 'It still waits for gateway, web after 12 s.', 'clutch logs gateway says what it is doing');
test(says, {state: {...starting, trouble: 'test ends with code 1'}}, 'It was not ready within 12 s, last: test ends with code 1.', 'clutch logs db says what it is doing');
test(says, {state: {status: 'unhealthy', pid: 4, since: 0, failures: 3, trouble: 'it answers 503'}}, 'It runs (pid 4), and after 12 s it does not answer well, last: it answers 503.', 'clutch logs db says what it is doing');
test(says, {state: {status: 'unhealthy', pid: 4, since: 0, failures: 3}}, 'It runs (pid 4), and after 12 s it does not answer well.', 'clutch logs db says what it is doing');
test(says, {state: {status: 'stopping', pid: 4, deadline: 0}}, 'It was stopped meanwhile.', 'clutch up db');
