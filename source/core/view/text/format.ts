import type {UsageTotals} from '../../client/state.js';
import type {Instant} from '../../session/session.js';
import type {Cost} from '../../usage/price.js';
import {textWidth} from '../cells/width.js';

/** `840`, `38.2 k`, `3.1 M`: three digits and a unit, so that numbers stand still. */
export function formatCount(count: number): string {
	if (count < 1000) {
		return String(Math.round(count));
	}

	const [value, unit] = count < 999_500 ? [count / 1000, 'k'] : [count / 1_000_000, 'M'];
	return `${value < 99.95 ? value.toFixed(1) : Math.round(value)} ${unit}`;
}

/** US dollars; `n/a` where no price is known, which is not zero. */
export function formatCost(cost: number | undefined): string {
	return cost === undefined ? 'n/a' : `$${cost.toFixed(2)}`;
}

/** Of one request. */
export function formatOneCost(cost: Cost | undefined): string {
	return formatTotalCost({cost: cost?.usd, inexact: cost?.isExact === false ? 1 : 0});
}

/** `$1.12`, `$1.12 est.` where a part of it is not known exactly, `n/a` where nothing is. */
export function formatTotalCost({cost, inexact = 0}: Pick<UsageTotals, 'cost' | 'inexact'>): string {
	return cost !== undefined && inexact > 0 ? `${formatCost(cost)} est.` : formatCost(cost);
}

/** `91 %`; `n/a` where it cannot be told. */
export function formatShare(share: number | undefined): string {
	return share === undefined ? 'n/a' : `${Math.round(100 * share)} %`;
}

/** `0.4 %` of one core; one decimal place up to ten. */
export function formatCpu(share: number | undefined): string {
	return share === undefined ? 'n/a' : `${share < 0.0995 ? (100 * share).toFixed(1) : Math.round(100 * share)} %`;
}

export function formatBytes(bytes: number | undefined): string {
	if (bytes === undefined) {
		return 'n/a';
	}

	const megabytes = bytes / 1_000_000;
	return megabytes < 999.5 ? `${Math.round(megabytes)} MB` : `${(megabytes / 1000).toFixed(1)} GB`;
}

/** `4,120`, `99,999`, then `100 k`: at most six cells. */
export function formatWhole(value: number): string {
	if (value >= 99_999.5) {
		return formatCount(value);
	}

	return String(Math.round(value)).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `3 d 2 h`, `2 h 5 min`, `5 min`, `now`: nothing that would tick. */
export function formatDuration(milliseconds: number): string {
	const minutes = Math.floor(Math.max(0, milliseconds) / minute);
	if (minutes < 1) {
		return 'now';
	}

	const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
	return days > 0 ? `${days} d ${hours} h` : (hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`);
}

/** How long it is until something may be tried again: `38 s`, `4 min`. Never less than it is. */
export function formatWait(milliseconds: number): string {
	const seconds = Math.ceil(Math.max(0, milliseconds) / 1000);
	return seconds < 120 ? `${seconds} s` : formatDuration(Math.ceil(seconds / 60) * minute);
}

/** `14:07:12` of the local day. */
export function formatTime(at: Instant, utcOffsetMs: number): string {
	const seconds = Math.floor((at + utcOffsetMs) / 1000);
	const part = (value: number) => String(((value % 60) + 60) % 60).padStart(2, '0');
	return `${String(((Math.floor(seconds / 3600) % 24) + 24) % 24).padStart(2, '0')}:${part(Math.floor(seconds / 60))}:${part(seconds)}`;
}

/** `2026-11-20`, counted from the first of March of the year 0, so that leap days come last. */
export function formatDate(at: Instant, utcOffsetMs: number): string {
	const days = Math.floor((at + utcOffsetMs) / day) + 719_468;
	const era = Math.floor(days / 146_097);
	const dayOfEra = days - (era * 146_097);
	const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
	const dayOfYear = dayOfEra - ((365 * yearOfEra) + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
	const monthFromMarch = Math.floor(((5 * dayOfYear) + 2) / 153);
	const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
	const year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
	const dayOfMonth = dayOfYear - Math.floor(((153 * monthFromMarch) + 2) / 5) + 1;
	return `${year}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
}

/** `804 ms`, `1.9 s`, `140 s`: at most six cells up to two hours and more. */
export function formatLatency(milliseconds: number | undefined): string {
	if (milliseconds === undefined) {
		return 'n/a';
	}

	if (milliseconds < 999.5) {
		return `${Math.round(milliseconds)} ms`;
	}

	const seconds = milliseconds / 1000;
	return `${seconds < 99.95 ? seconds.toFixed(1) : Math.round(seconds)} s`;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** `14:02` of the local day where that says it all, else how long ago. */
export function formatHour(at: Instant, {now, utcOffsetMs}: {readonly now: Instant; readonly utcOffsetMs: number}): string {
	return now - at < day ? formatTime(at, utcOffsetMs).slice(0, 5) : formatAge(at, now);
}

/** How long ago, in the largest unit: nothing that would tick. */
export function formatAge(at: Instant, now: Instant): string {
	const age = Math.max(0, now - at);
	if (age < minute) {
		return 'now';
	}

	if (age < hour) {
		return `${Math.floor(age / minute)} min`;
	}

	if (age < day) {
		return `${Math.floor(age / hour)} h`;
	}

	return age < 2 * day ? 'yesterday' : `${Math.floor(age / day)} days`;
}

/** `9m`, `2h`, `3d` for narrow places; nothing in the first minute, where it would tick. */
export function formatShortAge(at: Instant, now: Instant): string {
	const age = Math.max(0, now - at);
	if (age < minute) {
		return '';
	}

	if (age < hour) {
		return `${Math.floor(age / minute)}m`;
	}

	return age < day ? `${Math.floor(age / hour)}h` : `${Math.floor(age / day)}d`;
}

/** So long a short age stays as it is. */
export function shortAgeFor(at: Instant, now: Instant): number {
	const age = Math.max(0, now - at);
	const unit = age < hour ? minute : (age < day ? hour : day);
	return unit - (age % unit);
}

/** So long an age is told to the second; then nothing ticks. */
export const clockMs = 10 * minute;

/** `0:12`, `2:41`; from ten minutes on as in narrow places. */
export function formatClock(at: Instant, now: Instant): string {
	const age = Math.max(0, now - at);
	return age < clockMs ? `${Math.floor(age / minute)}:${String(Math.floor(age % minute / 1000)).padStart(2, '0')}` : formatShortAge(at, now);
}

/** A folder as people say it: `~` for their home. */
export function shortFolder(folder: string, home: string): string {
	if (folder === home) {
		return '~';
	}

	return home !== '' && home !== '/' && folder.startsWith(`${home}/`) ? `~${folder.slice(home.length)}` : folder;
}

export function lastPart(folder: string): string {
	return folder.split('/').findLast(part => part !== '') ?? '/';
}

/** A command line with the user's home folder as people say it; where there is no room for it, its program without its folders: what matters stands after it. */
export function shortCommand(command: string, {home, cols}: {readonly home: string; readonly cols: number}): string {
	const words = command.split(' ').map(word => shortFolder(word, home));
	const [program = '', ...args] = words;
	const whole = words.join(' ');
	return textWidth(whole) <= cols || program.startsWith('\'') || !program.includes('/') ? whole : [`…/${lastPart(program)}`, ...args].join(' ');
}

/** An argument vector as a shell would take it: for reading and copying, never for running. */
export function shownCommand(words: readonly string[]): string {
	return words.map(word => /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll('\'', String.raw`'\''`)}'`).join(' ');
}
