import test from 'ava';
import {systemClock, type Clock} from '../../source/io/clock.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {createDashboard} from '../../source/ui/dashboard.js';
import {createTimers} from '../../source/ui/timers.js';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {fakeClock} from '../helpers/fake-clock.js';
import {temporaryHome} from '../helpers/home.js';
import {fakeTerminal} from '../helpers/outer-terminal.js';
import {until} from '../helpers/until.js';

test('a timer of a kind takes the place of the one before, and none starts after the end', t => {
	const clock = fakeClock();
	const timers = createTimers(clock);
	const called: string[] = [];
	const again = () => {
		called.push('again');
		timers.start('again', 10, again);
	};

	timers.start('once', 5, () => {
		called.push('first');
	});
	timers.start('once', 5, () => {
		called.push('second');
	});
	again();
	clock.pass(10);
	timers.close();
	t.deepEqual(called, ['again', 'second', 'again']);
	again();
	clock.pass(1000);
	t.deepEqual(called, ['again', 'second', 'again', 'again']);
	t.false(timers.has('again'));
});

/** Knows which timers have been neither called nor taken back. */
function countingClock(): Clock & {readonly waiting: () => number} {
	const waiting = new Set<symbol>();
	return {
		...systemClock,
		after(ms, callback) {
			const timer = Symbol('timer');
			waiting.add(timer);
			const cancel = systemClock.after(ms, () => {
				waiting.delete(timer);
				callback();
			});
			return () => {
				waiting.delete(timer);
				cancel();
			};
		},
		waiting: () => waiting.size,
	};
}

test('a dashboard that is closed while clutchd still owes it an answer leaves nothing that wakes', async t => {
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	await watcher.open({file: '/bin/sh', args: ['-c', 'echo shown; sleep 600']}, {name: 'api'});
	const clock = countingClock();
	const terminal = fakeTerminal(120, 36);
	const dashboard = createDashboard({paths: home.paths, env: {...home.env, CLUTCH_MOTION: 'reduced'}, cwd: home.project, version: '0.1.0', terminal, clock, focused: undefined});
	t.teardown(dashboard.close);
	await until('the session is shown', () => terminal.text().includes('shown'));
	// What asks clutchd is loaded before Ink is.
	await until('all is loaded', () => dashboard.counts().renders > 0);
	terminal.type('\u0000');
	terminal.type('$');
	// The shell is being asked for.
	dashboard.close();
	await until('clutchd has it', () => watcher.state().sessions.length === 2);
	await until('nothing waits', () => clock.waiting() === 0);
	await new Promise(resolve => {
		setImmediate(resolve);
	});
	t.is(clock.waiting(), 0);
});
