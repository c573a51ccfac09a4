import {once} from 'node:events';
import {ClutchError} from '../core/error.js';
import {endingSentence, isAlive} from '../core/view/text/session-state.js';
import type {Session} from '../core/session/session.js';
import {systemClock} from '../io/clock.js';
import type {ClutchdClient} from '../io/clutchd-client.js';
import type {Screen} from '../io/emulator-message.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {screenText} from './screen.js';
import {sessionNamed} from './session-named.js';
import {showSession} from './show-session.js';
import {withClutchd, withStarted} from './with-clutchd.js';

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

		if (meant.rang !== undefined) {
			await client.call({type: 'session.looked', id: meant.id, until: meant.rang.at});
		}

		return meant;
	});
	try {
		return await showSession({...session, from: 'screen', keyboard: take === true ? 'take' : (readOnly === true ? 'never' : 'if-free')}, context);
	} finally {
		await tellLooked(session, context);
	}
}

/** Nobody waits longer for his terminal. */
const tellingMs = 1000;

/** What rang until now was looked at here. */
async function tellLooked({id}: Session, context: CommandContext): Promise<void> {
	const signal = AbortSignal.any([context.signal, AbortSignal.timeout(tellingMs)]);
	try {
		await withClutchd({...context, signal}, async client => Promise.race([client.call({type: 'session.looked', id, until: systemClock.now()}), once(signal, 'abort')]));
	} catch {
		// The session lives without clutchd, and may be gone by now.
	}
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
