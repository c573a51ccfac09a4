import {formatCount} from '../../view/text/format.js';
import type {Service, ServiceFigure} from '../service.js';

/** What `rtk gain --format json` counts. Its tokens are its own estimate: bytes by four. */
export type RtkGain = {readonly commands: number; readonly input: number; readonly output: number};

/** RTK has no process of its own: agents run it through a hook. `wrong` is another program of its name, of which there are several. */
export type RtkState =
	| {readonly status: 'missing'}
	| {readonly status: 'wrong'; readonly file: string}
	| {readonly status: 'silent'; readonly file: string; readonly problem: string}
	| {readonly status: 'found'; readonly file: string; readonly version: string | undefined; readonly gain: RtkGain; readonly hook: HookState};

export type HookState = 'installed' | 'absent';

/** What the hook in the settings of Claude Code runs. */
const hookCommand = 'rtk hook claude';

/** Undefined where another program answered: the crate and the packages called `rtk` are none of them this one. */
export function readGain(stdout: string): RtkGain | undefined {
	const {summary} = parsedObject(stdout);
	const {total_commands: commands, total_input: input, total_output: output} = objectOf(summary);
	return typeof commands === 'number' && typeof input === 'number' && typeof output === 'number' ? {commands, input, output} : undefined;
}

/** By the settings of Claude Code themselves: what `rtk init --show` says is for people. */
export function hookState(settings: string): HookState {
	const {hooks} = parsedObject(settings);
	const {PreToolUse: before} = objectOf(hooks);
	const commands = listOf(before).flatMap(entry => listOf(objectOf(entry).hooks)).map(hook => objectOf(hook).command);
	return commands.some(command => typeof command === 'string' && command.includes(hookCommand)) ? 'installed' : 'absent';
}

/** As the screen has it: a service without a process, which is never started. */
export function rtkService(state: RtkState): Service {
	const found = state.status === 'found' ? state : undefined;
	return {
		id: 'rtk',
		title: 'RTK',
		demo: false,
		state: {status: 'stopped'},
		facts: {
			kind: 'tool',
			enabled: state.status !== 'missing',
			// One that is slow is there all the same.
			installed: state.status === 'found' || state.status === 'silent',
			port: undefined,
			version: found?.version,
			dependsOn: [],
			figures: found === undefined ? [] : rtkFigures(found),
			crash: undefined,
			note: noteOf(state),
		},
	};
}

/** Savings are input − output: what RTK calls saved leaves out the commands whose output it made longer. */
export function rtkFigures({gain: {commands, input, output}, hook}: Pick<Extract<RtkState, {status: 'found'}>, 'gain' | 'hook'>): readonly ServiceFigure[] {
	const saved = input - output;
	return [
		{name: 'saved', text: `${saved < 0 ? '−' : ''}${formatCount(Math.abs(saved))} tokens`, meaning: 'Left out of what commands print, less what was added, as RTK estimates it (bytes by four), in the last 90 days. No measure of the bill: most input is read from a cache.', value: saved},
		{name: 'hook', text: hook === 'installed' ? 'installed' : 'not installed', meaning: hook === 'installed' ? 'Claude Code sends its shell commands through RTK (~/.claude/settings.json).' : 'Claude Code sends nothing through RTK (~/.claude/settings.json).', value: hook === 'installed' ? 1 : 0},
		{name: 'commands', text: String(commands), meaning: 'Commands that went through RTK, in all projects.', value: commands},
	];
}

function noteOf(state: RtkState): string | undefined {
	switch (state.status) {
		case 'missing': {
			return undefined;
		}

		case 'wrong': {
			return `${state.file} is another program of that name; clutch service add rtk installs RTK beside it`;
		}

		case 'silent': {
			return `${state.file} did not say what it saved (${state.problem})`;
		}

		case 'found': {
			return state.hook === 'installed' ? undefined : 'no agent uses it yet: clutch service add rtk offers its hook for Claude Code';
		}
	}
}

function parsedObject(text: string): Readonly<Record<string, unknown>> {
	try {
		return objectOf(JSON.parse(text));
	} catch {
		// No JSON: nothing of what is looked for is in it.
		return {};
	}
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? value as Readonly<Record<string, unknown>> : {};
}

function listOf(value: unknown): readonly unknown[] {
	return Array.isArray(value) ? value : [];
}
