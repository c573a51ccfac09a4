import type {AgentRow} from './agent.js';
import {ante} from './agents/ante.js';
import {antigravity} from './agents/antigravity.js';
import {claude} from './agents/claude.js';
import {codex} from './agents/codex.js';
import {hermes} from './agents/hermes.js';
import {opencode} from './agents/opencode.js';
import {pi} from './agents/pi.js';
import {qwen} from './agents/qwen.js';

/** Every agent that a code can start, in the order in which screens and pages list them. */
export const agentCatalogue: readonly AgentRow[] = [claude, codex, qwen, pi, opencode, hermes, ante, antigravity];

export function agentOf(letter: string): AgentRow | undefined {
	return agentCatalogue.find(row => row.letter === letter);
}
