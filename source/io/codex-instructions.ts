import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import path from 'node:path';
import {stampOf} from './agent-memory.js';
import type {Paths} from './paths.js';
import {changePrivateFile} from './private-file.js';

const deadlineMs = 5000;
/** The catalogue it prints has a few hundred kilobytes. */
const longestCatalogue = 16 * 1024 * 1024;

type Kept = {readonly stamp: string; readonly text: string};

/** What Codex tells a model that works without its newest machinery, as this very file of it printed it; undefined where it was not asked yet. */
export function keptInstructions(paths: Paths, file: string): string | undefined {
	const kept = readKept(fileOf(paths));
	return kept !== undefined && kept.stamp === stampOf(file) ? kept.text : undefined;
}

/** Asks Codex for the models it brings, and keeps what it tells those of the plain kind, so that it is asked once and not with every launch. */
export function askInstructions(paths: Paths, file: string, {env, cwd}: {readonly env: Readonly<Record<string, string | undefined>>; readonly cwd: string}): string | undefined {
	const {status, stdout} = spawnSync(file, ['debug', 'models', '--bundled'], {env: {...env}, cwd, timeout: deadlineMs, killSignal: 'SIGKILL', maxBuffer: longestCatalogue, stdio: ['ignore', 'pipe', 'ignore'], encoding: 'utf8'});
	const text = status === 0 ? plainInstructions(stdout) : undefined;
	const stamp = stampOf(file);
	if (text !== undefined && stamp !== undefined) {
		changePrivateFile(fileOf(paths), () => `${JSON.stringify({stamp, text})}\n`);
	}

	return text;
}

/** Of a model that takes its tools as functions: others are told of a machinery that only their vendor's models know. */
function plainInstructions(catalogue: string): string | undefined {
	const {models = []} = parsed(catalogue) as {readonly models?: ReadonlyArray<{readonly base_instructions?: string; readonly tool_mode?: string | null}>};
	return models.find(({base_instructions: text, tool_mode: mode}) => typeof text === 'string' && text !== '' && (mode === undefined || mode === null))?.base_instructions;
}

function fileOf({state}: Paths): string {
	return path.join(state, 'codex-instructions.json');
}

function readKept(file: string): Kept | undefined {
	try {
		const {stamp, text} = parsed(readFileSync(file, 'utf8')) as Partial<Kept>;
		return typeof stamp === 'string' && typeof text === 'string' ? {stamp, text} : undefined;
	} catch {
		// It was not asked yet.
		return undefined;
	}
}

function parsed(text: string): object {
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === 'object' && value !== null ? value : {};
	} catch {
		// Cut off, or of a version that prints something else.
		return {};
	}
}
