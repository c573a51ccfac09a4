import test from 'ava';
import type {Clock} from '../../source/io/clock.js';
import {createAcknowledging} from '../../source/supervisor/acknowledging.js';
import {createLooking} from '../../source/supervisor/looking.js';

function open() {
	const timers: Array<{readonly ms: number; readonly callback: () => void}> = [];
	const clock: Clock = {
		now: () => 0,
		monotonic: () => 0,
		after(ms, callback) {
			timers.push({ms, callback});
			return () => undefined;
		},
	};
	const told: Array<readonly [string, number]> = [];
	const acknowledging = createAcknowledging({clock, acknowledge(session, offset) {
		told.push([session, offset]);
	}});
	return {acknowledging, timers, told: () => told.splice(0)};
}

test('acknowledges many small pieces together', t => {
	const {acknowledging, timers, told} = open();
	acknowledging.parsed('one', 10);
	t.deepEqual(told(), [['one', 10]]);
	for (let offset = 20; offset <= 1000; offset += 10) {
		acknowledging.parsed('one', offset);
		acknowledging.parsed('two', offset);
	}

	t.deepEqual(told(), [['two', 20]]);
	t.deepEqual(timers.map(({ms}) => ms), [100]);
	timers[0]?.callback();
	t.deepEqual(told(), [['one', 1000], ['two', 1000]]);
});

test('acknowledges at once what holds somebody up', t => {
	const {acknowledging, told} = open();
	acknowledging.parsed('one', 10);
	acknowledging.parsed('one', 10 + (32 * 1024));
	t.deepEqual(told(), [['one', 10], ['one', 10 + (32 * 1024)]]);
});

test('does not acknowledge what an answer has acknowledged, nor what was let go', t => {
	const {acknowledging, timers, told} = open();
	acknowledging.parsed('one', 10);
	acknowledging.parsed('two', 10);
	acknowledging.parsed('one', 20);
	acknowledging.parsed('two', 20);
	acknowledging.known('one', 20);
	acknowledging.forget('two');
	told();
	timers[0]?.callback();
	t.deepEqual(told(), []);
});

test('wants the output at once of what somebody works in, later of what is beside it, and last of what nobody sees', t => {
	const changes: Array<readonly [string, number]> = [];
	const looking = createLooking((session, ms) => {
		changes.push([session, ms]);
	});
	t.is(looking.pace('one'), 100);
	looking.watch(1, ['one', 'two'], 'one');
	t.deepEqual(changes.splice(0), [['one', 0], ['two', 50]]);
	looking.watch(2, ['two']);
	t.deepEqual(changes.splice(0), [['two', 0]]);
	looking.watch(1, ['two'], 'two');
	t.deepEqual(changes.splice(0), [['one', 100]]);
	looking.watch(2, []);
	looking.watch(1, []);
	t.deepEqual(changes.splice(0), [['two', 100]]);
});
