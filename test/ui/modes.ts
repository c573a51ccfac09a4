import {execFileSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {systemClock} from '../../source/io/clock.js';
import type {Screen} from '../../source/io/emulator.js';
import {identify, signalProcess} from '../../source/io/process-identity.js';
import {createDashboard} from '../../source/ui/dashboard.js';
import {returnOfClutchd, watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {fixture} from '../helpers/fixture.js';
import {temporaryHome} from '../helpers/home.js';
import {fakeTerminal, type FakeTerminal} from '../helpers/outer-terminal.js';
import {until} from '../helpers/until.js';

/** What shows that a mode is in force: what a key or the mouse sends to the program, what is answered to it, what its output does, what our terminal is told. */
type Proof =
	| {readonly type: 'sends'; readonly typed: string; readonly told: string}
	| {readonly type: 'answers'; readonly asked: string; readonly told: string}
	| {readonly type: 'shows'; readonly written: string; readonly rows: Readonly<Record<number, string>>}
	| {readonly type: 'outside'; readonly is: (written: string) => boolean};

type Program = {readonly name: string; readonly set: string; readonly modes: Readonly<Record<string, Proof>>};

const sends = (typed: string, told: string): Proof => ({type: 'sends', typed, told});
const answers = (asked: string, told: string): Proof => ({type: 'answers', asked, told});
const shows = (written: string, rows: Readonly<Record<number, string>>): Proof => ({type: 'shows', written, rows});
const outside = (is: (written: string) => boolean): Proof => ({type: 'outside', is});

/** Columns of a pane beside the sidebar. */
const cols = 93;
/** In the pane, whose first column is the 28th of the screen. */
const mouse = (report: string) => report.replaceAll('X', '40');

const programs: readonly Program[] = [
	{name: 'keys', set: '\u001B[?1049h\u001B[H\u001B[?1h\u001B=\u001B[?1003h\u001B[?1006h\u001B[?2004h\u001B[?25l', modes: {
		'cursor keys of an application': sends('\u001B[A', '\u001BOA'),
		'the keypad of an application': sends('\u001BOq', '\u001BOq'),
		'the keypad, asked of our terminal': outside(written => written.lastIndexOf('\u001B=') > written.lastIndexOf('\u001B>')),
		'mouse moves reported, in the form of SGR': sends(mouse('\u001B[<35;X;10M'), '\u001B[<35;13;10M'),
		'mouse moves, asked of our terminal': outside(written => written.lastIndexOf('\u001B[?1003h') > written.lastIndexOf('\u001B[?1003l')),
		'the alternate screen': answers('\u001B[?1049$p', '\u001B[?1049;1$y'),
		'pastes marked': sends('\u001B[200~two\rlines\u001B[201~', '\u001B[200~two\rlines\u001B[201~'),
		'the cursor hidden': outside(written => written.lastIndexOf('\u001B[?25h') < written.lastIndexOf('\u001B[?25l')),
	}},
	{name: 'drag', set: '\u001B[?1002h\u001B[?1006h\u001B[5 q', modes: {
		'mouse drags reported, and no moves': sends(mouse('\u001B[<35;X;9M\u001B[<0;X;10M\u001B[<32;41;10M\u001B[<0;41;10m'), '\u001B[<0;13;10M\u001B[<32;14;10M\u001B[<0;14;10m'),
		'the cursor a bar': outside(written => written.lastIndexOf('\u001B[5 q') > Math.max(written.lastIndexOf('\u001B[1 q'), written.lastIndexOf('\u001B[3 q'))),
	}},
	{name: 'click', set: '\u001B[?1000h\u001B[?66h', modes: {
		'mouse clicks reported, and no drags, in the form of old': sends(mouse('\u001B[<0;X;10M\u001B[<32;41;10M\u001B[<0;41;10m'), '\u001B[M -*\u001B[M#.*'),
	}},
	{name: 'kitty', set: '\u001B[>1u\u001B[>9u', modes: {
		'all keys told by the kitty keyboard': sends('a', '\u001B[97u'),
		'flags of the kitty keyboard': answers('\u001B[?u', '\u001B[?9u'),
		'the level of the kitty keyboard below': answers('\u001B[<u\u001B[?u\u001B[>9u', '\u001B[?1u'),
	}},
	{name: 'other', set: '\u001B[>4;2m\u001B[?1049h\u001B[?1007h', modes: {
		'modifyOtherKeys': sends('\u001B[13;2u', '\u001B[27;2;13~'),
		'the wheel as keys on the alternate screen': sends(mouse('\u001B[<64;X;10M'), '\u001B[A\u001B[A\u001B[A'),
	}},
	{name: 'focus', set: '\u001B[?1004h\u001B[?2026h', modes: {
		'an update that is not finished': answers('\u001B[?2026$p', '\u001B[?2026;1$y'),
		'the focus reported': sends('\u001B[O\u001B[I', '\u001B[O\u001B[I'),
	}},
	{name: 'rows', set: '\u001B[2J\u001B[9;1Hbelow\u001B[3g\u001B[1;5H\u001BH\u001B[3;6r\u001B[?6h\u001B[?7l\u001B[4h\u001B[20h', modes: {
		'a scroll region, and the origin in it': shows('\u001B[1;1H\u001B[2Ktop\u001B[99;1H\u001B[2Kend', {2: 'top', 5: 'end', 8: 'below'}),
		'only the region scrolls': shows('\u001B[99;1H\n\n\n\nfresh', {2: '', 5: 'fresh', 8: 'below'}),
		'no wrapping': shows(`\u001B[1;1H\u001B[2K\u001B[4l${'w'.repeat(200)}Z\u001B[4h`, {2: `${'w'.repeat(cols - 1)}Z`, 3: ''}),
		'text inserted': shows('\u001B[2;1H\u001B[2Kxyz\u001B[2;1HAB', {3: 'ABxyz'}),
		'tab stops': shows('\u001B[3;1H\u001B[2K\tT\u001B[3;1H\t\tU', {4: `    T${' '.repeat(cols - 6)}U`}),
		'a new line at the left edge': shows('\u001B[1;10H\u001B[2Kabc\nnext', {2: '         abc', 3: 'nextABxyz'}),
	}},
	{name: 'sets', set: '\u001B[2J\u001B[4;7H\u001B7\u001B[H\u001B[?45h\u001B[?5h\u001B[?2031h\u001B(0', modes: {
		'lines drawn instead of letters': shows('\u001B[1;1H\u001B[2Klqk', {0: '┌─┐'}),
		'backspace to the row above': shows(`\u001B[2;1H\u001B[2K\u001B[1;1H${'q'.repeat(cols)}q\b\bZ`, {0: `${'─'.repeat(cols - 1)}Z`}),
		'reverse video': answers('\u001B[?5$p', '\u001B[?5;1$y'),
		'light and dark reported': answers('\u001B[?2031$p', '\u001B[?2031;1$y'),
		'the cursor that was saved': shows('\u001B8SAVED\u001B(0', {3: '      SAVED'}),
	}},
	{name: 'shift', set: '\u001B[2J\u001B[H\u001B)0\u000E\u001B[?12h', modes: {
		'lines drawn by the second set': shows('\u001B[1;1H\u001B[2Kq\u000Fq\u000E', {0: '─q'}),
	}},
];

/** More than a holder keeps, and nothing that changes the screen: the bytes that set the modes are gone. */
const flood = Buffer.alloc(6_000_000);

type World = {readonly terminal: FakeTerminal; readonly pipe: string; readonly told: () => string; readonly rows: () => readonly string[]};

async function prove(t: ExecutionContext, {world: {terminal, pipe, told, rows}, name, proof}: {readonly world: World; readonly name: string; readonly proof: Proof}): Promise<void> {
	const before = told().length;
	const write = (text: string) => {
		writeFileSync(pipe, text, {flag: 'r+'});
	};

	switch (proof.type) {
		case 'sends':
		case 'answers': {
			if (proof.type === 'sends') {
				terminal.type(proof.typed);
			} else {
				write(proof.asked);
			}

			await until(`it is told: ${name}`, () => told().length >= before + proof.told.length, {otherwise() {
				t.log(JSON.stringify(told().slice(before)));
			}});
			t.is(told().slice(before), proof.told, name);
			return;
		}

		case 'shows': {
			write(proof.written);
			await until(`it is shown: ${name}`, () => Object.entries(proof.rows).every(([row, text]) => rows()[Number(row)] === text), {otherwise() {
				t.log(rows().join('\n'));
			}});
			t.pass();
			return;
		}

		case 'outside': {
			await until(`our terminal is told: ${name}`, () => proof.is(terminal.written.join('')), {otherwise() {
				t.log(JSON.stringify(terminal.written.join('')));
			}});
			t.pass();
		}
	}
}

test('every mode that a program has set is in force for the next dashboard, and after clutchd came back', async t => {
	// Megabytes for each of them, and three dashboards.
	t.timeout(20 * 60_000);
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const attach = async (name: string) => {
		const terminal = fakeTerminal(120, 36);
		const dashboard = createDashboard({paths: home.paths, env: home.env, cwd: home.project, version: '0.1.0', terminal, clock: systemClock, focused: name});
		t.teardown(dashboard.close);
		await until(`${name} has the focus`, () => terminal.lines().some(line => new RegExp(`▌. Test +${name}`).test(line.slice(0, 26))), {otherwise() {
			t.log(terminal.text());
		}});
		return {terminal, dashboard, rows: () => terminal.lines().slice(0, 33).map(line => line.slice(27).trimEnd())};
	};

	const files = (name: string) => ({pipe: path.join(home.user, `${name}.pipe`), log: path.join(home.user, `${name}.log`)});
	for (const {name, set} of programs) {
		const {pipe, log} = files(name);
		execFileSync('mkfifo', [pipe]);
		writeFileSync(log, '');
		await watcher.open({file: process.execPath, args: [fixture('set-modes.js'), pipe, log]}, {id: name, name});
		// Its size is that of its pane before it sets anything: another one takes margins away.
		const {dashboard, rows} = await attach(name);
		await until(`${name} is shown`, () => rows().some(row => row.includes('READY')));
		await until(`${name} has its size`, async () => (await watcher.client.call({type: 'session.screen', id: name}) as Screen).cols === cols);
		writeFileSync(pipe, Buffer.concat([Buffer.from(set), flood, Buffer.from('DONE')]), {flag: 'r+'});
		await watcher.waitForScreen(name, lines => lines.some(line => line.includes('DONE')));
		dashboard.close();
	}

	const names = programs.flatMap(({modes}) => Object.keys(modes));
	t.true(new Set(names).size >= 20, `${names.length}`);
	const proveAll = async (when: string) => {
		for (const {name: program, modes} of programs) {
			const {terminal, dashboard, rows} = await attach(program);
			const {pipe, log} = files(program);
			await until(`${program} has its rows`, () => dashboard.counts().rows > 0);
			const told = () => readFileSync(log, 'latin1');
			const before = told().length;
			terminal.type('k');
			await until(`${program} has its keyboard`, () => told().length > before && ['k', '\u001B[107u'].some(key => told().endsWith(key)));
			for (const [name, proof] of Object.entries(modes)) {
				await prove(t, {world: {terminal, pipe, rows, told}, name: `${name}, ${when}`, proof});
			}

			dashboard.close();
		}
	};

	await proveAll('for another dashboard');
	const identity = identify(watcher.client.welcome.pid);
	t.true(identity !== undefined && signalProcess(identity, 'SIGKILL'));
	await returnOfClutchd(t, home);
	await proveAll('after clutchd came back');
	t.log(`${names.length} modes: ${names.join('; ')}`);
});
