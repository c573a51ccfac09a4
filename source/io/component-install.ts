import {spawn} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {filledIn, isAtLeast, type InstallNeed, type InstallRecipe, type InstallStep} from '../core/service/components/install.js';
import {componentFile, componentFolder} from './component-folder.js';
import {wordsOfSystemError} from './system-error.js';
import {runTool} from './tool.js';

export type InstallResult =
	| {readonly status: 'present' | 'installed'; readonly file: string}
	| {readonly status: 'failed'; readonly problem: string; readonly next: string};

export type InstallOptions = {
	/** Below it each component has a folder. */
	readonly components: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly signal: AbortSignal;
	/** What the tools print, line by line. */
	readonly onLine: (line: string) => void;
	readonly onStep: (argv: readonly string[]) => void;
};

/** cargo builds for a quarter of an hour on a busy machine. */
const stepDeadlineMs = 60 * 60_000;
const answerDeadlineMs = 60_000;

/** Written last: a folder without it is of an installation that was interrupted. */
const mark = 'installed.json';

/**
Installs a component below `components`, or leaves alone what is there in that version and answers. A folder of Python cannot be moved, so it is built in its place, and one without its mark is built anew.
*/
export async function installComponent(recipe: InstallRecipe, options: InstallOptions): Promise<InstallResult> {
	const folder = componentFolder(options.components, recipe.id);
	const file = componentFile(options.components, recipe.id);
	if (markedVersion(folder) === recipe.version && await answers(recipe, {...options, file})) {
		return {status: 'present', file};
	}

	for (const need of recipe.needs) {
		const problem = await lacking(need, options);
		if (problem !== undefined) {
			return {status: 'failed', problem, next: `Install ${need.program} ${need.least} or newer, then try again.`};
		}
	}

	try {
		rmSync(folder, {recursive: true, force: true});
		mkdirSync(folder, {recursive: true, mode: 0o700});
	} catch (error) {
		return {status: 'failed', problem: `${folder} cannot be made anew (${wordsOfSystemError(error)})`, next: 'Make it yours and writable, then try again.'};
	}

	const places = {folder, source: folder};
	for (const step of recipe.steps) {
		const done = await runStep(step, {...options, places});
		if (done.problem !== undefined) {
			return {status: 'failed', problem: done.problem, next: 'What it printed says why; correct that and try again. It begins anew.'};
		}

		places.source = done.source ?? places.source;
	}

	if (!await answers(recipe, {...options, file})) {
		return {status: 'failed', problem: `${file} was built and does not answer as ${recipe.title} ${recipe.version}`, next: `Run it once yourself: ${[file, ...recipe.answers.args].join(' ')}`};
	}

	writeFileSync(path.join(folder, mark), `${JSON.stringify({id: recipe.id, version: recipe.version})}\n`, {mode: 0o600});
	return {status: 'installed', file};
}

/** In a sentence, or undefined where it is there and new enough. */
async function lacking({program, args, pattern, least, reason}: InstallNeed, {env, signal}: InstallOptions): Promise<string | undefined> {
	const {ok, stdout} = await runTool([program, ...args], {env, signal, deadlineMs: answerDeadlineMs});
	if (!ok) {
		return `${program} is not on the PATH: ${reason}`;
	}

	const version = new RegExp(pattern, 'v').exec(stdout)?.[1];
	return version !== undefined && isAtLeast(version, least) ? undefined : `${program} is ${version ?? 'of an unknown version'}, and ${least} or newer is needed: ${reason}`;
}

async function answers({answers: {args, pattern}, version}: InstallRecipe, {file, env, signal}: InstallOptions & {readonly file: string}): Promise<boolean> {
	const {ok, stdout, stderr} = await runTool([file, ...args], {env, signal, deadlineMs: answerDeadlineMs});
	const found = new RegExp(pattern, 'v').exec(`${stdout}\n${stderr}`);
	return ok && found !== null && (found[1] === undefined || found[1] === version);
}

function markedVersion(folder: string): string | undefined {
	try {
		const read = JSON.parse(readFileSync(path.join(folder, mark), 'utf8')) as {readonly version?: unknown};
		return typeof read.version === 'string' ? read.version : undefined;
	} catch {
		// Not there, or half of it: then it is built anew.
		return undefined;
	}
}

type Running = InstallOptions & {readonly places: {readonly folder: string; readonly source: string}};

async function runStep({argv, env: added = {}, cwd, tells}: InstallStep, {places, env, signal, onLine, onStep}: Running): Promise<{readonly problem?: string; readonly source?: string}> {
	const [file = '', ...args] = argv.map(argument => filledIn(argument, places));
	onStep([file, ...args]);
	return new Promise(resolve => {
		const child = spawn(file, args, {cwd: filledIn(cwd ?? '{folder}', places), env: {...env, ...added}, stdio: ['ignore', 'pipe', 'pipe'], timeout: stepDeadlineMs, signal});
		let printed = '';
		let rest = '';
		const read = (chunk: Uint8Array) => {
			const lines = `${rest}${String(chunk)}`.split(/\r?\n|\r/v);
			rest = lines.pop() ?? '';
			for (const line of lines) {
				onLine(line);
			}
		};

		child.stdout.on('data', (chunk: Uint8Array) => {
			if (tells === undefined) {
				read(chunk);
			} else {
				printed += String(chunk);
			}
		});
		child.stderr.on('data', read);
		child.on('error', error => {
			resolve({problem: `${file} could not be run (${wordsOfSystemError(error)})`});
		});
		child.on('close', (code, ended) => {
			if (rest !== '') {
				onLine(rest);
			}

			if (code !== 0) {
				resolve({problem: `${path.basename(file)} ended with ${ended ?? `code ${code ?? 0}`}`});
				return;
			}

			resolve(tells === undefined ? {} : told(printed, tells));
		});
	});
}

function told(printed: string, member: string): {readonly problem?: string; readonly source?: string} {
	try {
		const source = (JSON.parse(printed) as Readonly<Record<string, unknown>>)[member];
		return typeof source === 'string' && existsSync(source) && statSync(source).isDirectory() ? {source} : {problem: `it told of no folder (${member})`};
	} catch {
		return {problem: 'what it printed is no JSON'};
	}
}
