import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {isDeepStrictEqual} from 'node:util';
import test from 'ava';
import type {Navigation} from '../../source/core/view/navigation/navigation.js';
import {writeLayout} from '../../source/core/view/panes/saved-layout.js';
import {startLayout} from '../../source/core/view/panes/layout-state.js';
import {nextAgeIn} from '../../source/core/view/work/ages.js';
import type {Session} from '../../source/core/session/session.js';
import {systemClock} from '../../source/io/clock.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {createDashboard} from '../../source/ui/dashboard.js';
import {createAges} from '../../source/ui/ages.js';
import {createTimers} from '../../source/ui/timers.js';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {encoder, openRig, start} from '../helpers/emulator-rig.js';
import {fakeClock} from '../helpers/fake-clock.js';
import {fakeTerminal} from '../helpers/outer-terminal.js';
import {temporaryHome} from '../helpers/home.js';
import {lookAgain} from '../helpers/look-again.js';
import {parentOf} from '../helpers/process-tree.js';
import {clientWith, sessionWith} from '../helpers/sessions.js';
import {canTrace, traceCalls} from '../helpers/traced.js';
import {until} from '../helpers/until.js';
import {openUserInterface} from '../helpers/user-interface.js';

test('what a hidden session writes makes no frame of rows', async t => {
	const rig = openRig(t);
	rig.emulator.open('seen', start);
	rig.emulator.open('hidden', start);
	rig.emulator.watch(1, ['seen'], 'seen');
	await rig.when('the first frame of what is seen', () => rig.updates.length === 1);
	for (let piece = 0; piece < 200; piece++) {
		rig.emulator.write('hidden', piece * 10, encoder.encode('ten bytes\n'));
	}

	await rig.parsed(2000);
	// Frames come in the order of what caused them: one that the hidden session had made would be here before this one.
	rig.emulator.write('seen', 0, encoder.encode('x'));
	await rig.when('what is seen has changed', () => rig.updates.length > 1);
	t.deepEqual(rig.updates.map(({session}) => session), ['seen', 'seen']);
});

test('what a hidden pane writes asks for no frame, draws none and renders nothing in the dashboard', async t => {
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const pipe = path.join(home.user, 'pipe');
	execFileSync('mkfifo', [pipe]);
	await watcher.open({file: process.execPath, args: echo}, {id: 'seen', name: 'seen'});
	await watcher.open({file: '/bin/sh', args: ['-c', 'exec 0<>"$0"; echo waiting; exec cat', pipe]}, {id: 'hidden', name: 'hidden'});
	const alone = (session: string) => ({tree: {type: 'pane', session}, focused: session, zoomed: false} as const);
	writeFileSync(path.join(home.paths.state, 'layout.json'), writeLayout({active: 0, workspaces: [alone('seen'), alone('hidden')]}));
	const terminal = fakeTerminal(120, 36);
	const dashboard = createDashboard({paths: home.paths, env: home.env, cwd: home.project, version: '0.1.0', terminal, clock: systemClock, focused: 'seen'});
	t.teardown(dashboard.close);
	await until('the pane is shown, and Ink with it', () => terminal.text().includes('ready>') && dashboard.counts().renders > 0);
	await watcher.waitForScreen('hidden', lines => lines.includes('waiting'));
	let piece = 0;
	const {counts, former, written} = await lookAgain(async () => {
		const before = {counts: dashboard.counts(), written: terminal.written.length};
		const begin = performance.now();
		// As long, and as often, as an ordinary pane would have been told of it a dozen times.
		for (let count = 0; count < 12 || performance.now() < begin + 1000; count++) {
			piece++;
			writeFileSync(pipe, `${'hidden bytes '.repeat(100)}\r\npiece ${piece}.\r\n`, {flag: 'r+'});
			await watcher.waitForScreen('hidden', endingWith(`piece ${piece}.`));
		}

		return {counts: dashboard.counts(), former: before.counts, written: terminal.written.slice(before.written)};
	}, {isWanted: seen => isDeepStrictEqual(seen.counts, seen.former) && seen.written.length === 0});
	t.deepEqual(counts, former);
	t.deepEqual(written, []);
	const before = dashboard.counts();
	terminal.type('k');
	await until('what is seen is drawn', () => terminal.text().includes('ready> K'));
	const after = dashboard.counts();
	t.true(after.asked > before.asked && after.frames > before.frames && after.rows > before.rows, 'the counts do not count');
});

test('what other panes write is told in the same frames, fifteen times a second at most', async t => {
	const rig = openRig(t);
	const others = ['one', 'two', 'three', 'four'];
	for (const session of ['focused', ...others]) {
		rig.emulator.open(session, start);
	}

	rig.emulator.watch(1, ['focused', ...others], 'focused');
	await rig.when('the first frames', () => rig.updates.length === 5);
	const begin = performance.now();
	for (let piece = 0; piece < 300; piece++) {
		for (const session of others) {
			rig.emulator.write(session, piece, encoder.encode(String(piece % 10)));
		}

		await rig.parsed(piece + 1);
	}

	const milliseconds = performance.now() - begin;
	const most = Math.ceil(milliseconds / 67) + 2;
	for (const session of others) {
		const count = rig.updates.filter(update => update.session === session).length - 1;
		t.true(count <= most, `${session}: ${count} frames in ${Math.round(milliseconds)} ms`);
	}
});

const minute = 60_000;

/** How often the work screen draws itself anew in these minutes in which nothing happens. */
function rendersIn(minutes: number, {sessions, sidebar = 'shown'}: {readonly sessions: readonly Session[]; readonly sidebar?: Navigation['sidebar']}): number {
	const clock = fakeClock();
	clock.pass(20 * minute);
	let renders = 0;
	const seen = {client: clientWith({sessions}), navigation: {screen: 'work', overlays: [], sidebar, layout: startLayout}} as const;
	const ages = createAges({timers: createTimers(clock), next: () => nextAgeIn(seen, clock.now()), redraw() {
		renders++;
	}});
	ages.changed();
	clock.pass(minutes * minute);
	return renders;
}

test('draws nothing in an idle minute where no age is shown, and where none changes', t => {
	const unseen = sessionWith({activity: 'unknown', activitySince: undefined});
	const ended = sessionWith({state: {status: 'exited', exit: {type: 'code', code: 0}, at: 1000}, activity: 'idle', activitySince: 0});
	t.is(rendersIn(10, {sessions: [unseen, ended]}), 0);
	t.is(rendersIn(10, {sessions: [sessionWith({activity: 'idle', activitySince: 0})], sidebar: 'folded'}), 0);
	// Told in hours: it was idle for two and a half of them.
	t.is(rendersIn(29, {sessions: [sessionWith({activity: 'idle', activitySince: -130 * minute})]}), 0);
	t.is(rendersIn(31, {sessions: [sessionWith({activity: 'idle', activitySince: -130 * minute})]}), 1);
});

test('draws the ages of fifty sessions together, six times a minute at most', t => {
	const sessions = Array.from({length: 50}, (_, index) => sessionWith({id: `s${index}`, activity: 'idle', activitySince: index * 777}));
	const renders = rendersIn(10, {sessions});
	t.true(renders >= 10 && renders <= 60, `${renders} in ten minutes`);
});

test('draws an age that is shown when it is another one', t => {
	t.is(rendersIn(5, {sessions: [sessionWith({activity: 'idle', activitySince: 0})]}), 5);
	t.is(rendersIn(1, {sessions: [sessionWith({activity: 'working', activitySince: 15 * minute})]}), 60);
	t.is(rendersIn(1, {sessions: [sessionWith({activity: 'working', activitySince: 0})]}), 1);
});

/** That its last words stand there. */
function endingWith(words: string) {
	return (lines: readonly string[]) => lines.includes(words);
}

/** Erases the screen, or a part of it, or resets the terminal. */
const clearing = /\u001B(?:\[[0-3]?J|c)/; // eslint-disable-line no-control-regex -- sequences are what is looked for

test('the box, Watch, another theme and another size are drawn without clearing the screen', async t => {
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	await watcher.open({file: process.execPath, args: echo});
	const terminal = fakeTerminal(120, 36);
	const dashboard = createDashboard({paths: home.paths, env: home.env, cwd: home.project, version: '0.1.0', terminal, clock: systemClock, focused: undefined});
	t.teardown(dashboard.close);
	await until('the pane is shown', () => terminal.text().includes('ready>'));
	const press = async (keys: string, {what, isShown}: {readonly what: string; readonly isShown: (text: string) => boolean}) => {
		terminal.type(keys);
		await until(what, () => isShown(terminal.text()));
	};

	await press('\u0000', {what: 'the box is open', isShown: text => text.includes('› _')});
	await press('w', {what: 'Watch is open', isShown: text => text.includes('all sessions ▾')});
	await press('\u001B', {what: 'the pane is back', isShown: text => text.includes('ready>') && !text.includes('all sessions ▾') && !text.includes('› _')});
	t.deepEqual(terminal.written.filter(frame => clearing.test(frame)), []);
	// Another theme and another size may, and need not.
	const written = terminal.written.length;
	terminal.type('\u001B[?997;2n');
	await until('what stands there has other colours', () => /38;5;\d+m/.test(terminal.written.slice(written).join('')), {otherwise() {
		t.log(JSON.stringify(terminal.written.slice(written)));
	}});
	t.deepEqual(terminal.written.filter(frame => clearing.test(frame)), []);
	terminal.resizeTo(100, 30);
	await until('it is drawn anew', () => terminal.lines().length === 30 && terminal.lines().at(-1)?.includes('Ctrl+Space') === true);
	t.deepEqual(terminal.written.filter(frame => clearing.test(frame)), []);
});

/** Echoes every byte it is given, upper case. */
const echo = ['--eval', 'process.stdin.setRawMode(true); process.stdout.write("ready> "); process.stdin.on("data", bytes => process.stdout.write(String(bytes).toUpperCase()));'];

const traced = 'execve,clone,clone3,fork,vfork,open,openat,openat2,read,readv,pread64,write,writev,sendto,sendmsg';

/** A process, not a thread. */
const isSpawn = (line: string) => /\b(?:execve|fork|vfork)\(/.test(line) || (/\bclone3?\(/.test(line) && !line.includes('CLONE_THREAD'));

/** A file is opened to be read, or read; ptys and what has no name in the file system are none, and the runtime may look once how many processors there are, below /sys. */
const isFileRead = (line: string) => !line.includes('/sys/') && ((/\bopen(?:at2?)?\(/.test(line) && !line.includes('O_WRONLY')) || /\b(?:read|readv|pread64)\(\d+<\/(?!dev\/)/.test(line));

const isSocketWrite = (line: string) => /\b(?:write|writev|sendto|sendmsg)\(\d+<(?:socket|UNIX|unix)/.test(line);

/** Whether clutchd lives is asked all the time, typed or not. */
const isSignOfLife = (line: string) => isSocketWrite(line) && /\\"type\\":\\"(?:ping|reply)\\"/.test(line);

/** What clutchd has parsed is told to the holder ten times a second at most, typed or not. */
const isAcknowledgement = (line: string) => isSocketWrite(line) && line.includes(String.raw`\"type\":\"ack\"`);

test('a key starts no process, reads no file and is three writes to sockets: the key to the holder, what it made to clutchd, its rows to the dashboard', async t => {
	if (!canTrace(t)) {
		return;
	}

	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const session = await watcher.open({file: process.execPath, args: echo});
	const {sessions} = await watcher.waitFor('it lives', client => client.sessions.some(({state}) => state.status === 'live'));
	const {state} = sessions.find(({id}) => id === session.id) ?? session;
	const holder = parentOf(state.status === 'live' ? state.pid : 0) ?? 0;
	const {terminal, pid} = openUserInterface(t, {home});
	await terminal.waitFor('the pane is shown', text => text.includes('ready>'));
	const typed = (letter: string) => terminal.text().split(letter).length - 1;
	const type = async (letter: string, count: number) => {
		const before = typed(letter.toUpperCase());
		for (let number = 1; number <= count; number++) {
			terminal.write(letter);
			await terminal.waitFor(`key ${number} is echoed`, () => typed(letter.toUpperCase()) === before + number);
		}
	};

	// What the first keys make known (who has the keyboard) is no part of the others.
	await type('j', 5);
	const calls = await traceCalls(t, {home, pids: [pid(), watcher.client.welcome.pid, holder], calls: traced});
	let seen = 0;
	await until('between two signs of life nothing else was written or read', () => {
		const since = calls().slice(seen);
		const signs = since.filter(line => isSignOfLife(line)).length;
		const others = since.filter(line => isSpawn(line) || isFileRead(line) || (isSocketWrite(line) && !isSignOfLife(line))).length;
		seen += others > 0 ? since.length : 0;
		return others === 0 && signs >= 2;
	});
	// What is done now and then may fall among the keys once, and not each time.
	const {spawns, reads, writes, acknowledgements, milliseconds, mostWrites} = await lookAgain(async () => {
		const quiet = calls().length;
		const begin = performance.now();
		await type('k', 50);
		const took = performance.now() - begin;
		const made = calls().slice(quiet);
		const all = made.filter(line => isSocketWrite(line) && !isSignOfLife(line));
		return {
			spawns: made.filter(line => isSpawn(line)),
			reads: made.filter(line => isFileRead(line)),
			writes: all.filter(line => !isAcknowledgement(line)),
			acknowledgements: all.filter(line => isAcknowledgement(line)).length,
			milliseconds: took,
			// What takes its time comes along: the screen that is handed to the holder now and then, so that it need not keep all output.
			mostWrites: 150 + Math.ceil(took / 1000) + 1,
		};
	}, {isWanted: seen => seen.spawns.length === 0 && seen.reads.length === 0 && seen.writes.length <= seen.mostWrites, most: 3});
	t.deepEqual(spawns, []);
	t.deepEqual(reads, []);
	t.true(writes.length >= 150, 'the writes of a key are not recognized');
	t.true(writes.length <= mostWrites, `${writes.length} writes to sockets for 50 keys:\n${writes.join('\n')}`);
	t.true(acknowledgements <= Math.ceil(milliseconds / 100) + 1, `${acknowledgements} acknowledgements in ${Math.round(milliseconds)} ms`);
});
