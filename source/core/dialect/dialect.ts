/** The wires a client or a provider can speak, by the name the config has for them. */
export type Dialect = 'messages' | 'chat' | 'responses' | 'gemini';

/** How each is called in a sentence. */
export const dialectNames: Readonly<Record<Dialect, string>> = {
	messages: 'Anthropic Messages',
	chat: 'OpenAI Chat Completions',
	responses: 'OpenAI Responses',
	gemini: 'Gemini',
};
