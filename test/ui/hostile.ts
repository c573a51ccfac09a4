import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {writeLayout} from '../../source/core/view/panes/saved-layout.js';
import {systemClock} from '../../source/io/clock.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {createDashboard} from '../../source/ui/dashboard.js';
import {watchClutchd, type Watcher} from '../helpers/clutchd.js';
import {fixture} from '../helpers/fixture.js';
import {temporaryHome} from '../helpers/home.js';
import {lookAgain} from '../helpers/look-again.js';
import {fakeTerminal, type FakeTerminal} from '../helpers/outer-terminal.js';
import {until} from '../helpers/until.js';

const program = fixture('hostile.js');
const outputs = execFileSync(process.execPath, [program], {encoding: 'utf8'}).trim().split('\n');

/** What we mean to write: text, looks, links, moves, the end of a row, synchronized updates, the cursor, and the modes and questions of `ui/outer`, `io/terminal` and `core/view/cells/outer-modes`. */
const meant = /\u001B\[(?:[\d;:]*m|\d+(?:;\d+)?H|\d*[CGK]|\?(?:2026|25|1|7|1000|1002|1003|1004|1006|1049|2004|2031)[hl]|[0-6] q|=\d+;1u|>\d*u|<u|>4;?\d?m|\?u|>0?q|c|\?996n)|\u001B]8;(?:id=[^;\u0000-\u001F\u007F-\u009F]{1,300})?;[!-~]{0,2100}\u001B\\|\u001B[=>]|\u001B](?:10|11);\?(?:\u0007|\u001B\\)/g; // eslint-disable-line no-control-regex -- sequences are what is looked for
/** Beside frames: the title, which is ours, and a bell. */
const called = /^(?:\u001B]2;[^\u0000-\u001F\u007F-\u009F]*\u001B\\|\u0007)$/; // eslint-disable-line no-control-regex -- as above
const link = /\u001B]8;[^\u001B]*\u001B\\/g; // eslint-disable-line no-control-regex -- as above
const unmeant = /[\u0000-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/; // eslint-disable-line no-control-regex -- as above

/** The real dashboard before the real clutchd. */
async function setUp(t: ExecutionContext, open: (watcher: Watcher) => Promise<void>) {
	// Tens of megabytes are parsed and drawn.
	t.timeout(20 * 60_000);
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	// Nobody is asked for the chord.
	writeFileSync(home.paths.config, '{"proxy": {"auto_start": false}, "keys": {"wait": "never", "chord": "Ctrl+Space"}}\n');
	const watcher = await watchClutchd(t, {home});
	const terminal = fakeTerminal(120, 36);
	await open(watcher);
	const show = () => {
		const dashboard = createDashboard({paths: home.paths, env: home.env, cwd: home.project, version: '0.1.0', terminal, clock: systemClock, focused: undefined});
		t.teardown(dashboard.close);
	};

	return {home, watcher, terminal, show, memory: () => residentMegabytes(watcher.state().clutchd.pid)};
}

function residentMegabytes(pid: number): number {
	return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** Nothing but what we mean has been written since. */
function inspect(t: ExecutionContext, written: readonly string[], name: string): void {
	for (const piece of written) {
		const rest = called.test(piece) ? '' : piece.replaceAll(meant, '');
		t.false(unmeant.test(rest), `${name}: ${JSON.stringify(unmeant.exec(rest)?.input.slice(0, 300))}`);
		// A link of its own for each cell is as many bytes again as a link is long.
		t.true(piece.replaceAll(link, '').length < 200_000 && piece.length < 1_500_000, `${name}: a frame of ${piece.length}`);
	}
}

/** A flood takes its time where there is a tenth of a processor. */
const floodMs = 300_000;

const clipboards = (written: readonly string[]) => written.filter(piece => piece.includes('\u001B]52;'));

test.serial('nothing that a program writes reaches the terminal but text and looks in its own pane', async t => {
	const {terminal, show, memory} = await setUp(t, async watcher => {
		await watcher.open({file: process.execPath, args: [program, 'listen']});
	});
	show();
	await until('the pane is shown', () => terminal.text().includes('ready>'));
	const beside = () => terminal.lines().map(line => line.slice(0, 26)).slice(0, -1);
	const ask = async (number: number, name: string) => {
		const before = terminal.written.length;
		terminal.type(`#${number}#`);
		await until(`the screen is sane after ${name}`, () => terminal.text().includes(`sane ${number} again`), {timeoutMs: floodMs, otherwise() {
			t.log(terminal.text());
		}});
		const written = terminal.written.slice(before);
		// The pane has the focus, so that it may fill the clipboard, in words of ours.
		inspect(t, written.filter(piece => !/^\u001B]52;c;[A-Za-z\d+/=]{1,40}\u0007$/.test(piece)), name); // eslint-disable-line no-control-regex -- as above
		t.false(beside().some(line => /0123|lll|\u0301|alternate|reset/.test(line)), `${name}: ${beside().join('|')}`);
	};

	for (const [number, name] of outputs.entries()) {
		await ask(number, name);
	}

	// What a long text needed is given back, and the same once more needs nothing more. When it is given back is not for us to say: what stays grows each time.
	const {before, after} = await lookAgain(async () => {
		const former = memory();
		for (const name of ['ten megabytes without a line', 'a bomb of links', 'a link of a megabyte', 'two megabytes of marks on one letter', 'a flood of titles']) {
			await ask(outputs.indexOf(name), name);
		}

		return {before: former, after: memory()};
	}, {isWanted: seen => seen.after < seen.before + 64, most: 3});
	t.log(`clutchd: ${Math.round(before)} MB, then ${Math.round(after)} MB`);
	t.true(after < before + 64, `${before} MB, then ${after} MB`);
	t.true(after < 700, `${after} MB`);
});

test.serial('no answer to a program has words of its own in it, which its shell would read as typed', async t => {
	const {home, watcher} = await setUp(t, async () => {
		// It is opened below, with what it needs.
	});
	const pipe = path.join(home.user, 'pipe');
	const told = path.join(home.user, 'told');
	execFileSync('mkfifo', [pipe]);
	writeFileSync(told, '');
	const {id} = await watcher.open({file: process.execPath, args: [fixture('set-modes.js'), pipe, told]});
	await watcher.waitForScreen(id, lines => lines.some(line => line.includes('READY')));
	const words = 'evil\rrm -rf ~\n`id`';
	const hex = Buffer.from(words).toString('hex');
	const questions = [
		...[0, 1, 2].flatMap(kind => [`\u001B]${kind};${words}\u0007`, '\u001B[22t\u001B[20t\u001B[21t\u001B[23t', `\u001B]l${words}\u001B\\\u001B]L${words}\u001B\\`]),
		...['$q', '+q', '1$r', '0$r', '$p', '+p', '1+r', '>|', '!|', '!u', '$t'].flatMap(kind => [`\u001BP${kind}${words}\u001B\\`, `\u001BP${kind}${hex}\u001B\\`, `\u001BP${kind}m${words}\u001B\\`, `\u001BP${kind}544e;${hex};${words}\u001B\\`]),
		...[4, 5, 10, 11, 12, 13, 17, 19, 21, 50, 52, 60, 61, 99, 777, 1337].flatMap(kind => [`\u001B]${kind};${words};?\u0007`, `\u001B]${kind};?;${words}\u001B\\`, `\u001B]${kind};c;${Buffer.from(words).toString('base64')}\u0007\u001B]${kind};c;?\u0007`]),
		`\u001B_Gi=31,a=q,t=d;${words}\u001B\\\u001B^${words}\u001B\\\u001BX${words}\u001B\\\u001BP${words}\u001B\\\u0005`,
		'\u001B[c\u001B[>c\u001B[=c\u001B[>q\u001B[6n\u001B[?6n\u001B[x\u001B[?u\u001B[?4m',
		// Who knows who is asked knows when everything is answered.
		'\u001B[5n',
	];
	writeFileSync(pipe, questions.join(''), {flag: 'r+'});
	await until('all is answered', () => readFileSync(told, 'latin1').endsWith('\u001B[0n'), {otherwise() {
		t.log(JSON.stringify(readFileSync(told, 'latin1')));
	}});
	const answers = readFileSync(told, 'latin1');
	t.true(answers.includes('\u001BP1+r544e='), 'nothing was answered at all');
	t.notRegex(answers, /evil|rm -rf|`|[\r\n]|ZXZpb/);
	// In digits it may be repeated, as every terminal does: nobody runs those.
	const rest = answers.replaceAll(/\u001BP[01]\+r[\da-fA-F=]*\u001B\\/g, '').replaceAll(/\u001BP>\|Clutch\([\d.]+\)\u001B\\/g, ''); // eslint-disable-line no-control-regex -- sequences are what is looked for
	t.notRegex(rest, /[g-oq-tv-z]{3}/);
});

/** Two panes, side by side: the right one has the focus. */
async function besideEachOther(t: ExecutionContext, left: {readonly file: string; readonly args: readonly string[]}) {
	const world = await setUp(t, async watcher => {
		await watcher.open(left, {id: 'left', name: 'left'});
		await watcher.open({file: process.execPath, args: [program, 'listen']}, {id: 'right', name: 'right'});
	});
	writeFileSync(path.join(world.home.paths.state, 'layout.json'), writeLayout({active: 0, workspaces: [{tree: {type: 'split', direction: 'right', share: 0.5, first: {type: 'pane', session: 'left'}, second: {type: 'pane', session: 'right'}}, focused: 'right', zoomed: false}]}));
	world.show();
	return world;
}

/** The half of the screen behind the line between the panes. */
const rightHalf = (terminal: FakeTerminal) => terminal.lines().slice(1, -2).map(line => line.slice(74).trim()).join('\n').trim();

test.serial('a pane without the focus writes neither clipboard nor title, and calls by a bell at most', async t => {
	const pipe = path.join(temporaryHome(t).user, 'commands');
	execFileSync('mkfifo', [pipe]);
	const {terminal} = await besideEachOther(t, {file: process.execPath, args: [program, 'listen', pipe]});
	await until('both panes are shown', () => terminal.text().split('ready>').length === 3);
	for (const name of ['a flood of small clipboards', 'a flood of titles', 'notifications and working folders', 'an OSC that CAN ends', 'a storm of screens', 'pictures and private strings']) {
		const before = terminal.written.length;
		const began = performance.now();
		const number = outputs.indexOf(name);
		// Also for reading: it must not wait for a reader that is gone.
		writeFileSync(pipe, `#${number}#`, {flag: 'r+'});
		await until(`the left pane is sane after ${name}`, () => terminal.text().includes(`sane ${number} again`), {timeoutMs: floodMs});
		const written = terminal.written.slice(before);
		t.deepEqual(clipboards(written), [], `of ${name}`);
		// Every ten seconds at most.
		t.true(written.filter(piece => piece === '\u0007').length <= 2 + Math.floor((performance.now() - began) / 10_000), `bells of ${name}`);
		inspect(t, written, name);
		t.is(rightHalf(terminal), 'ready>', `beside ${name}`);
	}

	// The same from the pane with the focus is heard, and only as often as anybody could want it.
	const before = terminal.written.length;
	const began = performance.now();
	terminal.type(`#${outputs.indexOf('a flood of small clipboards')}#`);
	await until('the last one has come', () => clipboards(terminal.written.slice(before)).some(piece => piece.includes(Buffer.from('copied 19999').toString('base64'))), {timeoutMs: floodMs});
	const heard = clipboards(terminal.written.slice(before)).length;
	const milliseconds = performance.now() - began;
	t.true(heard <= 3 + Math.ceil(milliseconds / 100), `${heard} in ${Math.round(milliseconds)} ms`);
});

for (const [name, script] of [
	['lines', 'trap "echo; echo caught; exit" INT; while :; do yes | head -c 1000000; done'],
	['ten megabytes without a line, again and again', String.raw`trap "echo; echo caught; exit" INT; while :; do yes 0123456789 | tr -d "\n" | head -c 10000000; done`],
] as const) {
	test.serial(`a pane that floods (${name}) leaves the other one its echo, and hears Ctrl+C`, async t => {
		const {terminal, watcher} = await besideEachOther(t, {file: '/bin/sh', args: ['-c', script]});
		await until('the flood is on, and the other pane there', () => /y|0123/.test(terminal.lines()[10]?.slice(27, 72) ?? '') && terminal.text().includes('ready>'), {timeoutMs: floodMs});
		const begin = performance.now();
		for (let round = 0; round < 5; round++) {
			terminal.type('#0#');
			await until('the other pane answers', () => rightHalf(terminal).includes('sane 0 again'));
			terminal.type(`#${outputs.indexOf('control characters in a title')}#`);
			await until('the other pane answers again', () => rightHalf(terminal).includes(`sane ${outputs.indexOf('control characters in a title')} again`));
		}

		t.log(`${Math.round((performance.now() - begin) / 10)} ms for each answer`);
		t.notRegex(rightHalf(terminal), /y\n|0123/);
		// A click into it.
		terminal.type('\u001B[<0;40;10M\u001B[<0;40;10m');
		await until('it has the focus', () => /▌. Test {2}left/.test(terminal.lines()[0] ?? ''));
		terminal.type('\u0003');
		await watcher.waitFor('the flood has ended', ({sessions}) => sessions.some(({id, state}) => id === 'left' && state.status !== 'live'));
		await until('its last words are shown', () => terminal.text().includes('caught'));
	});
}

test.serial('a paste of a megabyte to a program that reads nothing leaves the screen usable', async t => {
	const {terminal, watcher, memory} = await setUp(t, async opened => {
		await opened.open({file: '/bin/sh', args: ['-c', 'stty raw -echo; echo deaf; exec sleep 600']}, {id: 'deaf', name: 'deaf'});
	}).then(world => {
		world.show();
		return world;
	});
	await until('the pane is shown', () => terminal.text().includes('deaf'));
	const before = memory();
	for (let piece = 0; piece < 16; piece++) {
		terminal.type('x'.repeat(65_536));
	}

	terminal.type('\u0000');
	await until('the box is open', () => terminal.text().includes('› _'));
	terminal.type('\u001B');
	await until('it is closed again', () => !terminal.text().includes('› _'));
	t.is(watcher.state().sessions[0]?.state.status, 'live');
	t.true(memory() < before + 64, `${before} MB, then ${memory()} MB`);
});
