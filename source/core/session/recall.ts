import {foldJournal, type JournalEntry} from './journal.js';
import type {ManifestSnapshot} from './schema.js';
import type {Session, SessionId} from './session.js';

/** A snapshot, and what happened after it, as far as they can be read. */
export type Generation = {readonly snapshot: ManifestSnapshot | undefined; readonly entries: readonly JournalEntry[]};

export const nothingRemembered: ManifestSnapshot = {sequence: 0, sessions: []};

/** Far more than leave within five generations. */
const goneKept = 1000;

export function remember(known: ManifestSnapshot, entry: JournalEntry): ManifestSnapshot {
	return {
		sequence: entry.sequence,
		sessions: foldJournal(known.sessions, entry),
		gone: goneAfter(known.gone ?? [], entry),
		boot: entry.type === 'boot' ? entry.boot : known.boot,
	};
}

function goneAfter(gone: readonly SessionId[], entry: JournalEntry): readonly SessionId[] {
	if (entry.type === 'closed' || entry.type === 'expired') {
		return [...gone, entry.id].slice(-goneKept);
	}

	return entry.type === 'created' && gone.includes(entry.session.id) ? gone.filter(id => id !== entry.session.id) : gone;
}

/**
What all generations together know, the oldest first: the newest snapshot and what came after it. A session that only an older one knows comes back, unless it was closed or expired: better one too many than one too few.
*/
export function recall(generations: readonly Generation[]): ManifestSnapshot {
	let known = generations.findLast(({snapshot}) => snapshot !== undefined)?.snapshot ?? nothingRemembered;
	for (const entry of generations.flatMap(({entries}) => entries)) {
		// A line that comes twice counts once.
		known = entry.sequence > known.sequence ? remember(known, entry) : known;
	}

	const ids = new Set(known.sessions.map(({id}) => id));
	return {...known, sessions: [...known.sessions, ...everKnown(generations).filter(({id}) => !ids.has(id))]};
}

/** Every session of any generation that did not leave afterwards, in its last known state. */
function everKnown(generations: readonly Generation[]): readonly Session[] {
	const sessions = new Map<SessionId, Session>();
	const leftAt = new Map<SessionId, number>();
	for (const {snapshot, entries} of generations) {
		for (const session of snapshot?.sessions ?? []) {
			// A journal can go on behind a snapshot that was not known to be there.
			if ((leftAt.get(session.id) ?? 0) <= (snapshot?.sequence ?? 0)) {
				sessions.set(session.id, session);
			}
		}

		for (const id of snapshot?.gone ?? []) {
			sessions.delete(id);
		}

		for (const entry of entries) {
			if (entry.type === 'boot') {
				continue;
			}

			const id = entry.type === 'created' ? entry.session.id : entry.id;
			const before = sessions.get(id);
			const [after] = foldJournal(before === undefined ? [] : [before], entry);
			if (after === undefined) {
				sessions.delete(id);
				leftAt.set(id, entry.type === 'closed' || entry.type === 'expired' ? entry.sequence : 0);
			} else {
				sessions.set(id, after);
			}
		}
	}

	return [...sessions.values()];
}
