import {setInDotenv} from '../core/config/dotenv.js';
import {originText} from '../core/config/layers.js';
import {keyedProviders} from '../core/config/providers.js';
import {mask, resolveKeys} from '../core/config/secrets.js';
import {keyVariables} from '../core/config/variables.js';
import {ClutchError} from '../core/error.js';
import {nearest} from '../core/nearest.js';
import {loadConfig} from '../io/config-file.js';
import {changePrivateFile} from '../io/private-file.js';
import {readSecret} from '../io/secret-prompt.js';
import type {CommandContext, ParsedArguments} from './command.js';

/** `keys` lists, `keys add NAME` stores. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const [verb, name, ...others] = parsed.words;
	if (verb === undefined) {
		return list(parsed.flags.json === true, context);
	}

	if (verb !== 'add' || name === undefined || others.length > 0) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {
			problem: verb === 'add' ? 'keys add takes the name of one key and reads its value from standard input.' : `keys has no verb "${verb}".`,
			next: 'clutch keys lists them; clutch keys add OPENROUTER_API_KEY stores one.',
		});
	}

	return add(name, {json: parsed.flags.json === true, context});
}

function list(json: boolean, {paths, env, stdout}: CommandContext): number {
	const keys = resolveKeys(loadConfig({paths, env})).map(({provider, keys: [first, ...others], origin}) => ({provider, key: mask(first), count: 1 + others.length, origin: originText(origin)}));
	if (json) {
		stdout.write(`${JSON.stringify({keys})}\n`);
		return 0;
	}

	if (keys.length === 0) {
		stdout.write('No provider key found. clutch keys add OPENROUTER_API_KEY stores one; an agent that is logged in works without.\n');
		return 0;
	}

	const width = Math.max(...keys.map(key => key.provider.length));
	for (const {provider, key, count, origin} of keys) {
		stdout.write(`${provider.padEnd(width)}  ${key.padEnd(8)}${count === 1 ? '' : ` and ${count - 1} more`}  ${origin}\n`);
	}

	return 0;
}

async function add(name: string, {json, context}: {readonly json: boolean; readonly context: CommandContext}): Promise<number> {
	const {paths, env, stdout, stderr, signal} = context;
	const providers = [...new Set([...keyedProviders, ...Object.keys(loadConfig({paths, env}).config.providers)])];
	const variable = variableFor(name, providers);
	const value = await readSecret({
		stdin: process.stdin,
		label: `${variable} (not shown): `,
		show(text) {
			stderr.write(text);
		},
		signal,
	});
	// A value with a line break would become two lines of the file; a very long one is a file that was given by mistake.
	if (value === '' || value.length > 4096 || /\p{Cc}/u.test(value)) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `${variable} wants one line of text, but got ${value === '' ? 'nothing' : 'something else'}.`, next: `printf %s "$SECRET" | clutch keys add ${variable}`});
	}

	changePrivateFile(paths.env, text => setInDotenv(text, {name: variable, value}));
	stdout.write(json ? `${JSON.stringify({name: variable, key: mask(value), file: paths.env})}\n` : `stored ${variable} ${mask(value)} in ${paths.env}\n`);
	if (env[variable] !== undefined && env[variable] !== '' && env[variable] !== value) {
		stderr.write(`The environment of this shell has another ${variable}, which goes before the file.\n`);
	}

	return 0;
}

/** A provider's id stands for its variable. Other names are refused: a typing mistake would store a secret under a name that nobody reads. */
function variableFor(name: string, providers: readonly string[]): string {
	const own = providers.flatMap(provider => keyVariables(provider));
	const provider = providers.find(candidate => candidate === name.toLowerCase());
	if (provider !== undefined) {
		return keyVariables(provider).find(variable => !variable.startsWith('PROVIDERS_')) ?? name;
	}

	if (name === 'PROXY_AUTH_KEY' || own.includes(name) || /^PROVIDERS_[A-Z\d_]+_(?:API_KEYS?|KEY)$/.test(name)) {
		return name;
	}

	const near = nearest(name, [...own.filter(variable => !variable.startsWith('PROVIDERS_')), ...providers]) ?? nearest(name.toUpperCase(), own);
	throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `"${name}" is no key of a provider.`, next: near === undefined ? 'Such as OPENROUTER_API_KEY; a provider of your own is PROVIDERS_NAME_API_KEY.' : `Did you mean ${near}?`});
}
