import test from 'ava';
import {createReading} from '../../source/holder/reading.js';
import {fakeClock} from '../helpers/fake-clock.js';

function open() {
	const clock = fakeClock();
	const calls: string[] = [];
	let there = 0;
	const reading = createReading<string>({
		clock,
		pause() {
			calls.push('pause');
		},
		resume() {
			calls.push('resume');
		},
		read() {
			calls.push('read');
			const count = there;
			there = 0;
			if (count > 0) {
				reading.took(count);
			}

			return count > 0;
		},
	});
	return {
		reading,
		/** What has been done with the child since this was asked last. */
		calls: () => calls.splice(0),
		pass: clock.pass,
		/** So much the child has written meanwhile. */
		write(bytes: number) {
			there = bytes;
		},
	};
}

test('reads as it comes while one of the readers cannot wait', t => {
	const {reading, calls} = open();
	reading.took(100);
	reading.pace('daemon', 100);
	reading.pace('viewer', 0);
	reading.took(100);
	t.deepEqual(calls(), []);
	reading.left('viewer');
	reading.took(100);
	t.deepEqual(calls(), ['pause']);
});

test('reads what comes after a pause at once, and then nothing for as long as all can wait', t => {
	const {reading, calls, pass} = open();
	reading.pace('daemon', 100);
	reading.pace('viewer', 50);
	reading.took(100);
	t.deepEqual(calls(), ['pause']);
	pass(49);
	t.deepEqual(calls(), []);
	pass(1);
	t.deepEqual(calls(), ['read', 'resume']);
});

test('lets a child that goes on writing wait on between the reads, so that its writes wake nobody', t => {
	const {reading, calls, pass, write} = open();
	reading.pace('daemon', 100);
	reading.took(100);
	t.deepEqual(calls(), ['pause']);
	for (let time = 0; time < 3; time++) {
		write(600);
		pass(100);
		t.deepEqual(calls(), ['read', 'pause']);
	}

	pass(100);
	t.deepEqual(calls(), ['read', 'resume']);
});

test('reads on at once where much has come meanwhile, and not at all where the child was made to wait by it', t => {
	const {reading, calls, pass, write} = open();
	reading.pace('daemon', 100);
	reading.took(100);
	write(64 * 1024);
	pass(100);
	t.deepEqual(calls(), ['pause', 'read', 'resume']);
	reading.took(100);
	reading.pause();
	write(100);
	pass(1000);
	t.deepEqual(calls(), ['pause', 'pause']);
});

test('does not hold up a program that writes much', t => {
	const {reading, calls} = open();
	reading.pace('daemon', 100);
	reading.took(4095);
	t.deepEqual(calls(), []);
});

test('reads at once when somebody types, and as it comes for a while', t => {
	const {reading, calls, pass} = open();
	reading.pace('daemon', 100);
	reading.took(100);
	reading.awaited();
	reading.took(100);
	pass(99);
	reading.took(100);
	t.deepEqual(calls(), ['pause', 'resume']);
	pass(1);
	reading.took(100);
	t.deepEqual(calls(), ['pause']);
});

test('reads at once when somebody begins to look', t => {
	const {reading, calls} = open();
	reading.pace('daemon', 100);
	reading.took(100);
	reading.pace('daemon', 0);
	t.deepEqual(calls(), ['pause', 'resume']);
});

test('lets a child wait that has to wait for another reason', t => {
	const {reading, calls, pass} = open();
	reading.pace('daemon', 100);
	reading.took(100);
	reading.pause();
	t.deepEqual(calls(), ['pause', 'pause']);
	pass(100);
	t.deepEqual(calls(), []);
	reading.resume();
	t.deepEqual(calls(), ['resume']);
});
