import * as z from 'zod';
import type {Role} from '../view/text/role.js';
import {compressionSchema, servicesSchema} from '../service/schema.js';
import {agentArguments, agentEnvironment, crashPolicy, modelText as model, ourProfileSections, profileSchema} from '../profile/schema.js';

const address = z.url({protocol: /^https?$/}).describe('An http or https address');
const secret = z.string().min(1).describe('A secret: better kept in the .env beside this file, or a variable by its name');

const role = z.strictObject({
	default: model.optional(),
	cascade: z.array(model).optional().describe('Tried in this order when the default fails'),
});

/** The wires a provider can serve, by the name of their dialect. */
export const wires = ['messages', 'chat', 'responses', 'gemini'] as const;

const provider = z.strictObject({
	name: z.string().optional().describe('What it is called on screen'),
	base_url: address.optional(),
	api_key: z.union([secret, z.array(secret)]).optional(),
	wires: z.array(z.enum(wires)).optional().describe('Which APIs it serves'),
	headers: z.record(z.string(), z.string()).optional().describe('Sent with every request to it'),
});

const profile = z.union([model, profileSchema]);

const roles = ['text', 'dim', 'accent', 'focus', 'ok', 'busy', 'ask', 'warn', 'bad', 'line'] as const satisfies readonly Role[];
const colour = z.string().regex(/^#(?:[\da-fA-F]{3}|[\da-fA-F]{6})$/, {error: 'a colour such as #33aaff'}).describe('A colour such as #33aaff');

const usd = z.number().nonnegative();

/** US dollars for a million tokens. */
const price = z.strictObject({
	usd_per_million_input: usd,
	usd_per_million_output: usd,
	usd_per_million_cache_read: usd.optional().describe('What the provider had in its cache; else it counts as input, and the cost as an estimate'),
	usd_per_million_cache_write: usd.optional().describe('What it put there'),
});

/**
The one schema of the user's config file. Every key is optional: what is not said comes from the environment, the `.env`, or the shipped defaults.
*/
export const configSchema = z.strictObject({
	$schema: z.string().optional().describe('For editors: where the schema of this file is'),
	proxy: z.strictObject({
		base_url: address.optional().describe('Where agents find the gateway'),
		health_url: address.optional(),
		headroom_health_url: address.optional(),
		auto_start: z.boolean().optional().describe('Start the services a launch needs'),
	}).optional(),
	model_tiers: z.strictObject({BIG: role.optional(), MIDDLE: role.optional(), SMALL: role.optional()}).optional().describe('The models of each role'),
	model_cascade: z.boolean().optional().describe('Whether the next model is tried at all when one fails'),
	fallbacks: z.array(model).optional().describe('Tried after the cascade of every role'),
	fallback_method: z.enum(['cascade', 'openrouter_native', 'both']).optional(),
	toolcall_models: z.array(model).optional().describe('Tried for requests that bring tools'),
	tiers: z.record(z.string().regex(/^[a-z]$/, {error: 'a name of one small letter'}), model).optional().describe('The model of the last letter of a code'),
	profiles: z.record(z.string().regex(/^[\w.-]+$/, {error: 'a name of letters, digits, _ - and .'}), profile).optional().describe('Named bundles; the digits 0 to 9 can end a code'),
	agents: z.record(z.string().regex(/^[a-z][a-z-]*$/, {error: 'a name of small letters and -'}), z.strictObject({
		profile: z.string().min(1).optional().describe('The profile of its launches that name none'),
	})).optional().describe('By the letter of an agent, or its name'),
	selectors: z.record(z.string(), model).optional(),
	quotas: z.record(z.string(), z.strictObject({
		max_requests_per_minute: z.int().positive().optional(),
		cooldown_seconds: z.number().nonnegative().optional(),
	})).optional(),
	local: z.strictObject({
		enabled: z.boolean().optional(),
		model: model.optional(),
		endpoint: address.optional(),
	}).optional().describe('A model server on this machine'),
	custom_headers: z.record(z.string(), z.string()).optional().describe('Sent with every request to every provider'),
	models: z.record(z.string(), z.strictObject({
		context_window: z.int().positive().optional().describe('Tokens it can read'),
	})).optional().describe('What is known about models, by their ids'),
	budget: z.strictObject({usd_per_day: z.number().positive().optional().describe('US dollars; Watch shows how much of it is spent')}).optional(),
	prices: z.record(z.string(), z.record(z.string(), price)).optional().describe('What models cost, by provider and then by model id'),
	default_provider: z.string().optional().describe('Serves model ids that name no provider'),
	providers: z.record(z.string().regex(/^[a-z\d][a-z\d._-]*$/, {error: 'a name of small letters, digits, _ - and .'}), provider).optional(),
	gateway: z.strictObject({
		host: z.string().min(1).optional(),
		port: z.int().min(0).max(65535).optional().describe('0 picks a free one'),
		require_key: z.boolean().optional().describe('Ask clients for the key on loopback too'),
		key: secret.optional().describe('What clients have to send where a key is asked'),
		request_timeout: z.number().positive().optional().describe('Seconds an upstream may take to begin its answer'),
		log_level: z.enum(['debug', 'info', 'warn', 'error']).optional(),
	}).optional(),
	services: servicesSchema.optional(),
	compression: compressionSchema.optional().describe('How requests are made smaller before they are sent'),
	launch: z.strictObject({
		approvals: z.enum(['bypass', 'ask']).optional().describe('Whether agents act without asking'),
		credential: z.enum(['auto', 'own-login', 'gateway-key']).optional(),
		sandboxed: z.boolean().optional().describe('Set CLAUDE_CODE_SANDBOXED=1: skips the question whether a folder is trusted'),
		args: agentArguments.optional().describe('Extra arguments for an agent, by its letter'),
		env: agentEnvironment.optional().describe('Extra environment of agents'),
	}).optional(),
	install: z.strictObject({
		without: z.array(z.string().min(1)).optional().describe('Aliases that clutch install leaves out'),
	}).optional(),
	sessions: z.strictObject({
		most: z.int().positive().optional().describe('How many sessions may run at once'),
		keep_days: z.number().positive().optional().describe('How many days a session that is over can be restored'),
		scrollback: z.int().min(0).max(50_000).optional().describe('How many lines above its screen a session keeps; it holds from the next start of clutchd on'),
		restore: z.enum(['ask', 'auto']).optional().describe('Whether conversations go on by themselves after the machine has started anew'),
		crash: crashPolicy.optional(),
	}).optional().describe('Sessions, and those that are over'),
	keys: z.record(z.string(), z.unknown()).optional().describe('Other keys for what the dashboard does: by the name of the action, a key or a list of keys; beside them `preset` (`tmux`), `chord` and `wait`'),
	ui: z.strictObject({
		theme: z.enum(['auto', 'dark', 'light', 'high-contrast']).optional().describe('auto follows the terminal'),
		colours: z.strictObject(Object.fromEntries(roles.map(name => [name, colour.optional()])) as Readonly<Record<Role, z.ZodOptional<typeof colour>>>).optional().describe('Colours of your own, over those of the theme'),
		borders: z.enum(['auto', 'unicode', 'ascii']).optional().describe('What boxes are drawn with'),
		symbols: z.enum(['auto', 'unicode', 'ascii']).optional().describe('What states are shown with'),
		motion: z.enum(['full', 'reduced']).optional().describe('Whether anything moves by itself'),
		notify: z.enum(['auto', 'bell', 'osc9', 'osc777', 'off']).optional().describe('How you are called when a session needs you'),
		tier_wait: z.union([z.int().nonnegative(), z.literal('never')]).optional().describe('Milliseconds a code of three letters waits for a fourth'),
	}).optional(),
});

export type ConfigInput = z.output<typeof configSchema>;

/** The JSON Schema for editors, as `profiles/config.schema.json` has it. */
export function configJsonSchema(): Readonly<Record<string, unknown>> {
	return {title: 'The configuration of Clutch', ...z.toJSONSchema(configSchema, {io: 'input'})};
}

export type SchemaIssue =
	/** A key nobody knows. In a section of the original it is worth a warning; in one of our own (`ours`) it is a mistake that must not pass for a setting. */
	| {readonly type: 'unknown-key'; readonly path: readonly string[]; readonly ours: boolean; readonly known: readonly string[]}
	| {readonly type: 'wrong'; readonly path: readonly string[]; readonly wanted: string; /** It is the key at the end of the path that is wrong, whatever is below it. */ readonly isKey?: true};

const ourSections = new Set(['gateway', 'providers', 'launch', 'install', 'sessions', 'ui', 'local', 'agents', 'prices', 'budget', 'services', 'compression']);

/** What is wrong with a value that wants to be the config file, in the order of the schema. */
export function checkConfig(value: unknown): readonly SchemaIssue[] {
	const parsed = configSchema.safeParse(value);
	return parsed.success ? [] : parsed.error.issues.flatMap(issue => readIssue(issue));
}

function readIssue(issue: z.core.$ZodIssue): readonly SchemaIssue[] {
	const path = issue.path.map(String);
	if (issue.code === 'unrecognized_keys') {
		return issue.keys.map(key => ({type: 'unknown-key', path: [...path, key], ours: isOurs(path), known: knownKeys(path)}));
	}

	if (issue.code === 'invalid_key') {
		return [{type: 'wrong', path, wanted: issue.issues[0]?.message ?? 'another name', isKey: true}];
	}

	// Of the members of a union, the one that got further in is the one that was meant.
	const meant = issue.code === 'invalid_union' ? issue.errors.find(branch => branch.some(inner => inner.path.length > 0 || inner.code === 'unrecognized_keys')) : undefined;
	return meant === undefined ? [{type: 'wrong', path, wanted: wantedOf(issue)}] : meant.flatMap(inner => readIssue({...inner, path: [...issue.path, ...inner.path]}));
}

function isOurs([section, , key]: readonly string[]): boolean {
	return section !== undefined && (section === 'profiles' ? key !== undefined && ourProfileSections.has(key) : ourSections.has(section));
}

const typeNames: Readonly<Record<string, string>> = {string: 'a text', number: 'a number', int: 'a whole number', boolean: 'true or false', array: 'a list', object: 'an object', record: 'an object'};

function wantedOf(issue: z.core.$ZodIssue): string {
	if (issue.code === 'invalid_type') {
		return typeNames[issue.expected] ?? `a ${issue.expected}`;
	}

	if (issue.code === 'invalid_value') {
		return `one of ${issue.values.map(value => JSON.stringify(value)).join(', ')}`;
	}

	if (issue.code === 'too_small') {
		if (issue.origin === 'array') {
			return 'a list that is not empty';
		}

		return issue.origin === 'string' ? 'a text that is not empty' : `a number ${issue.inclusive === false ? 'above' : 'of at least'} ${issue.minimum}`;
	}

	if (issue.code === 'too_big') {
		return `a number of at most ${issue.maximum}`;
	}

	if (issue.code === 'invalid_format') {
		if (issue.message.startsWith('a ')) {
			return issue.message;
		}

		return issue.format === 'url' ? 'an address such as http://127.0.0.1:8082' : `a text like ${issue.pattern ?? issue.format}`;
	}

	if (issue.code === 'invalid_union') {
		return [...new Set(issue.errors.flatMap(branch => branch.slice(0, 1).map(inner => wantedOf(inner))))].join(', or ');
	}

	return issue.message;
}

/** The keys the schema knows below a path, for a suggestion. */
function knownKeys(path: readonly string[]): readonly string[] {
	let schema: unknown = configSchema;
	for (const key of path) {
		const inner = unwrap(schema);
		schema = inner instanceof z.ZodObject ? (inner.shape as Readonly<Record<string, unknown>>)[key] : (inner instanceof z.ZodRecord ? inner.valueType : undefined);
	}

	const last = unwrap(schema);
	return last instanceof z.ZodObject ? Object.keys(last.shape) : [];
}

/** Of a union, the member that has keys. */
function unwrap(schema: unknown): unknown {
	if (schema instanceof z.ZodUnion) {
		return schema.options.find(member => member instanceof z.ZodObject);
	}

	return schema instanceof z.ZodOptional ? unwrap(schema.unwrap()) : schema;
}
