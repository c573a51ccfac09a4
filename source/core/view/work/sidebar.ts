import type {ClientState, SessionUsage} from '../../client/state.js';
import type {Instant, Session, SessionId} from '../../session/session.js';
import {formatCost, formatCount, formatShortAge, lastPart} from '../text/format.js';
import {inSidebarOrder, groupByFolder} from '../text/session-list.js';
import {lookOf} from '../text/session-state.js';
import {fitSpans, span, spread, widthOfLine, type Line} from '../text/spans.js';

type Sidebar = {
	readonly client: ClientState;
	readonly focused: SessionId | undefined;
	readonly now: Instant;
	readonly cols: number;
	readonly rows: number;
};

/** Sessions by folder, exactly `rows` lines; the last one says who needs somebody. */
export function sidebarLines({client, focused, now, cols, rows}: Sidebar): readonly Line[] {
	const lines: Line[] = [];
	let focusedAt = 0;
	for (const group of groupByFolder(client.sessions)) {
		lines.push(fitSpans([span(` ▾ ${lastPart(group.folder)}`, 'dim')], cols));
		for (const session of group.sessions) {
			focusedAt = session.id === focused ? lines.length : focusedAt;
			lines.push(...sessionLines(session, {client, isFocused: session.id === focused, now, cols}));
		}
	}

	const room = rows - 1;
	const start = Math.max(0, Math.min(focusedAt - Math.floor(room / 2), lines.length - room));
	const shown = lines.slice(start, start + room);
	return [...shown, ...Array.from({length: Math.max(0, room - shown.length)}, () => fitSpans([], cols)), footLine(client, cols)].slice(0, rows);
}

type Drawn = {readonly client: ClientState; readonly isFocused: boolean; readonly now: Instant; readonly cols: number};

function sessionLines(session: Session, {client, isFocused, now, cols}: Drawn): readonly Line[] {
	const usage = client.meter.sessions[session.id];
	const look = lookOf(session, usage?.inFlight ?? 0);
	const left = [
		span(isFocused ? ' ▌' : '  ', isFocused ? 'accent' : 'text'),
		span(look.symbol, look.role),
		span(` ${session.recipe.agent ?? lastPart(session.recipe.file)}`, isFocused ? 'focus' : 'text'),
		span(`  ${session.name}`, isFocused ? 'text' : 'dim'),
	];
	const age = look.word === 'idle' && session.activitySince !== undefined ? formatShortAge(session.activitySince, now) : '';
	const word = [span(`  ${look.word}${age === '' ? '' : ` ${age}`}`, look.role)];
	// The blank at the edge goes before a letter of the name does.
	const edge = widthOfLine(left) + widthOfLine(word) < cols ? [span(' ')] : [];
	const first = spread(left, [...word, ...edge], cols);
	const details = session.state.status === 'crashed' || session.state.status === 'host-lost' ? 'r restart' : figures(usage);
	const second = `${session.demo ? 'demo  ' : ''}${session.message ?? details}`.trimEnd();
	return second === '' ? [first] : [first, fitSpans([span(`    ${second}`, 'dim')], cols)];
}

/** Nothing before the first tokens: there is no figure yet, and none is made up. */
function figures(usage: SessionUsage | undefined): string {
	const tokens = usage === undefined ? 0 : usage.input + usage.output;
	return tokens === 0 ? '' : `${formatCost(usage?.cost)}  ${formatCount(tokens)} tok`;
}

function footLine(client: ClientState, cols: number): Line {
	const looks = inSidebarOrder(client.sessions).map(session => lookOf(session, client.meter.sessions[session.id]?.inFlight ?? 0));
	const waiting = looks.filter(({word}) => word === 'needs you').length;
	const crashed = looks.filter(({symbol}) => symbol === '↻').length;
	const parts = [
		...(waiting > 0 ? [span(`${waiting} needs you`, 'ask')] : []),
		...(waiting > 0 && crashed > 0 ? [span(' · ', 'dim')] : []),
		...(crashed > 0 ? [span(`${crashed} crashed`, 'bad')] : []),
	];
	return fitSpans([span(' '), ...parts], cols);
}
