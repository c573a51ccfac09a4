import path from 'node:path';
import {ClutchError} from '../core/error.js';
import {isServiceId} from '../core/service/id.js';
import {shippedServices} from '../core/service/shipped.js';
import {findExecutable, isDirectory} from '../io/executable.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {offerChange, planChange} from './change-config.js';
import {configuredSpecs} from './service-specs.js';

/** `clutch service add NAME`: installs a component that Clutch knows; with `-- COMMAND` it makes that command a service of the user's own. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const [, id, ...others] = parsed.words;
	if (id === undefined || others.length > 0) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: 'service add takes one name.', next: 'clutch service add headroom, or one of your own: clutch service add db --port 5432 -- postgres -p {port}'});
	}

	if (parsed.rest.length === 0) {
		const ofRows = rowOptions.find(name => parsed.flags[name] !== undefined || parsed.lists[name] !== undefined);
		if (ofRows !== undefined) {
			throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `--${ofRows} is for a service of your own, and that takes its command behind --.`, next: shippedServices.has(id) ? `Of ${id} the config says it: clutch config set ${id} port 8788` : `clutch service add ${id} --${ofRows} … -- COMMAND`});
		}

		const {addComponent} = await import('./service-add-component.js');
		return addComponent(id, {parsed, context});
	}

	return addOwn(id, {parsed, context});
}

const rowOptions = ['port', 'depends-on', 'http', 'env', 'cwd', 'restart'] as const;

type Adding = {readonly parsed: ParsedArguments; readonly context: CommandContext};

async function addOwn(id: string, {parsed, context}: Adding): Promise<number> {
	if (shippedServices.has(id) || id === 'rtk') {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `"${id}" is one that Clutch knows, so it takes no command of your own.`, next: `Give yours another name, or change that one: clutch config set services.${id}.argv '["…"]'`});
	}

	if (!isServiceId(id)) {
		const near = id.toLowerCase().replaceAll(/[^a-z\d_-]+/g, '-').replaceAll(/^[-_]+|-+$/g, '').slice(0, 32);
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `The name of a service is small letters, digits, - and _, 32 at most, but got "${id}".`, next: `Such as: clutch service add ${near === '' ? 'db' : near} -- COMMAND`});
	}

	if (configuredSpecs(context).specs.some(spec => spec.id === id)) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `There is a service "${id}" already.`, next: `Take it away first: clutch service remove ${id}`});
	}

	const change = planChange([{path: ['services', id], value: rowOf({parsed, context})}], context);
	const {code} = await offerChange(change, {
		parsed, context,
		heading: [],
		done: [`"${id}" is a service now. Start it: clutch up ${id}`],
		facts: {id},
	});
	return code;
}

function rowOf({parsed: {flags, lists, rest}, context}: Adding) {
	const text = (name: string) => typeof flags[name] === 'string' ? flags[name] : undefined;
	const folder = folderOf(text('cwd'), context);
	const port = text('port');
	const page = text('http');
	const depends = lists['depends-on'] ?? [];
	const variables = (lists.env ?? []).map(entry => variableOf(entry));
	return {
		argv: argvOf(rest, context),
		...(folder === undefined ? {} : {cwd: folder}),
		...(variables.length === 0 ? {} : {env: Object.fromEntries(variables)}),
		...(port === undefined ? {} : {port: /^\d+$/.test(port) ? Number(port) : port}),
		...(depends.length === 0 ? {} : {depends_on: Object.fromEntries(depends.map(name => [name, 'healthy']))}),
		...(page === undefined ? {} : {readiness: {http: page}}),
		...(text('restart') === undefined ? {} : {restart: text('restart')}),
	};
}

function folderOf(given: string | undefined, {cwd}: CommandContext): string | undefined {
	const folder = given === undefined ? undefined : path.resolve(cwd, given);
	if (folder !== undefined && !isDirectory(folder)) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `There is no folder ${folder}.`, next: 'Make it first, or name another one: --cwd FOLDER'});
	}

	return folder;
}

/** clutchd starts it from another folder, so a path that was typed for this one is written whole. */
function argvOf([file = '', ...args]: readonly string[], {env, cwd}: CommandContext): readonly string[] {
	const found = findExecutable(file, {searchPath: env.PATH, cwd});
	switch (found.status) {
		case 'found': {
			return [file.includes('/') ? found.path : file, ...args];
		}

		case 'not-executable': {
			throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `${found.path} may not be run.`, next: `Make it executable (chmod +x ${found.path}), or name the program that reads it first: -- sh ${file}`});
		}

		case 'missing': {
			const place = path.resolve(cwd, file);
			if (file.includes('/') && isDirectory(place)) {
				throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `${place} is a folder.`, next: 'Name the program in it.'});
			}

			throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `There is no program "${file}"${file.includes('/') ? '' : ' on the PATH'}.`, next: 'Install it, or give its whole path.'});
		}
	}
}

function variableOf(entry: string): readonly [string, string] {
	const equals = entry.indexOf('=');
	if (!/^[A-Za-z_]\w*=/.test(entry)) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: equals < 1 ? `--env takes KEY=VALUE, but got "${entry}".` : `The name of a variable is letters, digits and _, but got "${entry.slice(0, equals)}".`, next: 'clutch service add db --env TZ=UTC -- COMMAND'});
	}

	return [entry.slice(0, equals), entry.slice(equals + 1)];
}
