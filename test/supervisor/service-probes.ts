import test from 'ava';
import type {Probe} from '../../source/core/service/spec.js';
import type {ProbeAnswer} from '../../source/io/probe.js';
import {createProbing} from '../../source/supervisor/service-probes.js';
import {fakeClock} from '../helpers/fake-clock.js';

const probe = (everyMs: number): Probe => ({check: {type: 'tcp'}, everyMs, deadlineMs: 1000, failures: 3});

/** Asks at once; what is asked is written down with its time. */
function world({random = 0, answer = async () => ({ok: true} as const)}: {readonly random?: number; readonly answer?: () => Promise<ProbeAnswer>} = {}) {
	const clock = fakeClock();
	const asked: Array<readonly [string, number]> = [];
	const answers: string[] = [];
	const probing = createProbing({
		clock,
		random: () => random,
		async check(which) {
			asked.push([String(which.everyMs), clock.now()]);
			return answer();
		},
		onAnswer(name) {
			answers.push(name);
		},
	});
	const pass = async (ms: number) => {
		for (let passed = 0; passed < ms; passed += 10) {
			clock.pass(10);
			// The answer comes in a later turn.
			await new Promise<void>(resolve => {
				setImmediate(resolve);
			});
		}
	};

	return {asked, answers, probing, pass};
}

test('a service that starts is asked at once and then often, however seldom its probe is', async t => {
	const {asked, answers, probing, pass} = world();
	probing.ask([{name: 'startup', probe: probe(10_000)}], 'soon');
	await pass(600);
	// Each answer takes one turn of this test's clock.
	t.deepEqual(asked.map(([, at]) => at), [0, 260, 510]);
	t.deepEqual(answers, ['startup', 'startup', 'startup']);
});

test('one that is well is asked each of its probes in its own time, and services share the moments', async t => {
	const {asked, probing, pass} = world({random: 0.3});
	probing.ask([{name: 'readiness', probe: probe(5000)}, {name: 'liveness', probe: probe(2000)}], 'later');
	await pass(10_500);
	t.deepEqual(asked.filter(([every]) => every === '5000').map(([, at]) => at), [5000, 10_000]);
	t.deepEqual(asked.filter(([, at]) => at % 500 !== 0), []);
});

test('a probe never comes later than it was wanted by more than half a second', async t => {
	for (const random of [0, 0.5, 0.99]) {
		const {asked, probing, pass} = world({random});
		probing.ask([{name: 'liveness', probe: probe(5000)}], 'later');
		await pass(5600);
		const [[, at] = ['', Infinity]] = asked;
		t.true(at >= 4500 && at <= 5500, `${at} ms`);
	}
});

test('what is asked seldom is not asked twice at once, and an answer that nobody waits for any more is dropped', async t => {
	let reply: ((answer: ProbeAnswer) => void) | undefined;
	const {asked, answers, probing, pass} = world({answer: async () => new Promise(resolve => {
		reply = resolve;
	})});
	probing.ask([{name: 'startup', probe: probe(40)}], 'soon');
	await pass(500);
	t.is(asked.length, 1);
	probing.close();
	reply?.({ok: true});
	await pass(500);
	t.deepEqual([asked.length, answers], [1, []]);
});

test('readiness and liveness that ask the same are asked once, and both hear the answer', async t => {
	const {asked, answers, probing, pass} = world();
	probing.ask([{name: 'readiness', probe: probe(2000)}, {name: 'liveness', probe: probe(2000)}], 'later');
	await pass(2100);
	t.deepEqual([asked.length, answers], [1, ['readiness', 'liveness']]);
});
