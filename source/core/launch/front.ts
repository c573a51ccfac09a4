import type {AgentRow} from './agent.js';

type Launch = {readonly agent: Pick<AgentRow, 'letter' | 'title'>; readonly route: 'p' | 'b' | 'd'; readonly credential: {readonly type: 'own-login' | 'gateway-key'}};

/** Agents that can be told to send a header with every request. */
const senders: ReadonlySet<string> = new Set(['c', 'x']);

/**
Whether a launch goes through a Headroom that stands before the gateway. It passes on no prefix of an address, so only agents that can say otherwise whose request it is go through it; the others ask the gateway, which asks Headroom. An own login goes byte for byte.
*/
export function frontOf(front: {readonly address: string | undefined} | undefined, {agent, route, credential}: Launch): {readonly address: string | undefined; readonly notes: readonly string[]} {
	if (front === undefined || route !== 'p' || credential.type === 'own-login') {
		return {address: undefined, notes: []};
	}

	if (front.address === undefined) {
		return {address: undefined, notes: ['Headroom is to stand before the gateway and does not run; this launch asks the gateway itself (clutch up headroom).']};
	}

	return senders.has(agent.letter)
		? {address: front.address, notes: []}
		: {address: undefined, notes: [`${agent.title} cannot say behind Headroom whose requests they are; it asks the gateway itself, which has them shortened all the same.`]};
}
