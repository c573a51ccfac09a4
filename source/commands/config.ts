import {existsSync} from 'node:fs';
import type {ConfigWarning, LoadedConfig} from '../core/config/config.js';
import {flatten, originText, pathText, type Origin} from '../core/config/layers.js';
import {inForceText, problemText, warningText} from '../core/config/problem.js';
import {configJsonSchema} from '../core/config/schema.js';
import {maskValue} from '../core/config/secrets.js';
import {ClutchError} from '../core/error.js';
import {nearest} from '../core/nearest.js';
import {keyTableOf} from '../core/view/keys/key-overrides.js';
import {loadConfig} from '../io/config-file.js';
import type {CommandContext, ParsedArguments} from './command.js';

const verbs = ['show', 'check', 'path', 'schema', 'set', 'toggle', 'where', 'env', 'add', 'rm', 'order'];
const changing = new Set(['set', 'toggle', 'add', 'rm', 'order']);

/** `config VERB`: shows what is in force; `set` and its like change the file. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const [verb = 'show', ...others] = parsed.words;
	const json = parsed.flags.json === true;
	if (changing.has(verb)) {
		const {change} = await import('./config-change.js');
		return change(parsed, context);
	}

	if (verb === 'where' && others[0] !== undefined && others.length === 1) {
		const {where} = await import('./config-where.js');
		return where(others[0], {json, loaded: load(context), context});
	}

	switch (others.length === 0 ? verb : '') {
		case 'show': {
			return show(load(context), {context, json, origin: parsed.flags.origin === true});
		}

		case 'check': {
			const {problemsAsMistakes} = await import('./config-services.js');
			return check(problemsAsMistakes(load(context), context), {context, json});
		}

		case 'path': {
			const {config, env} = context.paths;
			context.stdout.write(json ? `${JSON.stringify({config, exists: existsSync(config), env, envExists: existsSync(env)})}\n` : `${config}\n`);
			return 0;
		}

		case 'env': {
			const {env} = await import('./config-where.js');
			return env(load(context), {json, context});
		}

		case 'where': {
			throw new ClutchError('ERR_CLUTCH_USAGE', {problem: 'config where takes a key.', next: 'clutch config where gateway.port'});
		}

		case 'schema': {
			context.stdout.write(`${JSON.stringify(configJsonSchema(), undefined, '\t')}\n`);
			return 0;
		}

		default: {
			const near = nearest(verb, verbs);
			throw new ClutchError('ERR_CLUTCH_USAGE', {
				problem: others.length > 0 && verbs.includes(verb) ? `config ${verb} takes no further word, but got "${others.join(' ')}".` : `config has no verb "${verb}".`,
				next: near === undefined || near === verb ? `It has ${verbs.join(', ')}.` : `Did you mean config ${near}?`,
			});
		}
	}
}

type Output = {readonly context: CommandContext; readonly json: boolean};

async function show(loaded: LoadedConfig, {context, json, origin}: Output & {readonly origin: boolean}): Promise<number> {
	const {config, origins, problem, mistakes} = loaded;
	const way = origin ? await waysOf(loaded, context) : [];
	if (json) {
		const shown = {config: maskValue([], config), ...(origin ? {origins: Object.fromEntries(Object.entries(origins).map(([key, value]) => [key, originText(value)])), way} : {}), ...report(loaded)};
		context.stdout.write(`${JSON.stringify(shown)}\n`);
		return 0;
	}

	const lines = flatten(maskValue([], config), {type: 'default'}).map(({path, value}) => ({key: pathText(path), value: JSON.stringify(value)}));
	const keyWidth = Math.max(...lines.map(line => line.key.length));
	const valueWidth = Math.min(60, Math.max(...lines.map(line => line.value.length)));
	for (const {key, value} of lines) {
		context.stdout.write(origin ? `${key.padEnd(keyWidth)}  ${value.padEnd(valueWidth)}  ${originText(originOf(key, origins))}\n` : `${key.padEnd(keyWidth)}  ${value}\n`);
	}

	if (origin) {
		context.stdout.write(`\nThe way of a request:\n${way.map(line => `  ${line}\n`).join('')}`);
	}

	for (const mistake of mistakes) {
		context.stderr.write(`${warningText(mistake)}\n`);
	}

	if (problem !== undefined) {
		context.stderr.write(`${problemText(problem)}\n${inForceText(problem)}\n`);
	}

	return 0;
}

/** Nobody who only wants the values has to load what knows the services. */
async function waysOf(loaded: LoadedConfig, context: CommandContext): Promise<readonly string[]> {
	const {wayInForce} = await import('./config-way.js');
	return wayInForce(loaded, context);
}

function check(loaded: LoadedConfig, {context, json}: Output): number {
	const {problem, notes, mistakes} = loaded;
	const warnings = allWarnings(loaded, context);
	const isOk = problem === undefined && mistakes.length === 0;
	if (json) {
		context.stdout.write(`${JSON.stringify({ok: isOk, ...report({...loaded, warnings})})}\n`);
		return isOk ? 0 : 1;
	}

	for (const mistake of mistakes) {
		context.stdout.write(`mistake  ${warningText(mistake)}\n`);
	}

	for (const warning of warnings) {
		context.stdout.write(`warning  ${warningText(warning)}\n`);
	}

	for (const note of notes) {
		context.stdout.write(`note     ${warningText(note)}\n`);
	}

	if (problem !== undefined) {
		throw new ClutchError('ERR_CLUTCH_CONFIG', {problem: problemText(problem), next: inForceText(problem)});
	}

	const {config} = context.paths;
	if (!isOk) {
		context.stdout.write(`         all else in ${config} is in force\n`);
		return 1;
	}

	context.stdout.write(existsSync(config) ? `ok       ${config}\n` : `ok       there is no ${config}: what is shipped is in force (clutch init writes one)\n`);
	return 0;
}

/** Those of the dashboard's keys too, which nobody else reads. */
function allWarnings({config, warnings}: LoadedConfig, {paths}: CommandContext): readonly ConfigWarning[] {
	return [...warnings, ...keyTableOf(config.keys).problems.map(({name, text}) => ({file: paths.config, line: undefined, key: `keys.${name}`, text}))];
}

function report({problem, mistakes, warnings, notes}: LoadedConfig) {
	return {
		problem: problem === undefined ? null : {...problem, text: problemText(problem), inForce: problem.inForce},
		mistakes: mistakes.map(mistake => ({...mistake, text: warningText(mistake)})),
		warnings: warnings.map(warning => ({...warning, text: warningText(warning)})),
		notes: notes.map(note => ({...note, text: warningText(note)})),
	};
}

function load({paths, env}: CommandContext): LoadedConfig {
	return loadConfig({paths, env});
}

/** A value that a rule between keys changed has the origin of what it follows. */
function originOf(key: string, origins: Readonly<Record<string, Origin>>): Origin {
	return origins[key] ?? {type: 'default'};
}
