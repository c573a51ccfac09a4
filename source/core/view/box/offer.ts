import type {RestoreOffer} from '../../session/restore.js';
import type {Session} from '../../session/session.js';
import {lastInstant} from '../text/session-state.js';
import {span, type Line} from '../text/spans.js';

/** The offer, if it was made for this session as it is now. */
export function offerFor(session: Session | undefined, offer: RestoreOffer | undefined): RestoreOffer | undefined {
	return session !== undefined && offer?.id === session.id && offer.at === lastInstant(session) ? offer : undefined;
}

/** What would happen if the session were started again: the exact command, or why somebody has to be asked first. */
export function offerLine({answer}: RestoreOffer): Line {
	switch (answer.type) {
		case 'resume': {
			return [span('runs  ', 'dim'), span(answer.command)];
		}

		case 'again': {
			return [span('runs  ', 'dim'), span(answer.command), span(`   ${answer.why}`, 'dim')];
		}

		case 'question': {
			return [span(answer.sentence, 'ask')];
		}

		case 'refused': {
			return [span(answer.sentence, 'bad')];
		}
	}
}
