import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {ensureDirectories} from '../../source/io/paths.js';
import {createDashboard} from '../../source/ui/dashboard.js';
import {watchClutchd} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {fakeTerminal} from '../helpers/outer-terminal.js';
import {travellingClock} from '../helpers/travelling-clock.js';
import {until} from '../helpers/until.js';

const minute = 60_000;
/** Says what it does, and then nothing. */
const program = (state: string, words: string) => ['--eval', String.raw`process.stdin.setRawMode(true); process.stdout.write("\u001B]7501;state=${state}:app=test\u0007${words}"); process.stdin.on("data", () => {});`];
const silent = ['--eval', 'process.stdin.setRawMode(true); process.stdout.write("ready>"); process.stdin.on("data", () => {});'];

/** A whole dashboard in front of real programs and the gateway, once all that is done at the start has been done. */
async function setUp(t: ExecutionContext, {programs, ahead = 0}: {readonly programs: ReadonlyArray<readonly [name: string, args: readonly string[], shown: string]>; readonly ahead?: number}) {
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	const watcher = await watchClutchd(t, {home});
	for (const [name, args] of programs) {
		await watcher.open({file: process.execPath, args: [...args]}, {name});
	}

	const terminal = fakeTerminal(120, 36);
	const clock = travellingClock(ahead);
	const dashboard = createDashboard({paths: home.paths, env: home.env, cwd: home.project, version: '0.1.0', terminal, clock, focused: undefined});
	t.teardown(dashboard.close);
	await watcher.waitFor('the gateway is ready', ({services}) => services.some(({id, state}) => id === 'gateway' && state.status === 'ready'), 60_000);
	for (const [name, , shown] of programs) {
		await until(`${name} is in the sidebar as ${shown}`, () => terminal.lines().some(line => line.includes(name) && line.includes(shown)));
	}

	await until('the gateway is well', () => terminal.lines().at(-1)?.includes('● gateway') === true);
	let before = -1;
	await until('nothing is drawn any more', async () => {
		await clock.travel(3000);
		const isStill = before === dashboard.counts().renders;
		before = dashboard.counts().renders;
		return isStill;
	});
	return {clock, terminal, dashboard};
}

/** Ages are told in hours, so that none of them is another one a minute later. */
test('a whole dashboard in which nothing happens draws nothing in a minute and writes no byte', async t => {
	const {clock, terminal, dashboard} = await setUp(t, {ahead: 150 * minute, programs: [['one', silent, 'idle 2h'], ['two', silent, 'idle 2h']]});
	const {renders, frames} = dashboard.counts();
	const written = terminal.written.length;
	await clock.travel(minute);
	t.deepEqual(terminal.written.slice(written), []);
	t.is(dashboard.counts().frames - frames, 0);
	t.is(dashboard.counts().renders - renders, 0);
});

test('in a minute in which only ages change React draws nothing, and only their cells are written', async t => {
	const {clock, terminal, dashboard} = await setUp(t, {programs: [['nap', program('idle', 'rests'), 'idle'], ['ask', program('blocked', 'asks'), 'needs you']]});
	await terminal.settled();
	const before = terminal.lines();
	const {renders} = dashboard.counts();
	const written = terminal.written.length;
	await clock.travel(minute);
	await terminal.settled();
	const changed = terminal.lines().flatMap((line, row) => line === before[row] ? [] : [line.trim().replaceAll(/ {2,}/g, ' ').split('│')[0]?.trim() ?? '']);
	t.is(dashboard.counts().renders - renders, 0);
	t.is(changed.length, 2, `${changed.length} rows:\n${changed.join('; ')}`);
	t.regex(changed.join('\n'), /nap +idle 1m/);
	t.regex(changed.join('\n'), /^1:\d\d/m);
	const frames = terminal.written.slice(written);
	t.true(frames.length >= 55 && frames.length <= 62, `${frames.length} frames`);
	const longest = Math.max(...frames.map(frame => frame.length));
	t.true(longest <= 120, `${longest} characters in a frame: ${JSON.stringify(frames.find(frame => frame.length === longest))}`);
});
