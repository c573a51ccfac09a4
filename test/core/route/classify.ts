import test from 'ava';
import {classify, statusOf, type Failure} from '../../../source/core/route/classify.js';

const cases: ReadonlyArray<readonly [failure: Failure, verdict: 'next' | 'answer', status: number]> = [
	...[401, 402, 403, 404, 408, 409, 429, 500, 502, 503, 504, 529].map(status => [{type: 'status', status}, 'next', status] as const),
	...[400, 406, 410, 413, 415, 422, 451].map(status => [{type: 'status', status}, 'answer', status] as const),
	[{type: 'status', status: 302}, 'next', 502],
	[{type: 'timeout'}, 'next', 504],
	[{type: 'network'}, 'next', 502],
	[{type: 'stream'}, 'next', 502],
	[{type: 'no-key'}, 'next', 401],
	[{type: 'unusable'}, 'next', 501],
];

for (const [failure, verdict, status] of cases) {
	test(`after ${JSON.stringify(failure)} comes ${verdict}`, t => {
		t.deepEqual([classify(failure), statusOf(failure)], [verdict, status]);
	});
}
