import test from 'ava';
import {readHead, replaceModel, type Span} from '../../../source/core/dialect/json-head.js';
import {wire} from '../../helpers/wire.js';

const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const nothing = {model: undefined, models: [], stream: false, values: new Map<string, Span>()};

const cases: ReadonlyArray<readonly [text: string, model: string | undefined, stream: boolean]> = [
	['{"model":"a"}', 'a', false],
	['{"model":"a","stream":true}', 'a', true],
	['{"stream" : true , "model" : "a" }', 'a', true],
	['{"stream":false,"model":"a"}', 'a', false],
	['{"messages":[{"model":"no","stream":true}],"model":"a"}', 'a', false],
	['{"metadata":{"model":"no"},"model":"a"}', 'a', false],
	[String.raw`{"x":"\"model\":\"no\"","model":"a"}`, 'a', false],
	[String.raw`{"x":"ends with a slash \\","model":"a"}`, 'a', false],
	['{"x":"model","y":"stream","model":"a"}', 'a', false],
	['{"model":"a","model":"b"}', 'b', false],
	[String.raw`{"mod\u0065l":"a"}`, 'a', false],
	[String.raw`{"model":"q\"\u00fc/ö"}`, 'q"ü/ö', false],
	['\uFEFF \n{"model":\t"a"}', 'a', false],
	['{"model":5}', undefined, false],
	['{"model":null,"stream":true}', undefined, true],
	['{}', undefined, false],
];

for (const [text, model, stream] of cases) {
	test(`reads ${JSON.stringify(text)}`, t => {
		const head = readHead(encode(text));
		t.deepEqual([head?.model, head?.stream], [model, stream]);
		const plain = text.replace('\uFEFF', '');
		const {model: before, ...others} = JSON.parse(plain) as Record<string, unknown>;
		const {model: after, ...kept} = JSON.parse(decode(replaceModel(encode(plain), readHead(encode(plain)) ?? nothing, 'x/"y"'))) as Record<string, unknown>;
		t.deepEqual([after, kept], [typeof before === 'string' ? 'x/"y"' : before, others]);
	});
}

for (const text of ['', '  ', '[]', '"model"', 'null', '{"model":"a"', '{"model":"a', String.raw`{"a":"\"}`, 'model=a']) {
	test(`refuses ${JSON.stringify(text)}`, t => {
		t.is(readHead(encode(text)), undefined);
	});
}

test('changes no byte but those of the model', t => {
	const body = wire('claude-turn.request.json');
	const head = readHead(body);
	t.is(head?.model, 'claude-opus-5-5');
	t.true(head?.stream);
	const text = body.toString();
	const at = text.indexOf('"claude-opus-5-5"');
	t.is(decode(replaceModel(body, head ?? nothing, 'z')), `${text.slice(0, at)}"z"${text.slice(at + '"claude-opus-5-5"'.length)}`);
});

test('finds the value of every top-level key', t => {
	const text = String.raw`{ "a" : [1, {"b": ","}] , "c":"}\",", "d":null,"model" : "m", "e": {"a": 5} , "a": 2 }`;
	const {values} = readHead(encode(text)) ?? nothing;
	t.deepEqual(Object.fromEntries([...values].map(([key, {start, end}]) => [key, text.slice(start, end)])), {a: '2 ', c: String.raw`"}\","`, d: 'null', model: '"m"', e: '{"a": 5} '});
});

test('agrees with JSON.parse on made-up objects', t => {
	let seed = 7;
	const pick = (count: number) => {
		seed = ((seed * 1_103_515_245) + 12_345) % 2_147_483_648;
		return Math.floor(seed / 65_536) % count;
	};

	const texts = ['model', 'stream', '"', '\\', '{"model":"x"}', 'ü', '\n', ''];
	const make = (depth: number): unknown => {
		switch (pick(depth > 2 ? 3 : 5)) {
			case 0: {
				return texts[pick(texts.length)];
			}

			case 1: {
				return pick(2) === 0;
			}

			case 2: {
				return pick(100);
			}

			case 3: {
				return Array.from({length: pick(3)}, () => make(depth + 1));
			}

			default: {
				return Object.fromEntries(Array.from({length: pick(4)}, () => [texts[pick(texts.length)], make(depth + 1)]));
			}
		}
	};

	for (let round = 0; round < 2000; round++) {
		const value: Record<string, unknown> = {...make(0) as object, [pick(2) === 0 ? 'model' : 'other']: make(1), stream: pick(2) === 0};
		const text = JSON.stringify(value, undefined, pick(2) === 0 ? 2 : undefined);
		const head = readHead(encode(text));
		t.deepEqual([head?.model, head?.stream], [typeof value.model === 'string' ? value.model : undefined, value.stream === true]);
	}
});
