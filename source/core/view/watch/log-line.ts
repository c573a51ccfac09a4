import {formatTime} from '../text/format.js';

/** A line of a log as people read it: those of clutchd are JSON, whose time, level and words come first. Others stay as they are. */
export function logLine(line: string, utcOffsetMs: number): string {
	const {at, level, text, ...details} = readObject(line);
	const moment = typeof at === 'string' ? timeOfDay(at) : undefined;
	if (moment === undefined || typeof level !== 'string' || typeof text !== 'string') {
		return line;
	}

	const said = Object.entries(details).map(([name, value]) => `${name} ${shown(value)}`).join('  ');
	return `${formatTime(moment, utcOffsetMs)}  ${level.padEnd(5)}  ${text}${said === '' ? '' : `  ${said}`}`;
}

/** Milliseconds since midnight, in the time of the log (UTC). */
function timeOfDay(at: string): number | undefined {
	const [, hours, minutes, seconds] = /T(\d\d):(\d\d):(\d\d)/.exec(at) ?? [];
	return hours === undefined ? undefined : 1000 * ((3600 * Number(hours)) + (60 * Number(minutes)) + Number(seconds));
}

function readObject(line: string): Readonly<Record<string, unknown>> {
	if (!line.startsWith('{')) {
		return {};
	}

	try {
		return JSON.parse(line) as Readonly<Record<string, unknown>>;
	} catch {
		// Cut off, or no JSON at all: it is shown as it stands.
		return {};
	}
}

/** Of an error its words; where it was thrown helps nobody who reads this. */
function shown(value: unknown): string {
	const message = typeof value === 'object' && value !== null && 'message' in value ? value.message : value;
	return typeof message === 'string' ? message : JSON.stringify(message);
}
