import type {RestoreOffer} from '../../session/restore.js';
import type {Session} from '../../session/session.js';
import {textWidth} from '../cells/width.js';
import {shortCommand} from '../text/format.js';
import type {Span} from '../text/role.js';
import {lastInstant} from '../text/session-state.js';
import {span, type Line} from '../text/spans.js';

/** The offer, if it was made for this session as it is now. */
export function offerFor(session: Session | undefined, offer: RestoreOffer | undefined): RestoreOffer | undefined {
	return session !== undefined && offer?.id === session.id && offer.at === lastInstant(session) ? offer : undefined;
}

type Room = {readonly home: string; readonly cols: number};

/** What would happen if the session were started again: the exact command, or why somebody has to be asked first. */
export function offerLine(offer: RestoreOffer, room: Room): Line {
	const {text, role} = offerText(offer, room);
	return role === 'dim' ? [span(runs, 'dim'), span(text.slice(runs.length))] : [span(text, role)];
}

export function offerText({answer}: RestoreOffer, {home, cols}: Room): Span {
	const command = (said: string, why = '') => span(`${runs}${shortCommand(said, {home, cols: cols - textWidth(runs) - textWidth(why)})}${why}`, 'dim');
	switch (answer.type) {
		case 'resume': {
			return command(answer.command);
		}

		case 'again': {
			return command(answer.command, `   ${answer.why}`);
		}

		case 'question': {
			return span(answer.sentence, 'ask');
		}

		case 'refused': {
			return span(answer.sentence, 'bad');
		}
	}
}

const runs = 'runs  ';
