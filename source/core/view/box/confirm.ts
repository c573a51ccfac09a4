import type {Session} from '../../session/session.js';
import {agentName, lookOf} from '../text/session-state.js';
import {span, type Line} from '../text/spans.js';

/** Asked once, in place, naming what is lost. */
export function confirmLine(action: 'stop' | 'close', session: Session, inFlight: number): Line {
	const what = `${agentName(session)} "${session.name}" (${lookOf(session, inFlight).word})`;
	return action === 'stop'
		? [span(` Kill ${what}? `, 'ask'), span('y', 'accent'), span('  kill   '), span('Esc', 'accent'), span('  keep')]
		: [span(` Let go of ${what}? It leaves the list for good. `, 'ask'), span('y', 'accent'), span('  let go   '), span('Esc', 'accent'), span('  keep')];
}
