import type {ClientState} from '../core/client/state.js';
import {ClutchError} from '../core/error.js';
import {sessionOf} from '../core/session/named.js';
import type {Session} from '../core/session/session.js';
import type {ClutchdClient} from '../io/clutchd-client.js';
import type {ParsedArguments} from './command.js';

type Asking = {readonly client: ClutchdClient; readonly verb: string};

/** The one session that the only word means. */
export async function sessionNamed({words}: ParsedArguments, asking: Asking): Promise<Session> {
	const [word, ...others] = words;
	if (word === undefined || others.length > 0) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `${asking.verb} takes the id or the name of one session.`, next: 'clutch sessions lists them.'});
	}

	return sessionMeant(word, await knownSessions(asking.client));
}

/** The sessions that the words mean, each once. One that means none stops all of it before anything is done. */
export async function sessionsNamed({words}: ParsedArguments, {client, verb}: Asking): Promise<readonly Session[]> {
	if (words.length === 0) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `${verb} takes the ids or the names of sessions.`, next: 'clutch sessions lists them.'});
	}

	const sessions = await knownSessions(client);
	return [...new Set(words.map(word => sessionMeant(word, sessions)))];
}

export async function knownSessions(client: ClutchdClient): Promise<readonly Session[]> {
	const {sessions} = await client.call({type: 'status'}) as ClientState;
	return sessions;
}

export function sessionMeant(word: string, sessions: readonly Session[]): Session {
	const meant = sessionOf(word, sessions);
	switch (meant.type) {
		case 'found': {
			return meant.session;
		}

		case 'several': {
			const problem = meant.by === 'name' ? `${meant.sessions.length} sessions are called "${word}".` : `${meant.sessions.length} sessions have an id that begins with "${word}".`;
			throw new ClutchError('ERR_CLUTCH_USAGE', {problem, next: `Say which by its id: ${meant.sessions.map(({id}) => id).join(', ')}`});
		}

		case 'none': {
			throw new ClutchError('ERR_CLUTCH_NO_SESSION', {id: word, next: meant.near === undefined ? 'clutch sessions lists them.' : `Did you mean "${meant.near}"?`});
		}
	}
}
