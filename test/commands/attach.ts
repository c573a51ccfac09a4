import {writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {Screen} from '../../source/io/emulator.js';
import {livingHolders} from '../../source/io/living-holders.js';
import {signalProcess} from '../../source/io/process-identity.js';
import {watchClutchd, withoutGateway, type Watcher} from '../helpers/clutchd.js';
import {processesUnder, temporaryHome, type Home} from '../helpers/home.js';
import {commandLine} from '../helpers/process-tree.js';
import {root, runProgram} from '../helpers/program.js';
import {wrongModes} from '../helpers/terminal-modes.js';
import {openTerminal, type Terminal} from '../helpers/terminal.js';
import {patienceMs} from '../helpers/until.js';

/** Says its size at every change of it, numbers its rows, and says what is typed; ends with 7 at `q`. */
const rows = String.raw`
const draw = () => { process.stdout.write('\u001B[?1049h\u001B[2J\u001B[H' + Array.from({length: process.stdout.rows - 1}, (_, y) => (y + 1) + ' ' + process.stdout.columns + 'x' + process.stdout.rows + ' ' + '='.repeat(process.stdout.columns - 12) + '|').join('\r\n') + '\r\ntyped: ' + typed); };
let typed = '';
process.stdin.setRawMode(true);
process.stdin.on('data', data => { typed += data; if (typed.includes('q')) { process.stdout.write('\u001B[?1049l'); process.exit(7); } process.stdout.write(String(data)); });
process.stdout.on('resize', draw);
draw();
`;

function machine(t: ExecutionContext): Home {
	const home = temporaryHome(t, {PATH: `${path.join(root, 'bin')}:${path.dirname(process.execPath)}:/usr/bin:/bin`, ROWS: rows});
	withoutGateway(home);
	return home;
}

/** A person's terminal, in which a shell says that it goes on, and how, after what was attached has ended. */
function attach(t: ExecutionContext, home: Home, {words, cols, rows: height}: {readonly words: string; readonly cols: number; readonly rows: number}): Terminal {
	const script = `before=$(stty -g); clutch attach ${words}; code=$?; test "$before" = "$(stty -g)" && echo "back with $code and a sane terminal."`;
	return openTerminal(t, {argv: ['/bin/sh', '-c', script], env: home.env, cwd: home.project, cols, rows: height});
}

async function start(t: ExecutionContext, home: Home): Promise<{readonly id: string; readonly watcher: Watcher}> {
	const watcher = await watchClutchd(t, {home});
	const {id} = await watcher.open({file: process.execPath, args: ['-e', rows]}, {name: 'rows', cols: 70, rows: 20});
	await watcher.waitForScreen(id, lines => lines[0]?.startsWith('1 70x20') === true);
	return {id, watcher};
}

test.serial('of two terminals one types and the other reads, and the keyboard goes over and back', async t => {
	const home = machine(t);
	const {id, watcher} = await start(t, home);
	const large = attach(t, home, {words: 'rows', cols: 80, rows: 24});
	await large.waitFor('the first to come has its own size', text => text.includes('23 80x24'));
	large.write('a');
	await large.waitFor('it types', text => text.includes('typed: a'));

	const small = attach(t, home, {words: 'rows', cols: 40, rows: 10});
	await small.waitFor('the second one reads', text => text.includes('reading rows   Ctrl+Space and then t'));
	await small.waitFor('it sees the row of the cursor', text => text.includes('typed: a') || text.includes('23 80x24 ='));
	small.write('b');
	large.write('c');
	await large.waitFor('only the first one types', text => text.includes('typed: ac'));
	await small.waitFor('the notice goes and the row of the cursor is there', text => text.includes('typed: ac') && !text.includes('reading'));
	t.deepEqual(small.screen(), [...Array.from({length: 9}, (_, index) => `${index + 15} 80x24 ${'='.repeat(31)}`.slice(0, 40)), 'typed: ac']);
	t.like(await watcher.client.call({type: 'session.screen', id}), {cols: 80, rows: 24});

	small.write('\u0000t');
	await small.waitFor('it has the keyboard and its own size', text => text.includes('9 40x10') && text.includes('typed: ac'));
	small.write('d');
	await small.waitFor('it types', text => text.includes('typed: acd'));
	await large.waitFor('the first one stays on as a reader', text => text.includes('reading rows') && text.includes('9 40x10') && text.includes('typed: acd'));
	large.write('e\u0000t');
	await large.waitFor('the keyboard comes back', text => text.includes('23 80x24') && text.includes('typed: acd'));
	await small.waitFor('the second one reads again', text => text.includes('reading rows'));

	large.write('\u0000d');
	await large.waitFor('it is left sane', text => text.includes(`rows goes on. clutch attach ${id} comes back to it.\nback with 0 and a sane terminal.`));
	await small.waitFor('who stays gets the keyboard', text => text.includes('9 40x10'));
	small.write('q');
	await small.waitFor('it is left sane', text => text.includes('back with 7 and a sane terminal.'));
	t.deepEqual([large.isAlternate(), small.isAlternate()], [false, false]);
});

const chords = [
	{from: 'the configuration', settings: {config: {keys: {preset: 'tmux', chord: 'Ctrl+g'}}, preferences: {chord: 'Ctrl+t'}}, label: 'Ctrl+g', byte: '\u0007'},
	{from: 'the dashboard', settings: {config: {}, preferences: {chord: 'Ctrl+t'}}, label: 'Ctrl+t', byte: '\u0014'},
];
for (const {from, settings: {config, preferences}, label, byte} of chords) {
	test.serial(`the chord that was chosen in ${from} leaves, and Ctrl+Space goes to the program`, async t => {
		const home = machine(t);
		const {id} = await start(t, home);
		writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, ...config}));
		writeFileSync(path.join(home.paths.state, 'preferences.json'), JSON.stringify(preferences));
		const terminal = attach(t, home, {words: 'rows', cols: 80, rows: 24});
		await terminal.waitFor('it has its own size', text => text.includes('23 80x24'));
		const reader = attach(t, home, {words: '--read-only rows', cols: 80, rows: 24});
		await reader.waitFor('it says which', text => text.includes(`reading rows   ${label} and then d leaves`));
		terminal.write('\u0000dx');
		await terminal.waitFor('all of it has arrived', text => /typed: .?dx/.test(text));
		terminal.write(`${byte}d`);
		await terminal.waitFor('it is left sane', text => text.includes(`rows goes on. clutch attach ${id} comes back to it.\nback with 0 and a sane terminal.`));
		t.false(terminal.isAlternate());
	});
}

test.serial('--take takes the keyboard at once, --read-only never has it', async t => {
	const home = machine(t);
	const {id, watcher} = await start(t, home);
	const reader = attach(t, home, {words: `--read-only ${id.slice(0, 5)}`, cols: 90, rows: 30});
	await reader.waitFor('it reads', text => text.includes('19 70x20') && text.includes('reading rows   Ctrl+Space and then d leaves'));
	reader.write('x\u0000tx');
	const first = attach(t, home, {words: 'rows', cols: 70, rows: 20});
	await first.waitFor('it shows the program', text => text.includes('19 70x20'));
	first.write('a');
	await first.waitFor('it types', text => text.includes('typed: a'));
	const taking = attach(t, home, {words: '--take rows', cols: 60, rows: 12});
	// A clutchd that is gone comes back, and readers go on.
	process.kill(watcher.state().clutchd.pid, 'SIGKILL');
	await taking.waitFor('it has its size', text => text.includes('11 60x12') && text.includes('typed: a'));
	await first.waitFor('it reads', text => text.includes('reading rows   Ctrl+Space and then t'));
	taking.write('z');
	await reader.waitFor('it reads on', text => text.includes('11 60x12') && text.includes('typed: az'));
	taking.write('q');
	for (const terminal of [reader, first, taking]) {
		await terminal.waitFor('it is left sane', text => text.includes('back with 7 and a sane terminal.'));
		t.deepEqual(wrongModes(terminal.raw()), []);
	}

	t.regex(reader.text(), /rows ended with exit code 7\./);
	t.deepEqual(await runProgram(['clutch', 'attach', '--take', '--read-only', 'rows'], {home}), {code: 2, signal: null, stdout: '', stderr: '--take and --read-only say the opposite.\nLeave one of them out.\n'});
});

test.serial('comes back to exactly what a program shows that draws nothing again', async t => {
	const home = machine(t);
	const watcher = await watchClutchd(t, {home});
	// In colours, in the middle, below a scrolled-away part, with the wrap of a long line.
	const script = String.raw`stty -echo; seq 1 30; printf '\033[5;10H\033[1;31mred\033[0m plain \033[44mblue\033[0m\033[8;1H'; printf 'x%.0s' $(seq 1 100); printf '\033[12;3H'; exec cat >/dev/null`;
	const {id} = await watcher.open({file: '/bin/sh', args: ['-c', script]}, {name: 'still', cols: 80, rows: 24});
	const expected = await watcher.waitForScreen(id, lines => lines[8]?.startsWith('xxxx') === true);
	for (let time = 0; time < 3; time++) {
		const terminal = attach(t, home, {words: 'still', cols: 80, rows: 24});
		await terminal.waitFor('it shows the screen', text => text.includes('red plain blue') && text.includes('x'.repeat(80)));
		await terminal.waitFor('the cursor is where it was', () => terminal.cursor().x === 2 && terminal.cursor().y === 11);
		t.deepEqual(terminal.screen(), expected.map(line => line.trimEnd()));
		const row = terminal.cells()[4] ?? [];
		t.like(row[9], {text: 'r', bold: true, foreground: {type: 'palette', index: 1}});
		t.like(row[13], {text: 'p', bold: false, foreground: undefined});
		terminal.write('\u0000d');
		// Below all that was shown, which stays.
		await terminal.waitFor('it is left sane', text => text.includes(`still goes on. clutch attach ${id} comes back to it.\nback with 0 and a sane terminal.`));
		t.true(terminal.screen().indexOf('30') < terminal.screen().findIndex(line => line.startsWith('still goes on')));
		t.deepEqual(wrongModes(terminal.raw()), []);
	}
});

test.serial('comes back to what a shell shows in a terminal of another width', async t => {
	const home = machine(t);
	const watcher = await watchClutchd(t, {home});
	// A list in columns, by blanks and by tabs, and a line over the edge; a shell draws none of it again.
	const script = String.raw`stty -echo; for row in 1 2 3; do printf '%-32s%-32s%s\r\n' "first-$row" "second-$row" "third-$row"; printf 'tab-%s\t\t\ttab\t\t\t\t\ttab\r\n' $row; done; printf 'x%.0s' $(seq 1 130); printf '\r\n$ '; exec cat >/dev/null`;
	const {id} = await watcher.open({file: '/bin/sh', args: ['-c', script]}, {name: 'listed', cols: 100, rows: 24});
	await watcher.waitForScreen(id, lines => lines.some(line => line.startsWith('$')));
	for (const [cols, rows] of [[60, 20], [110, 30]] as const) {
		const terminal = attach(t, home, {words: 'listed', cols, rows});
		await terminal.waitFor('it shows the screen', text => text.includes('first-3') && text.includes('$'));
		const told = await watcher.client.call({type: 'session.screen', id}) as Screen;
		t.like(told, {cols, rows});
		t.deepEqual(terminal.screen(), told.lines.map(line => line.trimEnd()));
		terminal.write('\u0000d');
		await terminal.waitFor('it is left', text => text.includes('back with 0 and a sane terminal.'));
	}
});

test.serial('a session that has ended shows its last screen, how it ended and what can be done', async t => {
	const home = machine(t);
	const watcher = await watchClutchd(t, {home});
	const {id} = await watcher.open({file: '/bin/sh', args: ['-c', 'echo last words; exit 3']}, {name: 'over'});
	await watcher.waitFor('it has ended', ({sessions}) => sessions.find(session => session.id === id)?.state.status === 'crashed');
	t.deepEqual(await runProgram(['clutch', 'attach', 'over'], {home}), {code: 1, signal: null, stdout: 'last words\n', stderr: `Test ended with exit code 3.\nclutch restore ${id} starts it again, clutch close ${id} forgets it.\n`});
});

test.serial('keeps nobody from typing who only reads its output through a pipe', async t => {
	const home = machine(t);
	await start(t, home);
	const piped = openTerminal(t, {argv: ['/bin/sh', '-c', 'clutch attach rows | cat; echo the pipe has ended'], env: home.env, cwd: home.project, cols: 80, rows: 24});
	await piped.waitFor('it reads', text => text.includes('19 70x20'));
	const terminal = attach(t, home, {words: 'rows', cols: 80, rows: 24});
	await terminal.waitFor('it has its size', text => text.includes('23 80x24'));
	terminal.write('q');
	await terminal.waitFor('it has ended', text => text.includes('back with 7 and a sane terminal.'));
	await piped.waitFor('it has ended too', text => text.includes('the pipe has ended'));
	t.true(piped.raw().includes('23 80x24'));
});

test.serial('kill -9 of what is attached leaves the session living and the terminal sane', async t => {
	const home = machine(t);
	const {watcher} = await start(t, home);
	const terminal = attach(t, home, {words: 'rows', cols: 80, rows: 24});
	await terminal.waitFor('it shows the program', text => text.includes('23 80x24'));
	const pid = attached(home);
	process.kill(pid, 'SIGKILL');
	await terminal.waitFor('it is left sane', text => text.includes('clutch was killed; your session lives on.') && text.includes('back with 137 and a sane terminal.'));
	t.deepEqual([wrongModes(terminal.raw()), terminal.isAlternate()], [[], false]);
	t.is(watcher.state().sessions[0]?.state.status, 'live');
	// A program's own code says nothing of the kind.
	const guarded = openTerminal(t, {argv: ['/bin/sh', '-c', 'cg_run sh -c \'kill -9 $$\'; echo "code $?."'], env: home.env, cwd: home.project});
	await guarded.waitFor('its code is passed on', text => text.includes('code 137.'));
	t.false(guarded.text().includes('was killed'));
});

/** The program that is attached, not the shell around it. */
function attached(home: Home): number {
	const pid = processesUnder(home.home).find(each => {
		const [file = '', ...argv] = commandLine(each);
		return path.basename(file) === 'node' && argv.includes('attach');
	});
	return pid ?? 0;
}

test.serial('a paste whose end was lost keeps nobody in', async t => {
	const home = machine(t);
	await start(t, home);
	const terminal = attach(t, home, {words: 'rows', cols: 80, rows: 24});
	await terminal.waitFor('it is shown', text => text.includes('23 80x24'));
	terminal.write('\u001B[200~st');
	await terminal.waitFor('the paste has begun', text => text.includes('typed: st'));
	terminal.write('uck\u0000d');
	await terminal.waitFor('what looks like the way out was pasted', text => text.includes('typed: stuckd'));
	const leave = setInterval(() => {
		terminal.write('\u0000d');
	}, 2500);
	t.teardown(() => {
		clearInterval(leave);
	});
	await t.notThrowsAsync(terminal.waitFor('after a silence it is the way out', text => text.includes('back with 0 and a sane terminal.')));
});

test.serial('says that a session was lost, and how to restore it, where its holder is killed under it', async t => {
	const home = machine(t);
	const {id} = await start(t, home);
	const terminal = attach(t, home, {words: 'rows', cols: 80, rows: 24});
	await terminal.waitFor('it is shown', text => text.includes('23 80x24'));
	for (const {welcome} of await livingHolders(home.paths, AbortSignal.timeout(patienceMs))) {
		signalProcess(welcome.holder, 'SIGKILL');
	}

	await terminal.waitFor('it says so', text => text.includes(`rows was lost: its host process is gone.\nclutch restore ${id} starts it again.\nback with 1 and a sane terminal.`));
	t.deepEqual(wrongModes(terminal.raw()), []);
});
