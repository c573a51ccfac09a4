import test from 'ava';
import {promptUsage, type Conversation, type Turn} from '../../source/demo/conversation.js';
import {answerTo, wantedEcho} from '../../source/demo/script.js';
import {wantedTrouble, type Trouble} from '../../source/demo/trouble.js';

const bash = {name: 'Bash', parameters: {command: {type: 'string'}, description: {type: 'string'}}, weight: 100};

function conversation(turns: readonly Turn[], changes: Partial<Conversation> = {}): Conversation {
	return {model: 'demo-big', stream: true, maximumTokens: undefined, system: 'x'.repeat(40), turns, tools: [], caches: true, usageInStream: true, ...changes};
}

function text(turns: readonly Turn[], changes: Partial<Conversation> = {}): string {
	return answerTo(conversation(turns, changes)).pieces.join('');
}

test('quotes the newest message and says its number', t => {
	const said = text([{role: 'user', text: 'one'}, {role: 'assistant', text: 'x'}, {role: 'user', text: '<system-reminder>do not\nquote</system-reminder>\nhow are you'}]);
	t.is(said, 'This is the demo, a script and no AI. Your message 2 was: "how are you". Write "echo hello" to see a tool at work, or "long" for a long answer.');
});

test('asks a shell tool to echo what was asked for', t => {
	t.deepEqual(answerTo(conversation([{role: 'user', text: 'please echo seven apples'}], {tools: [{...bash, name: 'Read'}, bash]})), {
		pieces: ['I', ' will', ' run', ' that.'],
		call: {tool: 'Bash', input: {command: 'echo seven apples', description: 'Print some words'}},
		cut: false,
	});
});

const toolInputs = test.macro<[parameters: Readonly<Record<string, unknown>>, input: Readonly<Record<string, unknown>>]>({
	exec(t, parameters, input) {
		t.deepEqual(answerTo(conversation([{role: 'user', text: 'echo a b'}], {tools: [{name: 'shell', parameters, weight: 1}]})).call?.input, input);
	},
	title: (_, parameters) => `fills the tool's own parameter ${Object.keys(parameters).join(', ')}`,
});

test(toolInputs, {text: {type: 'string'}}, {text: 'a b'});
test(toolInputs, {cmd: {type: 'string'}}, {cmd: 'echo a b'});
test(toolInputs, {command: {type: 'array'}}, {command: ['echo', 'a', 'b']});

test('says so when no tool can run a command', t => {
	t.is(text([{role: 'user', text: 'echo hi'}]), 'I was offered no tool that could run: echo hi');
});

test('quotes what the tool printed', t => {
	t.is(text([{role: 'user', text: 'echo hi'}, {role: 'assistant', text: ''}, {role: 'tool', text: 'hi\n'}], {tools: [bash]}), 'The command printed: hi');
});

const echoes = test.macro<[words: string, printed: string | undefined]>({
	exec(t, words, printed) {
		t.is(wantedEcho(words), printed);
	},
	title: (_, words) => `reads the wish ${JSON.stringify(words)}`,
});

test(echoes, 'echo hi; rm -rf /', 'hi rm -rf');
test(echoes, 'run `echo $(id) | sh > x`', 'id sh x');
test(echoes, 'echo -n x', 'demo');
test(echoes, 'echo "two words"\nand more', 'two words');
test(echoes, 'echo $$', 'demo');
test(echoes, 'run something', 'demo');
test(echoes, 'an echoing hall', undefined);
test(echoes, 'hello', undefined);

test('stops at the number of tokens the client allows', t => {
	const answer = answerTo(conversation([{role: 'user', text: 'hello'}], {maximumTokens: 3}));
	t.deepEqual(answer, {pieces: ['This', ' is', ' the'], call: undefined, cut: true});
});

test('counts the first turn as written to the cache and the later ones as read from it', t => {
	const first: Turn = {role: 'user', text: 'a'.repeat(8)};
	const answer: Turn = {role: 'assistant', text: 'b'.repeat(4)};
	t.deepEqual(promptUsage(conversation([first], {tools: [bash]})), {input: 112, cacheRead: 0, cacheWrite: 110});
	t.deepEqual(promptUsage(conversation([first, answer, first], {tools: [bash]})), {input: 115, cacheRead: 112, cacheWrite: 0});
	t.deepEqual(promptUsage(conversation([first, answer, first], {caches: false})), {input: 15, cacheRead: 0, cacheWrite: 0});
});

const troubles = test.macro<[wish: {readonly words?: string; readonly model?: string; readonly header?: string}, type: Trouble['type']]>({
	exec(t, {words = 'hi', model = 'demo-big', header}, type) {
		t.is(wantedTrouble(conversation([{role: 'user', text: words}], {model}), header).type, type);
	},
	title: (_, wish, type) => `makes ${type} of ${JSON.stringify(wish)}`,
});

test(troubles, {}, 'none');
test(troubles, {words: 'demo:cut please'}, 'cut');
test(troubles, {words: 'demo:unheard'}, 'none');
test(troubles, {words: '<system-reminder>demo:cut</system-reminder>'}, 'none');
test(troubles, {model: 'demo-429'}, 'status');
test(troubles, {header: 'hang', model: 'demo-429'}, 'hang');
