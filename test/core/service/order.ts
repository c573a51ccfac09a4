import test from 'ava';
import {circlesOf, circleText, startOrder, stopOrder, unmetOf, withDependencies} from '../../../source/core/service/order.js';
import type {ServiceState} from '../../../source/core/service/service.js';
import type {Dependency} from '../../../source/core/service/spec.js';

/** `rows({a: ['b']})`: a depends on b. */
function rows(graph: Readonly<Record<string, readonly string[]>>) {
	return Object.entries(graph).map(([id, on]) => ({id, dependsOn: on.map((other): Dependency => ({id: other, condition: 'healthy'}))}));
}

const shop = rows({web: ['api', 'cache'], api: ['database', 'cache'], cache: [], database: [], lonely: []});

test('starts what others need before them, and together what needs nothing of each other', t => {
	t.deepEqual(startOrder(shop), [['cache', 'database', 'lonely'], ['api'], ['web']]);
	t.deepEqual(stopOrder(shop), [['web'], ['api'], ['cache', 'database', 'lonely']]);
	t.deepEqual(startOrder(rows({only: ['elsewhere']})), [['only']]);
	t.deepEqual(startOrder([]), []);
});

test('a service brings what it depends on, directly or not', t => {
	t.deepEqual(withDependencies(shop, ['api']), ['api', 'cache', 'database']);
	t.deepEqual(withDependencies(shop, ['web', 'lonely']), ['web', 'api', 'cache', 'database', 'lonely']);
	t.deepEqual(withDependencies(rows({a: ['b'], b: ['a']}), ['a']), ['a', 'b']);
});

const circles = test.macro({
	exec(t, graph: Readonly<Record<string, readonly string[]>>, expected: readonly string[]) {
		t.deepEqual(circlesOf(rows(graph)).map(circle => circleText(circle)), expected);
	},
	title: (_, graph: Readonly<Record<string, readonly string[]>>, expected: readonly string[]) => `names circles in full: ${JSON.stringify(graph)} ${expected.join('; ')}`,
});

test(circles, {a: ['b'], b: ['a'], c: ['a']}, ['a → b → a']);
test(circles, {a: ['a']}, ['a → a']);
test(circles, {a: ['b'], b: ['c', 'd'], c: ['d'], d: ['a']}, ['a → b → d → a', 'c → d → a → b → c']);
test(circles, {c: ['b'], a: ['b'], b: ['a'], x: ['y'], y: ['z'], z: ['x']}, ['a → b → a', 'x → y → z → x']);
test(circles, {a: ['b'], b: ['c'], c: []}, []);

test('what is in a circle is in no order of starting, and is stopped all the same', t => {
	const graph = rows({a: ['b'], b: ['a'], needs: ['a'], sound: []});
	t.deepEqual(startOrder(graph), [['sound']]);
	t.deepEqual(stopOrder(graph), [['a', 'b', 'needs'], ['sound']]);
});

const exit = {type: 'code', code: 0} as const;

const states: Readonly<Record<ServiceState['status'], ServiceState>> = {
	stopped: {status: 'stopped'},
	waiting: {status: 'waiting', on: ['x']},
	starting: {status: 'starting', pid: 7, since: 0, attempt: 1},
	ready: {status: 'ready', pid: 7, since: 0, address: undefined},
	unhealthy: {status: 'unhealthy', pid: 7, since: 0, failures: 1},
	stopping: {status: 'stopping', pid: 7, deadline: 0},
	completed: {status: 'completed', at: 0},
	'backing-off': {status: 'backing-off', until: 0, attempt: 1, last: exit},
	parked: {status: 'parked', last: exit, reason: 'It kept dying.', choices: []},
};

test('what a service waits for, by the state of that', t => {
	const met = (condition: Dependency['condition']) => Object.values(states).filter(state => unmetOf({id: 'a', dependsOn: [{id: 'b', condition}]}, () => state).length === 0).map(({status}) => status);
	t.deepEqual(met('started'), ['starting', 'ready', 'unhealthy', 'completed']);
	t.deepEqual(met('healthy'), ['ready', 'completed']);
	t.deepEqual(met('completed'), ['completed']);
	t.deepEqual(unmetOf({id: 'a', dependsOn: [{id: 'b', condition: 'started'}]}, () => ({status: 'starting', pid: undefined, since: 0, attempt: 1})), ['b']);
	t.deepEqual(unmetOf({id: 'a', dependsOn: [{id: 'b', condition: 'started'}, {id: 'c', condition: 'started'}]}, id => id === 'b' ? states.ready : undefined), ['c']);
});
