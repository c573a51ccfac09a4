import type {AgentRow} from './agent.js';
import {claude} from './claude.js';

/** Every agent that a code can start. */
export const agentCatalogue: readonly AgentRow[] = [claude];

export function agentOf(letter: string): AgentRow | undefined {
	return agentCatalogue.find(row => row.letter === letter);
}
