import type {ClientState} from '../client/state.js';
import type {Session, SessionId} from '../session/session.js';
import {formatCost, formatCount, lastPart} from './format.js';
import {inSidebarOrder, groupByFolder} from './session-list.js';
import {lookOf} from './session-state.js';
import {fitSpans, span, spread, type Line} from './spans.js';

type Sidebar = {
	readonly client: ClientState;
	readonly focused: SessionId | undefined;
	readonly cols: number;
	readonly rows: number;
};

/** Sessions by folder, exactly `rows` lines; the last one says who needs somebody. */
export function sidebarLines({client, focused, cols, rows}: Sidebar): readonly Line[] {
	const lines: Line[] = [];
	let focusedAt = 0;
	let number = 0;
	for (const group of groupByFolder(client.sessions)) {
		lines.push(fitSpans([span(` ▾ ${lastPart(group.folder)}`, 'dim')], cols));
		for (const session of group.sessions) {
			number++;
			focusedAt = session.id === focused ? lines.length : focusedAt;
			lines.push(...sessionLines(session, {client, isFocused: session.id === focused, number, cols}));
		}
	}

	const room = rows - 1;
	const start = Math.max(0, Math.min(focusedAt - Math.floor(room / 2), lines.length - room));
	const shown = lines.slice(start, start + room);
	return [...shown, ...Array.from({length: Math.max(0, room - shown.length)}, () => fitSpans([], cols)), footLine(client, cols)].slice(0, rows);
}

type Drawn = {readonly client: ClientState; readonly isFocused: boolean; readonly number: number; readonly cols: number};

function sessionLines(session: Session, {client, isFocused, number, cols}: Drawn): readonly Line[] {
	const usage = client.meter.sessions[session.id];
	const look = lookOf(session, usage?.inFlight ?? 0);
	const hint = number <= 9 ? String(number) : ' ';
	const first = spread([
		span(isFocused ? ' ▌' : '  ', isFocused ? 'accent' : 'text'),
		span(look.symbol, look.role),
		span(` ${session.recipe.agent ?? lastPart(session.recipe.file)}`, isFocused ? 'focus' : 'text'),
		span(`  ${session.name}`, isFocused ? 'text' : 'dim'),
	], [span(`  ${look.word} `, look.role), span(hint, 'dim')], cols);
	const details = session.state.status === 'crashed' || session.state.status === 'host-lost'
		? 'r restart'
		: (usage === undefined || usage.requests === 0 ? '' : `${formatCost(usage.cost)}  ${formatCount(usage.input + usage.output)} tok`);
	const second = `${session.demo ? 'demo  ' : ''}${session.message ?? details}`.trimEnd();
	return second === '' ? [first] : [first, fitSpans([span(`    ${second}`, 'dim')], cols)];
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
