import test from 'ava';
import {exchangeFor} from '../../../source/core/compress/exchange.js';

const original = Array.from({length: 60}, (_, index) => `2026-11-21T10:00:07 INFO worker 3 processed item ${index}`).join('\n');
const text = {path: [0], call: '', isError: false, isNew: true, start: 0, end: 0} as const;

const answers: ReadonlyArray<readonly [answer: string, isTaken: boolean]> = [
	['2026-11-21T10:00:07 INFO worker 3 processed item 0\n[59 lines omitted: 59 INFO]', true],
	['[60 lines omitted: 60 INFO]', false],
	['[30 lines omitted: 30 INFO]\n  [30 lines omitted: 30 INFO]\n', false],
	['  \n ', false],
	['2026-11-21 [see hash=0123456789ab]', false],
];

for (const [answer, isTaken] of answers) {
	test(`${isTaken ? 'takes' : 'does not take'} ${JSON.stringify(answer)} for a text`, t => {
		t.is(exchangeFor(text, {original, reply: {messages: [answer], tokensBefore: undefined}}), isTaken ? answer : undefined);
	});
}
