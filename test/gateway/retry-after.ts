import test from 'ava';
import {retryAfterMs} from '../../source/gateway/retry-after.js';

const now = Date.UTC(2026, 10, 20, 14, 7, 12);

const cases: ReadonlyArray<readonly [title: string, raw: readonly string[], wait: number | undefined]> = [
	['nothing', ['Content-Type', 'text/plain'], undefined],
	['seconds', ['Retry-After', '38'], 38_000],
	['parts of a second', ['retry-after', ' 0.5 '], 500],
	['milliseconds before seconds', ['retry-after', '2', 'Retry-After-Ms', '1500'], 1500],
	['a date', ['retry-after', 'Fri, 20 Nov 2026 14:07:50 GMT'], 38_000],
	['a date that is over', ['retry-after', 'Fri, 20 Nov 2026 14:00:00 GMT'], 0],
	['what is no time', ['retry-after', 'soon'], undefined],
	['more than can be', ['retry-after', '9'.repeat(400)], undefined],
];

for (const [title, raw, wait] of cases) {
	test(`reads ${title}`, t => {
		t.is(retryAfterMs(raw, now), wait);
	});
}
