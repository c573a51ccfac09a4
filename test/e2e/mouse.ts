import test, {type ExecutionContext} from 'ava';
import {withoutGateway} from '../helpers/clutchd.js';
import {temporaryHome as emptyHome, type Home} from '../helpers/home.js';
import {root} from '../helpers/program.js';
import {openTerminal, type Terminal} from '../helpers/terminal.js';

const chord = '\u0000';
const bare = (home: Home) => ({...home.env, PATH: '/usr/bin:/bin', SHELL: '/bin/sh', PS1: '$ '});

/** No gateway is started where none is needed, and the key after the chord is waited for however slow the machine is. */
function temporaryHome(t: ExecutionContext): Home {
	const home = emptyHome(t);
	withoutGateway(home);
	return home;
}

type At = {readonly x: number; readonly y: number};

/** Reports as a terminal sends them; cells are counted from 0 here, from 1 there. */
const report = (code: number, {x, y}: At, final: 'M' | 'm' = 'M') => `\u001B[<${code};${x + 1};${y + 1}${final}`;
const press = (at: At) => report(0, at);
const drag = (at: At) => report(32, at);
const release = (at: At) => report(0, at, 'm');
const click = (at: At) => press(at) + release(at);
const wheelUp = (at: At) => report(64, at);
const wheelDown = (at: At) => report(65, at);

/** The first cell of that text on the screen, from a column on. */
function find(terminal: Terminal, text: string, from = 0): At {
	const rows = terminal.screen();
	const y = rows.findIndex(row => row.includes(text, from));
	if (y === -1) {
		throw new Error(`nowhere on the screen: ${text}\n${rows.join('\n')}`);
	}

	return {x: rows[y]?.indexOf(text, from) ?? 0, y};
}

async function openBox(terminal: Terminal): Promise<void> {
	terminal.write(chord);
	await terminal.waitFor('the box is open', text => text.includes('› _'));
}

/** The answer stands in the output only: the command itself does not contain it. */
async function run(terminal: Terminal, command: string, answer: RegExp): Promise<void> {
	terminal.write(`${command}\r`);
	await terminal.waitFor(`${command} answers ${String(answer)}`, text => answer.test(text));
}

async function start(t: ExecutionContext, home: Home, size: {readonly cols?: number; readonly rows?: number} = {}): Promise<Terminal> {
	const terminal = openTerminal(t, {argv: [`${root}bin/clutch`], env: bare(home), cwd: home.project, ...size});
	await terminal.waitFor('clutchd is there', text => /[●○] gateway/.test(text));
	return terminal;
}

/** Two shells side by side, the right one with the focus: left and right are told apart by their prompts. */
async function openTwo(t: ExecutionContext, home: Home): Promise<Terminal> {
	const terminal = await start(t, home);
	terminal.write('$');
	await terminal.waitFor('the shell is there', text => text.includes('sh "sh"') && text.includes('$'));
	await run(terminal, 'PS1=\'left> \'', /^.{27}left> *$/m);
	await openBox(terminal);
	terminal.write('|');
	await terminal.waitFor('the box says where it goes', text => text.includes('split right: type a code'));
	terminal.write('$');
	await terminal.waitFor('two panes are there', () => (terminal.screen()[0]?.match(/ sh /g) ?? []).length === 2);
	await terminal.waitFor('the second shell asks', () => /│\$ *$/.test(terminal.screen()[1] ?? ''));
	await run(terminal, 'PS1=\'right> \'', /│right> *$/m);
	return terminal;
}

test('a label gives its pane the focus, a line between panes is dragged, and a drag in a pane copies from it alone', async t => {
	const terminal = await openTwo(t, temporaryHome(t));
	const line = () => terminal.screen()[5]?.indexOf('│', 28) ?? -1;
	const left = {x: 32, y: 0};
	terminal.write(click(left));
	await run(terminal, 'echo in-$((1+1)); stty size', /│(?:.{26})?in-2 /);
	await terminal.waitFor('its size is told', text => text.includes('32 46'));

	const before = line();
	t.true(before > 60, `the line: ${before}`);
	terminal.write(press({x: before, y: 5}) + drag({x: before - 5, y: 6}) + drag({x: before - 10, y: 6}) + release({x: before - 10, y: 6}));
	await terminal.waitFor('the line is where it was let go', () => line() === before - 10);
	await run(terminal, 'stty size', /32 36/);
	terminal.write(click({x: before + 5, y: 0}));
	await run(terminal, 'stty size', /32 56/);
	t.is((terminal.text().match(/32 56/g) ?? []).length, 1);

	await run(terminal, 'echo co-$((3+3))-py', /co-6-py/);
	const from = find(terminal, 'co-6-py', before - 9);
	terminal.write(press(from) + drag({x: from.x + 3, y: from.y}) + drag({x: from.x + 6, y: from.y}) + release({x: from.x + 6, y: from.y}));
	const copied = `\u001B]52;c;${Buffer.from('co-6-py').toString('base64')}`;
	await t.notThrowsAsync(terminal.waitFor('it is copied', () => terminal.raw().includes(copied)));
});

test('the wheel scrolls back and follows again at the bottom, and a drag to the edge of the screen scrolls too', async t => {
	const terminal = await start(t, temporaryHome(t));
	terminal.write('$');
	await terminal.waitFor('the shell is there', text => text.includes('sh "sh"') && text.includes('$'));
	await run(terminal, 'seq 500', /│500 *\n.*│\$ *$/m);
	const middle = {x: 60, y: 16};
	terminal.write(wheelUp(middle) + wheelUp(middle));
	await terminal.waitFor('it is six lines up', text => text.includes('scroll 6/') && !/│500$/m.test(text));
	terminal.write(wheelDown(middle));
	await terminal.waitFor('it is three lines up', text => text.includes('scroll 3/'));
	terminal.write(wheelDown(middle));
	await terminal.waitFor('it follows', text => !text.includes('scroll ') && /│500$/m.test(text));
	await run(terminal, 'echo ke-$((1+1))-ys', /│ke-2-ys/);

	const from = find(terminal, '│500');
	terminal.write(press({x: from.x + 3, y: from.y}) + drag({x: 29, y: 8}) + drag({x: 27, y: 0}));
	// It may have gone by before it is looked at.
	await terminal.waitFor('it scrolls by itself to line 450 at least', text => [...text.matchAll(/│(\d+)$/gm)].some(([, line]) => Number(line) <= 450));
	terminal.write(drag({x: 27, y: 10}) + release({x: 27, y: 10}));
	const copied = () => Buffer.from(/]52;c;([A-Za-z\d+/=]+)/.exec(terminal.raw().toString('latin1'))?.[1] ?? '', 'base64').toString().split('\n');
	await terminal.waitFor('it is copied', () => copied().length > 1);
	const lines = copied();
	t.is(lines.at(-1), '500');
	t.deepEqual(lines, Array.from({length: lines.length}, (_, index) => String(501 - lines.length + index)));
	t.true(lines.length > 33, `only what was seen at first: ${lines.length} lines`);
});

test('a click in the sidebar goes to the session of that row, also on its second line, and on a folder nowhere', async t => {
	const terminal = await start(t, temporaryHome(t));
	terminal.write('D');
	await terminal.waitFor('the demo agent asks', text => text.includes('demo ›'));
	await openBox(terminal);
	terminal.write('$');
	const hasFocus = (name: string) => terminal.screen().some(row => new RegExp(String.raw`^ ▌\S ${name}\b`).test(row));
	await terminal.waitFor('the shell has the focus', () => hasFocus('sh'));
	const shell = terminal.screen().findIndex(row => /^ ▌\S sh\b/.test(row));
	const agent = terminal.screen().findIndex(row => /^ {2}\S demo\b/.test(row));
	t.regex(terminal.screen()[agent + 1] ?? '', /^ {4}demo/);
	for (const [y, name] of [[agent + 1, 'demo'], [shell, 'sh'], [agent, 'demo'], [shell, 'sh']] as const) {
		terminal.write(click({x: 8, y}));
		await terminal.waitFor(`${name} has the focus`, () => hasFocus(name));  
	}

	terminal.write(click({x: 4, y: find(terminal, '▾').y}));
	await run(terminal, 'echo still-$((2+2))', /still-4/);
	t.true(hasFocus('sh'));
});

test('rows of the box and of Home are chosen by a click, and the wheel moves the choice', async t => {
	const terminal = await openTwo(t, temporaryHome(t));
	const rowOf = (number: number) => {
		const y = terminal.screen().findIndex(row => new RegExp(String.raw`[▸ ] ${number} \S .*\bsh\b`).test(row));
		t.not(y, -1, `row ${number} is not there`);
		return {x: 70, y};
	};

	const isChosen = (number: number) => new RegExp(String.raw`▸ ${number} \S`).test(terminal.text());

	await openBox(terminal);
	await terminal.waitFor('the first row is chosen', () => isChosen(1));
	terminal.write(wheelDown(rowOf(1)));
	await terminal.waitFor('the second row is chosen', () => isChosen(2));
	terminal.write(click(rowOf(1)));
	await terminal.waitFor('the box is gone', text => !text.includes('› _'));
	await run(terminal, 'echo by-$((3+3))-box', /left> echo by-/);

	await openBox(terminal);
	terminal.write('H');
	await terminal.waitFor('Home is there', text => text.includes('Type a code') && isChosen(1));
	terminal.write(wheelDown(rowOf(1)));
	await terminal.waitFor('the second row is chosen', () => isChosen(2));
	terminal.write(wheelUp(rowOf(1)));
	await terminal.waitFor('the first row is chosen again', () => isChosen(1));
	terminal.write(click(rowOf(2)));
	await terminal.waitFor('the panes are there', text => !text.includes('Type a code'));
	await t.notThrowsAsync(run(terminal, 'echo by-$((4+4))-home', /right> echo by-/));
});

test('a program that asked for the mouse is told the cells of its own pane', async t => {
	const terminal = await openTwo(t, temporaryHome(t));
	const line = terminal.screen()[5]?.indexOf('│', 28) ?? 0;
	await run(terminal, String.raw`stty -echo -icanon; printf '\033[?1000h\033[?1006hrea%s\n' dy; cat -v`, /ready/);
	const at = {x: line + 5, y: 7};
	terminal.write(click(at));
	await terminal.waitFor('it was told of the click', text => text.includes('^[[<0;5;7M^[[<0;5;7m'));
	terminal.write(wheelUp({x: 119, y: 8}) + wheelUp(at));
	await t.notThrowsAsync(terminal.waitFor('it was told of the wheel', text => text.includes(`^[[<64;${120 - line - 1};8M`)));
});

test('m leaves the mouse to the terminal, and takes it again', async t => {
	const terminal = await start(t, temporaryHome(t));
	terminal.write('$');
	await terminal.waitFor('the shell is there', text => text.includes('sh "sh"') && text.includes('$'));
	const asked = () => terminal.raw().toString('latin1').split('\u001B[?1002').slice(1).map(rest => rest[0]);
	await terminal.waitFor('the mouse is ours', () => asked().at(-1) === 'h');
	await openBox(terminal);
	terminal.write('m');
	await terminal.waitFor('it is left to the terminal', text => text.includes('The mouse is left to your terminal') && asked().at(-1) === 'l');
	await openBox(terminal);
	t.is(asked().at(-1), 'l');
	terminal.write('m');
	await t.notThrowsAsync(terminal.waitFor('it is ours again', text => text.includes('The mouse is ours again.') && asked().at(-1) === 'h'));
});
