import type {ClientState} from '../../client/state.js';
import type {Instant, Session, SessionId} from '../../session/session.js';
import type {RestoreOffer} from '../../session/restore.js';
import {agentOf} from '../../launch/catalogue.js';
import {unlistedLaunches} from '../box/box-rows.js';
import type {Library, RecentLaunch} from '../box/library.js';
import {offerFor, offerText} from '../box/offer.js';
import {parkedService} from '../box/parked.js';
import {shortId} from '../box/pick.js';
import {padText, textWidth} from '../cells/width.js';
import {hintNow} from '../keys/key-now.js';
import type {Navigation} from '../navigation/navigation.js';
import {formatAge, lastPart} from '../text/format.js';
import {windowOf, type ListLine} from '../text/list-line.js';
import {homeList} from '../text/session-list.js';
import {endedWithoutYou, lookOf} from '../text/session-state.js';
import {blankLine, fitSpans, span, wrapText, type Line} from '../text/spans.js';
import {lostSpans} from './lost-row.js';
import {beyond, markCells, nameText, titleCells, titleText, widestName} from './row-text.js';

export type HomeList = {
	readonly navigation: Navigation;
	readonly library?: Library | undefined;
	readonly offer: RestoreOffer | undefined;
	readonly prompts?: Readonly<Record<SessionId, string>> | undefined;
	readonly home: string;
	readonly now: Instant;
	/** Of the clock of the user. @default 0 */
	readonly utcOffsetMs?: number | undefined;
};

type Listed = HomeList & {readonly client: ClientState; readonly cols: number};

/** What runs, what ended without its user, what was there before: as many rows as there is room for, with the one under the cursor among them; how many more there are is said. */
export function homeListLines(listed: Listed, rows: number): readonly ListLine[] {
	const {navigation} = listed;
	const isTyped = navigation.line !== '';
	const lost = new Set([...rowsOf(listed).entries()].flatMap(([row, session]) => endedWithoutYou(session) ? [row] : []));
	const shown = windowOf(allLines(listed), {
		rows,
		selected: isTyped ? undefined : navigation.selected,
		more: (direction, hidden) => moreLine({direction, count: hidden.length, lost: hidden.filter(row => lost.has(row)).length, isTyped}),
	});
	// A code that is being typed has the keys, and the cursor.
	return isTyped ? shown.map(({line}) => ({line})) : shown;
}

/** How many lines there would be without an end to the screen. */
export function homeListHeight(listed: Listed): number {
	return allLines(listed).length;
}

function rowsOf({client}: Listed): readonly Session[] {
	const {running, lost, recent} = homeList(client.sessions);
	return [...running, ...lost, ...recent];
}

function allLines(listed: Listed): readonly ListLine[] {
	const {client, library, cols} = listed;
	const {running, lost, recent} = homeList(client.sessions);
	const numbered = rowsOf(listed);
	const launches = unlistedLaunches(library?.recents ?? [], numbered).map((launch, index) => ({row: numbered.length + index, line: fitSpans(launchRow(listed, launch, numbered.length + index), cols)}));
	const linesOf = (sessions: readonly Session[]) => sessions.flatMap(session => sessionLines(listed, session, numbered.indexOf(session)));
	const section = (title: Line, lines: readonly ListLine[]) => lines.length === 0 ? [] : [{line: title}, ...lines, {line: blankLine}];
	const lines = [
		...section([span(' Running', 'focus')], linesOf(running)),
		...section([span(' Ended without you', 'focus'), span(`          ↻ ${lost.length} ${lost.length === 1 ? 'session' : 'sessions'}`, 'bad')], lost.length === 0 ? [] : [...linesOf(lost), {line: lostKeys(listed, {first: running.length, count: lost.length})}]),
		...section([span(' Recent', 'focus')], [...linesOf(recent), ...launches]),
	];
	return lines.slice(0, -1);
}

/** The digit is that of the row under the cursor, where that is one of them. */
function lostKeys({navigation: {selected, keys: {table}}, client}: Listed, {first, count}: {readonly first: number; readonly count: number}): Line {
	const number = (selected >= first && selected < first + count ? selected : first) + 1 + (parkedService(client)?.choices.length ?? 0);
	const restore = number <= 9 ? {key: String(number), label: 'restore'} : {key: 'Enter', label: 'look'};
	const others = [{key: hintNow('home', 'A', table.rows), label: 'restore all'}, {key: hintNow('home', 'L', table.rows), label: 'let go'}].filter(({key}) => key !== undefined);
	return [restore, ...others].flatMap(({key, label}, index) => [span(`${index === 0 ? '   ' : '    '}${key} `, 'accent'), span(label, 'dim')]);
}

function moreLine({direction, count, lost, isTyped}: {readonly direction: 'up' | 'down'; readonly count: number; readonly lost: number; readonly isTyped: boolean}): Line {
	return count === 0 ? blankLine : [
		span(`   ${isTyped ? '…' : (direction === 'up' ? '↑' : '↓')} `, 'accent'),
		span(`${count} more`, 'dim'),
		...(lost === 0 ? [] : [span(`   ↻ ${lost} ended without you`, 'bad')]),
	];
}

/** The row, and under the cursor the whole command, however many rows it takes: half of one says nothing. */
function sessionLines(listed: Listed, session: Session, row: number): readonly ListLine[] {
	const {navigation, cols, home} = listed;
	const offer = navigation.selected === row && navigation.line === '' ? offerFor(session, listed.offer) : undefined;
	const said = offer === undefined ? undefined : offerText(offer, {home, cols: Math.max(1, cols - offerIndent)});
	return [
		fitSpans(sessionRow(listed, session, row), cols),
		...(said === undefined ? [] : wrapText(said.text, Math.max(1, cols - offerIndent)).map(text => fitSpans([span(' '.repeat(offerIndent)), span(text, said.role)], cols))),
	].map(line => ({line, row}));
}

const offerIndent = 3;

function mark({navigation, client}: Listed, row: number): {readonly spans: Line; readonly isSelected: boolean} {
	const number = (parkedService(client)?.choices.length ?? 0) + row + 1;
	const isSelected = navigation.selected === row && navigation.line === '';
	return {isSelected, spans: [span(isSelected ? ' ▸ ' : '   ', 'accent'), span(number <= 9 ? `${number} ` : '  ', 'dim')]};
}

/** `◆ needs you`, the longest, and a blank. */
const stateCells = 12;
const codeCells = 6;
const ageCells = 10;

function sessionRow(listed: Listed, session: Session, row: number): Line {
	const {client, home, now, cols} = listed;
	const {spans, isSelected} = mark(listed, row);
	const {symbol, word, role} = lookOf(session, client.meter.sessions[session.id]?.inFlight ?? 0);
	const at = 'at' in session.state ? session.state.at : session.createdAt;
	const title = titleText(session);
	if (session.state.status === 'exited' || session.state.status === 'closed') {
		return [...spans, ...recentSpans({code: session.recipe.code ?? '', title, name: nameText(session, {home, cells: recentCells(cols) - beyond(title)}), age: formatAge(at, now)}, {isSelected, cols}), span(`${symbol} ${word}`, role)];
	}

	if (endedWithoutYou(session)) {
		return [...spans, ...lostSpans(session, {...listed, sessions: client.sessions, isSelected})];
	}

	const cells = Math.max(8, Math.min(widestName, cols - markCells - stateCells - titleCells - ageCells)) - beyond(title);
	return [
		...spans,
		span(padText(`${symbol} ${word}`, stateCells), role),
		span(`${title} `, isSelected ? 'focus' : 'text'),
		span(padText(nameText(session, {home, cells}), cells), 'dim'),
		span(` ${formatAge(at, now)}`, 'dim'),
	];
}

/** Where a session has its state stands which conversation it goes on with: the folder keeps its cells. */
function launchRow(listed: Listed, {code, cwd, at, conversation}: RecentLaunch, row: number): Line {
	const {home, now, cols} = listed;
	const {spans, isSelected} = mark(listed, row);
	const cells = recentCells(cols);
	const folder = nameText({name: lastPart(cwd), title: '', cwd}, {home, cells});
	const name = textWidth(folder) <= cells ? folder : lastPart(cwd);
	return [...spans, ...recentSpans({code, title: padText(agentOf(code[0] ?? '')?.title ?? '', titleCells), name, age: formatAge(at, now)}, {isSelected, cols}), span(conversation === undefined ? '' : shortId(conversation), 'dim')];
}

type Recent = {readonly code: string; readonly title: string; readonly name: string; readonly age: string};

function recentSpans({code, title, name, age}: Recent, {isSelected, cols}: {readonly isSelected: boolean; readonly cols: number}): Line {
	return [
		span('  '),
		span(padText(code, codeCells), 'accent'),
		span(`${title} `, isSelected ? 'focus' : 'text'),
		span(padText(name, recentCells(cols) - beyond(title)), 'dim'),
		span(` ${padText(age, ageCells - 1)} `, 'dim'),
	];
}

/** Beside code, agent, age and state. */
function recentCells(cols: number): number {
	return Math.max(8, Math.min(widestName, cols - markCells - 2 - codeCells - titleCells - 1 - ageCells - stateCells));
}
