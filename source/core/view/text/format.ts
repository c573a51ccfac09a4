import type {Instant} from '../../session/session.js';

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

export function formatLatency(milliseconds: number | undefined): string {
	if (milliseconds === undefined) {
		return 'n/a';
	}

	return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

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

/** An argument vector as a shell would take it: for reading and copying, never for running. */
export function shownCommand(words: readonly string[]): string {
	return words.map(word => /^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll('\'', String.raw`'\''`)}'`).join(' ');
}
