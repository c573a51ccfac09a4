import type {RestoreOffer} from '../../session/restore.js';
import {offerLine} from '../box/offer.js';
import {fitSpans, span, widthOfLine, type Line} from '../text/spans.js';

type Rule = {readonly cols: number; readonly home: string; /** Something to know once. */ readonly hint?: string | undefined};

/** The line above the bar; under a session that has ended it says what its restart would run. */
export function ruleLine(offer: RestoreOffer | undefined, {cols, home, hint}: Rule): Line {
	if (offer === undefined && hint === undefined) {
		return [span('─'.repeat(cols), 'line')];
	}

	const said = [span('── ', 'line'), ...(offer === undefined ? [span(hint ?? '', 'accent')] : offerLine(offer, {home, cols: cols - 4})), span(' ')];
	return fitSpans([...said, span('─'.repeat(Math.max(0, cols - widthOfLine(said))), 'line')], cols);
}
