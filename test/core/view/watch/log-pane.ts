import test from 'ava';
import type {LogLine} from '../../../../source/core/service/log.js';
import type {Service} from '../../../../source/core/service/service.js';
import {linesText, widthOfLine} from '../../../../source/core/view/text/spans.js';
import {logLines, logSize} from '../../../../source/core/view/watch/log-lines.js';
import {pressLog, type LogKey} from '../../../../source/core/view/watch/log-keys.js';
import {logRows, newerLines, openLog, takeLog, visibleRows, type LogPane} from '../../../../source/core/view/watch/log-pane.js';

/** 14:07:12 UTC. */
const at = Date.UTC(2026, 10, 21, 14, 7, 12);
const read = (from: number, to: number): readonly LogLine[] => Array.from({length: to - from + 1}, (_, index) => ({number: from + index, at, text: `line ${from + index}`}));
const paneOf = (lines: readonly LogLine[], change: Partial<LogPane> = {}): LogPane => ({...openLog('db'), lines, newest: lines.at(-1)?.number ?? 0, ...change});
const service = (state: Service['state'], crash?: NonNullable<Service['facts']>['crash']): Service => ({id: 'db', title: 'Database', demo: false, state, facts: {kind: 'user', enabled: true, installed: true, port: 5432, version: undefined, dependsOn: [], figures: [], crash}});
const ready = service({status: 'ready', pid: 4, since: at, address: undefined});

function drawn(pane: LogPane, {size = {cols: 80, rows: 12}, known = ready}: {readonly size?: {readonly cols: number; readonly rows: number}; readonly known?: Service} = {}) {
	const lines = logLines({pane, services: [known], size, now: at + 180_000, utcOffsetMs: 0, table: undefined, state: [], note: undefined, asked: undefined});
	return {text: linesText(lines), widths: lines.map(line => widthOfLine(line))};
}

function press(pane: LogPane, ...keys: readonly LogKey[]): LogPane {
	let next = pane;
	for (const key of keys) {
		next = pressLog(next, key, {cols: 69, rows: 10}).pane;
	}

	return next;
}

const rowsOf = (pane: LogPane, rows = 10) => visibleRows(pane, {cols: 69, rows}).map(({piece}) => piece);

test('shows the newest lines with their times, how the service is and what keys do', t => {
	const {text} = drawn(paneOf(read(1, 30)), {size: {cols: 120, rows: 15}});
	t.deepEqual([...text.slice(0, 1), ...text.slice(-5)], [
		` log "db"   ● up 3 min${' '.repeat(85)}newest lines`,
		' 14:07:12 line 27',
		' 14:07:12 line 28',
		' 14:07:12 line 29',
		' 14:07:12 line 30',
		` f stand still   / filter   w wrap   ↑↓ scroll   ←→ sideways   S stop   r restart   E editor   P pager${' '.repeat(9)}Esc back`,
	]);
});

test('a line that begins with a time has no other before it', t => {
	t.is(drawn(paneOf([{number: 1, at, text: '2026-11-21T14:07:12Z ready'}])).text[1], '          2026-11-21T14:07:12Z ready');
});

test('follows what comes, and keeps no more than can be asked for', t => {
	const followed = takeLog(paneOf(read(1, 5000)), {lines: read(5001, 5003), last: 5003}, false);
	t.deepEqual([followed.lines?.length, followed.lines?.at(-1)?.text, followed.lines?.[0]?.number], [5000, 'line 5003', 4]);
});

test('whoever reads back stays where he is, and is told how many lines are newer', t => {
	const reading = press(paneOf(read(1, 30)), 'page-up');
	t.is(rowsOf(reading)[0], 'line 12');
	const later = takeLog(reading, {lines: [], last: 4030}, false);
	t.deepEqual([rowsOf(later)[0], newerLines(later)], ['line 12', 4000]);
	t.regex(drawn(later).text[0] ?? '', /↓ 4,000 newer$/);
});

test('lines that were left out of the view are counted and named where they would stand', t => {
	const flooded = takeLog(paneOf(read(1, 3)), {lines: read(12_435, 12_436), last: 12_436}, false);
	t.deepEqual(rowsOf(flooded), ['line 1', 'line 2', 'line 3', '… 12,431 lines skipped in view (the file has all)', 'line 12435', 'line 12436']);
	t.is(rowsOf(takeLog(openLog('db'), {lines: read(501, 502), last: 502}, true))[0], '… 500 lines before (the file has all)');
});

test('lines that nobody kept are counted and named', t => {
	const lost: readonly LogLine[] = [{number: 1, at, text: 'a'}, {number: 2, at, text: 'x', skipped: {lines: 12_431, bytes: 900_000}}, {number: 3, at, text: 'x', skipped: {lines: 0, bytes: 3_000_000}}, {number: 4, at, text: 'b'}];
	t.deepEqual(rowsOf(paneOf(lost)), ['a', '… 12,431 lines not kept', '… 3 MB not kept', 'b']);
});

test('what is read back takes the place of what was left out, and the reader keeps his line', t => {
	const flooded = press(takeLog(paneOf(read(1, 20)), {lines: read(100, 120), last: 120}, false), 'up');
	const [first] = rowsOf(flooded);
	const whole = takeLog(flooded, {lines: read(10, 120), last: 120}, false);
	t.is(rowsOf(whole)[0], first);
	t.deepEqual(logRows(whole).filter(({kind}) => kind === 'gap'), []);
});

test('a clutchd that counts anew takes the place of all', t => {
	t.deepEqual(takeLog(paneOf(read(1, 30), {top: {number: 4, part: 0}}), {lines: read(1, 2), last: 2}, true), {...paneOf(read(1, 2)), top: undefined});
});

test('scrolls to both ends and no further', t => {
	const pane = paneOf(read(1, 30));
	t.is(rowsOf(press(pane, 'first', 'up', 'up'))[0], 'line 1');
	t.is(rowsOf(press(pane, 'first', 'up', 'down'))[0], 'line 2');
	t.is(press(pane, 'page-up', 'page-down').top, undefined);
	t.is(press(pane, 'first', 'last').top, undefined);
	t.is(press(paneOf(read(1, 3)), 'up').top?.number, 1, 'all is seen');
});

test('only lines with some text, small letters for both, and the gaps stay', t => {
	const lines: readonly LogLine[] = [{number: 1, at, text: 'Error: one'}, {number: 2, at, text: 'fine'}, {number: 9, at, text: 'an error'}];
	t.deepEqual(rowsOf(paneOf(lines, {filter: 'error'})), ['Error: one', '… 6 lines skipped in view (the file has all)', 'an error']);
	t.deepEqual(rowsOf(paneOf(lines, {filter: 'Error'})), ['Error: one', '… 6 lines skipped in view (the file has all)']);
	t.regex(drawn(paneOf(read(1, 3), {filter: 'nothing'})).text.join('\n'), /No line has "nothing" in it\./);
	t.regex(drawn(paneOf(lines, {filter: 'fine'})).text[0] ?? '', /with "fine" {3}newest lines$/);
});

const wide = `${'a'.repeat(60)}${'b'.repeat(60)}${'c'.repeat(60)}`;

test('a long line is cut with a sign, moved sideways, or wrapped', t => {
	const pane = paneOf([{number: 1, at, text: wide}]);
	t.is(drawn(pane).text[1], ` 14:07:12 ${'a'.repeat(60)}${'b'.repeat(8)}…`);
	t.is(drawn(press(pane, 'right')).text[1], ` 14:07:12 …${'a'.repeat(43)}${'b'.repeat(24)}…`);
	t.is(drawn(press(pane, 'right', 'left')).text[1], drawn(pane).text[1]);
	const wrapped = press(pane, 'wrap');
	t.deepEqual(drawn(wrapped).text.slice(1, 4), [` 14:07:12 ${'a'.repeat(60)}${'b'.repeat(9)}`, `          ${'b'.repeat(51)}${'c'.repeat(18)}`, `          ${'c'.repeat(42)}`]);
});

test('wrapped lines scroll row by row', t => {
	const pane = press(paneOf([...read(1, 20), {number: 21, at, text: wide}]), 'wrap');
	t.deepEqual(rowsOf(press(pane, 'up'), 10).map(piece => piece.slice(0, 7)).slice(-3), ['line 20', 'aaaaaaa', 'bbbbbbb']);
	t.is(press(pane, 'up', 'down').top, undefined);
});

const crash = {at, exit: {type: 'code', code: 78}, text: 'exit code 78: its compiled core is missing', lines: ['one', 'two', 'three', 'four'], changed: ['PORT', '--mode']} as const;
const parked = service({status: 'parked', last: {type: 'code', code: 78}, reason: 'Its compiled core is missing.', choices: ['try again']}, crash);

test('above the log of one that crashed stand its exit in words, what changed, what it printed last, and what can be done', t => {
	const {text} = drawn(paneOf(read(1, 3)), {size: {cols: 80, rows: 24}, known: parked});
	t.deepEqual(text.slice(1, 8), [
		' 14:07:12  ended: exit code 78: its compiled core is missing',
		' changed since it last started well: PORT, --mode',
		' │ two',
		' │ three',
		' │ four',
		' Database: Its compiled core is missing.   1 try again',
		'─'.repeat(80),
	]);
	t.regex(text.at(-1) ?? '', /^ R retry {3}f stand still/);
	t.notRegex(drawn(paneOf(read(1, 3))).text.join('\n'), /ended:/);
});

for (const size of [{cols: 120, rows: 36}, {cols: 80, rows: 24}, {cols: 60, rows: 15}, {cols: 30, rows: 6}, {cols: 10, rows: 2}]) {
	test(`is exactly as large as the screen at ${size.cols}×${size.rows}`, t => {
		for (const pane of [openLog('db'), paneOf([]), paneOf(read(1, 50)), press(paneOf(read(1, 50)), 'wrap', 'first'), paneOf([{number: 1, at, text: '漢字'.repeat(100)}], {left: 16})]) {
			for (const known of [ready, parked]) {
				const {widths} = drawn(pane, {size, known});
				t.deepEqual([widths.length, widths.every(width => width <= size.cols)], [size.rows, true]);
			}
		}

		t.true(logSize(openLog('db'), {services: [parked], size}).rows >= 1);
	});
}
