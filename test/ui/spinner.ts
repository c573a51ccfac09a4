import process from 'node:process';
import test from 'ava';
import {createGrid, type Grid} from '../../source/core/view/cells/cells.js';
import {systemClock, type Clock} from '../../source/io/clock.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {createDashboard} from '../../source/ui/dashboard.js';
import {createSpinner} from '../../source/ui/spinner.js';
import {createTimers} from '../../source/ui/timers.js';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {fakeClock} from '../helpers/fake-clock.js';
import {temporaryHome} from '../helpers/home.js';
import {fakeTerminal} from '../helpers/outer-terminal.js';
import {until} from '../helpers/until.js';

const cells = [{index: 2, forms: ['◐', '◓', '◑', '◒']}];

function openSpinner() {
	const clock = fakeClock();
	let requests = 0;
	const spinner = createSpinner({timers: createTimers(clock), first: createGrid(4, 1), request() {
		requests++;
	}});
	return {spinner, clock, requests: () => requests};
}

test('what works turns four times a second, and after its end nothing wakes', t => {
	const {spinner, clock, requests} = openSpinner();
	const chrome: Grid = createGrid(4, 1);
	chrome.text[2] = '◐';
	spinner.follow(chrome, cells);
	clock.pass(1000);
	t.deepEqual([requests(), spinner.chrome().text.join('')], [4, '  ◐ ']);
	clock.pass(250);
	t.deepEqual([requests(), spinner.chrome().text.join('')], [5, '  ◓ ']);
	spinner.follow(chrome, []);
	t.is(spinner.chrome(), chrome);
	clock.pass(60_000);
	t.is(requests(), 5);
});

test('chrome that is drawn in between makes it turn no quicker', t => {
	const {spinner, clock, requests} = openSpinner();
	for (let redraw = 0; redraw < 100; redraw++) {
		spinner.follow(createGrid(4, 1), cells);
		clock.pass(10);
	}

	t.is(requests(), 4);
});

test('nothing wakes in a minute in which nothing works', t => {
	const {spinner, clock, requests} = openSpinner();
	spinner.follow(createGrid(4, 1), []);
	clock.pass(60_000);
	t.is(requests(), 0);
});

/** Says that it works, and after a key that it does not. */
const worker = ['--eval', String.raw`process.stdin.setRawMode(true); process.stdout.write("\u001B]7501;state=working:app=test\u0007busy"); process.stdin.on("data", () => process.stdout.write("\u001B]7501;state=idle:app=test\u0007free"));`];

async function showWorker(t: Parameters<typeof temporaryHome>[0], looks: {readonly motion?: string}) {
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const terminal = fakeTerminal(120, 36);
	await watcher.open({file: process.execPath, args: worker});
	await watcher.waitFor('it works', ({sessions}) => sessions[0]?.activity === 'working');
	let turns = 0;
	const clock: Clock = {
		...systemClock,
		after(ms, task) {
			turns += ms === 250 ? 1 : 0;
			return systemClock.after(ms, task);
		},
	};
	const dashboard = createDashboard({paths: home.paths, env: home.env, cwd: home.project, version: '0.1.0', terminal, clock, focused: undefined, looks});
	t.teardown(dashboard.close);
	await until('the pane is shown', () => terminal.text().includes('busy'));
	return {terminal, watcher, turns: () => turns, turned: () => ['◐', '◓', '◑', '◒'].filter(form => terminal.written.some(data => data.includes(form)))};
}

test('a session that works turns on the screen, until it rests or the terminal loses the focus', async t => {
	const {terminal, watcher, turned, turns} = await showWorker(t, {});
	await until('it has turned around', () => turned().length === 4);
	terminal.type('\u001B[O');
	await until('it stands still', () => terminal.lines().some(line => line.startsWith(' ▌◐')));
	const before = terminal.written.length;
	terminal.type('\u001B[I');
	await until('it turns again', () => terminal.written.slice(before).some(data => data.includes('◑')));
	terminal.type('x');
	await watcher.waitFor('it rests', ({sessions}) => sessions[0]?.activity !== 'working');
	await until('that is shown', () => terminal.lines().some(line => /^ ▌[●✔]/.test(line)));
	const last = turns();
	await until('what was waited for has come', () => terminal.text().includes('free'));
	t.true(turns() - last <= 1);
});

test('with reduced motion nothing turns', async t => {
	const {terminal, turned, turns} = await showWorker(t, {motion: 'reduced'});
	const age = () => terminal.lines().flatMap(line => /^ ▌◐.* (\d+:\d\d)/.exec(line)?.[1] ?? [])[0];
	await until('its age is shown', () => age() !== undefined);
	const first = age();
	await until('it is shown for a second', () => age() !== undefined && age() !== first);
	t.deepEqual([turned(), turns()], [['◐'], 0]);
});
