import type {ClientState} from '../../client/state.js';
import {dayMs, minuteMs} from '../../usage/series.js';
import {shownServices} from '../../service/shown.js';
import {padText} from '../cells/width.js';
import {hintSpans, hintsLine, type Hint} from '../keys/key-hints.js';
import {hintNow} from '../keys/key-now.js';
import type {KeyRow} from '../keys/keymap.js';
import {formatDate, formatDuration, formatLatency, formatTime, formatWait, formatWhole} from '../text/format.js';
import type {LinkState} from '../text/link-state.js';
import {blankLine, fitSpans, keyed, marked, span, spanUnder, spread, widthOfLine, wrapText, type Line} from '../text/spans.js';
import {isTooSmall, tooSmallText, type Size} from '../work/layout.js';
import {gatewaySegment} from '../work/bar-segments.js';
import {waitingSpans} from '../work/foot.js';
import {layoutWatch, type WatchLayout} from './watch-layout.js';
import {detailLines} from './detail-lines.js';
import {entryText, sessionName} from './entry-text.js';
import {logLines} from './log-lines.js';
import {isWholeInRow, serviceListLines} from './service-list.js';
import {serviceHints, toldLines} from './service-told.js';
import {figureLines} from './tables.js';
import {totalsLine} from './totals-line.js';
import {markOf, rowOfMark, serviceUnderCursor, shownEntries, toldService, waitingEntries, type Watch, type WatchRow} from './watch.js';

/** Charts as they were drawn for this layout; blank until they can be. */
export type WatchCharts = {readonly requests: string; readonly input: string; readonly output: string; readonly lines: readonly Line[]};

export type WatchView = {
	readonly watch: Watch;
	readonly client: ClientState | undefined;
	readonly link: LinkState;
	readonly size: Size;
	readonly now: number;
	readonly charts: WatchCharts | undefined;
	/** Why the key that was pressed last did nothing. */
	readonly note: string | undefined;
	/** What is typed or asked, in the place of the keys. */
	readonly asked?: Line | undefined;
	/** Of the clock of the user, until clutchd has told its own. @default 0 */
	readonly utcOffsetMs?: number | undefined;
	/** The key table in force. @default keymap */
	readonly table?: readonly KeyRow[] | undefined;
};

/** The whole of Watch: exactly `size.rows` lines of at most `size.cols` cells. */
export function watchLines(view: WatchView): readonly Line[] {
	const {watch, client, size} = view;
	const sessions = client?.sessions ?? [];
	if (watch.detail?.type === 'log') {
		return logLines({...view, pane: watch.detail, services: client?.services ?? [], utcOffsetMs: view.utcOffsetMs ?? 0, table: view.table, state: stateSpans(view), asked: view.asked});
	}

	if (watch.detail !== undefined) {
		return detailLines(watch, watch.detail, {size, sessions, state: stateSpans(view), table: view.table});
	}

	const layout = layoutWatch(watch, {services: client?.services ?? [], size});
	const head = [headLine(view), ...rateLines(view, layout), totalsLine(view)];
	const drawn = layout.chart === undefined ? [] : (view.charts?.lines ?? []).slice(0, layout.chart.rows);
	const chart = drawn.length === 0 ? [] : [chartTitle(watch, size), ...drawn];
	const gap = layout.hasGaps ? [blankLine] : [];
	const above = [...head, ...gap, ...chart, ...chart.length > 0 ? gap : []];
	const middle = layout.isWide ? besideLines(view, layout) : [...serviceRows(view, layout), ...tableRows(view, {layout, room: size.rows - above.length - gap.length - layout.serviceRows - 1})];
	const top = [...above, ...middle, ...gap];
	const foot = footLines(view);
	const room = Math.max(1, size.rows - top.length - foot.length);
	const lines = [...top, ...entryRows(view, {room, layout})];
	return [...Array.from({length: size.rows - foot.length}, (_, row) => fitSpans(lines[row] ?? blankLine, size.cols)), ...foot];
}

/** What a click there means: a row, or words that a key stands beside. */
export function watchHit(view: WatchView, {x, y}: {readonly x: number; readonly y: number}): {readonly key?: string | undefined; readonly row?: WatchRow | undefined} {
	const {key, mark} = spanUnder(watchLines(view)[y] ?? blankLine, x) ?? {};
	return {key, row: key === undefined && mark !== undefined ? rowOfMark(mark) : undefined};
}

/** What the large chart counts, each of its points over which time, and from when to when it goes. */
function chartTitle({figures, span: {spanMs, stepMs}}: Watch, {cols}: Size): Line {
	const step = stepMs < minuteMs ? formatWait(stepMs) : formatDuration(stepMs);
	const time = (at: number, utcOffsetMs: number) => `${spanMs < dayMs ? '' : `${formatDate(at, utcOffsetMs)} `}${formatTime(at, utcOffsetMs).slice(0, 5)}`;
	const range = figures === undefined ? '' : `${time(figures.at - spanMs, figures.utcOffsetMs)} to ${time(figures.at, figures.utcOffsetMs)} `;
	return spread([span('  requests', 'text'), span(` per ${step}`, 'dim')], [span(range, 'dim')], cols);
}

function headLine({watch, client, link, size}: WatchView): Line {
	const {figures, span: range, session} = watch;
	const state = link === 'connected' || link === 'connecting' ? [] : [span('clutchd is away; these are its last figures   ', 'warn')];
	const config = client?.clutchd.config === undefined ? [] : [span(size.cols < 100 ? '✖ config' : '✖ the config file is broken: clutch status   ', 'bad')];
	const when = figures === undefined ? [] : [span(size.cols < 80 ? formatTime(figures.at, figures.utcOffsetMs) : `${formatDate(figures.at, figures.utcOffsetMs)} ${formatTime(figures.at, figures.utcOffsetMs)}`, 'dim'), span(' ')];
	const filter = session === undefined ? 'all sessions' : sessionName(session, client?.sessions ?? []);
	return spread([span(' watch', 'focus'), span('   '), ...state, ...config], [span(`last ${range.label} ▾`), span(size.cols < 80 ? '  ' : '      '), span(`${filter} ▾`), span(size.cols < 80 ? '  ' : '      '), ...when], size.cols);
}

/** The figures of the last minute, with what led to them. */
function rateLines({watch: {figures}, charts}: WatchView, {sparks, isWide, isNarrow}: WatchLayout): readonly Line[] {
	const whole = (value: number | undefined, cells: number) => (value === undefined ? 'n/a' : formatWhole(value)).padStart(cells);
	const requests = [span(isNarrow ? '  req/min ' : '  requests/min ', 'dim'), span(charts?.requests ?? ' '.repeat(sparks.requests), 'accent'), span(whole(figures?.perMinute, 5))];
	const input = [span(isNarrow ? '  tok/s in ' : `${isWide ? '   ' : '  '}tokens/s in `, 'dim'), span(charts?.input ?? ' '.repeat(sparks.input), 'accent'), span(whole(figures?.perSecond?.input, 7))];
	const output = [span('   out ', 'dim'), span(charts?.output ?? ' '.repeat(sparks.output), 'accent'), span(whole(figures?.perSecond?.output, 6))];
	const latency = [span(isNarrow ? '  first p50 ' : '   first token p50 ', 'dim'), span(formatLatency(figures?.firstToken.p50).padStart(6)), span('  p95 ', 'dim'), span(formatLatency(figures?.firstToken.p95).padStart(6))];
	return isWide ? [[...requests, ...input, ...output, ...latency]] : [[...requests, ...latency], [...input, ...output]];
}

/** Services at the left, the table at its right. */
function besideLines(view: WatchView, layout: WatchLayout): readonly Line[] {
	const {watch, client, size} = view;
	const told = serviceHints(toldService(watch, client?.services ?? []));
	const keys = [['l', 'log'] as const, ...serviceUnderCursor(watch) === undefined ? told.slice(0, 1) : told];
	const left = [[span('  services', 'dim')], ...serviceRows(view, layout), [span('    '), ...hintsLine(keys, {place: 'watch', table: view.table, cols: layout.leftCols - 4})]];
	const right = figureLines(watch, client, size.cols - layout.leftCols);
	// As many rows as there may be, so that what is below stays where it is.
	return Array.from({length: Math.max(left.length, 1 + layout.tableRows)}, (_, row) => [...fitSpans(left[row] ?? blankLine, layout.leftCols), ...right[row] ?? blankLine]);
}

/** The table gives way where the list would have no row left: what is in it can be chosen, so it is to be seen. */
function tableRows(view: WatchView, {layout, room}: {readonly layout: WatchLayout; readonly room: number}): readonly Line[] {
	const {watch, client, size} = view;
	const table = figureLines(watch, client, size.cols - 1);
	const lines = [...layout.hasGaps ? [blankLine] : [], ...Array.from({length: 1 + layout.tableRows}, (_, row) => table[row] ?? blankLine)];
	return room - lines.length < fewestEntries + toldRows(view, {layout, rows: mostToldBelow}).length ? [] : lines;
}

const fewestEntries = 2;
const mostToldBelow = 4;

function serviceRows({watch, client, now, size, table}: WatchView, {serviceRows: rows, isWide, leftCols}: WatchLayout): readonly Line[] {
	return serviceListLines({services: shownServices(client?.services ?? []), watch, now, cols: isWide ? leftCols : size.cols, rows, kill: hintNow('watch', 'K', table)});
}

function entryRows(view: WatchView, {room, layout}: {readonly room: number; readonly layout: WatchLayout}): readonly Line[] {
	const {watch, client, size} = view;
	const entries = shownEntries(watch);
	const waiting = waitingEntries(watch);
	const newer: readonly Line[] = waiting === 0 ? [] : [[span(`  ↑ ${waiting} newer   `, 'accent'), ...hintSpans(['Home', 'shows them'], {place: 'watch', table: view.table}).map(part => ({...part, role: 'dim' as const}))]];
	const told = toldRows(view, {layout, rows: Math.min(size.rows < 20 ? mostToldBelow : Math.max(6, Math.floor(room / 2)), room - newer.length - 1)});
	const notice = [...told, ...newer];
	if (entries.length === 0) {
		return [...notice, [span(emptyText(watch, hintNow('watch', 'e', view.table)), 'dim')]];
	}

	const {selected} = watch;
	const at = selected?.type === 'entry' ? entries.findIndex(({number}) => number === selected.number) : -1;
	const rows = Math.max(1, room - notice.length);
	const start = Math.max(0, Math.min(at - Math.floor(rows / 2), entries.length - rows));
	const offset = watch.figures?.utcOffsetMs ?? 0;
	const whoCells = size.cols < 80 ? 14 : 20;
	return [...notice, ...entries.slice(start, start + rows).map((entry, row) => {
		const {who, what, why, took, role, isWhole = false} = entryText(entry, client?.sessions ?? []);
		const isSelected = start + row === at;
		const head = [span(isSelected ? ' ▸' : '  ', 'accent'), span(formatTime(entry.at, offset), 'dim'), span(`  ${padText(who, whoCells)} `, isSelected ? 'focus' : 'text')];
		const tail = [span(` ${took}`, 'dim'), span(' ')];
		const middle = size.cols - widthOfLine(head) - widthOfLine(tail);
		const cells = why === '' ? middle : Math.max(10, isWhole ? Math.min(middle, widthOfLine([span(what)])) : 0, Math.min(32, Math.floor(middle / 2)));
		return marked(markOf({type: 'entry', number: entry.number}), [...head, ...fitSpans([span(padText(what, cells), role), span(why === '' ? '' : ` ${why}`, role === 'text' ? 'text' : 'dim')], Math.max(0, middle)), ...tail]);
	})];
}

/** The service under the cursor, or the one that rests: what there is no room for in its row. */
function toldRows({watch, client, size}: WatchView, {layout: {isWide, leftCols}, rows}: {readonly layout: WatchLayout; readonly rows: number}): readonly Line[] {
	const told = toldService(watch, client?.services ?? []);
	const isSaid = told !== undefined && watch.selected?.type !== 'service' && isWholeInRow(told, isWide ? leftCols : size.cols);
	return told === undefined || isSaid || rows < 1 ? [] : toldLines(told, {cols: size.cols - 4, rows}).map(line => [span('  '), ...line]);
}

function emptyText({figures, list, entries}: Watch, key: string | undefined): string {
	if (figures === undefined) {
		return '  asking clutchd …';
	}

	return list === 'notable' && entries.length > 0 ? `  Nothing went wrong.${key === undefined ? '' : `   ${key}  shows all ${figures.totals.requests === 0 ? '' : `${figures.totals.requests} `}requests`}` : '  No request came through the gateway yet.';
}

/** Who needs somebody and whether the gateway is well, which no screen may hide. */
function stateSpans({client, link, table}: WatchView): Line {
	const waiting = client === undefined ? [] : waitingSpans(client);
	const gateway = gatewaySegment(client, link).spans.map(({text, role}) => span(text.replace(/ :\d+$/, ''), role));
	return [...waiting, ...waiting.length === 0 ? [] : [span(`  ${hintNow('watch', 'J', table) ?? ''}`, 'accent'), span('   ')], ...gateway, span('   ')];
}

/** What is said takes as many rows as it needs. */
function footLines(view: WatchView): readonly Line[] {
	const {note, asked, size} = view;
	if (asked !== undefined) {
		return [fitSpans(asked, size.cols)];
	}

	return note === undefined ? [hintLine(view)] : wrapText(note, size.cols - 2).slice(0, Math.floor(size.rows / 2)).map(text => fitSpans([span(` ${text}`, 'warn')], size.cols));
}

function hintLine(view: WatchView): Line {
	const {size, watch, client, table} = view;
	const escape = keyed('Esc', [span(`${hintNow('watch', 'Esc', table) ?? ''} `, 'accent'), span(watch.alone ? 'leave ' : 'back ', 'dim')]);
	if (isTooSmall(size)) {
		return fitSpans([span(` ${tooSmallText(size)}   `, 'warn'), ...escape], size.cols);
	}

	// What mends something, or is about what the cursor is on, comes before what only shows it.
	const told = serviceHints(toldService(watch, client?.services ?? []));
	const first = serviceUnderCursor(watch) === undefined ? told.filter(([key]) => key === 'R') : told;
	const hints: readonly Hint[] = [...first, ['↑↓', 'choose'], ['Enter', 'open'], ['e', watch.list === 'all' ? 'events' : 'all requests'], ['t', 'range'], ['f', 'session'], ['m', 'table'], ['v', 'chart'], ['l', 'log']];
	const back: Line = [...stateSpans(view), ...escape];
	return spread([span(' '), ...hintsLine(hints, {place: 'watch', table, cols: size.cols - widthOfLine(back) - 2})], back, size.cols);
}
