/** What a conversion cannot carry. `where` says whether it is lost on the way to the provider or on the way back. */
export type Loss = {readonly id: string; readonly where: 'request' | 'answer'; readonly what: string; readonly instead: string};

/**
One table for each pair of dialects. The converters name losses by these ids only, the header `x-clutch-lossy` lists them, and `docs/dialects.md` is checked against this.
*/
export const lossy = {
	'messages-to-chat': [
		{id: 'billing-header', where: 'request', what: 'the block `x-anthropic-billing-header` of the system prompt', instead: 'left out: it is for Anthropic only and differs in every session, which would spoil prompt caches'},
		{id: 'cache-hints', where: 'request', what: '`cache_control` on blocks, tools and the request', instead: 'left out: Chat providers cache prefixes by themselves, if they do'},
		{id: 'thinking-request', where: 'request', what: '`thinking` and `output_config.effort`', instead: 'left out: the model thinks as much as its provider lets it'},
		{id: 'thinking-history', where: 'request', what: 'thinking blocks of earlier turns', instead: 'left out: their signatures are for the model that made them'},
		{id: 'context-management', where: 'request', what: '`context_management`, `compaction`', instead: 'left out: nothing is edited on the server'},
		{id: 'metadata', where: 'request', what: '`metadata` (device, account and session of the user)', instead: 'left out'},
		{id: 'deferred-tools', where: 'request', what: 'tools without a schema that are loaded on demand (`DeferredToolPlaceholder`)', instead: 'left out; tools with a schema are sent whole'},
		{id: 'server-tools', where: 'request', what: 'tools that Anthropic runs (web search, code execution …), `mcp_servers`, `container`', instead: 'left out'},
		{id: 'server-blocks', where: 'request', what: 'results of such tools, and blocks of unknown types, in earlier turns', instead: 'kept as text, as JSON'},
		{id: 'file-references', where: 'request', what: 'images and documents by `file_id`', instead: 'a line of text that says so'},
		{id: 'document-urls', where: 'request', what: 'documents by address', instead: 'a line of text with the address'},
		{id: 'citations', where: 'request', what: '`citations` of documents and texts', instead: 'left out; the text stays'},
		{id: 'tool-error-flag', where: 'request', what: '`is_error` of tool results', instead: 'the text begins with "Error: "'},
		{id: 'orphan-results', where: 'request', what: 'tool results whose call is not in the conversation', instead: 'kept as text of the user'},
		{id: 'missing-results', where: 'request', what: 'tool calls without a result', instead: 'a result that says so is added, since Chat refuses calls without one'},
		{id: 'tool-names', where: 'request', what: 'tool names that Chat does not take (over 64 characters, or others than letters, digits, `_` and `-`)', instead: 'sent under a short name; the answer has the original again'},
		{id: 'top-k', where: 'request', what: '`top_k`', instead: 'left out'},
		{id: 'stop-sequences', where: 'request', what: 'stop sequences after the fourth', instead: 'left out; which one stopped the answer is not told (`stop_sequence` is null)'},
		{id: 'service-options', where: 'request', what: '`service_tier`, `speed`, `inference_geo`, `safeguards`, `fallbacks` and other options of the service', instead: 'left out'},
		{id: 'thinking-signature', where: 'answer', what: 'signatures of reasoning', instead: 'reasoning becomes a thinking block whose signature names Clutch; no provider takes it for its own'},
		{id: 'refusal', where: 'answer', what: 'the difference between a refusal and other text', instead: 'text, and `stop_reason` "refusal"'},
		{id: 'raw-arguments', where: 'answer', what: 'arguments of a tool that are no JSON object', instead: 'whole answers: the text under `raw_arguments`; streams: as they came'},
		{id: 'several-choices', where: 'answer', what: 'choices after the first', instead: 'left out'},
	],
} as const satisfies Readonly<Record<string, readonly Loss[]>>;

export type LossId = (typeof lossy)['messages-to-chat'][number]['id'];
