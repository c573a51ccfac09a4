import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import type {AgentRow} from '../core/launch/agent.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether an agent has a login of its own, as far as its files say; false for agents whose login cannot go by the gateway. */
export function hasLogin({letter}: AgentRow, env: Environment): boolean {
	return letter === 'c' ? hasClaudeLogin(env) : letter === 'x' && hasCodexLogin(env);
}

/** Whether the setting is there without which the agent would go past the gateway; true where it needs none. */
export function hasNeededSetting({neededSetting}: AgentRow, env: Environment): boolean {
	if (neededSetting === undefined) {
		return true;
	}

	return readObject(path.join(env.HOME ?? '', neededSetting.file))?.[neededSetting.key] === neededSetting.value;
}

/** The newest conversation of an agent whose conversations are entries with names in the order of time. */
export function latestConversation({conversations}: AgentRow, env: Environment): string | undefined {
	const folder = conversations?.(env);
	return folder !== undefined && statSync(folder, {throwIfNoEntry: false})?.isDirectory() === true ? readdirSync(folder).toSorted().at(-1) : undefined;
}

/**
Claude Code: the credentials file, the token variable, or (where the credentials are in a keychain) the account in its settings.
*/
function hasClaudeLogin(env: Environment): boolean {
	if (env.CLAUDE_CODE_OAUTH_TOKEN !== undefined && env.CLAUDE_CODE_OAUTH_TOKEN !== '') {
		return true;
	}

	const home = env.HOME ?? '';
	const folder = env.CLAUDE_CONFIG_DIR ?? path.join(home, '.claude');
	if (existsSync(path.join(folder, '.credentials.json'))) {
		return true;
	}

	const settings = env.CLAUDE_CONFIG_DIR === undefined ? path.join(home, '.claude.json') : path.join(folder, '.claude.json');
	return process.platform === 'darwin' && existsSync(settings) && readFileSync(settings, 'utf8').includes('"oauthAccount"');
}

/** Codex: a login with ChatGPT. A stored API key is no login: by the gateway the gateway's keys take its place. */
function hasCodexLogin(env: Environment): boolean {
	const auth = readObject(path.join(env.CODEX_HOME ?? path.join(env.HOME ?? '', '.codex'), 'auth.json'));
	const tokens = auth?.tokens;
	return auth?.auth_mode === 'chatgpt' || (auth?.auth_mode === undefined && typeof tokens === 'object' && tokens !== null);
}

function readObject(file: string): Readonly<Record<string, unknown>> | undefined {
	try {
		const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
		return typeof value === 'object' && value !== null ? value as Readonly<Record<string, unknown>> : undefined;
	} catch {
		// Not there, or not as the agent writes it: nothing is known of it.
		return undefined;
	}
}
