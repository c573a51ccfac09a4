import type {ClientState} from '../../client/state.js';
import type {Overlay} from '../navigation/navigation.js';
import {throughGateway} from '../navigation/order-service.js';
import type {ServiceId} from '../../service/service.js';
import type {Session} from '../../session/session.js';
import {sentenceName} from '../text/service-lines.js';
import {agentName, lookOf} from '../text/session-state.js';
import {fitText, textWidth} from '../cells/width.js';
import {fitSpans, keyed, span, widthOfLine, type Line} from '../text/spans.js';

/** In the bar, whichever screen is there: what is asked; nothing where it is gone. */
export function askedLine(overlay: Extract<Overlay, {type: 'confirm'}>, client: ClientState | undefined, cols: number): Line {
	if (overlay.action === 'stop-service') {
		return stopServiceLine(overlay.service, client, cols);
	}

	const {action, session} = overlay;
	const asked = client?.sessions.find(({id}) => id === session);
	return asked === undefined ? [] : fitSpans(confirmLine(action, asked, {inFlight: client?.meter.sessions[asked.id]?.inFlight ?? 0, cols}), cols);
}

/** Asked once, in place, naming what is lost. Where there is little room the keys stay whole. */
function confirmLine(action: 'stop' | 'close', session: Session, {inFlight, cols}: {readonly inFlight: number; readonly cols: number}): Line {
	const what = `${agentName(session)} "${session.name}" (${lookOf(session, inFlight).word})`;
	const [question, more, yes] = action === 'stop' ? [`Kill ${what}?`, '', 'kill'] : [`Let go of ${what}?`, ' It leaves the list for good.', 'let go'];
	return questionLine({question, more, yes}, cols);
}

function stopServiceLine(id: ServiceId, client: ClientState | undefined, cols: number): Line {
	const asked = client?.services.find(service => service.id === id);
	const name = asked === undefined ? id : sentenceName(asked).replace(/^The /, 'the ');
	const count = throughGateway(client?.sessions ?? []).length;
	return fitSpans(questionLine({question: `Stop ${name}?`, more: ` ${count === 1 ? '1 session gets' : `${count} sessions get`} no answers without it.`, yes: 'stop'}, cols), cols);
}

function questionLine({question, more, yes}: {readonly question: string; readonly more: string; readonly yes: string}, cols: number): Line {
	const keys = [
		...keyed('y', [span('y', 'accent'), span(`  ${yes}`)]),
		span('   '),
		...keyed('Esc', [span('Esc', 'accent'), span('  keep')]),
	];
	const room = cols - 2 - widthOfLine(keys);
	return [span(` ${textWidth(question + more) <= room ? question + more : fitText(question, room)} `, 'ask'), ...keys];
}
