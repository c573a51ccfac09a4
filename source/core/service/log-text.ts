import type {Instant} from '../session/session.js';
import {formatDate, formatTime} from '../view/text/format.js';
import type {LogLoss} from './log-reader.js';

/** `2026-11-21T14:07:12.123Z`, which stands before every line of a service's log. */
export function stampOf(at: Instant): string {
	return `${formatDate(at, 0)}T${formatTime(at, 0)}.${String(at % 1000).padStart(3, '0')}Z`;
}

/** The stamp at the beginning of a line. */
export function readStamp(line: string): string | undefined {
	return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z(?= )/.exec(line)?.[0];
}

/** What stands in a log in the place of output that was not kept. The times are those of the output before and behind it, of the clock of the stamps; a terminal shows those in local time, so that is said. */
export function lossText({lines, bytes}: LogLoss, {from, to, why}: {readonly from: Instant; readonly to: Instant; readonly why?: string | undefined}): string {
	const size = sizeText(bytes);
	const amount = lines === undefined ? size : `${grouped(lines)} ${lines === 1 ? 'line' : 'lines'} (${size})`;
	return `… ${amount} of output ${lines === 1 ? 'was' : 'were'} not kept${why === undefined ? '' : ` (${why})`}, ${formatTime(from, 0)}–${formatTime(to, 0)} UTC`;
}

const lossPattern = /^… (?:([\d,]+) lines? \()?([\d.]+) (bytes|kB|MB)\)? of output (?:was|were) not kept/;
const units: Readonly<Record<string, number>> = {bytes: 1, kB: 1000, MB: 1_000_000};

export function readLoss(text: string): LogLoss | undefined {
	const [, lines, size, unit = ''] = lossPattern.exec(text) ?? [];
	return size === undefined ? undefined : {lines: lines === undefined ? undefined : Number(lines.replaceAll(',', '')), bytes: Math.round(Number(size) * (units[unit] ?? 1))};
}

function sizeText(bytes: number): string {
	if (bytes < 1000) {
		return `${bytes} bytes`;
	}

	return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

function grouped(value: number): string {
	return String(value).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** A line as a screen can show it: without what would move the cursor or change colours, and of one that was drawn over itself only what stood there last. */
export function shownLine(text: string): string {
	const plain = text.replaceAll(sequences, '').replace(/\r+$/, '');
	return plain.slice(plain.lastIndexOf('\r') + 1).replaceAll('\t', '    ').replaceAll(/\p{Cc}/gu, '');
}

/** CSI, OSC and the other strings, and what else begins with an escape. */
const sequences = /\u001B(?:\[[\d:;<=>?]*[ -/]*[@-~]?|[\]PX^_][^\u0007\u001B]*(?:\u0007|\u001B\\)?|[ -/]*[0-~]?)/g; // eslint-disable-line no-control-regex -- it is them that are taken out
