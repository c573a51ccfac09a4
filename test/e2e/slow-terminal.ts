import {readFileSync} from 'node:fs';
import test from 'ava';
import {isAlive, identify} from '../../source/io/process-identity.js';
import {openPty} from '../../source/io/pty.js';
import {logFile, ownLines, watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {childrenOf} from '../helpers/process-tree.js';
import {root} from '../helpers/program.js';
import {createScreen} from '../helpers/screen.js';
import {storyMs, until} from '../helpers/until.js';

const bytesPerMs = 5;

/** Draws everything anew sixty times a second and notes what it draws and what is typed, until `x` is. */
const program = String.raw`
	const {appendFileSync} = require('node:fs');
	const note = line => appendFileSync(process.argv[1], line + '\n');
	const draw = text => process.stdout.write('\x1b[H' + Array.from({length: 30}, (_, row) => (text + ' ').repeat(20).slice(0, 80) + String.fromCharCode(97 + row % 26) + '\x1b[K').join('\r\n') + '\x1b[J');
	let number = 0;
	process.stdin.setRawMode(true);
	const timer = setInterval(() => { draw('frame' + ++number); note('drawn'); }, 16);
	process.stdin.on('data', keys => { note('typed ' + keys); if (String(keys).includes('x')) { clearInterval(timer); draw('final'); } });`;

test('a terminal that reads 5 KB a second gets the newest picture, keeps its keyboard, and costs no memory', async t => {
	t.timeout(storyMs);
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const log = logFile(home);
	await watcher.open({file: process.execPath, args: ['--eval', program, log]}, {id: 'busy', name: 'busy'});
	const screen = createScreen(120, 36);
	let ended: unknown;
	let timer: NodeJS.Timeout | undefined;
	const pty = openPty({
		file: `${root}bin/clutch`, args: [], env: home.env, cwd: home.project, cols: 120, rows: 36,
		onData(bytes) {
			void screen.write(Uint8Array.from(bytes));
			pty.pause();
			timer = setTimeout(pty.resume, bytes.length / bytesPerMs);
		},
		onExit(how) {
			ended = how;
		},
	});
	const identity = identify(pty.pid);
	t.teardown(() => {
		clearTimeout(timer);
		if (ended === undefined && identity && isAlive(identity)) {
			process.kill(pty.pid, 'SIGKILL');
		}

		pty.close();
	});
	const text = () => screen.lines().join('\n');
	const drawn = () => ownLines(log).filter(line => line === 'drawn').length;
	const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${childrenOf(pty.pid)[0] ?? pty.pid}/status`, 'utf8'))?.[1]) / 1024;
	await until('a picture is shown', () => /frame\d+ /.test(text()));
	const from = drawn();
	await until('the dashboard has settled', () => drawn() > from + 120);
	const before = memory();
	const settled = drawn();
	await until('six hundred more were drawn', () => drawn() > settled + 600, {timeoutMs: 120_000});
	t.true(memory() < before + 32, `${before} MB, then ${memory()} MB`);

	pty.write(Buffer.from('k'));
	await until('the key has come', () => ownLines(log).includes('typed k'));
	pty.write(Buffer.from('x'));
	await until('the newest picture is shown, whole', () => text().split('final').length > 200 && !/frame\d/.test(text()), {otherwise() {
		t.log(text());
	}});

	pty.write(Buffer.from('\u0000'));
	await until('the box is open', () => text().includes('› _'));
	pty.write(Buffer.from('Q'));
	await until('it has left', () => ended !== undefined);
	t.deepEqual(ended, {type: 'code', code: 0});
});
