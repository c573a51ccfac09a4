import process from 'node:process';
import test from 'ava';
import {systemClock} from '../../source/io/clock.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {createDashboard} from '../../source/ui/dashboard.js';
import {watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {fakeTerminal} from '../helpers/outer-terminal.js';
import {until} from '../helpers/until.js';

/** Asks its terminal for something, and writes what it is given, ESC as `^`. */
const reader = (asks: string) => ['--eval', String.raw`process.stdin.setRawMode(true); process.stdout.write(${JSON.stringify(asks)} + "ready>"); process.stdin.on("data", bytes => process.stdout.write(String(bytes).replaceAll("\x1B", "^").replaceAll("\r", "<cr>").replaceAll("\x01", "<ctrl-a>")));`];

async function setUp(t: Parameters<typeof temporaryHome>[0], asks: string) {
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	await watcher.open({file: process.execPath, args: reader(asks)});
	const terminal = fakeTerminal(120, 36);
	const dashboard = createDashboard({paths: home.paths, env: home.env, cwd: home.project, version: '0.1.0', terminal, clock: systemClock, focused: undefined});
	t.teardown(dashboard.close);
	await until('the pane is shown', () => terminal.text().includes('ready>'));
	const got = () => /ready>(\S*)/.exec(terminal.text())?.[1] ?? '';
	return {terminal, got};
}

test('Shift+Enter reaches a program that asked for the kitty protocol, as itself, and so does the chord', async t => {
	const {terminal, got} = await setUp(t, '\u001B[>1u');
	terminal.type('\u001B[13;2u');
	await until('Shift+Enter arrives', () => got() === '^[13;2u');
	terminal.type('\u0000\u0000');
	await t.notThrowsAsync(until('the chord arrives in the program\'s own way', () => got() === '^[13;2u^[32;5u'));
});

test('a program that asked for nothing gets the bytes it always got, whatever the terminal sends', async t => {
	const {terminal, got} = await setUp(t, '');
	terminal.type('\u001B[97;5u');
	terminal.type('\u001B[13;2u\u001B[65;1:3u\u001B[?62c\u001B]11;rgb:0000/0000/0000\u001B\\x');
	await until('the keys arrive', () => got().endsWith('x'));
	t.is(got(), '<ctrl-a><cr>x');
});
