import test from 'ava';
import {lineText, mergeLines, sampled} from '../../../source/core/service/log-view.js';

const at = Date.UTC(2026, 10, 21, 14, 7, 12, 123);

test('shows people the time of their clock, and nothing that moves the cursor', t => {
	const line = {service: 'api', at, text: '\u001B]0;title\u0007\u001B[31mred\u001B[0m\told\rnew\u0008'};
	const hour = 3_600_000;
	t.is(lineText(line, {form: {type: 'screen', now: at + hour, utcOffsetMs: hour}, width: 0}), '15:07:12.123 new');
	t.is(lineText(line, {form: {type: 'screen', now: at + (24 * hour), utcOffsetMs: hour}, width: 5}), 'api   | 2026-11-21 15:07:12.123 new');
	t.is(lineText(line, {form: {type: 'file'}, width: 0}), `2026-11-21T14:07:12.123Z ${line.text}`);
	t.is(lineText({service: 'clutchd', at, text: '{"at":"2026-11-21T14:07:12.123Z"}'}, {form: {type: 'file'}, width: 0}), '{"at":"2026-11-21T14:07:12.123Z"}');
});

test('samples what comes at once', t => {
	t.deepEqual(sampled(['a', 'b'], 2), ['a', 'b']);
	t.deepEqual(sampled(['a', 'b', 'c'], 2), ['… 1 line skipped in view (the file has all)', 'b', 'c']);
	t.is(sampled(Array.from({length: 2350}, () => ''), 40)[0], '… 2,310 lines skipped in view (the file has all)');
});

test('leaves the lines of one log in their order, also where its clock was set back', t => {
	const line = (service: string, time: number) => ({service, at: time, text: ''});
	t.deepEqual(mergeLines([[line('a', 5), line('a', 3)]]).map(each => each.at), [5, 3]);
	t.deepEqual(mergeLines([[line('a', 1), line('a', 4)], [line('b', 2), line('b', 4)]]).map(each => `${each.service}${each.at}`), ['a1', 'b2', 'a4', 'b4']);
});
