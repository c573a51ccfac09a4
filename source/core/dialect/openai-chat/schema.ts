import * as z from 'zod';

const text = z.string();

const usage = z.looseObject({
	prompt_tokens: z.number().nullish(),
	completion_tokens: z.number().nullish(),
	prompt_tokens_details: z.looseObject({cached_tokens: z.number().nullish(), cache_write_tokens: z.number().nullish()}).nullish(),
});

const call = z.looseObject({
	index: z.number().nullish(),
	id: text.nullish(),
	function: z.looseObject({name: text.nullish(), arguments: z.unknown().optional()}).nullish(),
});

const said = z.looseObject({
	content: z.union([text, z.array(z.looseObject({text: text.nullish()}))]).nullish(),
	reasoning_content: text.nullish(),
	reasoning: text.nullish(),
	refusal: text.nullish(),
	tool_calls: z.array(call).nullish(),
	function_call: z.looseObject({name: text.nullish(), arguments: z.unknown().optional()}).nullish(),
});

const choice = z.looseObject({
	index: z.number().nullish(),
	delta: said.nullish(),
	message: said.nullish(),
	finish_reason: text.nullish(),
});

/** A whole answer and a piece of one have the same outside. */
const chunk = z.looseObject({
	id: text.nullish(),
	model: text.nullish(),
	choices: z.array(choice).nullish(),
	usage: usage.nullish(),
	error: z.unknown().optional(),
});

export type ChatChunk = z.output<typeof chunk>;
export type ChatSaid = z.output<typeof said>;
export type ChatUsage = z.output<typeof usage>;

export function parseChunk(value: unknown): ChatChunk | undefined {
	const read = chunk.safeParse(value);
	return read.success ? read.data : undefined;
}
