import test from 'ava';
import {waitedFor, withLacking} from '../../../source/core/service/lacking.js';
import type {Service, ServiceFacts} from '../../../source/core/service/service.js';

const facts: ServiceFacts = {kind: 'component', enabled: true, installed: true, port: undefined, version: undefined, dependsOn: [], figures: [], crash: undefined};
const serviceOf = (id: string, state: Service['state'], change: Partial<ServiceFacts> = {}): Service => ({id, title: id, demo: false, state, facts: {...facts, ...change}});

const says = test.macro({
	exec(t, dependencies: readonly Service[], expected: string | undefined, next?: string) {
		const on = dependencies.map(({id}) => id);
		const waiting = serviceOf('web', {status: 'waiting', on}, {kind: 'user'});
		const {lacking} = withLacking(waiting, id => dependencies.find(each => each.id === id)).facts ?? {};
		t.deepEqual([lacking && waitedFor(on, lacking), lacking?.next], [expected, next]);
	},
	title: (given, _, expected: string | undefined) => given ?? `it waits for ${expected ?? ''}`,
});

test(says, [serviceOf('headroom', {status: 'stopped'}, {installed: false})], 'headroom, which is not installed', 'clutch service add headroom');
test('of a program of the user it says what mends it', says, [serviceOf('db', {status: 'stopped'}, {installed: false, kind: 'user'})], 'db, which is not installed', 'Install its program, or correct services.db.argv in the config');
test(says, [serviceOf('db', {status: 'stopped'}, {enabled: false})], 'db, which is off', 'clutch up db');
test(says, [serviceOf('db', {status: 'stopped'})], 'db, which is stopped', 'clutch up db');
test(says, [serviceOf('db', {status: 'parked', last: undefined, reason: 'It kept dying.', choices: []})], 'db, which is parked', 'clutch up db');
test(says, [serviceOf('db', {status: 'starting', pid: 4, since: 0, attempt: 1}), serviceOf('queue', {status: 'stopped'})], 'db, queue, of which queue is stopped', 'clutch up queue');
test('what comes by itself lacks nothing', says, [serviceOf('db', {status: 'starting', pid: 4, since: 0, attempt: 1}), serviceOf('queue', {status: 'backing-off', until: 0, attempt: 1, last: {type: 'code', code: 1}})], undefined);

test('only one that waits lacks anything', t => {
	const ready = serviceOf('web', {status: 'ready', pid: 3, since: 0, address: undefined});
	t.is(withLacking(ready, () => serviceOf('db', {status: 'stopped'})), ready);
});
