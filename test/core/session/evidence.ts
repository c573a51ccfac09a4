import test, {type ExecutionContext} from 'ava';
import type {AgentLetter} from '../../../source/core/launch/agent.js';
import {agentOf} from '../../../source/core/launch/catalogue.js';
import {couldSpeak, isConversationId, lastWords, nearestConversation, weighEvidence, type Evidence} from '../../../source/core/session/evidence.js';
import type {Recipe} from '../../../source/core/session/session.js';

type Known = Pick<Recipe, 'conversation' | 'proof'>;

const weighs = test.macro((t: ExecutionContext, {known, seen, written}: {readonly known: Known; readonly seen: Evidence; readonly written: Evidence | undefined}) => {
	t.deepEqual(weighEvidence(known, seen), written);
});

const none: Known = {conversation: undefined};

test('the first header names the conversation', weighs, {known: none, seen: {conversation: 'a', proof: 'header'}, written: {conversation: 'a', proof: 'header'}});
test('a second header does not: an agent inside the agent speaks by its address', weighs, {known: {conversation: 'a', proof: 'header'}, seen: {conversation: 'b', proof: 'header'}, written: undefined});
test('a header changes nothing of what was chosen', weighs, {known: {conversation: 'a', proof: 'assigned'}, seen: {conversation: 'b', proof: 'header'}, written: undefined});
test('one without a proof counts as chosen', weighs, {known: {conversation: 'a'}, seen: {conversation: 'b', proof: 'header'}, written: undefined});
test('the agent\'s own process says when it has begun another', weighs, {known: {conversation: 'a', proof: 'assigned'}, seen: {conversation: 'b', proof: 'process'}, written: {conversation: 'b', proof: 'process'}});
test('the agent\'s own process says so a second time too', weighs, {known: {conversation: 'a', proof: 'process'}, seen: {conversation: 'b', proof: 'process'}, written: {conversation: 'b', proof: 'process'}});
test('a process confirms a header', weighs, {known: {conversation: 'a', proof: 'header'}, seen: {conversation: 'a', proof: 'process'}, written: {conversation: 'a', proof: 'process'}});
test('one that we chose stays chosen, since it may not have begun', weighs, {known: {conversation: 'a', proof: 'assigned'}, seen: {conversation: 'a', proof: 'process'}, written: undefined});
test('last words count where nothing else is known', weighs, {known: none, seen: {conversation: 'a', proof: 'exit-hint'}, written: {conversation: 'a', proof: 'exit-hint'}});
test('last words change nothing of what is known better', weighs, {known: {conversation: 'a', proof: 'header'}, seen: {conversation: 'b', proof: 'exit-hint'}, written: undefined});
test('newer last words do not replace older ones of another conversation', weighs, {known: {conversation: 'a', proof: 'exit-hint'}, seen: {conversation: 'b', proof: 'exit-hint'}, written: undefined});
test('a header replaces last words', weighs, {known: {conversation: 'a', proof: 'exit-hint'}, seen: {conversation: 'b', proof: 'header'}, written: {conversation: 'b', proof: 'header'}});
test('an empty id is no id', weighs, {known: none, seen: {conversation: '', proof: 'process'}, written: undefined});
test('an empty id that is known is none', weighs, {known: {conversation: '', proof: 'process'}, seen: {conversation: 'a', proof: 'exit-hint'}, written: {conversation: 'a', proof: 'exit-hint'}});

test('an id is one word that no agent reads as an option', t => {
	t.deepEqual(['ses_1', '01a1fd25-88cd-7342-b53c-a634c7af40f7', 'clutch-my-id_1', '', '-x', 'a b', 'a\nb', 'x'.repeat(201)].map(id => isConversationId(id)), [true, true, true, false, false, false, false, false]);
});

test('the nearest process counts, and nothing of what it starts', t => {
	t.is(nearestConversation([['a'], ['b']], undefined), 'a');
	t.is(nearestConversation([[], [], ['a']], undefined), 'a');
	t.is(nearestConversation([[], []], 'a'), undefined);
});

test('of several at once one that is known stays, and none is guessed', t => {
	t.is(nearestConversation([['a', 'b']], 'b'), 'b');
	t.is(nearestConversation([['a', 'b']], undefined), undefined);
	t.is(nearestConversation([['a', 'b']], 'c'), undefined);
	t.is(nearestConversation([['a', 'a']], undefined), 'a');
});

const words = test.macro((t: ExecutionContext, {agent, output, id}: {readonly agent: AgentLetter; readonly output: string; readonly id: string | undefined}) => {
	t.is(lastWords(agentOf(agent)?.traces ?? [], output), id);
});

const id = '01a1fd25-88cd-7342-b53c-a634c7af40f7';
test('the last words of Codex name its conversation, colours and all', words, {agent: 'x', output: `\u001B[?1049l\u001B[0mTo continue this session, run \u001B[36mcodex resume ${id}\u001B[39m\r\n`, id});
test('the last words of OpenCode name its session', words, {agent: 'o', output: '\u001B]0;x\u0007  Session   Hello\r\n  Continue  opencode -s ses_e02d9e99fffewhis42FQlHyZR9\r\n', id: 'ses_e02d9e99fffewhis42FQlHyZR9'});
test('of several hints the last one counts', words, {agent: 'p', output: 'pi --session one\r\n\u001B[2J pi --session two\r\n', id: 'two'});
test('what was said long before the end is no last word', words, {agent: 'p', output: `pi --session one\r\n${'talk '.repeat(500)}`, id: undefined});
test('an agent that has no last words is not asked for them', words, {agent: 'g', output: 'agy --conversation x', id: undefined});

test('who was killed has no last words', t => {
	t.deepEqual([undefined, {type: 'code', code: 1}, {type: 'signal', signal: 'SIGTERM'}, {type: 'signal', signal: 'SIGKILL'}, {type: 'signal', signal: 'SIGSEGV'}].map(exit => couldSpeak(exit as Parameters<typeof couldSpeak>[0])), [true, true, true, false, false]);
});
