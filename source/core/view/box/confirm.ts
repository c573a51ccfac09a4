import type {ClientState} from '../../client/state.js';
import type {Overlay} from '../navigation/navigation.js';
import type {Session} from '../../session/session.js';
import {agentName, lookOf} from '../text/session-state.js';
import {fitSpans, keyed, span, type Line} from '../text/spans.js';

/** In the bar, whichever screen is there: what is asked; nothing where it is gone. */
export function askedLine({action, session}: Extract<Overlay, {type: 'confirm'}>, client: ClientState | undefined, cols: number): Line {
	const asked = client?.sessions.find(({id}) => id === session);
	return asked === undefined ? [] : fitSpans(confirmLine(action, asked, client?.meter.sessions[asked.id]?.inFlight ?? 0), cols);
}

/** Asked once, in place, naming what is lost. */
export function confirmLine(action: 'stop' | 'close', session: Session, inFlight: number): Line {
	const what = `${agentName(session)} "${session.name}" (${lookOf(session, inFlight).word})`;
	const [question, yes] = action === 'stop' ? [`Kill ${what}?`, 'kill'] : [`Let go of ${what}? It leaves the list for good.`, 'let go'];
	return [
		span(` ${question} `, 'ask'),
		...keyed('y', [span('y', 'accent'), span(`  ${yes}`)]),
		span('   '),
		...keyed('Esc', [span('Esc', 'accent'), span('  keep')]),
	];
}
