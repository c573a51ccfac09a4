import {shippedConfig} from '../core/config/defaults.js';
import {readKeyPath} from '../core/config/key-path.js';
import {pathText} from '../core/config/layers.js';
import {valueAt} from '../core/config/mend.js';
import {isMistake} from '../core/config/problem.js';
import {checkConfig} from '../core/config/schema.js';
import {ClutchError} from '../core/error.js';
import {nearest} from '../core/nearest.js';
import {shippedServices} from '../core/service/shipped.js';
import {nested} from '../io/config-edit.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {offerChange, planChange, writeNow} from './change-config.js';
import {configuredSpecs} from './service-specs.js';
import {switchService} from './service-switch.js';
import {noService, servicesKnown} from './services-known.js';

/** Verbs of `config` that the original had for a list of programs in a row, and what they are here. */
const elsewhere: Readonly<Record<string, (id: string) => readonly [problem: string, next: string]>> = {
	add: id => ['The config has no list of programs that requests pass through any more.', `A service of your own: clutch service add ${id} -- COMMAND. A provider: clutch config set providers.${id}.base_url URL`],
	order: id => [`Services have no order of their own: each waits for what it depends on.`, `clutch config set services.${id}.depends_on '{"gateway": "healthy"}' has it wait for the gateway; clutch config show --origin says which way requests go.`],
};

/** `config set|toggle|add|rm|order`: changes the one config file, its comments and order kept, and shows the change. */
export async function change(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const [verb = '', ...words] = parsed.words;
	switch (verb) {
		case 'set': {
			return set(words, {parsed, context});
		}

		case 'toggle': {
			return toggle(words, {parsed, context});
		}

		case 'rm': {
			return remove(words, {parsed, context});
		}

		default: {
			const [problem, next] = elsewhere[verb]?.(words[0] ?? 'NAME') ?? [`config has no verb "${verb}".`, 'clutch config --help lists them.'];
			throw new ClutchError('ERR_CLUTCH_USAGE', {problem, next});
		}
	}
}

type Changing = {readonly parsed: ParsedArguments; readonly context: CommandContext};

function set(words: readonly string[], {parsed, context}: Changing): number {
	const {path, text} = settingOf(words, context);
	// Words that are no JSON are text, so that nobody has to quote twice.
	const value = asValue(text, path);
	const planned = planChange([{path, value}], context);
	const {remarks} = planned;
	return writeNow(planned, {parsed, context, done: [...nextOf(path), ...remarks], facts: {key: pathText(path), ...(remarks.length === 0 ? {} : {remarks})}});
}

/** `KEY VALUE`, or as the original has it `SERVICE KEY VALUE`. */
function settingOf(words: readonly string[], context: CommandContext): {readonly path: readonly string[]; readonly text: string} {
	const [first, second, third, ...others] = words;
	if (first === undefined || second === undefined || others.length > 0) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: 'config set takes a key and a value.', next: 'clutch config set gateway.port 8083, or clutch config set headroom port 8788'});
	}

	if (third === undefined) {
		return {path: keyOf(first), text: second};
	}

	const ids = configuredSpecs(context).specs.map(spec => spec.id);
	if (!ids.includes(first)) {
		throw noService(first, ids);
	}

	return {path: ['services', first, ...keyOf(second)], text: third};
}

function keyOf(text: string): readonly string[] {
	const path = readKeyPath(text);
	if (path === undefined) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `"${text}" is no key.`, next: 'Such as gateway.port, or quotas["a/b"].cooldown_seconds; clutch config show lists them.'});
	}

	return path;
}

/** `8787` is a number where one is wanted, and a text where a text is: what the schema takes decides. */
function asValue(text: string, path: readonly string[]): unknown {
	const read = asJson(text);
	const fits = (value: unknown) => checkConfig(nested(path, value)).every(issue => !isMistake(issue));
	return read !== undefined && (fits(read) || !fits(text)) ? read : text;
}

function asJson(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		// Then it is a text.
		return undefined;
	}
}

function nextOf([section, id]: readonly string[]): readonly string[] {
	return section === 'services' && id !== undefined ? [`It holds from its next start on: clutch restart ${id}`] : [];
}

async function toggle(words: readonly string[], {parsed, context}: Changing): Promise<number> {
	const [id, ...others] = words;
	if (id === undefined || others.length > 0) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: 'config toggle takes the name of one service.', next: 'clutch service list names them.'});
	}

	const {specs, services} = await servicesKnown(context);
	const spec = specs.find(each => each.id === id);
	if (spec === undefined) {
		throw noService(id, specs.map(each => each.id));
	}

	return switchService(id, {enabled: !spec.enabled, runs: services.some(service => service.id === id && service.state.status !== 'stopped'), parsed, context});
}

async function remove(words: readonly string[], {parsed, context}: Changing): Promise<number> {
	const [key, ...others] = words;
	if (key === undefined || others.length > 0) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: 'config rm takes one key, or the name of a service of yours.', next: 'clutch config rm providers.box'});
	}

	const own = configuredSpecs(context).specs.filter(({kind}) => kind === 'user').map(spec => spec.id);
	const path = own.includes(key) ? ['services', key] : keyOf(key);
	const planned = planChange([{path, value: undefined}], context);
	if (planned.before === planned.after) {
		const near = nearest(key, [...own, ...topKeys(planned.before)]);
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `${context.paths.config} says nothing of "${key}".`, next: near === undefined ? 'clutch config show --origin says where each value comes from.' : `Did you mean "${near}"?`});
	}

	const {code} = await offerChange(planned, {parsed, context, heading: [], done: [`${pathText(path)} ${isShipped(path) ? 'is as it is shipped again' : 'is gone from the config'}.`], facts: {key: pathText(path)}});
	return code;
}

/** Without the key there is something in its place. */
function isShipped(path: readonly string[]): boolean {
	const [section, id] = path;
	return section === 'services' && id !== undefined ? shippedServices.has(id) : valueAt(shippedConfig, path) !== undefined;
}

function topKeys(text: string): readonly string[] {
	return [...text.matchAll(/^\s*"([^"]+)"\s*:/gm)].map(match => match[1] ?? '');
}
