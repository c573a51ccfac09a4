import type {ClientState, SessionUsage} from '../../client/state.js';
import type {Instant, Session, SessionId} from '../../session/session.js';
import {formatClock, formatTotalCost, formatShortAge, lastPart} from '../text/format.js';
import {hintNow} from '../keys/key-now.js';
import type {KeyRow} from '../keys/keymap.js';
import {groupByFolder} from '../text/session-list.js';
import {agentName, lookOf} from '../text/session-state.js';
import {fitText, padText, textWidth} from '../cells/width.js';
import {fitSpans, span, widthOfLine, type Line} from '../text/spans.js';
import {waitingLine} from './foot.js';

type Sidebar = {
	readonly client: ClientState;
	readonly focused: SessionId | undefined;
	readonly now: Instant;
	readonly cols: number;
	readonly rows: number;
	/** Tokens that a model can read, where it is known. */
	readonly windows?: Readonly<Record<string, number>> | undefined;
	/** The key table in force. @default keymap */
	readonly table?: readonly KeyRow[] | undefined;
};

type SidebarRow = {readonly line: Line; readonly session: SessionId | undefined};

/** Sessions by folder, exactly `rows` lines; the last one says who needs somebody. */
export function sidebarLines(sidebar: Sidebar): readonly Line[] {
	const {client, cols, rows} = sidebar;
	const room = rows - 1;
	const shown = shownRows(sidebar).map(({line}) => line);
	return [...shown, ...Array.from({length: Math.max(0, room - shown.length)}, () => fitSpans([], cols)), waitingLine(client, cols)].slice(0, rows);
}

/** Whose row that is, counted from the top of the sidebar. */
export function sidebarRowAt(sidebar: Sidebar, row: number): SessionId | undefined {
	return row < 0 ? undefined : shownRows(sidebar)[row]?.session;
}

/** Rows keep their place; only where there are too many the list goes with the focus. */
function shownRows({client, focused, now, cols, rows, table, windows = {}}: Sidebar): readonly SidebarRow[] {
	const all = groupByFolder(client.sessions).flatMap<SidebarRow>(group => [
		{line: fitSpans([span(` ▾ ${lastPart(group.folder)}`, 'dim')], cols), session: undefined},
		...group.sessions.flatMap(session => sessionLines(session, {client, isFocused: session.id === focused, now, cols, windows, table}).map(line => ({line, session: session.id}))),
	]);
	const room = Math.max(0, rows - 1);
	const focusedAt = Math.max(0, all.findIndex(({session}) => session !== undefined && session === focused));
	const start = Math.max(0, Math.min(focusedAt - Math.floor(room / 2), all.length - room));
	return all.slice(start, start + room);
}

type Drawn = {readonly client: ClientState; readonly isFocused: boolean; readonly now: Instant; readonly cols: number; readonly windows: Readonly<Record<string, number>>; readonly table: readonly KeyRow[] | undefined};

function sessionLines(session: Session, {client, isFocused, now, cols, windows, table}: Drawn): readonly Line[] {
	const usage = client.meter.sessions[session.id];
	const look = lookOf(session, usage?.inFlight ?? 0);
	// What the group says already is no name, unless another row would look the same without it.
	const isSaid = session.name === lastPart(session.cwd) && !client.sessions.some(other => other.id !== session.id && other.cwd === session.cwd && agentName(other) === agentName(session));
	const isNamed = session.name !== agentName(session) && !isSaid;
	const word = stateWord(session, look.word, now);
	// One column for all; a longer word begins before it.
	const at = cols - Math.max(stateCells + 1, textWidth(word));
	const agent = isNamed ? padText(agentName(session), Math.max(agentCells, textWidth(agentName(session)))) : agentName(session);
	const left = [
		span(isFocused ? ' ▌' : '  ', isFocused ? 'accent' : 'text'),
		span(look.symbol, look.role),
		span(` ${agent}`, isFocused ? 'focus' : 'text'),
		...(isNamed ? [span(`  ${fitName(session.name, at - 7 - textWidth(agent))}`, isFocused ? 'text' : 'dim')] : []),
	];
	const first = [...fitSpans(left, Math.max(0, at - 1)), ...fitSpans([span(' '), span(word, look.role)], cols - Math.max(0, at - 1))];
	const second = [...(session.demo ? [span('demo  ', 'dim')] : []), ...details(session, {usage, now, isAsking: look.word === 'needs you', windows, table, cells: cols - 4})];
	return widthOfLine(second) === 0 ? [first] : [first, fitSpans([span('    '), ...second], cols)];
}

/** Where there is no room for all of it, the number that tells it from others stays. */
function fitName(name: string, cells: number): string {
	const number = /-\d+$/.exec(name)?.[0] ?? '';
	return textWidth(name) <= cells || number === '' || cells <= number.length ? name : `${fitText(name.slice(0, -number.length), cells - number.length)}${number}`;
}

/** `codex` and `pi` have their names where `claude` has. */
const agentCells = 6;
/** `working`, `idle 9m`. */
const stateCells = 7;

/** An idle session says for how long, one that works also; nothing is made up where nobody saw it begin. */
function stateWord({activity, activitySince}: Session, word: string, now: Instant): string {
	if (activitySince === undefined) {
		return word;
	}

	if (word === 'working' && activity === 'working') {
		return formatClock(activitySince, now);
	}

	const age = word === 'idle' ? formatShortAge(activitySince, now) : '';
	return age === '' ? word : `${word} ${age}`;
}

type Details = {readonly usage: SessionUsage | undefined; readonly now: Instant; readonly isAsking: boolean; readonly windows: Readonly<Record<string, number>>; readonly table: readonly KeyRow[] | undefined; readonly cells: number};

/** What it asks and since when, what can be done, or its figures. */
function details(session: Session, {usage, now, isAsking, windows, table, cells}: Details): Line {
	if (isAsking) {
		const age = session.activitySince === undefined ? '' : formatClock(session.activitySince, now);
		const asked = session.message ?? '';
		// Where there is no room for both, how long it has waited stays.
		const shown = age === '' || asked === '' ? asked : `${fitText(asked, Math.min(textWidth(asked), cells - textWidth(age) - 2)).trimEnd()}  `;
		return `${shown}${age}` === '' ? [] : [span(`${shown}${age}`, 'ask')];
	}

	if (session.message !== undefined) {
		return [span(session.message, 'dim')];
	}

	if (session.state.status === 'crashed' || session.state.status === 'host-lost') {
		const key = hintNow('ended', 'r', table);
		return key === undefined ? [] : [span(`${key} restore`, 'dim')];
	}

	// Nothing before the first tokens: there is no figure yet, and none is made up.
	if (usage === undefined || usage.input + usage.output === 0) {
		return [];
	}

	return [span(`${formatTotalCost(usage)}  ${formatShare(usage, windows)}`, 'dim')];
}

function formatShare({context, model}: SessionUsage, windows: Readonly<Record<string, number>>): string {
	const window = windows[model ?? ''];
	return context === undefined || window === undefined ? 'ctx n/a' : `${Math.round(100 * context / window)} %ctx`;
}
