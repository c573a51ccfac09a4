import {openHttp} from '../io/http-client.js';
import {emptyReader, errorMessage, feedAnswer, type Said} from './answer-reader.js';
import type {Ask} from './chat-turn.js';

type Options = {readonly baseUrl: string; readonly key: string; readonly model: string};

const headDeadline = 120_000;

/** Asks over the Messages wire, as an agent does. */
export function createAsk({baseUrl, key, model}: Options): Ask {
	return async function * (messages, signal): AsyncIterable<Said> {
		const answer = await openHttp({
			url: `${baseUrl}/v1/messages`,
			method: 'POST',
			headers: {'content-type': 'application/json', accept: 'text/event-stream', 'anthropic-version': '2023-06-01', authorization: `Bearer ${key}`, 'user-agent': 'clutch-demo-agent'},
			body: JSON.stringify({
				model,
				max_tokens: 4096,
				stream: true,
				system: [{type: 'text', text: 'You are the scripted model of the Clutch demo.', cache_control: {type: 'ephemeral'}}],
				tools: [{name: 'echo', description: 'Prints words.', input_schema: {type: 'object', properties: {text: {type: 'string'}}, required: ['text']}}],
				messages,
			}),
			signal,
			headDeadlineMs: headDeadline,
		});
		if (answer.status !== 200) {
			yield {type: 'failed', message: await refusal(answer.status, answer.body)};
			return;
		}

		let state = emptyReader;
		for await (const chunk of answer.body) {
			const [next, said] = feedAnswer(state, chunk);
			state = next;
			yield * said;
		}
	};
}

async function refusal(status: number, body: AsyncIterable<Uint8Array>): Promise<string> {
	const chunks: Uint8Array[] = [];
	for await (const chunk of body) {
		chunks.push(chunk);
	}

	const text = Buffer.concat(chunks).toString();
	try {
		return `${status}: ${errorMessage(JSON.parse(text))}`;
	} catch {
		// Not JSON: something else than a gateway answered.
		return `${status}: ${text.slice(0, 200)}`;
	}
}
