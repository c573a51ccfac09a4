import {ClutchError} from '../core/error.js';
import type {Instant} from '../core/session/session.js';
import type {ParsedArguments} from './command.js';

/** Which lines of a log are wanted. */
export type LogAsked = {
	/** The newest so many of those that fit. */
	readonly count: number;
	readonly since: Instant | undefined;
	readonly fits: (text: string) => boolean;
};

const usualCount = 100;

export function readAsked({flags}: Pick<ParsedArguments, 'flags'>, now: Instant): LogAsked {
	const since = flags.since === undefined ? undefined : readSince(String(flags.since), now);
	// Who names a time wants all since then.
	return {since, fits: readPattern(flags.grep), count: readCount(flags.lines, since === undefined ? usualCount : Infinity)};
}

function readCount(value: string | true | undefined, usual: number): number {
	if (value === undefined) {
		return usual;
	}

	const count = value === true || value.trim() === '' ? Number.NaN : Number(value);
	if (!Number.isInteger(count) || count < 0) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `-n takes a number of lines, but got "${String(value)}".`, next: 'clutch logs -n 20'});
	}

	return count;
}

function readPattern(value: string | true | undefined): LogAsked['fits'] {
	if (value === undefined) {
		return () => true;
	}

	const wanted = String(value);
	try {
		const pattern = new RegExp(wanted);
		return text => pattern.test(text);
	} catch (error) {
		const reason = (error as Error).message.replace(/^Invalid regular expression: \/.*\/[a-z]*: /s, '');
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `--grep takes a regular expression, but "${wanted}" is none: ${reason}.`, next: String.raw`Put a backslash before what stands for itself, such as "\(".`}, {cause: error});
	}
}

const units: Readonly<Record<string, number>> = {s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000};

/** `10m` ago, `14:05` last time, or a date with or without a time; of the local clock, or with a Z of UTC. */
export function readSince(text: string, now: Instant): Instant {
	const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*([smhd])$/.exec(text) ?? [];
	if (unit !== undefined) {
		return now - (Number(amount) * (units[unit] ?? 0));
	}

	const [, hours, minutes, seconds = '0'] = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/.exec(text) ?? [];
	if (hours !== undefined && Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60) {
		const today = new Date(now).setHours(Number(hours), Number(minutes), Number(seconds), 0);
		return today > now ? new Date(today).setDate(new Date(today).getDate() - 1) : today;
	}

	const isDate = /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/.test(text);
	// A date alone would be one of UTC.
	const at = isDate ? Date.parse(text.length === 10 ? `${text}T00:00` : text.replace(' ', 'T')) : Number.NaN;
	if (Number.isNaN(at)) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `--since takes how long ago, a time or a date, but got "${text}".`, next: 'clutch logs --since 10m, --since 14:05 or --since 2026-11-21T14:05'});
	}

	return at;
}
