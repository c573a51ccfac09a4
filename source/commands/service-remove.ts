import {existsSync, rmSync} from 'node:fs';
import type {ClientState} from '../core/client/state.js';
import {ClutchError} from '../core/error.js';
import {installRecipe, type InstallRecipe} from '../core/service/components/install.js';
import {shippedServices} from '../core/service/shipped.js';
import {componentFile, componentFolder, componentsFolder, findComponent} from '../io/component-folder.js';
import {readHook} from '../io/rtk.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {offerChange, planChange, servicesWritten} from './change-config.js';
import {confirm} from './confirm.js';
import {removeHook} from './rtk-hook.js';
import {configuredSpecs} from './service-specs.js';
import {stopServices} from './stop-services.js';
import {withClutchd} from './with-clutchd.js';

/** `clutch service remove NAME`: takes a service of the user's own out of the config, or a component that Clutch installed off the disk. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const [, id, ...others] = parsed.words;
	if (id === undefined || others.length > 0) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: 'service remove takes one name.', next: 'clutch service list names them.'});
	}

	const recipe = installRecipe(id);
	if (recipe !== undefined) {
		return removeComponent(recipe, {parsed, context});
	}

	if (shippedServices.has(id)) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `"${id}" is one that Clutch knows; it cannot be removed.`, next: `clutch service disable ${id} has up leave it alone.`});
	}

	const written = servicesWritten(context);
	if (!written.includes(id)) {
		const known = configuredSpecs(context).specs.filter(({kind}) => kind === 'user').map(spec => spec.id);
		throw new ClutchError('ERR_CLUTCH_NO_SERVICE', {id, next: known.length === 0 ? 'The config has no service of your own.' : `Yours are: ${known.join(', ')}`});
	}

	// An empty section would only remind of what was there.
	const change = planChange([{path: written.length === 1 ? ['services'] : ['services', id], value: undefined}], context);
	const {outcome, code} = await offerChange(change, {parsed, context, heading: [], done: [`"${id}" is no service any more.`], facts: {id}});
	if (outcome === 'written') {
		await stopIfItRuns(id, {quiet: parsed.flags.json === true, context});
	}

	return code;
}

async function removeComponent({id, title}: InstallRecipe, {parsed, context}: {readonly parsed: ParsedArguments; readonly context: CommandContext}): Promise<number> {
	const {paths, stdout, stderr} = context;
	const json = parsed.flags.json === true;
	const folder = componentFolder(componentsFolder(paths), id);
	const isOurs = existsSync(folder);
	const hooked = id === 'rtk' && readHook(context.env) === 'installed';
	if (!isOurs && !hooked) {
		stdout.write(json ? `${JSON.stringify({id, removed: false})}\n` : `Clutch has installed no ${title}; one that you installed yourself stays.\n`);
		return 0;
	}

	const gone = [...(isOurs ? [folder] : []), ...(hooked ? ['its hook in the settings of Claude Code'] : [])].join(' and ');
	const answer = await confirm(`Remove ${gone}?`, {parsed, context});
	if (answer !== 'yes') {
		const next = `clutch service remove ${id} --yes`;
		if (json) {
			stdout.write(`${JSON.stringify({id, removed: false, ...(isOurs ? {folder} : {}), hooked, next})}\n`);
		} else {
			stderr.write(answer === 'no' ? 'Nothing was removed.\n' : `${gone} would be removed. Nobody is here to be asked: ${next}\n`);
		}

		return answer === 'no' ? 1 : 2;
	}

	await stopIfItRuns(id, {quiet: json, context});
	if (hooked) {
		const found = isOurs ? {status: 'found', path: componentFile(componentsFolder(paths), id)} as const : findComponent('rtk', context);
		await removeHook({file: found.status === 'found' ? found.path : 'rtk', context});
	}

	rmSync(folder, {recursive: true, force: true, maxRetries: 5});
	stdout.write(json ? `${JSON.stringify({id, removed: isOurs, ...(isOurs ? {folder} : {}), hooked: false})}\n` : isOurs ? `${title} is gone: ${folder}\n` : `The hook of ${title} is gone from the settings of Claude Code. The program stays: Clutch has not installed it.\n`);
	return 0;
}

async function stopIfItRuns(id: string, {quiet, context}: {readonly quiet: boolean; readonly context: CommandContext}): Promise<void> {
	try {
		await withClutchd(context, async client => {
			const {services} = await client.call({type: 'status'}) as ClientState;
			if (services.some(service => service.id === id && service.state.status !== 'stopped')) {
				await stopServices(client, {ids: [id], context, quiet});
			}
		});
	} catch (error) {
		if (!(error instanceof ClutchError && error.code === 'ERR_CLUTCH_NOT_RUNNING')) {
			throw error;
		}
	}
}
