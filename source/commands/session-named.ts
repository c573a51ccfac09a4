import type {ClientState} from '../core/client/state.js';
import {ClutchError} from '../core/error.js';
import {nearest} from '../core/nearest.js';
import type {Session} from '../core/session/session.js';
import type {ClutchdClient} from '../io/clutchd-client.js';
import type {ParsedArguments} from './command.js';

/** The one session that the first word means, by its id or, where only one has it, by its name. */
export async function sessionNamed(parsed: ParsedArguments, {client, verb}: {readonly client: ClutchdClient; readonly verb: string}): Promise<Session> {
	const [word, ...others] = parsed.words;
	if (word === undefined || others.length > 0) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `${verb} takes the id or the name of one session.`, next: 'clutch sessions lists them.'});
	}

	const {sessions} = await client.call({type: 'status'}) as ClientState;
	const byId = sessions.find(session => session.id === word);
	const byName = sessions.filter(session => session.name === word);
	const meant = byId ?? (byName.length === 1 ? byName[0] : undefined);
	if (meant) {
		return meant;
	}

	if (byName.length > 1) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `${byName.length} sessions are called "${word}".`, next: `Say which by its id: ${byName.map(({id}) => id).join(', ')}`});
	}

	const near = nearest(word, sessions.flatMap(({id, name}) => [id, name]));
	throw new ClutchError('ERR_CLUTCH_NO_SESSION', {id: word, next: near === undefined ? 'clutch sessions lists them.' : `Did you mean "${near}"?`});
}
