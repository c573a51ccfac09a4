import path from 'node:path';
import type {JournalEntry} from '../core/session/journal.js';
import type {Generation} from '../core/session/recall.js';
import {readEntry, readSnapshot, type ManifestSnapshot} from '../core/session/schema.js';
import {replaceFile, type Disk} from './disk.js';

/** A generation is `snapshot-<n>.json` and `journal-<n>.jsonl`, which holds what happened after that snapshot. */
export type Loaded = {
	/** The oldest first. */
	readonly generations: readonly Generation[];
	/** The highest there is, readable or not; 0 where there is none. */
	readonly newest: number;
	/** Lines of the newest journal, where one may be added to it. */
	readonly lines: number | undefined;
	readonly damaged: readonly Damaged[];
	/** The disk does not give them now. They stay where they are, for another time. */
	readonly unread: readonly string[];
};

/** `readable`: the lines of a journal that are whole. */
type Damaged = {readonly file: string; readonly bytes: Uint8Array; readonly readable: string | undefined};

const keptGenerations = 5;

export function snapshotPath(folder: string, generation: number): string {
	return path.join(folder, `snapshot-${generation}.json`);
}

export function journalPath(folder: string, generation: number): string {
	return path.join(folder, `journal-${generation}.jsonl`);
}

export function lineOf(entry: JournalEntry): string {
	return `${JSON.stringify(entry)}\n`;
}

/** Fails only where the folder itself cannot be read. */
export function loadGenerations(disk: Disk, folder: string): Loaded {
	const generations: Generation[] = [];
	const damaged: Damaged[] = [];
	const unread: string[] = [];
	const read = (file: string) => {
		try {
			return disk.read(file);
		} catch {
			// It is named to the user, and no later file takes its place.
			unread.push(file);
			return undefined;
		}
	};

	const numbers = generationsIn(disk.list(folder));
	let newestJournal: Journal = {entries: [], lines: 0, state: 'whole'};
	for (const number of numbers) {
		const snapshotFile = snapshotPath(folder, number);
		const snapshotBytes = read(snapshotFile);
		const snapshot = snapshotBytes && parseSnapshot(snapshotBytes);
		if (snapshotBytes && !snapshot) {
			damaged.push({file: snapshotFile, bytes: snapshotBytes, readable: undefined});
		}

		const journalFile = journalPath(folder, number);
		const journalBytes = read(journalFile);
		newestJournal = parseJournal(journalBytes);
		if (journalBytes && newestJournal.state === 'damaged') {
			damaged.push({file: journalFile, bytes: journalBytes, readable: newestJournal.entries.map(entry => lineOf(entry)).join('')});
		}

		generations.push({snapshot, entries: newestJournal.entries});
	}

	const sound = numbers.length > 0 && damaged.length === 0 && unread.length === 0 && newestJournal.state === 'whole';
	return {generations, newest: numbers.at(-1) ?? 0, lines: sound ? newestJournal.lines : undefined, damaged, unread};
}

/** Renames what cannot be read, or leaves a copy of it beside its readable part. Answers with the name under which it is kept. */
export function setAside(disk: Disk, {file, bytes, readable, now}: Damaged & {readonly now: number}): string {
	const taken = new Set(disk.list(path.dirname(file)));
	let target = `${file}.unreadable-${now}`;
	for (let count = 2; taken.has(path.basename(target)); count++) {
		target = `${file}.unreadable-${now}-${count}`;
	}

	if (readable === undefined) {
		disk.rename(file, target);
		disk.sync(path.dirname(file));
		return target;
	}

	// Older generations stay worth something: they are what a broken newer snapshot is rebuilt from.
	replaceFile(disk, {file: target, bytes});
	replaceFile(disk, {file, bytes: Buffer.from(readable)});
	return target;
}

/** Takes a line away that was begun and is written down elsewhere by now. */
export function dropBrokenLine(disk: Disk, file: string): void {
	const journal = parseJournal(disk.read(file));
	if (journal.state !== 'whole') {
		replaceFile(disk, {file, bytes: Buffer.from(journal.entries.map(entry => lineOf(entry)).join(''))});
	}
}

/** Removes generations before the newest five, but for files that could not be read. */
export function prune(disk: Disk, {folder, newest, unread}: {readonly folder: string; readonly newest: number; readonly unread: readonly string[]}): void {
	const names = disk.list(folder);
	for (const number of generationsIn(names)) {
		// The snapshot goes first: without its journal it would bring back what was closed since.
		for (const file of number > newest - keptGenerations ? [] : [snapshotPath(folder, number), journalPath(folder, number)]) {
			if (!unread.includes(file)) {
				disk.remove(file);
			}
		}
	}

	for (const name of names) {
		if (/^(?:snapshot|journal)-.*\.new$/.test(name)) {
			disk.remove(path.join(folder, name));
		}
	}
}

/** In ascending order. */
export function generationsIn(names: readonly string[]): readonly number[] {
	const numbers = names.flatMap(name => {
		const match = /^(?:snapshot-(\d{1,12})\.json|journal-(\d{1,12})\.jsonl)$/.exec(name);
		return match ? [Number(match[1] ?? match[2])] : [];
	});
	return [...new Set(numbers)].toSorted((left, right) => left - right);
}

function parseSnapshot(bytes: Uint8Array): ManifestSnapshot | undefined {
	try {
		return readSnapshot(JSON.parse(Buffer.from(bytes).toString('utf8')));
	} catch {
		// Whatever is wrong with it, it is set aside and named to the user.
		return undefined;
	}
}

/** `unended`: every line is whole, but the next one would be glued to the last. */
type Journal = {readonly entries: readonly JournalEntry[]; readonly lines: number; readonly state: 'whole' | 'unended' | 'damaged'};

function parseJournal(bytes: Uint8Array | undefined): Journal {
	const text = Buffer.from(bytes ?? []).toString('utf8');
	const lines = text.split('\n').filter(line => line !== '');
	const entries = lines.map(line => parseLine(line)).filter(entry => entry !== undefined);
	const state = entries.length < lines.length ? 'damaged' : (text === '' || text.endsWith('\n') ? 'whole' : 'unended');
	return {entries, lines: lines.length, state};
}

function parseLine(line: string): JournalEntry | undefined {
	try {
		return readEntry(JSON.parse(line));
	} catch {
		// A line that was cut off by a power failure, for example.
		return undefined;
	}
}
