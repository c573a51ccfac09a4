import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {ensureDirectories} from '../../source/io/paths.js';
import {createDashboard} from '../../source/ui/dashboard.js';
import {watchClutchd} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {lookAgain} from '../helpers/look-again.js';
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
	await watcher.waitFor('the gateway is ready', ({services}) => services.some(({id, state}) => id === 'gateway' && state.status === 'ready'));
	for (const [name, , shown] of programs) {
		await until(`${name} is in the sidebar as ${shown}`, () => terminal.lines().some(line => line.includes(name) && line.includes(shown)));
	}

	await until('the gateway is well', () => terminal.lines().at(-1)?.includes('● gateway') === true);
	await until('Ink draws', () => dashboard.counts().renders > 0);
	/** What a minute brings. */
	const minuteOf = async () => {
		await terminal.settled();
		const before = {...dashboard.counts(), lines: terminal.lines(), written: terminal.written.length};
		await clock.travel(minute);
		await terminal.settled();
		const {renders, frames} = dashboard.counts();
		return {renders: renders - before.renders, frames: frames - before.frames, written: terminal.written.slice(before.written), lines: terminal.lines(), before: before.lines};
	};

	return {minuteOf};
}

/** Ages are told in hours, so that none of them is another one a minute later. */
test('a whole dashboard in which nothing happens draws nothing in a minute and writes no byte', async t => {
	const {minuteOf} = await setUp(t, {ahead: 150 * minute, programs: [['one', silent, 'idle 2h'], ['two', silent, 'idle 2h']]});
	const {written, frames, renders} = await lookAgain(minuteOf, {isWanted: seen => seen.written.length === 0 && seen.frames === 0 && seen.renders === 0});
	t.deepEqual(written, []);
	t.deepEqual({frames, renders}, {frames: 0, renders: 0});
});

test('in a minute in which only ages change React draws nothing, and only their cells are written', async t => {
	const {minuteOf} = await setUp(t, {programs: [['nap', program('idle', 'rests'), 'idle'], ['ask', program('blocked', 'asks'), 'needs you']]});
	const {lines, before, renders, written: frames} = await lookAgain(minuteOf, {isWanted: seen => seen.renders === 0});
	const changed = lines.flatMap((line, row) => line === before[row] ? [] : [line.trim().replaceAll(/ {2,}/g, ' ').split('│')[0]?.trim() ?? '']);
	t.is(renders, 0);
	t.is(changed.length, 2, `${changed.length} rows:\n${changed.join('; ')}`);
	// How old they are depends on how long the start has taken.
	t.regex(changed.join('\n'), /nap +idle [1-9]m/);
	t.regex(changed.join('\n'), /^[1-9]:\d\d/m);
	t.true(frames.length >= 55 && frames.length <= 62, `${frames.length} frames`);
	const longest = Math.max(...frames.map(frame => frame.length));
	t.true(longest <= 120, `${longest} characters in a frame: ${JSON.stringify(frames.find(frame => frame.length === longest))}`);
});
