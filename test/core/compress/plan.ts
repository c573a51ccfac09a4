import {createHash} from 'node:crypto';
import test from 'ava';
import {createMemo} from '../../../source/core/compress/memo.js';
import {carryOut, planOf} from '../../../source/core/compress/plan.js';
import {readReply} from '../../../source/core/compress/exchange.js';
import {readHead} from '../../../source/core/dialect/json-head.js';
import {messagesHistory} from '../../helpers/tool-history.js';

const hash = (parts: ReadonlyArray<string | Uint8Array>) => {
	const sum = createHash('sha256');
	for (const part of parts) {
		sum.update(part).update('\0');
	}

	return sum.digest('hex');
};

type Message = Readonly<Record<string, unknown>>;

/** One conversation, and a compressor that answers as it is told, or not at all. */
function conversation() {
	const memo = createMemo();
	return (messages: readonly Message[], compressor: ((text: string) => string) | undefined) => {
		const body = Buffer.from(JSON.stringify({model: 'm', messages}));
		const plan = planOf(body, {dialect: 'messages', values: readHead(body)?.values ?? new Map(), owner: 'one', memo, hash});
		if (plan === undefined) {
			return {sent: messages, conversation: undefined};
		}

		const value = compressor === undefined ? undefined : {messages: messages.map(message => Array.isArray(message.content) ? {...message, content: (message.content as readonly Message[]).map(block => typeof block.content === 'string' ? {...block, content: compressor(block.content)} : block)} : message)};
		const reply = value === undefined || !plan.isWorthAsking ? undefined : readReply(value, plan);
		const done = carryOut(body, {plan, reply, memo});
		return {sent: (JSON.parse(Buffer.from(done.body).toString()) as {readonly messages: readonly Message[]}).messages, conversation: plan.conversation};
	};
}

/** The same numbers every time. */
function numbers(seed: number): (below: number) => number {
	let state = seed;
	return below => {
		state = ((state * 1_103_515_245) + 12_345) % 2_147_483_648;
		return Math.floor(state / 2_147_483_648 * below);
	};
}

test('sends every message again as it was sent first, whatever the compressor says by then', t => {
	for (let seed = 1; seed <= 40; seed++) {
		const random = numbers(seed);
		const ask = conversation();
		const whole = messagesHistory(12, {lines: 20});
		let before: readonly string[] = [];
		for (let turns = 1; turns <= 12; turns++) {
			const size = 10 + random(200);
			// Some turns nobody answers, others shorten everything anew; the client's mark moves on.
			const compressor = random(4) === 0 ? undefined : (text: string) => text.slice(0, size + random(600));
			const {sent} = ask(whole.slice(0, 1 + (2 * turns)), compressor);
			const texts = sent.map(message => JSON.stringify(message));
			t.deepEqual(texts.slice(0, before.length), before);
			before = texts;
		}
	}
});

test('knows a conversation again after the client has moved its marks', t => {
	const ask = conversation();
	const marked = messagesHistory(2).map((message, index) => index === 2 ? {...message, content: (message.content as readonly Message[]).map(block => ({...block, cache_control: {type: 'ephemeral'}}))} : message);
	const first = ask([{role: 'user', content: [{type: 'text', text: 'Mend the tests, please.', cache_control: {type: 'ephemeral'}}]}, ...marked.slice(1, 3)], text => text.slice(0, 100));
	const second = ask(messagesHistory(2), text => text.slice(0, 50));
	t.is(first.conversation, second.conversation);
	const content = (message: Message | undefined) => (message?.content as readonly Message[])[0]?.content;
	t.is(content(second.sent[2]), content(first.sent[2]));
});

test('leaves an old text as it came that was never asked about', t => {
	const {sent} = conversation()(messagesHistory(3), text => text.slice(0, 50));
	t.deepEqual(sent.slice(0, 6), messagesHistory(3).slice(0, 6));
	t.notDeepEqual(sent[6], messagesHistory(3)[6]);
});

test('leaves what failed as it came', t => {
	const failed = messagesHistory(1).map(message => ({...message, content: (message.content as readonly Message[]).map(block => block.type === 'tool_result' ? {...block, is_error: true} : block)}));
	t.deepEqual(conversation()(failed, text => text.slice(0, 50)).sent, failed);
});

test('keeps a memo within its bounds and forgets what was not asked for', t => {
	const memo = createMemo({entries: 3, characters: 100});
	for (const key of ['a', 'b', 'c']) {
		memo.keep(key, {type: 'exchanged', text: key});
	}

	memo.sent('a');
	memo.keep('d', {type: 'as-it-came'});
	t.deepEqual(['a', 'b', 'c', 'd'].map(key => memo.sent(key) !== undefined), [true, false, true, true]);
	memo.keep('e', {type: 'exchanged', text: 'x'.repeat(100)});
	t.deepEqual(['a', 'c', 'd', 'e'].map(key => memo.sent(key) !== undefined), [false, false, true, true]);
	t.true(memo.isUsed());
});

test('finds on its shelf what another memo exchanged, and tells it of each text that is in use', t => {
	const texts = new Map<string, string>();
	const told: string[] = [];
	const shelf = {
		read: (key: string) => texts.get(key),
		put(key: string, text: string) {
			told.push(key);
			texts.set(key, text);
		},
		isEmpty: () => texts.size === 0,
	};
	const first = createMemo({shelf});
	t.false(first.isUsed());
	first.keep('a', {type: 'exchanged', text: 'short'});
	first.keep('b', {type: 'as-it-came'});
	const second = createMemo({shelf});
	t.true(second.isUsed());
	t.deepEqual(['a', 'b', 'a'].map(key => second.sent(key)), [{type: 'exchanged', text: 'short'}, undefined, {type: 'exchanged', text: 'short'}]);
	t.deepEqual(told, ['a', 'a', 'a']);
});
