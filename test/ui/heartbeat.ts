import test from 'ava';
import type {Clock} from '../../source/io/clock.js';
import {createHeartbeat} from '../../source/ui/heartbeat.js';

/** A clock that goes on when it is told to. */
function handClock() {
	let now = 0;
	let due: ReadonlyArray<{readonly at: number; readonly callback: () => void}> = [];
	const clock: Clock = {
		now: () => now,
		monotonic: () => now,
		after(ms, callback) {
			const entry = {at: now + ms, callback};
			due = [...due, entry];
			return () => {
				due = due.filter(each => each !== entry);
			};
		},
	};
	return {
		clock,
		async goTo(at: number) {
			await answersRun();
			for (let next = due.toSorted((left, right) => left.at - right.at)[0]; next !== undefined && next.at <= at; next = due.toSorted((left, right) => left.at - right.at)[0]) {
				const {callback} = next;
				due = due.filter(entry => entry !== next);
				now = next.at;
				callback();
				await answersRun();
			}

			now = at;
			await answersRun();
		},
		left: () => due.length,
	};
}

/** Answers are promises: what hangs on them runs before the clock goes on. */
async function answersRun(): Promise<void> {
	await new Promise<void>(resolve => {
		setImmediate(() => {
			resolve();
		});
	});
}

function setUp() {
	const {clock: hand, goTo, left} = handClock();
	/** What is read between the timers of a turn of the event loop and its end. */
	let read = () => {
		// Nothing waits.
	};

	const clock: Clock = {...hand, after(ms, callback) {
		const cancel = hand.after(ms, callback);
		if (ms === 0) {
			read();
		}

		return cancel;
	}};
	const told: string[] = [];
	const waiting: Array<PromiseWithResolvers<void>> = [];
	let answers = true;
	const heartbeat = createHeartbeat({
		clock,
		async ping() {
			told.push(`ping ${clock.now()}`);
			const question = Promise.withResolvers<void>();
			if (answers) {
				question.resolve();
			} else {
				waiting.push(question);
			}

			return question.promise;
		},
		onSilence() {
			told.push(`silent ${clock.now()}`);
		},
		onAnswer() {
			told.push(`answers ${clock.now()}`);
		},
	});
	return {heartbeat, goTo, left, told, waiting, stopAnswering() {
		answers = false;
	}, answerAgain() {
		answers = true;
	}, readLate(late: () => void) {
		read = late;
	}};
}

test('says that clutchd is silent within two seconds, asks nothing more meanwhile, and takes it back', async t => {
	const {goTo, told, waiting, stopAnswering, answerAgain} = setUp();
	await goTo(1800);
	stopAnswering();
	await goTo(10_000);
	t.deepEqual(told, ['ping 0', 'ping 900', 'ping 1800', 'ping 2700', 'silent 3700']);
	answerAgain();
	waiting[0]?.resolve();
	await goTo(11_000);
	t.deepEqual(told.slice(5), ['answers 10000', 'ping 10900']);
});

test('an answer in time says nothing', async t => {
	const {goTo, told, waiting, stopAnswering} = setUp();
	stopAnswering();
	await goTo(900);
	await goTo(1800);
	waiting[0]?.resolve();
	await goTo(1850);
	t.deepEqual(told, ['ping 0', 'ping 900']);
});

test('whoever stood still itself reads the answer that waits before it says anything', async t => {
	const {goTo, told, waiting, stopAnswering, answerAgain, readLate} = setUp();
	stopAnswering();
	await goTo(900);
	answerAgain();
	readLate(() => {
		waiting[0]?.resolve();
	});
	await goTo(3000);
	t.deepEqual(told, ['ping 0', 'ping 900', 'ping 2800']);
});

test('stops with its connection, and leaves no timer', async t => {
	const {heartbeat, goTo, left, told, waiting, stopAnswering} = setUp();
	stopAnswering();
	await goTo(1000);
	waiting[0]?.reject(new Error('the connection ended'));
	await goTo(5000);
	t.deepEqual(told, ['ping 0', 'ping 900']);
	t.is(left(), 0);
	heartbeat.close();
});
