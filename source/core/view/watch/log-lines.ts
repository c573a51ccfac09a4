import type {Service} from '../../service/service.js';
import {clustersOf, textWidth} from '../cells/width.js';
import {hintsLine, type Hint} from '../keys/key-hints.js';
import {hintNow} from '../keys/key-now.js';
import type {KeyRow} from '../keys/keymap.js';
import {formatWhole} from '../text/format.js';
import {blankLine, fitSpans, keyed, span, spread, widthOfLine, wrapText, type Line} from '../text/spans.js';
import {isTooSmall, tooSmallText, type Size} from '../work/layout.js';
import {lineTime, matcher, newerLines, visibleRows, type DrawnRow, type LogPane, type LogSize} from './log-pane.js';
import {serviceLook} from './service-look.js';
import {crashLines, serviceHints, toldLines} from './service-told.js';

export type LogView = {
	readonly pane: LogPane;
	readonly services: readonly Service[];
	readonly size: Size;
	readonly now: number;
	readonly utcOffsetMs: number;
	readonly table: readonly KeyRow[] | undefined;
	/** What has to be seen on every screen. */
	readonly state: Line;
	/** Why the key that was pressed last did nothing. */
	readonly note: string | undefined;
	/** What is typed or asked, in the place of the keys. */
	readonly asked: Line | undefined;
};

/** A log on the whole screen: exactly `size.rows` lines. */
export function logLines(view: LogView): readonly Line[] {
	const {pane, size} = view;
	const foot = footLines(view);
	const head = [titleLine(view), ...headLines(view)];
	const room = Math.max(0, size.rows - head.length - foot.length);
	const body = bodyLines(view, {cols: logSize(pane, view).cols, rows: room});
	const lines = [...head, ...Array.from({length: room}, (_, row) => body[row] ?? blankLine)].map(line => fitSpans(line, size.cols));
	return [...lines, ...foot].slice(-size.rows);
}

/** The room for the lines themselves, without their times; what is said for a moment may cover some of it. */
export function logSize(pane: LogPane, {services, size}: Pick<LogView, 'services' | 'size'>): LogSize {
	const head = 1 + headLines({pane, services, size, utcOffsetMs: 0}).length;
	return {cols: Math.max(1, size.cols - 2 - timeCells(size)), rows: Math.max(1, size.rows - head - 1)};
}

function timeCells({cols}: Size): number {
	return cols < 80 ? 0 : 9;
}

function titleLine({pane, services, size, now}: LogView): Line {
	const service = services.find(({id}) => id === pane.id);
	const look = service === undefined ? undefined : serviceLook(service, now);
	const words = look === undefined ? [] : [span(`   ${look.symbol} `, look.role), span(service?.state.status === 'parked' ? 'parked' : look.text, look.role === 'ok' ? 'text' : look.role), span(look.port === '' ? '' : `   ${look.port}`, 'dim')];
	const newer = newerLines(pane);
	const place = pane.top === undefined ? [span('newest lines ', 'dim')] : [span(newer === 0 ? 'stands still ' : `↓ ${formatWhole(newer)} newer `, 'accent')];
	const filter = pane.filter === '' ? [] : [span(`with "${pane.filter}"   `, 'accent')];
	return spread([span(` log "${pane.id}"`, 'focus'), ...words], [span('   '), ...filter, ...place], size.cols);
}

/** Why it rests, and how it ended. */
function headLines({pane, services, size, utcOffsetMs}: Pick<LogView, 'pane' | 'services' | 'size' | 'utcOffsetMs'>): readonly Line[] {
	const service = services.find(({id}) => id === pane.id);
	if (service === undefined) {
		return [];
	}

	const cols = size.cols - 2;
	const most = Math.max(1, Math.floor(size.rows / 3));
	const told = service.state.status === 'parked' ? toldLines(service, {cols, rows: most}) : [];
	const crash = crashLines(service, {cols, lastLines: size.rows < 24 ? 0 : 3, utcOffsetMs}).slice(0, Math.max(0, most - told.length));
	const lines = [...crash, ...told];
	return lines.length === 0 ? [] : [...lines.map(line => [span(' '), ...line]), [span('─'.repeat(size.cols), 'line')]];
}

function bodyLines(view: LogView, room: LogSize): readonly Line[] {
	const {pane, size, utcOffsetMs} = view;
	if (pane.lines === undefined) {
		return [[span('  reading …', 'dim')]];
	}

	const rows = visibleRows(pane, room);
	if (rows.length === 0) {
		return [[span(pane.filter === '' || pane.lines.length === 0 ? `  ${pane.id} has written nothing.` : `  No line has "${pane.filter}" in it.`, 'dim')]];
	}

	const cells = timeCells(size);
	return rows.map(row => row.kind === 'gap'
		? [span(` ${' '.repeat(cells)}${row.text}`, 'warn')]
		: [span(` ${cells === 0 ? '' : lineTime(row, utcOffsetMs).padEnd(cells)}`, 'dim'), ...lineSpans(row, pane, room.cols)]);
}

/** What is left out at a side is told by a sign there. */
function lineSpans({piece}: DrawnRow, {left, filter, wraps}: LogPane, cols: number): Line {
	const text = wraps || left === 0 ? piece : `…${dropCells(piece, left + 1)}`;
	return fitSpans(found(textWidth(piece) <= left && left > 0 && !wraps ? '…' : text, filter), cols);
}

function dropCells(text: string, cells: number): string {
	let left = cells;
	return clustersOf(text).filter(cluster => {
		left -= textWidth(cluster);
		return left < 0;
	}).join('');
}

/** What was looked for stands out. */
function found(text: string, filter: string): Line {
	if (filter === '' || !matcher(filter)(text)) {
		return [span(text)];
	}

	const at = filter === filter.toLowerCase() ? text.toLowerCase().indexOf(filter) : text.indexOf(filter);
	return at === -1 ? [span(text)] : [span(text.slice(0, at)), span(text.slice(at, at + filter.length), 'accent'), ...found(text.slice(at + filter.length), filter)];
}

function footLines(view: LogView): readonly Line[] {
	const {note, asked, size} = view;
	if (asked !== undefined) {
		return [fitSpans(asked, size.cols)];
	}

	return note === undefined ? [hintLine(view)] : wrapText(note, size.cols - 2).slice(0, Math.floor(size.rows / 2)).map(text => fitSpans([span(` ${text}`, 'warn')], size.cols));
}

function hintLine({pane, services, size, table, state}: LogView): Line {
	const escape = keyed('Esc', [span(`${hintNow('log', 'Esc', table) ?? ''} `, 'accent'), span('back ', 'dim')]);
	if (isTooSmall(size)) {
		return fitSpans([span(` ${tooSmallText(size)}   `, 'warn'), ...escape], size.cols);
	}

	const service = services.find(({id}) => id === pane.id);
	const follow: Hint = ['f', pane.top === undefined ? 'stand still' : 'follow'];
	const hints: readonly Hint[] = [...serviceHints(service).filter(([key]) => key === 'R' || key === 'K'), follow, ['/', 'filter'], ['w', pane.wraps ? 'cut' : 'wrap'], ['↑↓', 'scroll'], ...pane.wraps ? [] : [['←→', 'sideways'] as const], ...serviceHints(service).filter(([key]) => key !== 'R' && key !== 'K'), ['E', 'editor'], ['P', 'pager']];
	const back: Line = [...state, ...escape];
	return spread([span(' '), ...hintsLine(hints, {place: 'log', table, cols: size.cols - widthOfLine(back) - 2})], back, size.cols);
}
