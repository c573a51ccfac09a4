import {closeSync, existsSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync} from 'node:fs';
import path from 'node:path';
import {foldJournal, type JournalEntry, type JournalFact} from '../core/session/journal.js';
import {readEntry, readSnapshot, type ManifestSnapshot} from '../core/session/schema.js';
import type {Session} from '../core/session/session.js';
import type {Clock} from './clock.js';

export type Manifest = {
	readonly sessions: () => readonly Session[];
	/** On the disk when this returns. */
	readonly append: (fact: JournalFact) => void;
	/** Files that could not be read whole, under the names they now have. They are kept, for people. */
	readonly quarantined: readonly string[];
	readonly close: () => void;
};

const keptGenerations = 5;
/** A journal longer than this becomes a snapshot at the next start. */
const longJournal = 200;

/**
The sessions that are known, in `folder`: `snapshot-<n>.json` and `journal-<n>.jsonl`, which holds what happened after that snapshot. The five newest pairs are kept.

What cannot be read is renamed aside, never overwritten; a session that an older snapshot knows and that nobody closed comes back rather than being forgotten.
*/
export function openManifest({folder, clock}: {readonly folder: string; readonly clock: Clock}): Manifest {
	const loaded = loadManifest(folder);
	let {sessions, sequence, generation} = loaded;
	const quarantined: string[] = [];
	if (generation === 0 || loaded.damaged.length > 0 || loaded.newestLines > longJournal) {
		generation++;
		writeDurably(snapshotPath(folder, generation), JSON.stringify({sequence, sessions} satisfies ManifestSnapshot));
		for (const {file, readable} of loaded.damaged) {
			quarantined.push(setAside(file, clock.now()));
			// Older generations stay worth something: they are what a broken newer snapshot is rebuilt from.
			if (readable !== undefined) {
				writeDurably(file, readable);
			}
		}

		prune(folder, generation);
	}

	const file = openSync(journalPath(folder, generation), 'a', 0o600);
	fsyncFolder(folder);
	return {
		sessions: () => sessions,
		append(fact) {
			sequence++;
			const entry: JournalEntry = {...fact, sequence, at: clock.now()};
			writeSync(file, `${JSON.stringify(entry)}\n`);
			fsyncSync(file);
			sessions = foldJournal(sessions, entry);
		},
		quarantined,
		close() {
			closeSync(file);
		},
	};
}

type Loaded = {
	readonly sessions: readonly Session[];
	readonly sequence: number;
	readonly generation: number;
	readonly newestLines: number;
	readonly damaged: readonly Damaged[];
};

/** `readable`: the lines of a journal that are whole. */
type Damaged = {readonly file: string; readonly readable: string | undefined};

function loadManifest(folder: string): Loaded {
	const generations = generationsOf(folder);
	const generation = generations.at(-1) ?? 0;
	const snapshots = new Map<number, ManifestSnapshot>();
	const damaged: Damaged[] = [];
	const entries: JournalEntry[] = [];
	let newestLines = 0;
	for (const number of generations) {
		const snapshot = loadSnapshot(snapshotPath(folder, number));
		if (snapshot === 'damaged') {
			damaged.push({file: snapshotPath(folder, number), readable: undefined});
		} else if (snapshot !== undefined) {
			snapshots.set(number, snapshot);
		}

		const journal = loadJournal(journalPath(folder, number));
		entries.push(...journal.entries);
		newestLines = journal.entries.length;
		if (journal.damaged) {
			damaged.push({file: journalPath(folder, number), readable: journal.entries.map(entry => `${JSON.stringify(entry)}\n`).join('')});
		}
	}

	const base = [...snapshots.values()].at(-1) ?? {sequence: 0, sessions: []};
	let {sessions, sequence} = base;
	for (const entry of entries) {
		if (entry.sequence > sequence) {
			sessions = foldJournal(sessions, entry);
			sequence = entry.sequence;
		}
	}

	return {sessions: [...sessions, ...forgotten(sessions, {snapshots: [...snapshots.values()], entries})], sequence, generation, newestLines, damaged};
}

/** Sessions that something readable knows, that are missing from the result, and that nobody closed. */
function forgotten(sessions: readonly Session[], {snapshots, entries}: {readonly snapshots: readonly ManifestSnapshot[]; readonly entries: readonly JournalEntry[]}): readonly Session[] {
	const gone = new Set([...sessions.map(({id}) => id), ...entries.flatMap(entry => entry.type === 'closed' ? [entry.id] : [])]);
	const known = new Map<string, Session>();
	for (const session of [...snapshots.flatMap(snapshot => snapshot.sessions), ...entries.flatMap(entry => entry.type === 'created' ? [entry.session] : [])]) {
		if (!gone.has(session.id)) {
			known.set(session.id, session);
		}
	}

	return [...known.values()];
}

function loadSnapshot(file: string): ManifestSnapshot | 'damaged' | undefined {
	if (!existsSync(file)) {
		return undefined;
	}

	try {
		return readSnapshot(JSON.parse(readFileSync(file, 'utf8'))) ?? 'damaged';
	} catch {
		// Whatever is wrong with it, it is set aside and named to the user.
		return 'damaged';
	}
}

function loadJournal(file: string): {readonly entries: readonly JournalEntry[]; readonly damaged: boolean} {
	if (!existsSync(file)) {
		return {entries: [], damaged: false};
	}

	const entries: JournalEntry[] = [];
	let damaged = false;
	for (const line of readFileSync(file, 'utf8').split('\n')) {
		const entry = line === '' ? undefined : parseLine(line);
		if (entry) {
			entries.push(entry);
		} else if (line !== '') {
			damaged = true;
		}
	}

	return {entries, damaged};
}

function parseLine(line: string): JournalEntry | undefined {
	try {
		return readEntry(JSON.parse(line));
	} catch {
		// A line that was cut off by a power failure, for example.
		return undefined;
	}
}

function generationsOf(folder: string): readonly number[] {
	const numbers = readdirSync(folder).flatMap(name => {
		const match = /^(?:snapshot-(\d+)\.json|journal-(\d+)\.jsonl)$/.exec(name);
		return match ? [Number(match[1] ?? match[2])] : [];
	});
	return [...new Set(numbers)].toSorted((left, right) => left - right);
}

function prune(folder: string, newest: number): void {
	for (const number of generationsOf(folder)) {
		if (number <= newest - keptGenerations) {
			rmSync(snapshotPath(folder, number), {force: true});
			rmSync(journalPath(folder, number), {force: true});
		}
	}
}

function setAside(file: string, now: number): string {
	let target = `${file}.unreadable-${now}`;
	for (let count = 2; existsSync(target); count++) {
		target = `${file}.unreadable-${now}-${count}`;
	}

	renameSync(file, target);
	return target;
}

function writeDurably(file: string, text: string): void {
	const temporary = `${file}.new`;
	const descriptor = openSync(temporary, 'w', 0o600);
	try {
		writeSync(descriptor, text);
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}

	renameSync(temporary, file);
	fsyncFolder(path.dirname(file));
}

function fsyncFolder(folder: string): void {
	const descriptor = openSync(folder, 'r');
	try {
		fsyncSync(descriptor);
	} finally {
		closeSync(descriptor);
	}
}

function snapshotPath(folder: string, generation: number): string {
	return path.join(folder, `snapshot-${generation}.json`);
}

function journalPath(folder: string, generation: number): string {
	return path.join(folder, `journal-${generation}.jsonl`);
}
