import type {ClientState} from '../../client/state.js';
import {inSidebarOrder} from '../text/session-list.js';
import {formatLatency} from '../text/format.js';
import {lookOf} from '../text/session-state.js';
import {fitSpans, span, type Line} from '../text/spans.js';

/** Who waits for somebody, at the end of the sidebar. */
export function waitingLine(client: ClientState, cols: number): Line {
	return fitSpans([span(' '), ...waitingSpans(client)], cols);
}

/** Nothing where nobody does. */
export function waitingSpans(client: ClientState): Line {
	const looks = inSidebarOrder(client.sessions).map(session => lookOf(session, client.meter.sessions[session.id]?.inFlight ?? 0));
	const waiting = looks.filter(({word}) => word === 'needs you').length;
	const crashed = looks.filter(({symbol}) => symbol === '↻').length;
	return [
		...(waiting > 0 ? [span(`${waiting} needs you`, 'ask')] : []),
		...(waiting > 0 && crashed > 0 ? [span(' · ', 'dim')] : []),
		...(crashed > 0 ? [span(`${crashed} crashed`, 'bad')] : []),
	];
}

/** What the gateway has answered today, beside it. */
export function footLine({meter: {today, p50}}: ClientState, cols: number): Line {
	return fitSpans([
		span(` ${today.requests} req`, 'dim'),
		span(`  ${today.failed} failed`, today.failed > 0 ? 'warn' : 'dim'),
		span(`  p50 ${formatLatency(p50)}`, 'dim'),
	], cols);
}
