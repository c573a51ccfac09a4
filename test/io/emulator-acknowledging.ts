import test from 'ava';
import {createAcknowledging, type Parsed} from '../../source/io/emulator-acknowledging.js';

function open() {
	const timers: Array<{readonly ms: number; readonly callback: () => void}> = [];
	const told: Array<readonly Parsed[]> = [];
	const acknowledging = createAcknowledging({
		after(ms, callback) {
			timers.push({ms, callback});
		},
		tell(parsed) {
			told.push(parsed);
		},
	});
	return {acknowledging, timers, told: () => told.splice(0)};
}

test('acknowledges many small pieces of many sessions together, in one message', t => {
	const {acknowledging, timers, told} = open();
	acknowledging.parsed('one', 10);
	t.deepEqual(told(), [[['one', 10]]]);
	for (let offset = 20; offset <= 1000; offset += 10) {
		acknowledging.parsed('one', offset);
		acknowledging.parsed('two', offset);
	}

	t.deepEqual(told(), [[['two', 20]]]);
	t.deepEqual(timers.map(({ms}) => ms), [200]);
	timers[0]?.callback();
	t.deepEqual(told(), [[['one', 1000], ['two', 1000]]]);
});

test('acknowledges at once what holds somebody up', t => {
	const {acknowledging, told} = open();
	acknowledging.parsed('one', 10);
	acknowledging.parsed('one', 10 + (32 * 1024));
	t.deepEqual(told(), [[['one', 10]], [['one', 10 + (32 * 1024)]]]);
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
