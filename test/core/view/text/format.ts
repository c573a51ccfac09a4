import test from 'ava';
import {formatBytes, formatCpu, formatDate, formatDuration, formatLatency, formatOneCost, formatShare, formatTime, formatTotalCost, formatWhole} from '../../../../source/core/view/text/format.js';

const written = test.macro<[actual: string, wanted: string]>({
	exec(t, actual, wanted) {
		t.is(actual, wanted);
	},
	title: (_, __, wanted) => `writes ${wanted}`,
});

test(written, formatWhole(0), '0');
test(written, formatWhole(4120.4), '4,120');
test(written, formatWhole(99_999), '99,999');
test(written, formatWhole(4_500_000), '4.5 M');
test(written, formatTotalCost({cost: 1.118}), '$1.12');
test(written, formatTotalCost({cost: 2, inexact: 1}), '$2.00 est.');
test(written, formatOneCost({usd: 0.0149, isExact: false}), '$0.01 est.');
test(written, formatOneCost({usd: 0.25, isExact: true}), '$0.25');
test('has no cost where none is known, estimated or not', t => {
	t.is(formatTotalCost({cost: undefined, inexact: 3}), 'n/a');
	t.is(formatOneCost(undefined), 'n/a');
	t.is(formatShare(undefined), 'n/a');
	t.is(formatCpu(undefined), 'n/a');
	t.is(formatBytes(undefined), 'n/a');
});
test(written, formatShare(0.914), '91 %');
test(written, formatCpu(0.004), '0.4 %');
test(written, formatCpu(1.5), '150 %');
test(written, formatLatency(804.2), '804 ms');
test(written, formatLatency(999.7), '1.0 s');
test(written, formatLatency(99_940), '99.9 s');
test(written, formatLatency(140_200), '140 s');
test(written, formatBytes(71_400_000), '71 MB');
test(written, formatBytes(1_500_000_000), '1.5 GB');
test(written, formatDuration((3 * 86_400_000) + (2 * 3_600_000)), '3 d 2 h');
test(written, formatDuration((2 * 3_600_000) + (5 * 60_000)), '2 h 5 min');
test(written, formatDuration(59_000), 'now');
test(written, formatTime(Date.UTC(2026, 10, 20, 14, 7, 31), 0), '14:07:31');
test(written, formatTime(Date.UTC(2026, 10, 20, 23, 30, 0), 3_600_000), '00:30:00');

test('writes the date of every day as the calendar has it', t => {
	for (let day = -1000; day < 40_000; day += 13) {
		const at = (day * 86_400_000) + 5000;
		t.is(formatDate(at, 0), new Date(at).toISOString().slice(0, 10));
	}

	t.is(formatDate(Date.UTC(2026, 11, 31, 23, 30), 3_600_000), '2027-01-01');
	t.is(formatDate(Date.UTC(2028, 1, 29), 0), '2028-02-29');
});
