import test from 'ava';
import {shownLine} from '../../source/core/service/log-text.js';
import {everything, logIn, openServiceLog} from '../helpers/service-log.js';
import {until} from '../helpers/until.js';

const stamps = /20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /g;

test('shows a line without an end when nothing more comes, and has it once', async t => {
	const {folder, log, print, writer, text} = openServiceLog(t);
	let told = 0;
	log.onLine(() => {
		told++;
	});
	print('before\nGo on? [y/N] ');
	await until('the question is seen', () => log.last() === 2);
	await until('the question is written', () => text() === 'before\nGo on? [y/N] ');
	t.deepEqual(log.lines(1, 9).map(({number, text: shown, open}) => [number, shown, open]), [[2, 'Go on? [y/N] ', true]]);
	t.deepEqual(log.tail(1), ['Go on? [y/N] ']);
	const before = told;
	print('no terminal, ');
	await until('more of it is seen', () => told > before && text().endsWith('no terminal, '));
	t.deepEqual(log.lines(1, 9).map(({number, text: shown, open}) => [number, shown, open]), [[2, 'Go on? [y/N] no terminal, ', true]]);
	print('so none\nbehind\n');
	await writer.end();
	t.is(text(), 'before\nGo on? [y/N] no terminal, so none\nbehind\n');
	t.is([...everything(folder).matchAll(stamps)].length, 3);
	t.deepEqual(log.lines(0, 9).map(({number, text: shown, open}) => [number, shown, open]), [[1, 'before', undefined], [2, 'Go on? [y/N] no terminal, so none', undefined], [3, 'behind', undefined]]);
});

test('has a line once that clutchd was killed within, and hides a secret whose name was told', async t => {
	const {folder, print, text, kept} = openServiceLog(t);
	print('one\npassword: ');
	await until('the question is written', () => text() === 'one\npassword: ');
	t.is(kept(), 4);
	const next = logIn(t, folder, {acknowledged: 4});
	t.is(next.writer.from, 4);
	next.print('password: hunter2\ntwo\n');
	await next.writer.end();
	t.is(text(), 'one\npassword: ••••\ntwo\n');
});

test('has the first line of a run once that clutchd was killed within', async t => {
	const {folder, print, text} = openServiceLog(t);
	print('Go on? [y/N] ');
	await until('the question is written', () => text() === 'Go on? [y/N] ');
	const next = logIn(t, folder, {acknowledged: 0});
	next.print('Go on? [y/N] no\n');
	await next.writer.end();
	t.is(text(), 'Go on? [y/N] no\n');
});

test('ends the line that a run ended in', async t => {
	const {print, writer, text, log} = openServiceLog(t);
	print('Passphrase: ');
	await until('the question is written', () => text() === 'Passphrase: ');
	await writer.end();
	t.is(text(), 'Passphrase: \n');
	t.deepEqual(log.lines(0, 9).map(({text: shown, open}) => [shown, open]), [['Passphrase: ', undefined]]);
});

test('counts what of a line is lost behind a part that was told', async t => {
	const {print, skip, writer, text} = openServiceLog(t);
	print('Loading ');
	await until('its beginning is written', () => text() === 'Loading ');
	print('a');
	skip(100, 3);
	print('b\nbehind\n');
	await writer.end();
	t.is(text().replaceAll(/\d\d:\d\d:\d\d/g, 'TIME'), 'Loading \n… 4 lines (103 bytes) of output were not kept, TIME–TIME UTC\nbehind\n');
});

test('puts a file aside within a line that was told in part, and loses nothing of it', async t => {
	const {folder, print, writer, text} = openServiceLog(t, {bytes: 200, files: 2});
	print(`${'x'.repeat(120)}\nLoading `);
	await until('its beginning is written', () => text().endsWith('Loading '));
	print(`${'y'.repeat(100)}\n`);
	await writer.end();
	t.is(everything(folder).replaceAll(stamps, ''), `${'x'.repeat(120)}\nLoading ${'y'.repeat(100)}\n`);
});

test('goes on within a line whose beginning is in the file that was put aside when clutchd was killed', async t => {
	const {folder, print, text} = openServiceLog(t, {bytes: 200, files: 2});
	const [first, second, last] = ['Loading ', 'y '.repeat(60), 'end\n'] as const;
	const before = `${'x'.repeat(120)}\n`;
	print(`${before}${first}`);
	await until('its beginning is written', () => text() === `${before}${first}`);
	print(second);
	await until('more of it is in another file', () => text() === `${before}${first}${second}`);
	const next = logIn(t, folder, {acknowledged: before.length, bytes: 1000});
	t.is(next.writer.from, before.length + first.length);
	next.print(`${second}${last}`);
	await next.writer.end();
	t.is(everything(folder).replaceAll(stamps, ''), `${before}${first}${second}${last}`);
});

test('shows the newest state of a line that is drawn over itself without a pause, and has all of it in the file', async t => {
	t.timeout(300_000);
	const {print, writer, text, log, kept} = openServiceLog(t);
	let all = '';
	let step = 0;
	const draw = () => {
		step++;
		const state = `Progress ${step}% ${'#'.repeat(90)}\r`;
		all += state;
		print(state);
	};

	const stepIn = (shown = '') => Number(/^Progress (\d+)% #{90}$/.exec(shown)?.[1] ?? 0);
	await until('a state is shown while more of them come', () => {
		draw();
		return stepIn(log.tail(1)[0]) > 0;
	}, {timeoutMs: 120_000});
	const first = stepIn(log.tail(1)[0]);
	// More than is kept of a line in memory.
	await until('a later one is shown, and is in the file', () => {
		draw();
		return stepIn(log.tail(1)[0]) > first + 300 && stepIn(shownLine(text())) > first + 300;
	}, {timeoutMs: 120_000});
	t.is(log.last(), 1);
	t.true(kept() > 0, 'its holder need not keep all of it');
	print('done\nbehind\n');
	await writer.end();
	t.is(text(), `${all}done\nbehind\n`);
	t.deepEqual(log.tail(9), ['done', 'behind']);
});
