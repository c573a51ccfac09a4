import type {Instant, Session, SessionId} from '../../session/session.js';
import {fitText, padText, textWidth} from '../cells/width.js';
import {formatHour} from '../text/format.js';
import {homeList} from '../text/session-list.js';
import {lastInstant, lookOf} from '../text/session-state.js';
import {span, type Line} from '../text/spans.js';
import {beyond, markCells, nameText, titleText, widestName} from './row-text.js';

/** The list that the row stands in. */
type LostList = {
	readonly sessions: readonly Session[];
	readonly prompts?: Readonly<Record<SessionId, string>> | undefined;
	readonly home: string;
	readonly now: Instant;
	/** Of the clock of the user. @default 0 */
	readonly utcOffsetMs?: number | undefined;
	readonly cols: number;
};

const lostGap = 3;
const lostTitleCells = 12;
/** `↻ crashed`, and a blank. */
const stateCells = 10;
/** `api-server`, or a short name. */
const fewestName = 12;
/** So much of a prompt is worth more than the whole folder. */
const enoughSaid = 60;
/** Less of a prompt says less than how it ended. */
const fewestSaid = 14;

/** What it was, where, when, and what was said first, as people know it; where that is not known, how it ended. The section says of all of them that they ended. */
export function lostSpans(session: Session, listed: LostList & {readonly isSelected: boolean}): Line {
	const {nameCells, timeCells, saidCells} = lostColumns(listed);
	const {symbol, word, role} = lookOf(session, 0);
	const title = titleText(session, lostTitleCells);
	const cells = nameCells - beyond(title, lostTitleCells);
	const prompt = listed.prompts?.[session.id];
	return [
		span(' '),
		span(`${title} `, listed.isSelected ? 'focus' : 'text'),
		span(padText(lostName(session, {home: listed.home, cells}), cells), 'dim'),
		span(`${' '.repeat(lostGap)}${lostTime(session, listed).padEnd(timeCells)}${' '.repeat(lostGap)}`, 'dim'),
		prompt === undefined || saidCells < fewestSaid ? span(`${symbol} ${word}`, role) : span(fitQuoted(prompt, saidCells)),
	];
}

/** As wide as what stands in them, as far as that leaves room for what was said. */
function lostColumns(listed: LostList): {readonly nameCells: number; readonly timeCells: number; readonly saidCells: number} {
	const {sessions, home, cols} = listed;
	const {lost} = homeList(sessions);
	const timeCells = Math.max(...lost.map(session => textWidth(lostTime(session, listed))));
	const free = Math.max(0, cols - markCells - 1 - lostTitleCells - 1 - lostGap - timeCells - lostGap);
	const most = Math.max(8, Math.min(widestName, Math.max(fewestName, free - enoughSaid), free - stateCells));
	const nameCells = Math.max(8, ...lost.map(session => textWidth(lostName(session, {home, cells: most}))));
	return {nameCells: Math.min(most, nameCells), timeCells, saidCells: free - Math.min(most, nameCells)};
}

function lostTime(session: Session, {now, utcOffsetMs = 0}: LostList): string {
	return formatHour(lastInstant(session), {now, utcOffsetMs});
}

/** The folder's own name where there is no room for all of it. */
function lostName(session: Session, room: {readonly home: string; readonly cells: number}): string {
	return nameText(session, room).replace(/^…\//, '');
}

/** In quotes, also where it is cut. */
function fitQuoted(text: string, cells: number): string {
	return `"${fitText(text, cells - 2)}"`;
}
