import {rmSync} from 'node:fs';
import {ClutchError} from '../core/error.js';
import {nearest} from '../core/nearest.js';
import {componentIds, installRecipe, shownSteps, type InstallRecipe} from '../core/service/components/install.js';
import {cliProxyNotice} from '../core/service/components/cli-proxy-config.js';
import {shippedServices} from '../core/service/shipped.js';
import {componentFolder, componentsFolder, findComponent} from '../io/component-folder.js';
import {installComponent} from '../io/component-install.js';
import {findProgram} from '../io/service-program.js';
import {runTool} from '../io/tool.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {planChange, writeNow} from './change-config.js';
import {confirm, type Answer} from './confirm.js';
import {createInstallProgress} from './install-progress.js';
import {offerHook} from './rtk-hook.js';
import {configuredSpecs} from './service-specs.js';

/** Some load for seconds before they answer. */
const answerDeadlineMs = 30_000;

type Adding = {readonly parsed: ParsedArguments; readonly context: CommandContext};

/** Installs a component below the state directory after a yes, then has `up` start it. */
export async function addComponent(id: string, {parsed, context}: Adding): Promise<number> {
	const recipe = installRecipe(id);
	if (recipe === undefined) {
		return addWithoutRecipe(id, {parsed, context});
	}

	const {paths, stdout} = context;
	const json = parsed.flags.json === true;
	const there = await fileOf(recipe, context);
	if (there !== undefined) {
		return enabled(recipe, {file: there, installed: false, parsed, context});
	}

	const folder = componentFolder(componentsFolder(paths), recipe.id);
	if (recipe.id === 'cli-proxy') {
		if (!json) {
			stdout.write(lines(['Before anything else:', ...cliProxyNotice.map(line => `  ${line}`), '']));
		}

		const answer = await confirm('Have you read this, and do you want it all the same?', {parsed, context});
		if (answer !== 'yes') {
			return refused(answer, {recipe, json, context});
		}
	}

	if (!json) {
		stdout.write(lines(offer(recipe, folder)));
	}

	const answer = await confirm('Run this?', {parsed, context});
	if (answer !== 'yes') {
		return refused(answer, {recipe, json, context});
	}

	const file = await install(recipe, {folder, json, context});
	return enabled(recipe, {file, installed: true, parsed, context});
}

function offer(recipe: InstallRecipe, folder: string): readonly string[] {
	const {title, version, licence, cost, needs, notes} = recipe;
	return [
		`${title} ${version} (${licence}) would be installed into ${folder} by:`,
		'',
		...shownSteps(recipe, {folder, source: folder}).map(line => `  ${line}`),
		'',
		`It takes about ${cost.minutes} minutes and ${cost.megabytes} MB${cost.besides === undefined ? '' : `, besides ${cost.besides}`}.`,
		`It needs ${needs.map(({program, least}) => `${program} ${least} or newer`).join(', ')}. Packages come from where those tools are set up to get them.`,
		...notes,
		'',
	];
}

function refused(answer: Answer, {recipe, json, context}: {readonly recipe: InstallRecipe; readonly json: boolean; readonly context: CommandContext}): number {
	const {paths, stdout, stderr} = context;
	const next = `clutch service add ${recipe.id} --yes`;
	if (json) {
		const folder = componentFolder(componentsFolder(paths), recipe.id);
		stdout.write(`${JSON.stringify({id: recipe.id, installed: false, commands: shownSteps(recipe, {folder, source: folder}), cost: recipe.cost, notes: [...recipe.id === 'cli-proxy' ? cliProxyNotice : [], ...recipe.notes], next})}\n`);
	} else {
		stderr.write(answer === 'no' ? 'Nothing was installed.\n' : `Nothing was installed: nobody is here to be asked. ${next} installs it.\n`);
	}

	return answer === 'no' ? 1 : 2;
}

type Installing = {readonly folder: string; readonly json: boolean; readonly context: CommandContext};

async function install(recipe: InstallRecipe, {folder, json, context}: Installing): Promise<string> {
	const {paths, env, signal, stderr} = context;
	const progress = createInstallProgress(json ? undefined : stderr);
	const result = await installComponent(recipe, {
		components: componentsFolder(paths), env, signal,
		onStep: progress.step,
		onLine: progress.line,
	});
	progress.end();
	if (result.status !== 'failed') {
		return result.file;
	}

	// Half of it is of no use, and would be taken for the whole.
	rmSync(folder, {recursive: true, force: true, maxRetries: 5});
	signal.throwIfAborted();
	if (!json) {
		stderr.write(lines(progress.last().map(line => `  ${line}`)));
	}

	throw new ClutchError('ERR_CLUTCH_INSTALL', {title: recipe.title, problem: result.problem, next: result.next});
}

/** Where it is already. A file of the right name proves little: only its answer does. */
async function fileOf({id, executable, answers}: InstallRecipe, {paths, env, signal}: CommandContext): Promise<string | undefined> {
	const found = findComponent(executable.split('/').at(-1) ?? id, {paths, env});
	if (found.status !== 'found') {
		return undefined;
	}

	const {ok, stdout, stderr} = await runTool([found.path, ...answers.args], {env: {...env, RTK_TELEMETRY_DISABLED: '1'}, signal, deadlineMs: answerDeadlineMs});
	return ok && new RegExp(answers.pattern).test(`${stdout}\n${stderr}`) ? found.path : undefined;
}

type Enabling = Adding & {readonly file: string; readonly installed: boolean};

/** Has the config say that `up` starts it, where it does not. */
async function enabled(recipe: InstallRecipe, {file, installed, parsed, context}: Enabling): Promise<number> {
	const {id, title} = recipe;
	const json = parsed.flags.json === true;
	const said = installed ? `${title} is installed: ${file}` : `${title} is there already: ${file}`;
	if (id === 'rtk') {
		if (!json) {
			context.stdout.write(lines([said]));
		}

		const {hook, next} = await offerHook({file, parsed, context});
		context.stdout.write(json ? `${JSON.stringify({id, installed: true, file, hook, next: next.join(' ')})}\n` : lines(next));
		return 0;
	}

	const next = `Start it: clutch up ${id}`;
	const facts = {id, installed: true, file, next};
	if (configuredSpecs(context).specs.some(spec => spec.id === id && spec.enabled)) {
		context.stdout.write(json ? `${JSON.stringify(facts)}\n` : lines([said, next]));
		return 0;
	}

	if (!json) {
		context.stdout.write(lines([said, 'So that up starts it:']));
	}

	return writeNow(planChange([{path: ['services', id, 'enabled'], value: true}], context), {parsed, context, done: [next], facts});
}

async function addWithoutRecipe(id: string, {parsed, context}: Adding): Promise<number> {
	const spec = configuredSpecs(context).specs.find(each => each.id === id);
	if (spec?.kind !== 'component') {
		const known = [...componentIds, 'ollama'];
		const near = nearest(id, known);
		throw new ClutchError('ERR_CLUTCH_USAGE', {
			problem: shippedServices.has(id) ? `The service "${id}" is part of Clutch; there is nothing to add.` : `Clutch knows no component "${id}".`,
			next: near === undefined || shippedServices.has(id) ? `It can add ${known.join(', ')}; a service of your own takes its command: clutch service add ${shippedServices.has(id) ? 'NAME' : id} -- COMMAND` : `Did you mean clutch service add ${near}?`,
		});
	}

	const {stdout} = context;
	const found = findProgram(spec, context);
	if (found.status !== 'found') {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `${spec.title} is in no package registry, so Clutch does not install it, and there is no ${spec.argv[0]} on the PATH.`, next: `Install it as its makers say, then: clutch service add ${id}`});
	}

	if (parsed.flags.json !== true) {
		stdout.write(`${spec.title} is there: ${found.path}\n`);
	}

	return writeNow(planChange([{path: ['services', id, 'enabled'], value: true}], context), {parsed, context, done: [`Start it: clutch up ${id}`], facts: {id, installed: true, file: found.path}});
}

function lines(texts: readonly string[]): string {
	return texts.map(text => `${text}\n`).join('');
}
