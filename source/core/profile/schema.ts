import * as z from 'zod';
import {defaultSearchPattern} from './search-pattern.js';

/** A model id, in the config file and in profiles. */
export const modelText = z.string().min(1).describe('A model id, such as moonshotai/kimi-k2.6:free, or provider:model to name the provider too');

const provider = z.string().min(1).describe('A provider by its id');
const variable = z.string().regex(/^[A-Za-z_]\w*$/, {error: 'a name of letters, digits and _, no digit first'});

/** Extra environment of agents. */
export const agentEnvironment = z.record(variable, z.string());

/** Extra arguments by the agent's letter. */
export const agentArguments = z.record(z.string(), z.array(z.string()));

/** What happens to an agent that crashed. */
export const crashPolicy = z.enum(['never', 'once', 'backoff']).describe('Whether an agent that crashed goes on by itself: never, once, or again and again with growing pauses');

/** What a profile says, the original's keys first. A key nobody knows is worth a warning; inside `direct`, `env` and `args`, which are ours, it is a mistake. */
export const profileSchema = z.strictObject({
	notes: z.string().optional().describe('For people'),
	model: modelText.optional().describe('The model of every role that nothing else names'),
	force_main: modelText.optional().describe('Answers the main conversation, whatever the agent asks for'),
	toolcall_models: z.array(modelText).optional().describe('Tried in this order for requests that bring tools'),
	tier_overrides: z.strictObject({big: modelText.optional(), middle: modelText.optional(), small: modelText.optional()}).optional().describe('A model for a role'),
	tier_providers: z.strictObject({big: provider.optional(), middle: provider.optional(), small: provider.optional()}).optional().describe('Who serves the models of a role'),
	subagent_model: modelText.optional().describe('Answers the helpers an agent starts'),
	provider_override: provider.optional().describe('Serves everything'),
	web_search: modelText.optional().describe('Answers requests that offer a search of the web and nothing else'),
	web_search_pattern: z.string().refine(isPattern, {error: 'a regular expression'}).optional().describe(`Names of tools that search the web, as a regular expression; else ${defaultSearchPattern}`),
	web_search_intercept: z.boolean().optional().describe('Whether such requests go to that model at all'),
	spoof_response_model: z.boolean().optional().describe('Whether an answer names the model that was asked for'),
	route: z.enum(['p', 'b']).optional().describe('The route of requests whose address names none: b leaves the model they ask for untouched'),
	lane: z.enum(['interactive', 'standby']).optional().describe('Understood and not acted on: Clutch keeps no models in reserve'),
	slot_bindings: z.record(z.string(), z.string()).optional().describe('Understood and not acted on: roles of a model scan'),
	login: z.boolean().optional().describe('The agent\'s own login, or never'),
	approvals: z.enum(['bypass', 'ask']).optional().describe('Whether agents act without asking'),
	crash: crashPolicy.optional(),
	env: agentEnvironment.optional().describe('Extra environment of agents'),
	args: agentArguments.optional().describe('Extra arguments for an agent, by its letter'),
	direct: z.strictObject({
		keep: z.array(variable).optional().describe('Variables an agent keeps on route d, such as ANTHROPIC_API_KEY'),
	}).optional(),
});

export type ProfileBundle = Readonly<z.output<typeof profileSchema>>;

/** The keys of a profile whose insides are ours alone. */
export const ourProfileSections: ReadonlySet<string> = new Set(['direct', 'env', 'args']);

/** The JSON Schema of the files in `profiles/`, as `profiles/profile.schema.json` has it. */
export function profileJsonSchema(): Readonly<Record<string, unknown>> {
	return {title: 'A profile of Clutch', ...z.toJSONSchema(profileSchema.extend({$schema: z.string().optional()}), {io: 'input'})};
}

function isPattern(text: string): boolean {
	try {
		return new RegExp(text, 'i') instanceof RegExp;
	} catch {
		return false;
	}
}
