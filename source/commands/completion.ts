import {existsSync} from 'node:fs';
import type {ClientState} from '../core/client/state.js';
import {ClutchError} from '../core/error.js';
import {nearest} from '../core/nearest.js';
import {componentIds, installRecipe} from '../core/service/components/install.js';
import {askedLists, type AskedList} from '../core/shell/completion.js';
import {shells} from '../core/shell/shell.js';
import {componentFolder, componentsFolder} from '../io/component-folder.js';
import {loadConfig} from '../io/config-file.js';
import {readHook} from '../io/rtk.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {configuredSpecs} from './service-specs.js';
import {shellScript} from './shell-completions.js';
import {withClutchd} from './with-clutchd.js';

/** `completion SHELL` prints a script; `completion --list KIND` is what the scripts ask for when only the running programs know. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const [word, ...others] = parsed.words;
	const {list} = parsed.flags;
	if (typeof list === 'string') {
		const kind = askedLists.find(each => each === list);
		if (kind === undefined || word !== undefined) {
			throw new ClutchError('ERR_CLUTCH_USAGE', {problem: kind === undefined ? `There is no list "${list}".` : 'completion --list takes no shell.', next: `completion --list takes one of ${askedLists.join(', ')}.`});
		}

		const rows = await listed(kind, context);
		context.stdout.write(rows.map(([name, text]) => `${name}\t${text}\n`).join(''));
		return 0;
	}

	const shell = shells.find(each => each === word);
	if (shell === undefined || others.length > 0) {
		const near = word === undefined ? undefined : nearest(word, shells);
		throw new ClutchError('ERR_CLUTCH_USAGE', {
			problem: word === undefined || shell !== undefined ? 'completion takes the name of one shell.' : `There are no completions for "${word}".`,
			next: near === undefined || shell !== undefined ? `It has them for ${shells.join(', ')}; clutch install puts them in place.` : `Did you mean "${near}"?`,
		});
	}

	context.stdout.write(shellScript(context, shell));
	return 0;
}

type Row = readonly [name: string, text: string];

async function listed(kind: AskedList, context: CommandContext): Promise<readonly Row[]> {
	if (kind === 'profiles') {
		return Object.keys(loadConfig({paths: context.paths, env: context.env}).config.profiles).map(name => [name, 'profile']);
	}

	if (kind === 'removable') {
		return removable(context);
	}

	const {sessions, services} = await stateOf(context);
	const sessionRows = [
		...sessions.map(({id, name, title}): Row => [id, plain(`${title} ${name}`)]),
		...sessions.filter(({name}) => isWord.test(name) && sessions.every(other => other.id !== name) && sessions.filter(other => other.name === name).length === 1).map(({id, name, title}): Row => [name, plain(`${title} ${id}`)]),
	];
	const shownRows = services.map(({id, title}): Row => [id, plain(title)]);
	// A tool of agents has no process, and so no log.
	const serviceRows = shownRows.filter((_, index) => services[index]?.facts?.kind !== 'tool');
	switch (kind) {
		case 'sessions': {
			return sessionRows;
		}

		case 'services': {
			return serviceRows;
		}

		case 'shown': {
			return services.some(({id}) => id === 'rtk') ? shownRows : [...shownRows, ['rtk', 'RTK']];
		}

		case 'logs': {
			return [['clutchd', 'clutchd'], ...serviceRows, ...sessionRows];
		}
	}
}

/** The services of the user's own, and what Clutch has put on the disk. */
function removable(context: CommandContext): readonly Row[] {
	const folder = componentsFolder(context.paths);
	const installed = componentIds.filter(id => existsSync(componentFolder(folder, id)) || (id === 'rtk' && readHook(context.env) === 'installed'));
	return [
		...configuredSpecs(context).specs.filter(({kind}) => kind === 'user').map(({id, title}): Row => [id, plain(title)]),
		...installed.map((id): Row => [id, installRecipe(id)?.title ?? id]),
	];
}

/** A name that can be typed as it is. */
const isWord = /^\w[\w.@+-]*$/;

/** Nothing is started for a list; where nothing runs there is little to name. */
async function stateOf(context: CommandContext): Promise<Pick<ClientState, 'sessions' | 'services'>> {
	try {
		return await withClutchd(context, async client => await client.call({type: 'status'}) as ClientState);
	} catch (error) {
		if (error instanceof ClutchError && (error.code === 'ERR_CLUTCH_NOT_RUNNING' || error.code === 'ERR_CLUTCH_SILENT')) {
			return {sessions: [], services: configuredSpecs(context).specs.map(({id, title, demo}) => ({id, title, demo, state: {status: 'stopped'}}))};
		}

		throw error;
	}
}

/** A name may have anything in it; a line of a list may not. */
function plain(text: string): string {
	return text.replaceAll(/\p{Cc}+/gu, ' ');
}
