import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {withoutGateway} from '../helpers/clutchd.js';
import {temporaryHome as emptyHome, type Home} from '../helpers/home.js';
import {root} from '../helpers/program.js';
import {openTerminal, type Terminal} from '../helpers/terminal.js';
import {until} from '../helpers/until.js';
import {openUserInterface} from '../helpers/user-interface.js';

const chord = '\u0000';
const bare = (home: Home) => ({...home.env, PATH: '/usr/bin:/bin', SHELL: '/bin/sh', PS1: '$ '});

/** No gateway is started where none is needed, and the key after the chord is waited for however slow the machine is. */
function temporaryHome(t: ExecutionContext): Home {
	const home = emptyHome(t);
	withoutGateway(home);
	return home;
}

/** The dashboard with a shell in its only pane. */
async function openShell(t: ExecutionContext, home: Home, size: {readonly cols?: number; readonly rows?: number} = {}): Promise<Terminal> {
	const terminal = openTerminal(t, {argv: [`${root}bin/clutch`], env: bare(home), cwd: home.project, ...size});
	await terminal.waitFor('clutchd is there', text => /[●○] gateway/.test(text));
	terminal.write('$');
	await terminal.waitFor('the shell is there', text => text.includes('sh "sh"') && text.includes('$'));
	return terminal;
}

/** Opens the box first: what comes after the chord must not meet the pane. */
async function press(terminal: Terminal, ...keys: readonly string[]): Promise<void> {
	terminal.write(chord);
	await terminal.waitFor('the box is open', text => text.includes('› _'));
	for (const key of keys) {
		terminal.write(key);
	}
}

async function run(terminal: Terminal, command: string, answer: string | RegExp): Promise<void> {
	terminal.write(`${command}\r`);
	await terminal.waitFor(`${command} answers ${String(answer)}`, text => typeof answer === 'string' ? text.includes(answer) : answer.test(text));
}

/** Where the lines of panes are: their row, and what stands in it from the sidebar on. */
const labels = (terminal: Terminal) => terminal.screen().flatMap((line, row) => /^.{26}│.*──|^.{26}│[^│]*│.*──/.test(line) ? [`${row} ${line.slice(27)}`] : []);

const layoutFile = (home: Home) => path.join(home.paths.state, 'layout.json');
const saved = (home: Home) => existsSync(layoutFile(home)) ? readFileSync(layoutFile(home), 'utf8') : '';

test('panes are split, sized, zoomed, closed and moved, and come back after the dashboard was left or killed', async t => {
	const home = temporaryHome(t);
	const terminal = await openShell(t, home);
	await run(terminal, 'stty size', '33 93');
	await press(terminal, '|');
	await terminal.waitFor('the box says where it goes', text => text.includes('split right: type a code'));
	terminal.write('$');
	await terminal.waitFor('two panes are there', () => labels(terminal).some(line => line.startsWith('0') && (line.match(/ sh /g) ?? []).length === 2));
	await run(terminal, 'echo pane-$((1+1))', 'pane-2');
	await run(terminal, 'stty size', '32 46');

	await press(terminal, '-', ':');
	await terminal.waitFor('a command is asked for', text => text.includes('Enter run beside'));
	terminal.write('cat "x');
	terminal.write('\r');
	await terminal.waitFor('the quote is told', text => text.includes('The quote " is not closed.'));
	terminal.write('\u0015cat\r');
	await terminal.waitFor('the third pane is there', () => labels(terminal).some(line => /^1\d .*▌\S cat ─/.test(line)));
	terminal.write('into cat\r');
	await terminal.waitFor('cat has said it', text => text.split('into cat').length === 3);

	await press(terminal, 'z');
	await terminal.waitFor('one pane hides the others', text => text.includes('zoom 3/3') && !text.includes('pane-2'));
	await press(terminal, 'z');
	await terminal.waitFor('all three are there', text => text.includes('pane-2') && !text.includes('zoom'));

	await press(terminal, '\u001B[D');
	await terminal.waitFor('keys among panes are told', text => text.includes('Shift+arrows'));
	terminal.write('\u001B[1;2C');
	await terminal.waitFor('the line has moved', () => labels(terminal).some(line => line.startsWith('0') && line.indexOf('│') === '0 '.length + 49));
	terminal.write('\u001B');
	await terminal.waitFor('the pane has its keys back', text => !text.includes('Shift+arrows'));
	await run(terminal, 'stty size', '32 49');

	const before = labels(terminal);
	const wanted = () => t.deepEqual(labels(terminal), before);
	wanted();
	await press(terminal, 'Q');
	t.deepEqual(await terminal.exit, {type: 'code', code: 0});

	const again = openUserInterface(t, {home, env: bare(home)});
	await again.terminal.waitFor('the same panes are there', text => JSON.stringify(labels(again.terminal)) === JSON.stringify(before) && text.includes('pane-2') && text.includes('32 49'));
	await run(again.terminal, 'echo still-$((2+2))', 'still-4');

	await press(again.terminal, '!');
	await again.terminal.waitFor('the pane has a workspace of its own', text => /^ {2}1▌2 {3}sh "/m.test(text));
	await run(again.terminal, 'stty size', '33 93');
	await until('the layout is written', () => saved(home).split('"tree"').length === 3);
	again.kill();

	const third = openTerminal(t, {argv: [`${root}bin/clutch`], env: bare(home), cwd: home.project});
	await third.waitFor('the second workspace is there', text => /^ {2}1▌2 {3}sh "/m.test(text) && text.includes('still-4'));
	await press(third, '>');
	await third.waitFor('the first workspace is there', text => text.includes('Shift+arrows'));
	third.write('\u001B');
	await third.waitFor('its panes are there', text => text.includes('pane-2') && text.includes('into cat') && !text.includes('Shift+arrows'));
	await press(third, 'X');
	await third.waitFor('one pane is left, and the session of the other in the list', text => labels(third).length === 0 && (text.match(/[▌ ]\S (?:cat|sh) /g) ?? []).length >= 3);
	await press(third, 'Q');
	await third.exit;
});

test('a pane whose program has ended says so over its last screen, without the focus too', async t => {
	const home = temporaryHome(t);
	const terminal = await openShell(t, home);
	await press(terminal, '|', ':');
	await terminal.waitFor('a command is asked for', text => text.includes('Enter run beside'));
	terminal.write('sh -c "echo last words; exit 3"\r');
	await terminal.waitFor('its end is told', text => text.includes('last words') && text.includes('ended with exit code 3.   r restore'));
	await press(terminal, '\u001B[D');
	await terminal.waitFor('keys among panes are told', text => text.includes('Shift+arrows'));
	terminal.write('\u001B');
	await terminal.waitFor('the line over it says so', () => labels(terminal).some(line => line.includes('↻ sh') && line.includes('ended with')));
	t.regex(terminal.text(), /last words/);
});

test('at 80×24 and 60×15 one pane is shown, and the sessions on demand', async t => {
	const home = temporaryHome(t);
	const terminal = await openShell(t, home, {cols: 80, rows: 24});
	await press(terminal, '|', '$');
	await terminal.waitFor('the second one hides the first', text => text.includes('zoom 2/2'));
	await run(terminal, 'stty size', '22 80');
	await press(terminal, 'B');
	await terminal.waitFor('the list is there', text => text.includes('▾ api-server'));
	terminal.write('\u001B[A\r');
	await terminal.waitFor('the first one is shown', text => text.includes('zoom 1/2') && !text.includes('▾ api-server'));
	terminal.resize(60, 15);
	await terminal.waitFor('the bar fits', text => terminal.screen().at(14)?.includes('Ctrl+Space') === true && text.includes('zoom 1/2'));
	await run(terminal, 'stty size', '14 60');
	terminal.resize(40, 10);
	await terminal.waitFor('it says what it needs', text => text.includes('40×10, needs 60×15'));
	terminal.resize(120, 36);
	await t.notThrowsAsync(terminal.waitFor('both are there again', () => labels(terminal).length === 1));
});

test('a layout file that is broken is named, and the panes begin anew', async t => {
	const home = temporaryHome(t);
	const terminal = await openShell(t, home);
	await until('the layout is written', () => saved(home).includes('"workspaces":[{'));
	await press(terminal, 'Q');
	await terminal.exit;
	writeFileSync(layoutFile(home), '{"version":1,"workspaces":[{"tree":7}]}');
	const again = openTerminal(t, {argv: [`${root}bin/clutch`], env: bare(home), cwd: home.project});
	await again.waitFor('it is told', text => /layout\.json is broken \(a pane in it is not what was written\): the panes begin\s+anew, and it is kept as layout\.json\.broken\./.test(text));
	await t.notThrowsAsync(again.waitFor('the session is shown', text => text.includes('sh "sh"') || text.includes('▌')));
});

test('the log of the gateway is followed in a pane', async t => {
	const home = emptyHome(t);
	writeFileSync(home.paths.config, '{"keys": {"wait": "never"}}\n');
	const terminal = await openShell(t, home);
	await press(terminal, 'l');
	await terminal.waitFor('the log has a pane', () => labels(terminal).some(line => line.includes('log  gateway')));
	await t.notThrowsAsync(terminal.waitFor('the gateway says something', text => text.includes('gateway on http://127.0.0.1')));
});
