import process from 'node:process';
import test from 'ava';
import {inCharacters} from '../../source/core/view/looks/ascii.js';
import {createCharts} from '../../source/ui/chart.js';

function listeners() {
	return [...process.eventNames().map(name => [String(name), process.listenerCount(name)]), ['stdin', process.stdin.eventNames().length], ['stdout', process.stdout.eventNames().length]];
}

test.serial('leaves nothing in the program it draws for', t => {
	const before = listeners();
	const charts = createCharts();
	t.deepEqual(listeners(), before);
	charts.sparkline([1, 2, 3], 3);
	charts.lines([{values: [1, 2, 3], role: 'accent'}], {cols: 60, rows: 8});
	t.deepEqual(listeners(), before);
	charts.close();
	t.deepEqual(listeners(), before);
});

test('a sparkline has one column for each cell, whatever the values are', t => {
	const charts = createCharts();
	t.teardown(charts.close);
	t.is(charts.sparkline([0, 1, 5, 3, 8, 2, 0, 0, 4], 9), '▁▁▅▃█▂▁▁▄');
	t.is(charts.sparkline([1, 2, 3, 4, 5, 6], 3), '▁▄█');
	t.is(charts.sparkline([0, 8], 6), '▁▁▁███');
	t.is(charts.sparkline([0, 0, 0], 3), '▁▁▁');
	t.is(charts.sparkline([], 4), '    ');
	t.is(charts.sparkline([1], 0), '');
});

test('what was drawn before is not in the next chart', t => {
	const charts = createCharts();
	t.teardown(charts.close);
	const size = {cols: 60, rows: 8};
	const text = (values: readonly number[]) => charts.lines([{values, role: 'accent'}], size).map(line => line.map(each => each.text).join('')).join('\n');
	const first = text([0, 0, 9, 0, 0]);
	text([9, 0, 0, 9, 9]);
	t.is(text([0, 0, 9, 0, 0]), first);
	t.is(first.split('\n').length, 8);
});

test('a curve has the role it was given, the axis none', t => {
	const charts = createCharts();
	t.teardown(charts.close);
	const lines = charts.lines([{values: [1, 5, 2, 8], role: 'accent'}], {cols: 60, rows: 8});
	t.true(lines.some(line => line.some(({role, text}) => role === 'accent' && /[\u2801-\u28FF]/.test(text))));
	t.true(lines.every(line => line.every(({role, text}) => role === 'accent' || role === 'dim' || text.trim() === '')));
});

test('a curve on a terminal that has ASCII alone is drawn with what that has', t => {
	const charts = createCharts();
	t.teardown(charts.close);
	const lines = charts.lines([{values: [0, 1, 2, 3, 5, 8, 13, 8, 5, 3, 2, 1, 0], role: 'accent'}], {cols: 60, rows: 8});
	const text = lines.map(line => inCharacters(line.map(each => each.text).join(''), {borders: 'ascii', symbols: 'ascii'})).join('\n');
	t.regex(text, /^[\d .'|:\n-]+$/);
	t.regex(text, /\.-'/);
});

test('an axis of what is counted has whole numbers alone', t => {
	const charts = createCharts();
	t.teardown(charts.close);
	for (const most of [1, 2, 14, 1200]) {
		const text = charts.lines([{values: [0, 0, most, 0], role: 'accent'}], {cols: 60, rows: 8}).map(line => line.map(each => each.text).join('')).join('\n');
		t.regex(text, /^ *0 /m);
		t.regex(text, /^ *[1-9]\d* /m);
		t.notRegex(text, /\d\.\d/);
	}
});
