import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {connectClutchd} from '../../source/io/clutchd-client.js';
import {connectHolder} from '../../source/io/holder-client.js';
import {lockOwner} from '../../source/io/lock.js';
import {identify, isAlive, signalProcess} from '../../source/io/process-identity.js';
import {clutch} from '../helpers/claude.js';
import {withoutGateway} from '../helpers/clutchd.js';
import {fixture} from '../helpers/fixture.js';
import {temporaryHome, type Home} from '../helpers/home.js';
import {childrenOf} from '../helpers/process-tree.js';
import {createScreen} from '../helpers/screen.js';
import {openTerminal, type Terminal} from '../helpers/terminal.js';
import {patience, until} from '../helpers/until.js';

const session = 'typewriter';

/** A session whose program keeps its own record of all it wrote and read. */
async function openTypewriter(home: Home, every: string): Promise<{readonly log: string; readonly clutchd: number}> {
	const log = path.join(home.project, 'typewriter.log');
	const args = [fixture('typewriter.js'), log, every];
	const client = await connect(home);
	await client.call({
		type: 'session.open',
		id: session,
		name: 'typewriter',
		title: 'Typewriter',
		demo: false,
		recipe: {code: undefined, agent: undefined, route: undefined, credential: 'none', profile: undefined, model: undefined, conversation: undefined, file: process.execPath, shownArgs: args},
		launch: {file: process.execPath, args, env: home.env, cwd: home.project},
		cols: 80,
		rows: 24,
	});
	client.close();
	return {log, clutchd: client.welcome.pid};
}

async function connect({paths, env}: Home) {
	return connectClutchd({paths, client: 'test', ...patience(), start: true, env});
}

/** A shell at which `clutch` is typed, as a person does; it stays when the dashboard is killed. */
function openShell(t: ExecutionContext, home: Home): Terminal {
	return openTerminal(t, {argv: ['/bin/sh', '-i'], env: {...home.env, PS1: 'shell> ', ENV: ''}, cwd: home.project});
}

/** The dashboard itself, below the small shell program that guards the terminal. */
function dashboardOf(shell: Terminal): number {
	const [launcher] = childrenOf(shell.pid);
	const [dashboard] = launcher === undefined ? [] : childrenOf(launcher);
	if (dashboard === undefined) {
		throw new Error('no dashboard runs in this shell');
	}

	return dashboard;
}

function kill(pid: number): void {
	const identity = identify(pid);
	if (identity === undefined || !signalProcess(identity, 'SIGKILL')) {
		throw new Error(`${pid} is gone already`);
	}
}

/** What a terminal shows of all the program wrote. */
async function lastLines(log: string, size: {readonly cols: number; readonly rows: number}): Promise<readonly string[]> {
	const screen = createScreen(size.cols, size.rows);
	await screen.write(readFileSync(log, 'utf8').replaceAll('\n', '\r\n'));
	return screen.lines().filter(line => line !== '');
}

function linesOfPane(terminal: Terminal): readonly string[] {
	return terminal.screen().flatMap(line => /(?:line \d+|key \S|end of the typewriter)$/.exec(line)?.[0] ?? []);
}

/** Whether a clutchd runs that is not this one; the lock says who does. */
function isAnother({paths}: Home, former: number): boolean {
	const owner = lockOwner(paths.lock);
	return owner !== undefined && owner.pid !== former && isAlive(owner);
}

/** Every byte the holder has, from the very first. */
async function allBytes(home: Home): Promise<string> {
	const client = await connectHolder({socket: path.join(home.paths.holders, `${session}.sock`), role: 'viewer', client: 'test', ...patience()});
	const {next} = client.welcome.ring;
	const parts: Uint8Array[] = [];
	let seen = 0;
	await new Promise<void>(resolve => {
		client.onMessage(() => undefined);
		client.onBytes((offset, bytes) => {
			parts.push(bytes);
			seen = offset + bytes.length;
			if (seen >= next) {
				resolve();
			}
		});
		client.attach('oldest');
	});
	client.end();
	return Buffer.concat(parts).toString();
}

test('leaves a sane terminal and a living session when the dashboard is killed, and shows the same screen again', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const {log} = await openTypewriter(home, '3600000');
	const shell = openShell(t, home);
	await shell.waitFor('the shell waits', text => text.includes('shell>'));
	shell.write('stty -a > before.txt\n');
	shell.write(`'${clutch}'\n`);
	await shell.waitFor('the pane is there', text => /^ ▌\S Typewriter\b/m.test(text) && /Ctrl\+Space *$/.test(text));
	await until('the program reads', () => existsSync(`${log}.keys`));
	shell.write('aaa');
	await until('the keyboard is the session\'s', () => readFileSync(`${log}.keys`, 'utf8') === 'aaa');
	await shell.waitFor('the pane shows the keys', () => linesOfPane(shell).length === 3);
	const before = linesOfPane(shell);

	kill(dashboardOf(shell));
	await shell.waitFor('the launcher says what happened', text => text.includes('clutch was killed'));
	t.false(shell.isAlternate());
	shell.write('stty -a > after.txt; echo terminal is "sane"\n');
	await shell.waitFor('the shell answers, and echoes what is typed', text => text.includes('terminal is sane') && text.includes('echo terminal is "sane"'));
	t.is(readFileSync(path.join(home.project, 'after.txt'), 'utf8'), readFileSync(path.join(home.project, 'before.txt'), 'utf8'));

	shell.write(`'${clutch}'\n`);
	await shell.waitFor('a line says what happened', text => shell.isAlternate() && text.replaceAll(/\s+/g, ' ').includes('clutch came back after a crash: 1 session re-attached, nothing lost'));
	await shell.waitFor('the pane is there again', () => shell.isAlternate() && linesOfPane(shell).length > 0);
	await shell.waitFor('the pane is as it was', () => linesOfPane(shell).length >= before.length);
	t.deepEqual(linesOfPane(shell).slice(0, before.length), before);
	shell.write('z');
	await until('the key arrives', () => readFileSync(`${log}.keys`, 'utf8').endsWith('z'));
});

test('starts clutchd again behind an open dashboard without losing output or keys', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const {log, clutchd} = await openTypewriter(home, '5');
	const identity = identify(clutchd);
	const terminal = openTerminal(t, {argv: [clutch], env: home.env, cwd: home.project});
	await terminal.waitFor('the pane runs', () => linesOfPane(terminal).length > 3);
	kill(clutchd);
	const letters = [...'abcdefghijklmnop'];
	for (const letter of letters) {
		terminal.write(letter);
	}

	await until('every key has arrived', () => readFileSync(`${log}.keys`, 'utf8').includes('p'));
	await until('clutchd is gone', () => identity === undefined || !isAlive(identity));
	await until('clutchd is there again', () => isAnother(home, clutchd));
	terminal.write('q');
	await terminal.waitFor('the pane shows the end', () => linesOfPane(terminal).includes('end of the typewriter'));

	t.is(readFileSync(`${log}.keys`, 'utf8'), [...letters, 'q'].join(''));
	t.is(await allBytes(home), readFileSync(log, 'utf8').replaceAll('\n', '\r\n'));
	const pane = linesOfPane(terminal);
	t.true(pane.length > 10);
	const written = await lastLines(log, {cols: 80, rows: 500});
	t.deepEqual(pane, written.slice(-pane.length));
});

test('starts clutchd again by itself with no dashboard open', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const {log, clutchd} = await openTypewriter(home, '5');
	kill(clutchd);
	await until('clutchd is there again', () => isAnother(home, clutchd));
	const terminal = openTerminal(t, {argv: [clutch], env: home.env, cwd: home.project});
	await terminal.waitFor('the pane runs', () => linesOfPane(terminal).length > 3);
	terminal.write('q');
	await terminal.waitFor('the pane shows the end', () => linesOfPane(terminal).includes('end of the typewriter'));
	t.is(await allBytes(home), readFileSync(log, 'utf8').replaceAll('\n', '\r\n'));
});
