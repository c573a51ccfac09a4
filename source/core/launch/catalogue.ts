import type {AgentRow} from './agent.js';
import {ante} from './ante.js';
import {antigravity} from './antigravity.js';
import {claude} from './claude.js';
import {codex} from './codex.js';
import {hermes} from './hermes.js';
import {opencode} from './opencode.js';
import {pi} from './pi.js';
import {qwen} from './qwen.js';

/** Every agent that a code can start, in the order in which screens and pages list them. */
export const agentCatalogue: readonly AgentRow[] = [claude, codex, qwen, pi, opencode, hermes, ante, antigravity];

export function agentOf(letter: string): AgentRow | undefined {
	return agentCatalogue.find(row => row.letter === letter);
}
