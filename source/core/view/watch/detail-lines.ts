import type {Session} from '../../session/session.js';
import type {Entry} from '../../usage/entries.js';
import {cacheShare} from '../../usage/totals.js';
import type {Usage, UsageAttempt} from '../../usage/usage.js';
import {hintNow} from '../keys/key-now.js';
import type {KeyRow} from '../keys/keymap.js';
import {formatCount, formatLatency, formatOneCost, formatShare, formatTime} from '../text/format.js';
import type {Role} from '../text/role.js';
import {blankLine, fitSpans, keyed, span, spread, wrapText, type Line} from '../text/spans.js';
import type {Size} from '../work/layout.js';
import {compressedText} from './compressed-text.js';
import {attemptSaid, attemptWhy, entryText, sessionName} from './entry-text.js';
import {candidateTexts, factsText} from './route-text.js';
import type {Watch, WatchDetail} from './watch.js';

type EntryDetail = Extract<WatchDetail, {type: 'entry'}>;

/** `state` is what has to be seen on every screen. */
type Seen = {readonly size: Size; readonly sessions: readonly Session[]; readonly state: Line; readonly table?: readonly KeyRow[] | undefined};

const labelCells = 12;

/** What is behind one row, on the whole screen: exactly `size.rows` lines. */
export function detailLines(watch: Watch, detail: EntryDetail, {size, sessions, state, table}: Seen): readonly Line[] {
	const body = bodyLines(watch, detail, {size, sessions});
	const room = roomIn(size);
	const start = Math.min(detail.scroll, Math.max(0, body.length - room));
	const shown = body.slice(start, start + room);
	return [
		spread([span(` ${entryTitle(detail.entry)}`, 'focus')], [...state, span(body.length > room ? '↑↓ scroll   ' : '', 'dim'), ...keyed('Esc', [span(`${hintNow('watch', 'Esc', table) ?? ''} `, 'accent'), span('back ', 'dim')])], size.cols),
		blankLine,
		...Array.from({length: room}, (_, row) => fitSpans(shown[row] ?? blankLine, size.cols)),
	].slice(0, size.rows);
}

/** How far it can be scrolled on a screen of that size. */
export function mostDetailScroll(watch: Watch, detail: EntryDetail, {size, sessions}: Pick<Seen, 'size' | 'sessions'>): number {
	return Math.max(0, bodyLines(watch, detail, {size, sessions}).length - roomIn(size));
}

/** Under the title and a blank line. */
function roomIn({rows}: Size): number {
	return Math.max(1, rows - 2);
}

function bodyLines(watch: Watch, {entry}: EntryDetail, {size: {cols}, sessions}: Pick<Seen, 'size' | 'sessions'>): readonly Line[] {
	return entryLines(entry, {cols, offset: watch.figures?.utcOffsetMs ?? 0, sessions});
}

function entryTitle(entry: Entry): string {
	switch (entry.type) {
		case 'request': {
			return `request ${entry.usage.id}`;
		}

		case 'cache-miss': {
			return 'cache miss';
		}

		case 'service':
		case 'session': {
			return entry.type;
		}
	}
}

function entryLines(entry: Entry, {cols, offset, sessions}: {readonly cols: number; readonly offset: number; readonly sessions: readonly Session[]}): readonly Line[] {
	const row = (label: string, text: string, role: Role = 'text'): readonly Line[] => wrapText(text, Math.max(10, cols - labelCells - 4)).map((part, index) => [span(`  ${(index === 0 ? label : '').padEnd(labelCells)}`, 'dim'), span(part, role)]);
	const at = row('ended', formatTime(entry.at, offset));
	if (entry.type !== 'request') {
		const {who, what, why, took, role} = entryText(entry, sessions);
		return [...row('when', formatTime(entry.at, offset)), ...row('who', who), ...row('what', what, role), ...why === '' ? [] : row('about', why), ...took === '' ? [] : row('took', took)];
	}

	const {usage, cost} = entry;
	const {tokens, attempts} = usage;
	return [
		...row('session', sessionName(usage.session, sessions)),
		...row('asked for', `${usage.requestedModel} by the ${usage.dialect} wire${usage.stream ? ', streamed' : ''}`),
		...row('route', `${usage.route ?? 'none named'}   profile ${usage.profile ?? 'none'}`),
		...usage.facts === undefined ? [] : row('facts', factsText(usage.facts)),
		...row('rule', usage.rule === '' ? 'none' : usage.rule),
		...candidateTexts(usage).flatMap(({provider, model, place, what, role}, index) => row(index === 0 ? 'candidates' : '', `${index + 1}  ${provider}  ${model}   ${place}   ${what}`, role)),
		...attempts.flatMap((attempt, index) => [
			...row(index === 0 ? 'tried' : '', `${index + 1}  ${attempt.provider}  ${attempt.model}${attempt.key === undefined ? '' : ` (key ${attempt.key})`}   ${attempt.error === undefined ? `answered ${attempt.status ?? ''}` : attemptWhy(attempt)}   ${formatLatency(attempt.durationMs)}`, attempt.error === undefined ? 'ok' : 'bad'),
			...saidRows(attempt, text => row('said', text, 'dim')),
		]),
		...attempts.length === 0 ? row('tried', 'nobody: it was refused before', 'warn') : [],
		...row('outcome', `${usage.outcome} ${usage.status}${usage.error === undefined ? '' : `: ${usage.error.replaceAll(/\s+/g, ' ')}`}`, usage.outcome === 'ok' ? 'ok' : (usage.outcome === 'failed' ? 'bad' : 'dim')),
		...row('time', `first token ${formatLatency(usage.firstTokenMs)}   whole ${formatLatency(usage.durationMs)}`),
		...row('tokens', tokens === undefined ? 'n/a: the provider reported none' : `in ${formatCount(tokens.input)} (cache read ${formatShare(cacheShare(tokens))}, written ${formatCount(tokens.cacheWrite)})   out ${formatCount(tokens.output)}`),
		...compressedRows(usage, row),
		...row('cost', cost === undefined ? 'n/a: no price is known' : formatOneCost(cost)),
		...at,
	];
}

function compressedRows({compression}: Usage, row: (label: string, text: string, role: Role) => readonly Line[]): readonly Line[] {
	const said = compression === undefined ? undefined : compressedText(compression);
	return said === undefined ? [] : row('compressed', said.text, said.role);
}

function saidRows(attempt: UsageAttempt, row: (text: string) => readonly Line[]): readonly Line[] {
	const said = attemptSaid(attempt);
	return said === undefined ? [] : row(`"${said}"`);
}
