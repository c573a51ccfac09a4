import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, rmSync} from 'node:fs';
import path from 'node:path';
import type {ProcessIdentity} from '../../../source/core/ipc/holder.js';
import {decodeUpdate, type PaneUpdate} from '../../../source/core/ipc/rows.js';
import type {Screen} from '../../../source/io/emulator.js';
import {connectHolder} from '../../../source/io/holder-client.js';
import {identify, signalProcess} from '../../../source/io/process-identity.js';
import {returnOfClutchd, watchClutchd, withoutGateway, type Watcher} from '../../../test/helpers/clutchd.js';
import {temporaryHome, type Home} from '../../../test/helpers/home.js';
import {violationsOf} from '../../../test/helpers/invariants.js';
import {root} from '../../../test/helpers/program.js';
import {wrongModes} from '../../../test/helpers/terminal-modes.js';
import {openTerminal} from '../../../test/helpers/terminal.js';
import {createTwinTerminal, type TwinTerminal} from '../../../test/helpers/twin-terminal.js';
import {patience, until} from '../../../test/helpers/until.js';
import type {Fault, Outcome, Scope} from '../fault.js';

export const faults: readonly Fault[] = [
	{number: 2, title: 'kill -9 clutchd before it answers a terminal query: answers missing or doubled', runs: {few: 1, full: 10}, limitMs: 10_000, once: async scope => killAsked(scope, 'responder.before-answer')},
	{number: 2, title: 'kill -9 clutchd while it hands over a screen: answers, screen', runs: {few: 1, full: 10}, limitMs: 10_000, once: async scope => killAsked(scope, 'checkpoint.before-push')},
	{number: 4, title: 'kill -9 a program in alternate screen, mouse, paste and keyboard modes: modes that stay, screen', runs: {few: 1, full: 20}, limitMs: 5000, once: killFullScreen},
	{number: 27, title: 'attach and detach 50 times during output: screens unlike that of who stayed', runs: {few: 1, full: 20}, once: attachOften},
	{number: 28, title: 'return with some twenty modes set: modes that are not as they were', runs: {few: 1, full: 10}, limitMs: 10_000, once: returnWithModes},
];

const size = {cols: 80, rows: 24};
const modes = String.raw`\x1b]2;a title\x07\x1b[?1049h\x1b[?1;7;12;45;1002;1004;1006;2004;2031h\x1b=\x1b[>4;2m\x1b[>1u\x1b[>5u\x1b[5;15r\x1b[?25l\x1b[5 q\x1b[3g\x1b[4G\x1bH\x1b(0\x1b[4h\x1b[9;33H\x1b[1;4:3;38;2;1;2;3;48;5;99;58:2::9:8:7m\x1b7\x1b]11;#102030\x07\x1b[7;3Hqqx`;

/** Asks at a key, and tells how many answers came in all. */
const asking = String.raw`
	let heard = '';
	process.stdin.setRawMode(true);
	process.stdin.on('data', data => {
		heard += data;
		if (heard.endsWith('a')) process.stdout.write('\x1b[c');
		process.stdout.write('\r\nanswers ' + heard.split('\x1b[?1;2c').length + ' last ' + JSON.stringify(heard.slice(-1)) + '\r\n');
	});
	process.stdout.write('ready\r\n');
`;

async function killAsked(scope: Scope, point: 'responder.before-answer' | 'checkpoint.before-push'): Promise<Outcome> {
	const home = temporaryHome(scope);
	withoutGateway(home);
	const points = path.join(home.home, 'points');
	mkdirSync(points);
	const stopping = {...home, env: {...home.env, CLUTCH_PAUSE_POINTS: points}};
	const watcher = await watchClutchd(scope, {home: stopping});
	const {id} = await watcher.open({file: process.execPath, args: ['-e', asking]}, size);
	await watcher.waitForScreen(id, lines => lines.includes('ready'));
	execFileSync('mkfifo', [path.join(points, point)]);
	const type = await sender(scope, {home, id});
	type('a');
	const reached = path.join(points, `${point}.reached`);
	await until(`clutchd stands at ${point}`, () => existsSync(reached) && readFileSync(reached, 'utf8') !== '');
	rmSync(path.join(points, point));
	const killedAt = performance.now();
	const returned = await killClutchd(scope, {home, watcher, pid: Number(readFileSync(reached, 'utf8'))});
	await returned.waitForScreen(id, lines => lines.includes('answers 2 last "c"'));
	const recoveredMs = performance.now() - killedAt;
	type('z');
	const lines = await returned.waitForScreen(id, shown => shown.some(line => line.endsWith('last "z"')));
	const wrong = lines.includes('answers 2 last "z"') ? 0 : 1;
	return {lost: wrong + await violationsOf({home, watcher: returned}), recoveredMs};
}

/** Both who is shown the pane and who is attached in a plain terminal get their keys and their mouse back; what it showed last stays. */
async function killFullScreen(scope: Scope): Promise<Outcome> {
	const home = temporaryHome(scope, {PATH: `${path.join(root, 'bin')}:${path.dirname(process.execPath)}:/usr/bin:/bin`});
	withoutGateway(home);
	const watcher = await watchClutchd(scope, {home});
	const updates: PaneUpdate[] = [];
	watcher.client.onRows(payload => {
		updates.push(...[decodeUpdate(payload)?.update].filter(update => update !== undefined));
	});
	const {id} = await watcher.open({file: process.execPath, args: ['-e', fullScreen]}, size);
	// Of another size than the terminal, so that it is drawn once more for sure.
	watcher.client.watch([id]);
	const script = `before=$(stty -g); clutch attach ${id}; test "$before" = "$(stty -g)" && echo "back in a sane terminal."`;
	const terminal = openTerminal(scope, {argv: ['/bin/sh', '-c', script], env: home.env, cwd: home.project, cols: 90, rows: 30});
	await terminal.waitFor('the program shows', text => text.includes('the last of 30 rows'));
	await until('who watches knows its modes', () => updates.at(-1)?.modes.kitty === 5 && updates.at(-1)?.modes.mouse === 'any');
	await watcher.waitForScreen(id, lines => lines.at(-1)?.includes('the last of 30 rows') === true);
	const before = await watcher.client.call({type: 'session.screen', id, ansi: true}) as Screen;
	const killedAt = performance.now();
	killChild(await childOf(home, id));
	await watcher.waitFor('it is known as killed', ({sessions}) => sessions[0]?.state.status === 'crashed');
	await terminal.waitFor('the shell has its terminal back', text => text.includes('back in a sane terminal.'));
	// What is not as it should be by then is counted.
	await until('no mode is left', () => modesOf(updates.at(-1)).length === 0, {timeoutMs: 30_000}).catch(() => undefined);
	const recoveredMs = performance.now() - killedAt;
	const left = [...wrongModes(terminal.raw()), ...modesOf(updates.at(-1))];
	for (const mode of left) {
		process.stderr.write(`  left with ${mode}\n`);
	}

	const after = await watcher.client.call({type: 'session.screen', id, ansi: true}) as Screen;
	const screenLost = JSON.stringify(after.lines) === JSON.stringify(before.lines) ? 0 : 1;
	return {lost: left.length + screenLost + await violationsOf({home, watcher, known: [terminal.pid]}), recoveredMs};
}

/** Draws anew at every size, as full-screen programs do. */
const fullScreen = String.raw`
	const draw = () => process.stdout.write('\x1b[2J\x1b[H\x1b[1;44mthe first row\x1b[m\x1b[' + process.stdout.rows + ';5H\x1b[31mthe last of ' + process.stdout.rows + ' rows\x1b[m');
	process.stdin.setRawMode(true);
	process.stdout.write('main screen\r\n\x1b[?1049h\x1b[?1003;1004;1006;2004h\x1b[?1h\x1b=\x1b[>5u\x1b[>4;2m\x1b[?25l');
	process.stdout.on('resize', draw);
	draw();
	setInterval(() => {}, 1e6);
`;

/** What decides over keys and mouse, where it is not as a shell wants it. */
function modesOf(update: PaneUpdate | undefined): readonly string[] {
	const {modes, cursor} = update ?? {};
	return [
		...modes?.mouse === 'none' && modes.mouseEncoding === 'default' ? [] : ['the mouse in the pane'],
		...modes?.bracketedPaste ? ['pastes marked in the pane'] : [],
		...modes?.focusEvents ? ['focus reported in the pane'] : [],
		...modes?.kitty === 0 ? [] : ['keyboard levels in the pane'],
		...modes?.applicationCursor === false && !modes.applicationKeypad ? [] : ['keys of an application in the pane'],
		...cursor?.visible ? [] : ['a hidden cursor in the pane'],
	];
}

async function childOf({paths}: Home, id: string): Promise<ProcessIdentity> {
	const probe = await connectHolder({socket: path.join(paths.holders, `${id}.sock`), role: 'probe', client: 'fault', ...patience()});
	probe.end();
	if (probe.welcome.child === undefined) {
		throw new Error('the program is not there');
	}

	return probe.welcome.child;
}

function killChild(child: ProcessIdentity): void {
	if (!signalProcess(child, 'SIGKILL')) {
		throw new Error('the program could not be killed');
	}
}

async function attachOften(scope: Scope): Promise<Outcome> {
	const {home, watcher} = await world(scope);
	const program = String.raw`
		let line = 0;
		const timer = setInterval(() => {
			process.stdout.write('\x1b[' + (31 + line % 7) + 'mline ' + line + ' \u6f22\u5b57 ' + 'x'.repeat(line % 90) + '\x1b[0m\r\n\x1b[?2004' + (line % 2 ? 'h' : 'l') + (line % 50 === 49 ? '\x1b[?1049' + (line % 100 === 99 ? 'l' : 'h') : ''));
			if (++line === 600) { clearInterval(timer); process.stdout.write('the end'); setInterval(() => {}, 1e6); }
		}, 5);
	`;
	const {id} = await watcher.open({file: process.execPath, args: ['-e', program]}, size);
	const stayed = await attach(scope, {home, id, from: 'oldest'});
	for (let cycle = 0; cycle < 49; cycle++) {
		const brief = await attach(scope, {home, id, from: 'screen'});
		await until('it has read something', () => brief.offset() > 0);
		brief.end();
	}

	await watcher.waitForScreen(id, lines => lines.some(line => line.includes('the end')));
	const last = await fromCheckpoint(scope, {home, id});
	return {lost: await differs(stayed, last) + await violationsOf({home, watcher})};
}

async function returnWithModes(scope: Scope): Promise<Outcome> {
	const {home, watcher} = await world(scope);
	const {id} = await watcher.open({file: process.execPath, args: ['-e', String.raw`process.stdin.setRawMode(true); process.stdout.write('main screen\r\n${modes}'); setInterval(() => {}, 1e6)`]}, size);
	const stayed = await attach(scope, {home, id, from: 'oldest'});
	await fromCheckpoint(scope, {home, id});
	const killedAt = performance.now();
	const back = await killClutchd(scope, {home, watcher, pid: watcher.client.welcome.pid});
	const recoveredMs = performance.now() - killedAt;
	// What the returned clutchd hands over was drawn by one that began with a checkpoint itself.
	const returned = await fromCheckpoint(scope, {home, id});
	return {lost: await differs(stayed, returned) + await violationsOf({home, watcher: back}), recoveredMs};
}

async function world(scope: Scope): Promise<{readonly home: Home; readonly watcher: Watcher}> {
	const home = temporaryHome(scope);
	withoutGateway(home);
	return {home, watcher: await watchClutchd(scope, {home})};
}

async function killClutchd(scope: Scope, {home, watcher, pid}: {readonly home: Home; readonly watcher: Watcher; readonly pid: number}): Promise<Watcher> {
	const identity = identify(pid);
	if (identity === undefined) {
		throw new Error('clutchd is not there');
	}

	signalProcess(identity, 'SIGKILL');
	watcher.close();
	return returnOfClutchd(scope, home);
}

async function sender(scope: Scope, {home, id}: {readonly home: Home; readonly id: string}): Promise<(text: string) => void> {
	const client = await connectHolder({socket: path.join(home.paths.holders, `${id}.sock`), role: 'sender', client: 'fault', ...patience()});
	scope.teardown(client.end);
	return text => {
		client.input(Buffer.from(text));
	};
}

type Attached = {readonly twin: TwinTerminal; readonly offset: () => number; readonly began: () => number | undefined; readonly next: number; readonly end: () => void; readonly settled: () => Promise<void>};

async function attach(scope: Scope, {home, id, from}: {readonly home: Home; readonly id: string; readonly from: 'oldest' | 'screen'}): Promise<Attached> {
	const client = await connectHolder({socket: path.join(home.paths.holders, `${id}.sock`), role: 'viewer', client: 'fault', ...patience()});
	const twin = createTwinTerminal(size.cols, size.rows);
	let offset = 0;
	let began: number | undefined;
	let written = Promise.resolve();
	scope.teardown(() => {
		client.end();
		twin.close();
	});
	client.onScreen(screen => {
		began = screen.offset;
		({offset} = screen);
		written = twin.write(screen.bytes);
	});
	client.onMessage(() => undefined);
	client.onBytes((at, bytes) => {
		offset = at + bytes.length;
		written = twin.write(bytes);
	});
	client.attach(from);
	return {twin, offset: () => offset, began: () => began, next: client.welcome.ring.next, end: client.end, settled: async () => written};
}

/** Attaches until the newest checkpoint is of all that was printed. */
async function fromCheckpoint(scope: Scope, {home, id}: {readonly home: Home; readonly id: string}): Promise<Attached> {
	let attached: Attached | undefined;
	await until('a screen of everything has been handed over', async () => {
		attached?.end();
		attached = await attach(scope, {home, id, from: 'screen'});
		const {began, offset, next} = attached;
		// Where nobody has handed one over yet it begins with the oldest byte.
		await until('it begins', () => began() !== undefined || offset() >= next);
		return began() === next && next > 0;
	});
	if (!attached) {
		throw new Error('never attached');
	}

	return attached;
}

async function differs(one: Attached, other: Attached): Promise<number> {
	await until('both have read everything', () => one.offset() === other.offset());
	await Promise.all([one.settled(), other.settled()]);
	return JSON.stringify(one.twin.state()) === JSON.stringify(other.twin.state()) ? 0 : 1;
}
