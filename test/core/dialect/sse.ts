import test from 'ava';
import {atBoundary, emptySse, feedSse, sseText, type SseEvent} from '../../../source/core/dialect/sse.js';
import {bytewise, halves, wire} from '../../helpers/wire.js';

const recordings = ['messages-tool.sse', 'chat-text.sse', 'chat-reasoning.sse', 'responses-tool.sse', 'gemini-text.sse'];

function read(chunks: readonly Uint8Array[]): readonly SseEvent[] {
	let state = emptySse;
	return chunks.flatMap(chunk => {
		const [next, events] = feedSse(state, chunk);
		state = next;
		return events;
	});
}

const bytes = (text: string) => new TextEncoder().encode(text);

for (const name of recordings) {
	test(`reads ${name} the same however it is cut`, t => {
		const whole = wire(name);
		const expected = read([whole]);
		t.true(expected.length > 1);
		t.deepEqual(read(bytewise(whole)), expected);
		for (const [left, right] of halves(whole)) {
			t.deepEqual(read([left, right]), expected);
		}
	});
}

const cases: ReadonlyArray<readonly [title: string, text: string, expected: readonly SseEvent[]]> = [
	['joins several lines of data', 'data: a\ndata: b\n\n', [{type: 'event', name: undefined, data: 'a\nb'}]],
	['takes one space after the colon', 'data:x\n\ndata:  y\n\n', [{type: 'event', name: undefined, data: 'x'}, {type: 'event', name: undefined, data: ' y'}]],
	['forgets a name without data', 'event: a\n\ndata: b\n\n', [{type: 'event', name: undefined, data: 'b'}]],
	['reads every kind of line end', 'event: a\rdata: 1\r\rdata: 2\r\n\r\ndata: 3\n\n', [{type: 'event', name: 'a', data: '1'}, {type: 'event', name: undefined, data: '2'}, {type: 'event', name: undefined, data: '3'}]],
	['keeps a return and a line feed together that come apart', 'event: a\r\ndata: 1\r\ndata: 2\r\n\r\n', [{type: 'event', name: 'a', data: '1\n2'}]],
	['skips the mark at the beginning and knows comments', '\uFEFFdata: 1\n\n: alive\n\nid: 4\nretry: 5\ndata: 2\n\n', [{type: 'event', name: undefined, data: '1'}, {type: 'comment'}, {type: 'event', name: undefined, data: '2'}]],
	['gives nothing for an event that is not over', 'data: 1\n', []],
	['gives an event whose data is empty', 'data\n\n', [{type: 'event', name: undefined, data: ''}]],
];

for (const [title, text, expected] of cases) {
	test(title, t => {
		t.deepEqual(read([bytes(text)]), expected);
		t.deepEqual(read(bytewise(bytes(text))), expected);
	});
}

test('knows where another event can follow', t => {
	const [whole] = feedSse(emptySse, bytes('data: 1\n\n'));
	const [inside] = feedSse(emptySse, bytes('data: 1\n'));
	const [partly] = feedSse(emptySse, bytes('data: 1\n\nda'));
	t.deepEqual([atBoundary(emptySse), atBoundary(whole), atBoundary(inside), atBoundary(partly)], [true, true, false, false]);
});

test('writes what it reads', t => {
	t.deepEqual(read([bytes(sseText('ping', {type: 'ping'}))]), [{type: 'event', name: 'ping', data: '{"type":"ping"}'}]);
});
