import type {ClientState} from '../client/state.js';
import {span, type Line} from './spans.js';

type HintInput = {
	readonly client: ClientState | undefined;
	readonly link: 'connecting' | 'connected' | 'lost';
	readonly linkProblem: string | undefined;
	/** Undefined until it has been looked for. */
	readonly hasCredential: boolean | undefined;
};

/** One sentence above Home: what stands in the way, or how to begin. */
export function homeHint({client, link, linkProblem, hasCredential}: HintInput): Line | undefined {
	if (link !== 'connected' && linkProblem !== undefined) {
		return [span(`   ${linkProblem}`, 'bad')];
	}

	const gateway = client?.services.find(({id}) => id === 'gateway')?.state;
	if (gateway?.status === 'parked') {
		return [span(`   ${gateway.reason}`, 'bad'), ...gateway.choices.flatMap((choice, index) => [span(`   ${index + 1} `, 'accent'), span(choice)])];
	}

	return hasCredential === false ? [span('   No provider key and no login found.  '), span('D', 'accent'), span(' try the demo   '), span('K', 'accent'), span(' add a key')] : undefined;
}
