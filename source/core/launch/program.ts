import type {SessionId} from '../session/session.js';
import {serviceMark} from './environment.js';

/**
What would keep a program that is told of the gateway from going there, or make Claude Code take itself for a part of another one. All else is its user's: a key or a login travels as the program sends it.
*/
export const unsetForPrograms: readonly string[] = [
	...['BEDROCK', 'VERTEX', 'FOUNDRY', 'MANTLE', 'GATEWAY'].map(name => `CLAUDE_CODE_USE_${name}`),
	'CLAUDECODE',
	'CLAUDE_CODE_ENTRYPOINT',
	'CLAUDE_CODE_SESSION_ID',
	'CLAUDE_CODE_CHILD_SESSION',
	'CLAUDE_CODE_SKIP_PROMPT_HISTORY',
	serviceMark,
];

/** The three variables that programs look for. Clients of Anthropic's API add `/v1` themselves, those of OpenAI's do not. */
export function programAddresses(gateway: string, {profile, session}: {readonly profile: string | undefined; readonly session: SessionId}): Readonly<Record<string, string>> {
	const address = `${gateway}${profile === undefined ? '' : `/p/${encodeURIComponent(profile)}`}/s/${session}`;
	return {ANTHROPIC_BASE_URL: address, OPENAI_API_BASE: `${address}/v1`, OPENAI_BASE_URL: `${address}/v1`};
}
