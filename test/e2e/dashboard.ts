import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'ava';
import {withoutGateway} from '../helpers/clutchd.js';
import {temporaryHome, type Home} from '../helpers/home.js';
import {takenPort} from '../helpers/ports.js';
import {root, runProgram} from '../helpers/program.js';
import {openTerminal, type Terminal} from '../helpers/terminal.js';
import {patienceMs} from '../helpers/until.js';

const clutch: readonly [string] = [`${root}bin/clutch`];

/** The PATH without any agent, but with a shell and its tools. */
function bare(home: Home): Readonly<Record<string, string>> {
	return {...home.env, PATH: '/usr/bin:/bin'};
}

function open(t: Parameters<typeof openTerminal>[0], home: Home, {cols = 120, rows = 36} = {}): Terminal {
	return openTerminal(t, {argv: clutch, env: bare(home), cwd: home.project, cols, rows});
}

/** What the terminal was told last, as far as its modes go. */
function endsSane(terminal: Terminal): boolean {
	const goodbye = terminal.raw().subarray(-400).toString();
	return ['\u001B[?1049l', '\u001B[?25h', '\u001B[?2004l', '\u001B[?7h', '\u001B[?1l'].every(sequence => goodbye.includes(sequence)) && !terminal.isAlternate();
}

test('Home appears, fits itself to 40×10 and back, and says what its keys do', async t => {
	const home = temporaryHome(t);
	const terminal = open(t, home);
	await terminal.waitFor('the first frame stands', text => text.includes('? keys') && text.includes('Type a code'));
	terminal.resize(40, 10);
	await terminal.waitFor('the code line and the bar are left', text => text.includes('▌_') && text.includes('? keys') && !text.includes('Type a code'));
	t.true(terminal.screen().every(line => line.length <= 40));
	terminal.resize(120, 36);
	await terminal.waitFor('all of Home is back', text => text.includes('Type a code'));
	terminal.write('?');
	await terminal.waitFor('the help is open', text => text.includes('begin a code: agent, mode, route, tier'));
	terminal.write('\u001B');
	await terminal.waitFor('the help is gone', text => !text.includes('begin a code'));
	terminal.write('Q');
	t.deepEqual(await terminal.exit, {type: 'code', code: 0});
	await terminal.waitFor('the terminal is given back', () => endsSane(terminal));
});

test('a code whose agent is missing says what to install and starts nothing', async t => {
	const home = temporaryHome(t);
	const terminal = open(t, home);
	await terminal.waitFor('the first frame stands', text => text.includes('? keys'));
	terminal.write('cip');
	await terminal.waitFor('the problem is told', text => text.includes('Claude Code is not installed') && text.includes('1 npm install -g'));
	terminal.write('\r');
	terminal.write('\u001B');
	await terminal.waitFor('the line is empty again', text => text.includes('▌_') && !text.includes('not installed'));
	t.regex(terminal.text(), /Type a code/);
	t.notRegex(terminal.text(), /Running/);
});

test('a wrong letter is explained', async t => {
	const home = temporaryHome(t);
	const terminal = open(t, home);
	await terminal.waitFor('the first frame stands', text => text.includes('? keys'));
	terminal.write('cz');
	await terminal.waitFor('the letter is explained', text => text.includes('cz – no mode "z". ci new'));
	t.notRegex(terminal.text(), /Running/);
});

test('D starts the demo, the pane answers, tokens are counted, and it is all there after the dashboard was left', async t => {
	const home = temporaryHome(t);
	const terminal = open(t, home);
	await terminal.waitFor('clutchd is there', text => /[●○] gateway/.test(text));
	terminal.write('D');
	await terminal.waitFor('the demo agent asks', text => text.includes('demo ›') && text.includes('demo "demo"'));
	terminal.write('hello\r');
	await terminal.waitFor('it answers', text => text.includes('Your message 1 was: "hello"'));
	await terminal.waitFor('the request is counted', text => /[1-9]\d* (?:ctx|tok)\b/.test(text) && /│ 1 req {2}/.test(text));
	terminal.write('\u0000');
	await terminal.waitFor('the box is open', text => text.includes('› _'));
	terminal.write('Q');
	t.deepEqual(await terminal.exit, {type: 'code', code: 0});
	await terminal.waitFor('the terminal is given back', () => endsSane(terminal));

	const again = open(t, home);
	await t.notThrowsAsync(again.waitFor('the same pane is back, under its name', text => text.includes('Your message 1 was: "hello"') && text.includes('demo "demo"')));
});

test('a gateway whose port is taken goes to the offered one when 1 is pressed, and leaves the owner alone', async t => {
	const port = await takenPort(t, 'foreign');
	const home = temporaryHome(t, {PORT: String(port)});
	const terminal = open(t, home);
	const sentence = new RegExp(String.raw`   ${port} is taken by node \(pid ${process.pid}, .*1 use (\d+) {3}2 try again`, 's');
	await terminal.waitFor('the owner is named', text => sentence.test(text));
	const other = sentence.exec(terminal.text())?.[1] ?? '';
	terminal.write('1');
	await terminal.waitFor('the gateway is ready on the other port', text => text.includes(`● gateway :${other}`) && text.includes(`The gateway is ready on http://127.0.0.1:${other}.`));
	t.notRegex(terminal.text(), /is taken by/);
	const answers = await Promise.all([`http://127.0.0.1:${other}/health`, `http://127.0.0.1:${port}/`].map(async address => {
		const response = await fetch(address, {signal: AbortSignal.timeout(patienceMs)});
		return response.text();
	}));
	t.regex(answers[0] ?? '', /"ok":true/);
	t.is(answers[1], 'foreign');
});

for (const [signal, code] of [['SIGTERM', 143], ['SIGHUP', 129]] as const) {
	test(`${signal} leaves the terminal as it was`, async t => {
		const home = temporaryHome(t);
		const terminal = open(t, home);
		await terminal.waitFor('the first frame stands', text => text.includes('? keys'));
		terminal.kill(signal);
		t.deepEqual(await terminal.exit, {type: 'code', code});
		await terminal.waitFor('the terminal is given back', () => endsSane(terminal));
	});
}

test('stopped and continued it gives the terminal back and takes it again', async t => {
	const home = temporaryHome(t);
	const terminal = openTerminal(t, {argv: [process.execPath, `${root}dist/cli.js`, 'clutch'], env: bare(home), cwd: home.project, cols: 120, rows: 36});
	await terminal.waitFor('the first frame stands', text => text.includes('? keys'));
	terminal.kill('SIGTSTP');
	await terminal.waitFor('the terminal is given back', () => endsSane(terminal));
	// It stops itself after that: to continue what still runs would change nothing.
	await terminal.waitFor('it is stopped', () => execFileSync('ps', ['-o', 'state=', '-p', String(terminal.pid)], {encoding: 'utf8'}).startsWith('T'));
	terminal.kill('SIGCONT');
	await terminal.waitFor('the screen is back', text => terminal.isAlternate() && text.includes('? keys'));
	terminal.write('Q');
	t.deepEqual(await terminal.exit, {type: 'code', code: 0});
});

test('a configuration that cannot be read does not take the screen with it', async t => {
	const home = temporaryHome(t);
	writeFileSync(path.join(home.home, 'config.json'), '{"gateway": ');
	const terminal = open(t, home);
	await terminal.waitFor('the first frame stands', text => text.includes('? keys'));
	terminal.write('?');
	await terminal.waitFor('keys are answered', text => text.includes('begin a code'));
	t.true(terminal.isAlternate());
});

test('who leaves has the prompt back, whatever is still under way', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const spawned = await runProgram(['clutch', 'spawn', '--', '/bin/sh', '-c', 'echo here; exec cat'], {home});
	t.is(spawned.code, 0);
	// Something in the dashboard that never ends by itself, and in it alone.
	const endless = '--import=data:text/javascript,process.argv[1]?.endsWith(`cli.js`)&&setInterval(()=>{},1e3)';
	const terminal = openTerminal(t, {argv: clutch, env: {...home.env, NODE_OPTIONS: endless}, cwd: home.project});
	await terminal.waitFor('the pane stands', text => text.includes('here') && text.includes('Ctrl+Space'));
	terminal.write('\0');
	await terminal.waitFor('the box is open', text => text.includes('stop this session'));
	terminal.write('<');
	await terminal.waitFor('the key says why it does nothing', text => text.includes('workspace'));
	terminal.write('\u001B');
	await terminal.waitFor('the box is closed', text => !text.includes('stop this session'));
	terminal.write('\0');
	await terminal.waitFor('the box is open again', text => text.includes('stop this session'));
	terminal.write('Q');
	t.deepEqual(await terminal.exit, {type: 'code', code: 0});
	await terminal.waitFor('the terminal is given back', () => endsSane(terminal));
});
