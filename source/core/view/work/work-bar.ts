import type {ClientState} from '../../client/state.js';
import {confirmLine} from '../box/confirm.js';
import {linkLine, type LinkState} from '../text/link-state.js';
import {focusedSession, type Navigation} from '../navigation/navigation.js';
import {endingSentence, isAlive} from '../text/session-state.js';
import {fitSpans, span, type Line} from '../text/spans.js';
import {layoutWork, type Size} from './layout.js';
import {workBar} from './bar.js';

type BarInput = {readonly client: ClientState; readonly link: LinkState; readonly navigation: Navigation; readonly chord: string; readonly size: Size};

/** The last row of the work screen: a question, what is wrong, how the session ended, or the figures; in this order. */
export function bottomLine({client, link, navigation, chord, size}: BarInput): Line {
	const session = focusedSession(navigation, client.sessions);
	const top = navigation.overlays.at(-1);
	if (top?.type === 'confirm') {
		const asked = client.sessions.find(candidate => candidate.id === top.session);
		return asked === undefined ? [] : fitSpans(confirmLine(top.action, asked, client.meter.sessions[asked.id]?.inFlight ?? 0), size.cols);
	}

	if (navigation.message !== undefined && navigation.overlays.length === 0) {
		return fitSpans([span(` ${navigation.message.text}`, navigation.message.level === 'note' ? 'text' : navigation.message.level)], size.cols);
	}

	const trouble = linkLine(link);
	if (trouble !== undefined) {
		return fitSpans([span(' '), ...trouble], size.cols);
	}

	if (session !== undefined && !isAlive(session) && navigation.overlays.length === 0) {
		return fitSpans([
			span(` ${endingSentence(session)}`, session.state.status === 'exited' ? 'text' : 'bad'),
			span('   r', 'accent'), span(' restart', 'dim'),
			span('   L', 'accent'), span(' let go', 'dim'),
			span(`   ${chord}`, 'accent'), span(' more', 'dim'),
		], size.cols);
	}

	return workBar({client, session, folded: layoutWork(size, navigation.sidebar).sidebar === undefined, chord, cols: size.cols});
}
