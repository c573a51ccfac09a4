import test from 'ava';
import {readAsked, readSince} from '../../source/commands/log-asked.js';

/** Of the local clock. */
const now = new Date(2026, 10, 21, 14, 7, 12).getTime();

const reads = test.macro({
	exec(t, text: string, wanted: number) {
		t.is(new Date(readSince(text, now)).toISOString(), new Date(wanted).toISOString());
	},
	title: (_, text: string) => `takes --since ${text}`,
});

test(reads, '90s', now - 90_000);
test(reads, '10m', now - 600_000);
test(reads, '1.5h', now - 5_400_000);
test(reads, '2d', now - (2 * 86_400_000));
test(reads, '14:05', new Date(2026, 10, 21, 14, 5).getTime());
test(reads, '9:05:30', new Date(2026, 10, 21, 9, 5, 30).getTime());
test(reads, '14:08', new Date(2026, 10, 20, 14, 8).getTime());
test(reads, '2026-11-20', new Date(2026, 10, 20).getTime());
test(reads, '2026-11-20 08:00', new Date(2026, 10, 20, 8).getTime());
test(reads, '2026-11-20T08:00:01.500Z', Date.UTC(2026, 10, 20, 8, 0, 1, 500));
test(reads, '2026-11-20T08:00+02:00', Date.UTC(2026, 10, 20, 6));

for (const text of ['', 'noon', '10', '10 weeks', '25:00', '14:60', '2026-13-01', '2026-11-40T10:00', '-5m']) {
	test(`does not take --since "${text}"`, t => {
		const error = t.throws(() => readSince(text, now));
		t.is(error?.message, `--since takes how long ago, a time or a date, but got "${text}".`);
	});
}

test('shows all since a time, and else the newest hundred', t => {
	const count = (flags: Readonly<Record<string, string | true>>) => readAsked({flags}, now).count;
	t.deepEqual([count({}), count({since: '1m'}), count({since: '1m', lines: '5'}), count({grep: 'x'}), count({lines: '0'})], [100, Infinity, 5, 100, 0]);
	for (const lines of ['', '-1', 'x', '1.5']) {
		t.throws(() => readAsked({flags: {lines}}, now), {message: `-n takes a number of lines, but got "${lines}".`});
	}
});
