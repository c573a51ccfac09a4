import {ClutchError} from '../core/error.js';
import {endingSentence, isAlive} from '../core/view/text/session-state.js';
import type {Session} from '../core/session/session.js';
import type {ClutchdClient} from '../io/clutchd-client.js';
import type {Screen} from '../io/emulator-message.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {screenText} from './screen.js';
import {sessionNamed} from './session-named.js';
import {showSession} from './show-session.js';
import {withStarted} from './with-clutchd.js';

/** `clutch attach SESSION`. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const {take, 'read-only': readOnly} = parsed.flags;
	if (take === true && readOnly === true) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: '--take and --read-only say the opposite.', next: 'Leave one of them out.'});
	}

	// A session lives without clutchd, and only clutchd knows its name.
	const session = await withStarted(context, async client => {
		const meant = await sessionNamed(parsed, {client, verb: 'attach'});
		if (!isAlive(meant)) {
			await showEnded(meant, {client, context});
		}

		return meant;
	});
	return showSession({...session, from: 'screen', keyboard: take === true ? 'take' : (readOnly === true ? 'never' : 'if-free')}, context);
}

/** What it showed last, then how it ended and what can be done. */
async function showEnded(session: Session, {client, context}: {readonly client: ClutchdClient; readonly context: CommandContext}): Promise<never> {
	const {id} = session;
	const {lines} = await client.call({type: 'session.screen', id, ansi: context.stdout.isTTY}) as Screen;
	if (lines.some(line => line !== '')) {
		context.stdout.write(screenText(lines));
	}

	throw new ClutchError('ERR_CLUTCH_NOT_LIVE', {id}, {words: {message: endingSentence(session), hint: `clutch restore ${id} starts it again, clutch close ${id} forgets it.`}});
}
