import {appendFileSync, mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {temporaryHome} from '../helpers/home.js';
import {root} from '../helpers/program.js';
import {openTerminal, type Terminal} from '../helpers/terminal.js';

const stamp = '2026-11-21T14:01:00.000Z';

/** A log of two lines, followed in a pane; `add` writes another one. */
function openLogPane(t: ExecutionContext): {readonly terminal: Terminal; readonly add: (text: string) => void} {
	const home = temporaryHome(t);
	const file = path.join(home.paths.log, 'web.log');
	mkdirSync(home.paths.log, {recursive: true});
	writeFileSync(file, `${stamp} one\n${stamp} two\n`);
	writeFileSync(home.paths.config, JSON.stringify({keys: {chord: 'Ctrl+b'}}));
	return {
		terminal: openTerminal(t, {argv: [`${root}bin/clutch`, 'logs', 'web', '--follow', '--keys'], env: home.env, cwd: home.project, cols: 80, rows: 12}),
		add(text) {
			appendFileSync(file, `${stamp} ${text}\n`);
		},
	};
}

/** Enter, and it has been read: so have been the keys before it. */
async function leaveGap(terminal: Terminal): Promise<void> {
	// What was printed last ends with its line.
	await terminal.waitFor('the line has ended', () => terminal.cursor().x === 0);
	const {y} = terminal.cursor();
	terminal.write('\r');
	await terminal.waitFor('there is a gap', () => terminal.cursor().y > y);
}

const words = ['  q ends this log, Enter leaves a gap; Ctrl+b and then [ scrolls in it.', '  In Watch (Ctrl+b and then w) the log of a service has more keys.'];
const linesOf = ({screen}: Terminal) => screen().slice(0, screen().findLastIndex(line => line !== '') + 1).map(line => line.replace(/^[\d -]*\d\d:\d\d:\d\d\.\d{3} /, ''));

test.serial('no key stands among the lines of a log in a pane: the first one says which keys there are', async t => {
	const {terminal, add} = openLogPane(t);
	await terminal.waitFor('the log is shown', text => text.includes('two'));
	terminal.write('x');
	await terminal.waitFor('the keys are said', text => text.includes('has more keys.'));
	terminal.write('clear; clutch\u001B[A');
	await leaveGap(terminal);
	add('three');
	await terminal.waitFor('the next line is there', text => text.includes('three'));
	t.deepEqual(linesOf(terminal), ['one', 'two', '', ...words, '', 'three']);

	terminal.write('y');
	await leaveGap(terminal);
	for (let number = 1; number <= 8; number++) {
		add(`more ${number}`);
	}

	await terminal.waitFor('they are out of view', text => text.includes('more 8') && !text.includes('q ends'));
	terminal.write('z');
	await terminal.waitFor('they are said again', text => text.includes('has more keys.'));
	t.deepEqual(linesOf(terminal).slice(-5), ['more 7', 'more 8', '', ...words]);
});

for (const [name, key] of [['q', 'q'], ['Q', 'Q'], ['Ctrl+C', '\u0003'], ['Ctrl+D', '\u0004']] as const) {
	test.serial(`${name} ends a log in a pane`, async t => {
		const {terminal} = openLogPane(t);
		await terminal.waitFor('the log is shown', text => text.includes('two'));
		terminal.write(key);
		t.deepEqual(await terminal.exit, {type: 'code', code: 0});
		t.deepEqual(linesOf(terminal), ['one', 'two']);
	});
}
