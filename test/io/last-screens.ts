import {mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {ScreenFrame} from '../../source/core/ipc/frame.js';
import type {Clock} from '../../source/io/clock.js';
import {createLastScreens} from '../../source/io/last-screens.js';
import {until} from '../helpers/until.js';

/** Time goes on when the test says so. */
function handClock() {
	let now = 0;
	const waiting = new Set<{readonly at: number; readonly callback: () => void}>();
	const clock: Clock = {
		now: () => now,
		monotonic: () => now,
		after(ms, callback) {
			const entry = {at: now + ms, callback};
			waiting.add(entry);
			return () => {
				waiting.delete(entry);
			};
		},
	};
	return {
		clock,
		pass(ms: number) {
			now += ms;
			for (const entry of [...waiting].filter(({at}) => at <= now)) {
				waiting.delete(entry);
				entry.callback();
			}
		},
	};
}

function setUp(t: ExecutionContext) {
	const base = mkdtempSync(path.join(os.tmpdir(), 'clutch-screens-'));
	t.teardown(() => {
		rmSync(base, {recursive: true, force: true});
	});
	const folder = path.join(base, 'sessions');
	const failures: string[] = [];
	const {clock, pass} = handClock();
	const screens = createLastScreens({folder, clock, onFailure(error) {
		failures.push((error as NodeJS.ErrnoException).code ?? error.message);
	}});
	return {folder, failures, pass, screens, text: (session = 'one') => Buffer.from(screens.read(session)?.bytes ?? []).toString()};
}

const screenOf = (text: string): ScreenFrame => ({offset: 5_000_000_000, cols: 80, rows: 24, bytes: Buffer.from(text)});

test('the newest screen is kept whole, at most every three seconds', async t => {
	const {folder, screens, text, pass} = setUp(t);
	mkdirSync(folder);
	screens.keep('one', screenOf('first'));
	await until('it is written', () => text() === 'first');
	t.like(screens.read('one'), {offset: 5_000_000_000, cols: 80, rows: 24});
	t.deepEqual(readdirSync(folder).map(name => [name, statSync(path.join(folder, name)).mode & 0o777]), [['one.screen', 0o600]]);

	screens.keep('one', screenOf('second'));
	screens.keep('one', screenOf('third'));
	screens.keep('two', screenOf('of another session'));
	await until('the other one is written', () => text('two') !== '');
	t.is(text(), 'first');
	pass(3000);
	await until('the newest is written', () => text() === 'third');
	await screens.close();
});

test('a disk that takes nothing is told once and tried again later', async t => {
	const {folder, failures, screens, text, pass} = setUp(t);
	screens.keep('one', screenOf('first'));
	await until('it failed', () => failures.length === 1);
	// In the middle of being written there is nothing to wait for; a retry comes when it is due.
	screens.keep('one', screenOf('second'));
	mkdirSync(folder);
	await until('it is written', () => {
		pass(10_000);
		return text() === 'second';
	});
	t.deepEqual(failures, ['ENOENT']);
	await screens.close();
});

test('a session that is forgotten leaves nothing, also where it was being written', async t => {
	const {folder, screens} = setUp(t);
	mkdirSync(folder);
	screens.keep('one', screenOf('first'));
	screens.forget('one');
	await screens.close();
	t.deepEqual(readdirSync(folder), []);
});

test('what waits is written at the end', async t => {
	const {folder, screens, text} = setUp(t);
	mkdirSync(folder);
	screens.keep('one', screenOf('first'));
	await until('it is written', () => text() === 'first');
	screens.keep('one', screenOf('last'));
	await screens.close();
	t.is(text(), 'last');
});

test('what is no screen is read as none', t => {
	const {folder, screens} = setUp(t);
	mkdirSync(folder);
	writeFileSync(path.join(folder, 'one.screen'), 'something else');
	t.is(screens.read('one'), undefined);
	rmSync(path.join(folder, 'one.screen'));
	rmdirSync(folder);
	t.is(screens.read('one'), undefined);
});
