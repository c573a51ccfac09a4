import {chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {systemClock} from '../../source/io/clock.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {identify, signalProcess} from '../../source/io/process-identity.js';
import {createDashboard} from '../../source/ui/dashboard.js';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {fakeTerminal} from '../helpers/outer-terminal.js';
import {storyMs, until} from '../helpers/until.js';

async function setUp(t: ExecutionContext, script: string, {env = {}, keys}: {readonly env?: Readonly<Record<string, string>>; readonly keys?: Readonly<Record<string, unknown>>} = {}) {
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	withoutGateway(home);
	if (keys !== undefined) {
		writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, keys: {wait: 'never', ...keys}}));
	}

	const watcher = await watchClutchd(t, {home});
	const terminal = fakeTerminal(120, 36);
	await watcher.open({file: process.execPath, args: ['--eval', script]});
	const dashboard = createDashboard({paths: home.paths, env: {...home.env, ...env}, cwd: home.project, version: '0.1.0', terminal, clock: systemClock, focused: undefined});
	t.teardown(dashboard.close);
	/** The rows of the pane as they are seen. */
	const pane = () => terminal.lines().slice(0, 33).map(line => line.slice(27).trimEnd());
	const bar = () => terminal.lines().at(-1) ?? '';
	const sees = async (name: string, condition: () => boolean) => until(name, condition, {otherwise() {
		t.log(terminal.text());
	}});
	return {terminal, dashboard, pane, bar, sees, home, clutchd: watcher.state().clutchd.pid};
}

const chord = '\u0000';
// eslint-disable-next-line no-control-regex -- the sequence is what is looked for
const clipboardOf = (written: readonly string[]) => written.flatMap(data => [...data.matchAll(/\u001B]52;c;([\w+/=]*)\u0007/g)].map(([, text = '']) => Buffer.from(text, 'base64').toString()));
/** 3,000 numbered lines; a line more for each key. */
const lines = 'process.stdin.setRawMode(true); for (let n = 1; n <= 3000; n++) console.log("line " + n + (n % 100 === 0 ? " needle" : "")); let more = 0; process.stdin.on("data", bytes => { for (const byte of bytes) console.log("typed " + String.fromCharCode(byte) + " " + ++more); });';

test('looks back, finds in both directions and copies, into the clipboard and into the pane', async t => {
	const {terminal, pane, bar, sees} = await setUp(t, lines);
	await sees('the last line is shown', () => pane().includes('line 3000 needle'));
	terminal.type(`${chord}[`);
	await sees('the bar says where', () => /scroll 0\/2,9\d\d {3}q leave/.test(bar()));
	terminal.type('\u001B[5~');
	await sees('a page up', () => pane()[0] === 'line 2937' && pane()[32] === 'line 2969' && bar().includes('scroll 32/'));
	terminal.type('?needlez');
	await sees('it is said that there is none', () => bar().includes('no match for "needlez" above or below'));
	terminal.type('\u007F');
	await sees('what is typed is searched for', () => bar().includes('?needle_') && pane().includes('line 2900 needle'));
	terminal.type('\r');
	await sees('it stays there', () => bar().includes('q leave'));
	terminal.type('nn');
	await sees('the next one further up', () => pane().includes('line 2700 needle'));
	terminal.type('N');
	await sees('the other way', () => pane().includes('line 2800 needle') && !pane().includes('line 2700 needle'));
	terminal.type('Vkk');
	await sees('lines are selected', () => bar().includes('selecting lines'));
	terminal.type('y');
	await sees('it is said what was copied, and what pastes it from here', () => bar().includes('3 lines copied. Ctrl+Space ] pastes them.'));
	t.deepEqual(clipboardOf(terminal.written), ['line 2798\nline 2799\nline 2800 needle']);
	await sees('the newest lines are back', () => pane().includes('line 3000 needle'));
	terminal.type(`${chord}]`);
	await sees('it is pasted as it would be typed', () => pane().some(line => line.startsWith('typed ')));
	await sees('all of it came', () => pane().some(line => line.endsWith(` ${'line 2798\nline 2799\nline 2800 needle'.length}`)));
});

/** Words, and whatever is typed into it. */
const words = 'process.stdin.setRawMode(true); console.log("alpha beta  gamma.delta foo_bar"); process.stdin.on("data", bytes => { console.log("typed " + JSON.stringify(String(bytes))); });';

for (const [typed, copied] of [['?alpha\rwvey', 'beta'], ['?foo\rbbbve\r', 'gamma'], ['?alpha\r20lvey', 'lta'], ['?beta\u0015gamma\u007F\u007F\u007F\rwwvey', 'delta']] as const) {
	test(`${JSON.stringify(typed)} does the same however its keys come`, async t => {
		t.timeout(storyMs);
		const {terminal, pane, bar, sees} = await setUp(t, words);
		await sees('the words are shown', () => pane()[0]?.startsWith('alpha') === true);
		const cuts = [0, ...Array.from({length: typed.length - 1}, (_, index) => index + 1)].map(cut => [typed.slice(0, cut), typed.slice(cut)]);
		for (const [index, parts] of [...cuts, [...typed]].entries()) {
			terminal.type(`${chord}[`);
			for (const part of parts) {
				terminal.type(part);
				// What has been asked for meanwhile may be answered, or not.
				await terminal.settled();
			}

			await sees('it is copied', () => clipboardOf(terminal.written).length > index && !bar().includes('scroll'));
			t.is(clipboardOf(terminal.written).at(-1), copied, `typed as ${parts.join('|')}`);
		}

		t.false(pane().some(line => line.startsWith('typed')), 'none of it reached the program');
	});
}

test('keys after a search that takes long are done in their order, and what follows the copy is typed into the program', async t => {
	const {terminal, pane, sees, clutchd} = await setUp(t, words);
	await sees('the words are shown', () => pane()[0]?.startsWith('alpha') === true);
	const stopped = identify(clutchd);
	t.true(stopped !== undefined && signalProcess(stopped, 'SIGSTOP'));
	terminal.type(`${chord}[?alp`);
	await terminal.settled();
	terminal.type('ha\rwve');
	await terminal.settled();
	terminal.type('yls');
	await terminal.settled();
	t.deepEqual(clipboardOf(terminal.written), []);
	t.true(stopped !== undefined && signalProcess(stopped, 'SIGCONT'));
	await sees('the program is typed to', () => pane().some(line => line.startsWith('typed')));
	t.true(pane().includes('typed "ls"'));
	t.deepEqual(clipboardOf(terminal.written), ['beta']);
});

test('the chord goes on without a search that has no answer, and what was typed meanwhile is nobody\'s', async t => {
	const {terminal, pane, bar, sees, clutchd} = await setUp(t, words);
	await sees('the words are shown', () => pane()[0]?.startsWith('alpha') === true);
	terminal.type(`${chord}[`);
	await sees('it is scrolled', () => bar().includes('q leave'));
	const stopped = identify(clutchd);
	t.true(stopped !== undefined && signalProcess(stopped, 'SIGSTOP'));
	terminal.type(`?alpha\rwvey${chord}`);
	await sees('it is said', () => terminal.text().includes('what was typed meanwhile was dropped'));
	t.true(stopped !== undefined && signalProcess(stopped, 'SIGCONT'));
	terminal.type('\u001B');
	await sees('the search goes on where it was', () => bar().includes('?a_'));
	t.deepEqual(clipboardOf(terminal.written), []);
});

test('what pastes is said in the keys of its user', async t => {
	const {terminal, pane, bar, sees} = await setUp(t, lines, {keys: {'chord': 'Ctrl+b', 'paste-copied': 'Y'}});
	await sees('the last line is shown', () => pane().includes('line 3000 needle'));
	terminal.type('\u0002[');
	await sees('it is scrolled', () => bar().includes('scroll 0/'));
	terminal.type('k0ve');
	await sees('four letters are selected', () => bar().includes('selecting'));
	terminal.type('y');
	await sees('what pastes them is named', () => bar().includes('4 characters copied. Ctrl+b Y pastes them.'));
	terminal.type('\u0002Y');
	await t.notThrowsAsync(sees('it does', () => pane().some(line => line.endsWith('typed e 4'))));
});

test('output under a pane that is scrolled back moves nothing, and at the bottom it is followed again', async t => {
	const {terminal, pane, bar, sees} = await setUp(t, 'for (let n = 1; n <= 200; n++) console.log("line " + n); let more = 0; setInterval(() => console.log("later " + ++more), 20);');
	await sees('it writes on and on', () => pane().some(line => line.startsWith('later ')));
	terminal.type(`${chord}[`);
	await sees('it is scrolled', () => bar().includes('scroll '));
	terminal.type('g');
	await sees('the oldest line is shown', () => pane()[0] === 'line 1');
	const before = pane();
	const above = () => Number(/scroll ([\d,]+)\//.exec(bar())?.[1]?.replaceAll(',', ''));
	const from = above();
	await sees('many more lines have come', () => above() > from + 40);
	t.deepEqual(pane(), before);
	terminal.type('q');
	await sees('the newest lines are shown again', () => pane().some(line => line.startsWith('later')) && !bar().includes('scroll'));
});

test('the wheel scrolls, keys are ours meanwhile, and back at the bottom the pane has them again', async t => {
	const {terminal, pane, bar, sees} = await setUp(t, lines);
	await sees('the last line is shown', () => pane().includes('line 3000 needle'));
	terminal.type('\u001B[<64;60;10M');
	await sees('three lines', () => bar().includes('scroll 3/') && pane()[0] === 'line 2966');
	terminal.type('\u001B[<64;60;10M');
	await sees('six lines', () => bar().includes('scroll 6/') && pane()[0] === 'line 2963');
	terminal.type('z');
	await sees('a letter is not typed into it', () => bar().includes('Nothing is on the key z here'));
	terminal.type('\u001B[<65;60;10M\u001B[<65;60;10M');
	await sees('the bottom', () => !bar().includes('scroll') && pane().includes('line 3000 needle'));
	terminal.type('k');
	await sees('the key reaches the program', () => pane().some(line => line.startsWith('typed')));
	t.true(pane().includes('typed k 1'), 'no key of copy mode has reached it');
});

test('a drag selects cells of its pane, wraps are joined, and the release copies', async t => {
	const {terminal, pane, sees} = await setUp(t, String.raw`console.log("one two  \nthree 漢字 four\n" + "x".repeat(100) + "end\nlast"); setInterval(() => {}, 1000);`);
	await sees('it is shown', () => pane().includes('last'));
	// From "two" to the end of the long line, which the pane shows as two.
	terminal.type('\u001B[<0;32;1M\u001B[<32;40;2M\u001B[<32;37;4M');
	terminal.type('\u001B[<0;37;4m');
	await sees('it is in the clipboard', () => clipboardOf(terminal.written).length === 1);
	t.deepEqual(clipboardOf(terminal.written), [`two\nthree 漢字 four\n${'x'.repeat(100)}end`]);
	await sees('the pane is as it was', () => pane().includes('last'));
	terminal.type('\u001B[<0;35;2M\u001B[<0;35;2m\u001B[<0;35;2M\u001B[<0;35;2m');
	await sees('a double click copies the word', () => clipboardOf(terminal.written).length === 2);
	t.is(clipboardOf(terminal.written)[1], '漢字');
});

test('a program that asked for the mouse is told of it in its own cells, and the wheel on an alternate screen is arrow keys', async t => {
	const {terminal, pane, bar, sees} = await setUp(t, String.raw`process.stdin.setRawMode(true); process.stdout.write("\u001B[?1002h\u001B[?1006hready\r\n"); process.stdin.on("data", bytes => { const text = String(bytes); if (text === "a") process.stdout.write("\u001B[?1002l\u001B[?1049h\u001B[Halternate\r\n"); else process.stdout.write(JSON.stringify(text) + "\r\n"); });`);
	await sees('it is ready', () => pane().includes('ready'));
	// The pane begins at column 28 of the screen, counted from 1.
	terminal.type('\u001B[<0;30;5M');
	await sees('the press', () => pane().includes(String.raw`"\u001b[<0;3;5M"`));
	terminal.type('\u001B[<32;5;6M\u001B[<32;31;6M\u001B[<0;10;7m');
	await sees('moves inside, and the release at the edge', () => pane().join('').includes(String.raw`\u001b[<32;4;6M`) && pane().join('').includes(String.raw`\u001b[<0;1;7m`));
	t.false(pane().join('').includes('<32;1;6'), 'what is outside is not told');
	terminal.type('\u001B[<65;30;5M');
	await sees('the wheel', () => pane().join('').includes(String.raw`\u001b[<65;3;5M`));
	terminal.type('a');
	await sees('the alternate screen', () => pane()[0] === 'alternate');
	terminal.type('\u001B[<64;30;5M');
	await sees('three arrows', () => pane().includes(String.raw`"\u001b[A\u001b[A\u001b[A"`));
	t.false(bar().includes('scroll'));
});

/** An editor that says what it was given, and ends with a line that is typed. */
function editorIn(folder: string): string {
	const file = path.join(folder, 'vim');
	writeFileSync(file, '#!/bin/sh\necho "given $1, $2"\nhead -n 1 "$3"\ntail -n 1 "$3"\nread answer\necho "$answer" > "$0.answer"\n');
	chmodSync(file, 0o755);
	return file;
}

test('all lines open in the editor beside, in a file for its user alone that goes with it', async t => {
	const folder = temporaryHome(t).user;
	const {terminal, pane, sees, home} = await setUp(t, lines, {env: {EDITOR: `${editorIn(folder)} "a b"`, VISUAL: '', PAGER: '/nowhere/less'}});
	const kept = path.join(home.paths.run, 'scrollback');
	await sees('the last line is shown', () => pane().includes('line 3000 needle'));
	terminal.type(`${chord}[P`);
	await sees('a pager that is not there is named', () => terminal.text().replaceAll(/\s+/g, ' ').includes('There is no pager "/nowhere/less". Say another one in PAGER before you start Clutch.'));
	terminal.type(`${chord}[`);
	await sees('it is scrolled', () => terminal.text().includes('q leave'));
	terminal.type('E');
	await sees('the editor has all lines', () => /given a b, \+\d+/.test(terminal.text()) && terminal.text().includes('line 3000 needle'));
	const [file = ''] = readdirSync(kept);
	t.is(statSync(path.join(kept, file)).mode & 0o777, 0o600);
	const text = readFileSync(path.join(kept, file), 'utf8');
	t.true(text.endsWith('line 2999\nline 3000 needle\n') && text.split('\n').length > 2900);
	terminal.type('x\r');
	await sees('it has left with its file', () => readdirSync(kept).length === 0 && !terminal.text().includes('given a b'));
	await sees('the pane has all the room again', () => pane().includes('line 3000 needle'));
});

test('keys after the one that opens the editor wait for the search before it, and are typed into the editor', async t => {
	const folder = temporaryHome(t).user;
	const editor = editorIn(folder);
	const {terminal, pane, sees} = await setUp(t, lines, {env: {EDITOR: `${editor} "a b"`, VISUAL: ''}});
	await sees('the last line is shown', () => pane().includes('line 3000 needle'));
	terminal.type(`${chord}[?line 2800\rEmine\r`);
	await until('the editor has read it', () => existsSync(`${editor}.answer`) && readFileSync(`${editor}.answer`, 'utf8') === 'mine\n');
	await sees('the pane has all the room again', () => pane().includes('line 3000 needle'));
	t.false(pane().some(line => line.startsWith('typed')), 'none of it reached the program');
});

test('released, the mouse belongs to the terminal', async t => {
	const {terminal, pane, bar, sees} = await setUp(t, lines);
	await sees('the last line is shown', () => pane().includes('line 3000 needle'));
	terminal.type(`${chord}m`);
	await sees('it is said', () => bar().includes('The mouse is left to your terminal'));
	await sees('the terminal is told', () => terminal.written.join('').includes('\u001B[?1002l'));
	const before = terminal.written.length;
	terminal.type('\u001B[<64;60;10M');
	terminal.type(`${chord}m`);
	await sees('it is taken back', () => bar().includes('The mouse is ours again.') && terminal.written.slice(before).join('').includes('\u001B[?1002h'));
	t.true(pane().includes('line 3000 needle'), 'the wheel did nothing meanwhile');
});

test('a program in the focused pane writes the clipboard, but neither too much nor damage nor control characters, and it never reads it', async t => {
	const write = (text: string) => String.raw`process.stdout.write("\u001B]52;c;" + ${text} + "\u0007");`;
	const {terminal, pane, bar, sees} = await setUp(t, String.raw`process.stdin.setRawMode(true); process.stdout.write("ready\r\n"); process.stdin.on("data", bytes => { const text = String(bytes); if (text === "a") { ${write('Buffer.from("hello ✚").toString("base64")')} } else if (text === "b") { ${write('"A".repeat(400000)')} } else if (text === "c") { ${write('"?"')} process.stdout.write("asked\r\n"); } else if (text === "e") { ${write('"YRtbMzFtYgA="')} } else process.stdout.write("got " + JSON.stringify(text) + "\r\n"); });`);
	await sees('it is ready', () => pane().includes('ready'));
	terminal.type('a');
	await sees('it is in the clipboard', () => clipboardOf(terminal.written).includes('hello ✚'));
	terminal.type('b');
	await sees('too much is said', () => bar().includes('wanted to write the clipboard: it was too much and was dropped'));
	terminal.type('c');
	await sees('it has asked', () => pane().includes('asked'));
	terminal.type('d');
	await sees('what it reads next is the next key', () => pane().some(line => line.startsWith('got ')));
	t.true(pane().includes('got "d"'));
	t.deepEqual(clipboardOf(terminal.written), ['hello ✚']);
	terminal.type('e');
	await sees('what was no text is said', () => bar().includes('wrote the clipboard: the control characters in it were dropped'));
	t.deepEqual(clipboardOf(terminal.written), ['hello ✚', 'a[31mb']);
});
