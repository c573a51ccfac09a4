/**
Draws the pictures of the README from the real program: `npm run media`. The agents are real too (`npm run setup:agents`), what answers them are scripts on this machine.
*/
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {root} from '../test/helpers/program.js';
import type {Terminal} from '../test/helpers/terminal.js';
import {film, filmed} from './film.js';
import {pictureMachine, type Machine} from './machine.js';
import {pngOf} from './picture.js';

const patience = 45_000;
const chord = '\0';
const endings: Array<() => unknown> = [];

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.once(signal, () => {
		void end().then(() => {
			process.exit(1);
		});
	});
}

try {
	const machine = await pictureMachine({
		teardown(ending) {
			endings.unshift(ending);
		},
	});
	await machine.run('clutch', 'up');
	const first = machine.open(filmed);
	await first.waitFor('the chord is asked for', text => text.includes('Press the key') && text.includes('● gateway'), patience);
	first.write('\r');
	await first.waitFor('it is answered', text => !text.includes('Press the key'));
	await work(machine, ['xip', '--name', 'vite', '--cwd', machine.folder('web'), '-p', 'port the build to vite']);
	// Its first model refuses, the next one answers.
	await work(machine, ['pip', '--name', 'docs', '--cwd', machine.folder('web'), '--set', 'BIG=busy:demo-large', '--set', 'cascade=scripted:demo-spare', '-p', 'write the page about retries']);
	const recording = await film(machine, first);
	keep('recording.gif', recording.bytes());
	process.stdout.write(`it plays for ${Math.round(recording.seconds())} s\n`);

	const screen = machine.open({cols: 120, rows: 36});
	await screen.waitFor('the sessions are there', text => text.includes('codex') && text.includes('● gateway'), patience);
	await press(screen, '\u001B1');
	await screen.waitFor('both panes are there', text => text.includes('12 tests passed') && !text.includes('› _'), patience);
	await press(screen, '-');
	await screen.waitFor('the box says where it goes', text => text.includes('split down'));
	screen.write('$');
	await screen.waitFor('the shell is there', text => text.includes('bash "bash"') && /│\$$/m.test(text), patience);
	screen.write('git log --oneline --stat -2\r');
	await screen.waitFor('git has answered', text => text.includes('Test that retrying ends') && text.includes('demo ›') && /│\$$/m.test(text), patience);
	draw(screen, 'work');
	await press(screen, 'w');
	await screen.waitFor('Watch has its figures', text => /requests\/min +[▁▂▃▄▅▆▇█]/.test(text) && text.includes('demo-spare'), patience);
	draw(screen, 'watch');
	screen.write('\u001B');
	await screen.waitFor('the panes are there', text => text.includes('12 tests passed'));
	await press(screen, ...'cip fix the flaky retry test');
	await screen.waitFor('the preview is there', text => text.includes('fix the flaky retry test') && text.includes('BIG'), patience);
	draw(screen, 'palette');

	await machine.reboot();
	const home = machine.open({cols: 120, rows: 30});
	await home.waitFor('Home is there with what ended and a ready gateway', text => text.includes('Ended without you') && text.includes('● gateway'), patience);
	const row = Number(/(\d) {2}Claude Code/.exec(home.text())?.[1] ?? 1);
	home.write('\u001B[B'.repeat(row - 1));
	await home.waitFor('it says how Claude Code would go on', text => text.includes(`▸ ${row} `) && text.includes('--resume'), patience);
	draw(home, 'home');
} finally {
	await end();
}

async function end(): Promise<void> {
	for (const ending of endings.splice(0)) {
		await ending();
	}
}

/** Starts a session and waits until its agent has its answer. */
async function work(machine: Machine, args: readonly string[]): Promise<void> {
	const id = await machine.run('clutch', 'spawn', ...args);
	await machine.run('clutch', 'wait', id.trim(), '--until', 'text=This is the demo', '--timeout', '50');
}

async function press(terminal: Terminal, ...keys: readonly string[]): Promise<void> {
	terminal.write(chord);
	await terminal.waitFor('the box is open', text => text.includes('› _'));
	for (const key of keys) {
		terminal.write(key);
	}
}

function draw(terminal: Terminal, name: string): void {
	keep(`${name}.png`, pngOf(terminal.cells(), 2));
}

function keep(name: string, bytes: Uint8Array): void {
	const file = path.join(root, 'media', name);
	writeFileSync(file, bytes);
	process.stdout.write(`${file} ${Math.round(bytes.length / 1024)} KB\n`);
}
