import type {Session} from './session.js';

/** Whether something was said in the conversation that a session began. */
export type Said = 'something' | 'nothing' | 'unknown';

/** No agent is ready so soon that anybody could say something to it; a script that sends it text can be very quick. */
const momentMs = 300;

/** Only a gateway of ours sees every word: an agent that asks its vendor directly may have talked for days. `elsewhere`: its requests went to a gateway that tells another clutchd. */
export function whatWasSaid({state, spoke, createdAt, recipe: {route}}: Session, {elsewhere}: {readonly elsewhere: boolean}): Said {
	if (spoke === true) {
		return 'something';
	}

	const livedMs = 'at' in state ? state.at - createdAt : Infinity;
	return livedMs < momentMs || ((route === 'p' || route === 'b') && !elsewhere) ? 'nothing' : 'unknown';
}
