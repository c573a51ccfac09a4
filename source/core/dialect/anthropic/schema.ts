import * as z from 'zod';

const text = z.string();

const source = z.looseObject({
	type: text,
	media_type: text.optional(),
	data: text.optional(),
	url: text.optional(),
	content: z.unknown().optional(),
});

const block = z.looseObject({type: text});

const content = z.union([text, z.array(block)]);

const tool = z.looseObject({
	type: text.nullish(),
	name: text,
	description: text.nullish(),
	input_schema: z.unknown().optional(),
	defer_loading: z.boolean().nullish(),
});

const request = z.looseObject({
	model: text,
	system: content.nullish(),
	messages: z.array(z.looseObject({role: text, content: content.nullish()})),
	tools: z.array(tool).nullish(),
	tool_choice: z.looseObject({type: text, name: text.optional(), disable_parallel_tool_use: z.boolean().optional()}).nullish(),
	max_tokens: z.number().nullish(),
	temperature: z.number().nullish(),
	top_p: z.number().nullish(),
	stop_sequences: z.array(text).nullish(),
	stream: z.boolean().nullish(),
	output_config: z.looseObject({format: z.looseObject({type: text, schema: z.unknown().optional()}).nullish()}).nullish(),
});

const blocks = {
	text: z.looseObject({text}),
	image: z.looseObject({source}),
	document: z.looseObject({source, title: text.nullish()}),
	tool_use: z.looseObject({id: text, name: text, input: z.unknown().optional()}),
	tool_result: z.looseObject({tool_use_id: text, content: content.nullish(), is_error: z.boolean().nullish()}),
};

export type MessagesRequest = z.output<typeof request>;
export type MessagesBlock = z.output<typeof block>;
export type MessagesSource = z.output<typeof source>;
export type MessagesTool = z.output<typeof tool>;

export type KnownBlock = {readonly [Name in keyof typeof blocks]: {readonly type: Name; readonly block: z.output<(typeof blocks)[Name]>}}[keyof typeof blocks];

/** A sentence where a conversion cannot understand what it has to; what it need not understand is let through. */
export function parseMessages(value: unknown): MessagesRequest | string {
	const read = request.safeParse(value);
	return read.success ? read.data : sentence(read.error);
}

/** Undefined for a block of another type, or one of these with parts missing: both are kept as text. */
export function parseBlock(value: MessagesBlock): KnownBlock | undefined {
	if (!Object.hasOwn(blocks, value.type)) {
		return undefined;
	}

	const type = value.type as keyof typeof blocks;
	const read = blocks[type].safeParse(value);
	// Type and block were read by the same row of the table, which the compiler cannot see.
	const known = {type, block: read.data};
	return read.success ? known as KnownBlock : undefined;
}

function sentence(error: z.ZodError): string {
	const [issue] = error.issues;
	return issue === undefined ? 'the body could not be read' : `${issue.path.join('.') || 'body'}: ${issue.message}`;
}
