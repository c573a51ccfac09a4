import {existsSync, readFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {hookState, readGain, type HookState, type RtkState} from '../core/service/components/rtk.js';
import {componentFile, componentsFolder, findComponent} from './component-folder.js';
import {runTool, type ToolAnswer} from './tool.js';
import type {Paths} from './paths.js';

type Environment = Readonly<Record<string, string | undefined>>;

export type RtkPlace = {
	readonly paths: Pick<Paths, 'state'>;
	readonly env: Environment;
	readonly signal: AbortSignal;
	/** @default 3000 */
	readonly deadlineMs?: number;
};

/** It answers in milliseconds; on a busy machine later. */
const patienceMs = 3000;

/** It speaks to a file only, and is not to say otherwise. */
const quietly = {RTK_TELEMETRY_DISABLED: '1'};

/** Which RTK there is, if it is one, and what it has saved. */
export async function askRtk({paths, env, signal, deadlineMs = patienceMs}: RtkPlace): Promise<RtkState> {
	const found = findComponent('rtk', {paths, env});
	if (found.status !== 'found') {
		return {status: 'missing'};
	}

	const first = await askFile(found.path, {env, signal, deadlineMs});
	const ours = componentFile(componentsFolder(paths), 'rtk');
	// There is another program of that name, and it may well stand before the one that Clutch has put there.
	return first.status === 'wrong' && ours !== found.path && existsSync(ours) ? askFile(ours, {env, signal, deadlineMs}) : first;
}

async function askFile(file: string, {env, signal, deadlineMs}: Omit<RtkPlace, 'paths'> & {readonly deadlineMs: number}): Promise<RtkState> {
	const options = {env: {...env, ...quietly}, signal, deadlineMs};
	const began = performance.now();
	const answer = await runTool([file, 'gain', '--format', 'json'], options);
	const gain = answer.ok ? readGain(answer.stdout) : undefined;
	if (gain === undefined) {
		// Too late an answer says nothing of which program it is.
		return performance.now() - began < deadlineMs ? {status: 'wrong', file} : {status: 'silent', file, problem: `no answer within ${deadlineMs / 1000} s`};
	}

	const version = await runTool([file, '--version'], options);
	return {status: 'found', file, version: /(\d+\.\d+\S*)/.exec(version.stdout)?.[1], gain, hook: readHook(env)};
}

/** Whether the settings of Claude Code have its hook. */
export function readHook(env: Environment): HookState {
	try {
		return hookState(readFileSync(claudeSettings(env), 'utf8'));
	} catch {
		// No settings, no hook.
		return 'absent';
	}
}

export function claudeSettings(env: Environment): string {
	return path.join(env.HOME ?? os.homedir(), '.claude', 'settings.json');
}

export type HookChange = 'preview' | 'add' | 'remove';

const hookArguments: Readonly<Record<HookChange, readonly string[]>> = {
	preview: ['init', '-g', '--auto-patch', '--dry-run'],
	add: ['init', '-g', '--auto-patch'],
	remove: ['init', '-g', '--uninstall'],
};

/** Has RTK itself change the settings of Claude Code: it keeps what else is there, and a copy beside it. */
export async function changeHook(file: string, {change, env, signal}: {readonly change: HookChange; readonly env: Environment; readonly signal: AbortSignal}): Promise<ToolAnswer> {
	return runTool([file, ...hookArguments[change]], {env: {...env, ...quietly}, signal, deadlineMs: 10 * patienceMs});
}
