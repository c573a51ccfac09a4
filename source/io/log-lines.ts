import {closeSync, fstatSync, openSync, readSync} from 'node:fs';
import type {RingLine} from '../core/service/log-ring.js';
import {readLoss, readStamp} from '../core/service/log-text.js';
import type {Instant} from '../core/session/session.js';

/** A line of a log file. Those that a program wrote itself, and those of older versions, have no time. */
export type FileLine = {readonly at: Instant | undefined; readonly text: string};

/** What an earlier clutchd wrote is shown again, to so many bytes. */
const seeded = 64 * 1024;

/** What stands last in a file, for who asks what a service printed last. */
export function lastRingLines(file: string): readonly RingLine[] {
	return readLastLines(file, seeded).map(({at, text}) => {
		const loss = readLoss(text);
		return {at: at ?? 0, bytes: Buffer.from(text), skipped: loss && {lines: loss.lines ?? 0, bytes: loss.bytes}};
	});
}

/** The last lines of a file, as many as stand whole in its last bytes; none where it cannot be read. */
function readLastLines(file: string, bytes: number): readonly FileLine[] {
	const lines = readEnd(file, bytes).split('\n');
	return lines.slice(0, -1).map(line => readFileLine(line));
}

export function readFileLine(line: string): FileLine {
	const stamp = readStamp(line);
	if (stamp !== undefined) {
		return {at: Date.parse(stamp), text: line.slice(stamp.length + 1)};
	}

	// Our own log is JSON, and has its time within.
	const [, told] = /^{"at":"([^"]{20,30})"/.exec(line) ?? [];
	return {at: told === undefined ? undefined : Date.parse(told), text: line};
}

function readEnd(file: string, most: number): string {
	try {
		const descriptor = openSync(file, 'r');
		try {
			const {size} = fstatSync(descriptor);
			const bytes = Buffer.alloc(Math.min(size, most));
			const text = bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, bytes.length, size - bytes.length));
			return size > most ? text.slice(text.indexOf('\n') + 1) : text;
		} finally {
			closeSync(descriptor);
		}
	} catch {
		// There is none, or it may not be read: then there is nothing to show.
		return '';
	}
}
