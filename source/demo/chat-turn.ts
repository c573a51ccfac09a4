import {isRecord, asText} from './piece.js';
import type {Said} from './answer-reader.js';
import type {Message, Transcript} from './transcript.js';

/** Sends the conversation and gives the answer as it arrives. */
export type Ask = (messages: readonly Message[], signal: AbortSignal) => AsyncIterable<Said>;

export type Turn = {
	readonly ask: Ask;
	readonly transcript: Transcript;
	readonly print: (text: string) => void;
	readonly signal: AbortSignal;
};

export type TurnEnd = {readonly type: 'done'} | {readonly type: 'failed'; readonly message: string};

/** A model that asks for one tool after another is stopped here; the scripted one never needs more than one. */
const maximumSteps = 10;

/**
One message of the user and all that follows from it: the answer, the tools it asks for, the answer to those.

Only what is whole enters the transcript, so that a conversation resumed after an interruption is one the wire accepts.
*/
export async function takeTurn(text: string, {ask, transcript, print, signal}: Turn): Promise<TurnEnd> {
	const said: Message[] = [{role: 'user', content: text}];
	for (let step = 0; step < maximumSteps; step++) {
		const answer = await readAnswer(ask([...transcript.messages(), ...said], signal), print);
		if (answer.type === 'failed') {
			return answer;
		}

		said.push({role: 'assistant', content: answer.blocks});
		const calls = answer.blocks.filter(block => block.type === 'tool_use');
		if (calls.length === 0) {
			transcript.append(said);
			return {type: 'done'};
		}

		said.push({role: 'user', content: calls.map(call => runTool(call, print))});
	}

	return {type: 'failed', message: `The model asked for tools ${maximumSteps} times in a row.`};
}

type Answer = {readonly type: 'whole'; readonly blocks: ReadonlyArray<Readonly<Record<string, unknown>>>} | {readonly type: 'failed'; readonly message: string};

async function readAnswer(stream: AsyncIterable<Said>, print: (text: string) => void): Promise<Answer> {
	let text = '';
	const calls: Array<Readonly<Record<string, unknown>>> = [];
	for await (const said of stream) {
		switch (said.type) {
			case 'text': {
				text += said.text;
				print(said.text);
				break;
			}

			case 'call': {
				calls.push({type: 'tool_use', id: said.id, name: said.name, input: said.input});
				break;
			}

			case 'failed': {
				return said;
			}

			case 'end': {
				print('\n');
				return {type: 'whole', blocks: [...(text === '' ? [] : [{type: 'text', text}]), ...calls]};
			}
		}
	}

	return {type: 'failed', message: 'The answer broke off before its end.'};
}

/** The agent's one tool, done right here: no shell, no process. */
function runTool(call: Readonly<Record<string, unknown>>, print: (text: string) => void): Readonly<Record<string, unknown>> {
	const input = isRecord(call.input) ? call.input : {};
	if (call.name !== 'echo') {
		return {type: 'tool_result', tool_use_id: call.id, is_error: true, content: `There is no tool ${asText(call.name)}.`};
	}

	const text = asText(input.text);
	print(`  ⎿ echo: ${text}\n`);
	return {type: 'tool_result', tool_use_id: call.id, content: text};
}
