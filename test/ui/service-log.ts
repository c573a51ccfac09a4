import {rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {systemClock, type Clock} from '../../source/io/clock.js';
import {identify} from '../../source/io/process-identity.js';
import {ensureDirectories} from '../../source/io/paths.js';
import {createDashboard} from '../../source/ui/dashboard.js';
import {watchClutchd} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {lookAgain} from '../helpers/look-again.js';
import {fakeTerminal} from '../helpers/outer-terminal.js';
import {until} from '../helpers/until.js';
import {kill} from '../helpers/user-interface.js';

/** Prints a line at once, and, once it is told, as fast as it can. */
const printer = `
	import {existsSync} from 'node:fs';
	console.log('first line');
	setInterval(() => {
		for (let n = 0; n < 3000 && existsSync(process.argv[1]); n++) {
			console.log('line', n);
		}
	}, 5);
`;

async function setUp(t: ExecutionContext, {clock = systemClock, program = printer}: {readonly clock?: Clock; readonly program?: string} = {}) {
	const home = temporaryHome(t);
	ensureDirectories(home.paths);
	const flood = path.join(home.user, 'flood');
	writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, services: {headroom: {enabled: false}, printer: {title: 'Printer', argv: [process.execPath, '--input-type=module', '--eval', program, flood]}}}));
	const watcher = await watchClutchd(t, {home});
	const terminal = fakeTerminal(120, 36);
	const dashboard = createDashboard({paths: home.paths, env: home.env, cwd: home.project, version: '0.1.0', terminal, clock, focused: undefined, watch: true});
	t.teardown(dashboard.close);
	await until('it is listed', () => /○ printer +stopped/.test(terminal.text()));
	const rowOf = (text: string) => terminal.lines().findIndex(line => line.includes(text));
	const click = async (text: string) => {
		await until(`${text} can be clicked`, () => rowOf(text) !== -1);
		const row = rowOf(text);
		const column = (terminal.lines()[row] ?? '').indexOf(text) + 1;
		terminal.type(`\u001B[<0;${column};${row + 1}M\u001B[<0;${column};${row + 1}m`);
	};

	return {home, watcher, terminal, dashboard, click, flood};
}

test('a service is chosen, started and opened by clicks alone', async t => {
	const {terminal, click} = await setUp(t);
	await click('printer');
	await until('it is under the cursor', () => terminal.text().includes(' ▸○ printer'));
	await click('start');
	await until('it runs', () => / ▸● printer +up/.test(terminal.text()));
	await click('printer');
	await until('its log is open', () => terminal.text().includes('log "printer"') && terminal.text().includes('first line'));
	await click('stand still');
	await until('it stands still', () => terminal.lines()[0]?.includes('stands still') === true);
	await click('Esc');
	await t.notThrowsAsync(until('the lists are back', () => terminal.text().includes(' ▸● printer')));
});

/** Asks, and answers itself once it is told. */
const asker = `
	import {existsSync} from 'node:fs';
	process.stdout.write('Go on? ');
	const waiting = setInterval(() => {
		if (existsSync(process.argv[1])) {
			clearInterval(waiting);
			console.log('no');
			setInterval(() => {}, 1000);
		}
	}, 50);
`;

test('a question that has no end is seen, and its end in the same line', async t => {
	const {terminal, click, flood} = await setUp(t, {program: asker});
	await click('printer');
	await until('it is under the cursor', () => terminal.text().includes(' ▸○ printer'));
	await click('start');
	await until('it runs', () => / ▸● printer +up/.test(terminal.text()));
	await click('printer');
	await until('the question is seen', () => terminal.text().includes('log "printer"') && terminal.text().includes('Go on?'));
	writeFileSync(flood, '');
	await until('its end is seen', () => terminal.text().includes('Go on? no'));
	t.is(terminal.text().split('Go on?').length, 2);
	t.false(terminal.text().includes('skipped in view'));
});

test('a quiet log is neither asked for again and again nor drawn', async t => {
	let soon = 0;
	const clock: Clock = {...systemClock, after(ms, callback) {
		soon += ms <= 2000 ? 1 : 0;
		return systemClock.after(ms, callback);
	}};
	const {watcher, terminal, dashboard, click} = await setUp(t, {clock});
	await watcher.client.call({type: 'service.start', id: 'printer'});
	await until('it runs', () => /● printer +up/.test(terminal.text()));
	await click('printer');
	await until('it is under the cursor', () => terminal.text().includes(' ▸● printer'));
	terminal.type('l');
	await until('its log is open', () => terminal.text().includes('first line'));
	const seen = await lookAgain(async () => {
		const {renders} = dashboard.counts();
		const first = soon;
		const began = performance.now();
		// As long as clutchd waits for another line in vain.
		await watcher.client.call({type: 'service.log', id: 'printer', after: 1, most: 1, waitMs: 4000});
		const beats = Math.ceil((performance.now() - began) / 900);
		return {drawn: dashboard.counts().renders - renders, waits: soon - first, most: (2 * beats) + 4};
	}, {isWanted: ({drawn, waits, most}) => drawn === 0 && waits <= most});
	t.is(seen.drawn, 0);
	t.true(seen.waits <= seen.most, `${seen.waits} waits of less than two seconds began: more than the two of each beat of the heart`);
});

test('a flood is drawn at most fifteen times a second, what was left out is counted and named, and whoever stands still reads on', async t => {
	const {watcher, terminal, dashboard, click, flood} = await setUp(t);
	await watcher.client.call({type: 'service.start', id: 'printer'});
	await until('it runs', () => /● printer +up/.test(terminal.text()));
	await click('printer');
	await until('it is under the cursor', () => terminal.text().includes(' ▸● printer'));
	terminal.type('l');
	await until('its log is open', () => terminal.text().includes('first line'));
	writeFileSync(flood, '');
	await until('it floods', () => /line \d+/.test(terminal.text()));
	const {renders} = dashboard.counts();
	const began = performance.now();
	await until('it was drawn often enough to count', () => dashboard.counts().renders >= renders + 20);
	const seconds = (performance.now() - began) / 1000;
	t.true(dashboard.counts().renders - renders <= (15.2 * seconds) + 3, `${dashboard.counts().renders - renders} in ${seconds} s`);
	terminal.type('f');
	await until('it stands still, and says how many are newer', () => /↓ [\d,]+ (?:k |M )?newer/.test(terminal.lines()[0] ?? ''));
	const read = terminal.lines().slice(1, 30);
	await until('the count goes on', () => /↓ \d[\d,.]{3,} (?:k |M )?newer/.test(terminal.lines()[0] ?? ''));
	t.deepEqual(terminal.lines().slice(1, 30), read);
	rmSync(flood);
	terminal.type('f');
	await until('it follows again', () => terminal.lines()[0]?.includes('newest lines') === true);
	terminal.type('\u001B[5~'.repeat(12));
	await t.notThrowsAsync(until('what was left out is named', () => {
		terminal.type('\u001B[5~');
		return /… \d[\d,. k]* lines (?:skipped in view|before) \(the file has all\)|lines not kept/.test(terminal.text());
	}));
});

test('a log goes on when clutchd dies, with the lines from before', async t => {
	const {watcher, terminal, click, flood} = await setUp(t);
	await watcher.client.call({type: 'service.start', id: 'printer'});
	await until('it runs', () => /● printer +up/.test(terminal.text()));
	await click('printer');
	await until('it is under the cursor', () => terminal.text().includes(' ▸● printer'));
	terminal.type('l');
	await until('its log is open', () => terminal.text().includes('first line'));
	const {pid} = watcher.state().clutchd;
	kill(pid);
	await until('another one is there, and tells of the service', () => /log "printer" {3}● up/.test(terminal.lines()[0] ?? '') && identify(pid) === undefined);
	writeFileSync(flood, '');
	await until('new lines come', () => /line \d+/.test(terminal.text()));
	rmSync(flood);
	terminal.type('\u001B[H');
	await t.notThrowsAsync(until('those from before are there', () => terminal.text().includes('first line') || terminal.text().includes('lines before')));
});
