import type {Instant} from '../session/session.js';
import {formatDate, formatTime, formatWhole} from '../view/text/format.js';
import {readLoss, shownLine, stampOf} from './log-text.js';

/** A line of one of several logs. */
export type NamedLine = {readonly service: string; readonly at: Instant | undefined; readonly text: string};

export type LineForm =
	/** For people: the time of their clock, nothing that moves the cursor. */
	| {readonly type: 'screen'; readonly now: Instant; readonly utcOffsetMs: number}
	/** As it stands in the file. */
	| {readonly type: 'file'}
	/** One object a line. */
	| {readonly type: 'json'};

/** One line as it is printed. `width`: of the names that stand before the lines of several logs; 0 where there is one. */
export function lineText(line: NamedLine, {form, width}: {readonly form: LineForm; readonly width: number}): string {
	const {service, at, text} = line;
	if (form.type === 'json') {
		const skipped = readLoss(text);
		return JSON.stringify({service, at: at === undefined ? null : stampOf(Math.floor(at)), line: shownLine(text), ...(skipped === undefined ? {} : {skipped})});
	}

	const name = width === 0 ? '' : `${service.padEnd(width)} | `;
	const isOwn = text.startsWith('{"at":"');
	const time = at === undefined || isOwn ? '' : `${form.type === 'screen' ? timeOnScreen(at, form) : stampOf(Math.floor(at))} `;
	return `${name}${time}${form.type === 'screen' ? shownLine(text) : text}`;
}

/** Lines that come at once, as many as somebody can read; how many were left out stands in their place. */
export function sampled(lines: readonly string[], most: number): readonly string[] {
	const skipped = lines.length - most;
	return skipped <= 0 ? lines : [`… ${formatWhole(skipped)} ${skipped === 1 ? 'line' : 'lines'} skipped in view (the file has all)`, ...lines.slice(-most)];
}

/** In the order of their times; those of one log stay in theirs. */
export function mergeLines(logs: ReadonlyArray<readonly NamedLine[]>): readonly NamedLine[] {
	// The lines of one log are never moved, also where the clock was.
	return logs.length === 1 ? logs[0] ?? [] : logs.flat().toSorted((one, other) => (one.at ?? 0) - (other.at ?? 0));
}

/** Of today only the time. */
function timeOnScreen(at: Instant, {now, utcOffsetMs}: {readonly now: Instant; readonly utcOffsetMs: number}): string {
	const date = formatDate(at, utcOffsetMs);
	const time = `${formatTime(at, utcOffsetMs)}.${String(Math.floor(at) % 1000).padStart(3, '0')}`;
	return date === formatDate(now, utcOffsetMs) ? time : `${date} ${time}`;
}
