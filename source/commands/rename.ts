import {ClutchError} from '../core/error.js';
import {nameProblem} from '../core/session/named.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {knownSessions, sessionMeant} from './session-named.js';
import {withStarted} from './with-clutchd.js';

/** `clutch rename ID NAME`. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const [word, given, ...others] = parsed.words;
	if (word === undefined || given === undefined || others.length > 0) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: 'rename takes a session and its new name.', next: 'clutch rename ID "my work"'});
	}

	return withStarted(context, async client => {
		const sessions = await knownSessions(client);
		const {id, name: before} = sessionMeant(word, sessions);
		const problem = nameProblem(given, {id, sessions});
		if (problem !== undefined) {
			throw new ClutchError('ERR_CLUTCH_USAGE', {problem, next: `${before} keeps its name.`});
		}

		const name = given.trim();
		await client.call({type: 'session.rename', id, name});
		const same = sessions.filter(session => session.id !== id && session.name === name);
		context.stdout.write(parsed.flags.json === true
			? `${JSON.stringify({renamed: id, name, before})}\n`
			: `${before} (${id}) is called ${name} now.${same.length === 0 ? '' : ` So is ${same.map(session => session.id).join(', ')}: say their ids.`}\n`);
		return 0;
	});
}
