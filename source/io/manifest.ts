import type {JournalEntry, JournalFact} from '../core/session/journal.js';
import {nothingRemembered, recall, remember} from '../core/session/recall.js';
import type {ManifestSnapshot} from '../core/session/schema.js';
import type {Instant, Session} from '../core/session/session.js';
import type {Clock} from './clock.js';
import {replaceFile, systemDisk, type Disk} from './disk.js';
import {dropBrokenLine, generationsIn, journalPath, lineOf, loadGenerations, prune, setAside, snapshotPath, type Loaded} from './manifest-files.js';
import {pausePoint} from './pause-point.js';
import {wordsOfSystemError} from './system-error.js';

export type Manifest = {
	readonly sessions: () => readonly Session[];
	/** Under which boot id the machine ran when it was last said. */
	readonly boot: () => string | undefined;
	/** On the disk when this returns, or else `trouble` says why not; then it is kept in memory and written as soon as that is possible. Never fails. `at`: when it happened, where that is not now. */
	readonly append: (fact: JournalFact, at?: Instant) => void;
	/** What stands in the way of reading or writing, in words; undefined while all is well. */
	readonly trouble: () => ManifestTrouble | undefined;
	/** Files that could not be read whole, under the names they now have. They are kept, for people. */
	readonly quarantined: readonly string[];
	readonly close: () => void;
};

export type ManifestTrouble = {readonly doing: 'read' | 'written'; readonly problem: string};

type Options = {
	readonly folder: string;
	readonly clock: Clock;
	/** @default the disk of the system */
	readonly disk?: Disk;
	/** Called whenever trouble begins, changes or ends; not for what is there from the start. */
	readonly onTrouble?: (trouble: ManifestTrouble | undefined) => void;
	/** A journal with more lines becomes a snapshot. @default 200 */
	readonly longJournal?: number;
};

/** Between attempts to write what could not be written: so often that little is at stake, so seldom that nobody feels it. */
const retryMs = {first: 250, longest: 10_000};

/** What comes after a file that could not be read counts from so much higher, so that it never is taken for something in that file. */
const sequenceGap = 1_000_000;

/**
The sessions that are known, in `folder`: generations of a snapshot and a journal, of which five are kept. Nobody else may write there at the same time.

What is no part of a manifest is set aside, what the disk does not give is left where it is; neither is ever overwritten, and a session that an older generation knows and that did not leave comes back rather than being forgotten.
*/
export function openManifest({folder, clock, disk = systemDisk, onTrouble, longJournal = 200}: Options): Manifest {
	let known: ManifestSnapshot = nothingRemembered;
	let generation = 0;
	let doing: ManifestTrouble['doing'] = 'read';
	let unread: readonly string[] = [];
	let damaged: Loaded['damaged'] = [];
	/** What has been said while there is something that could not be read. */
	let early: JournalEntry[] | undefined = [];
	/** Where the next line goes; undefined while nothing can be written. `settled`: its name is safe too. */
	let journal: {readonly file: string; readonly lines: number; readonly settled: boolean} | undefined;
	let broken: string | undefined;
	let trouble: ManifestTrouble | undefined;
	let attempts = 0;
	let cancel: (() => void) | undefined;
	const quarantined: string[] = [];

	const renew = () => {
		doing = 'written';
		disk.makeFolder(folder);
		// Whatever somebody else put there is not overwritten either.
		const next = Math.max(generation, ...generationsIn(disk.list(folder))) + 1;
		replaceFile(disk, {
			file: snapshotPath(folder, next),
			bytes: Buffer.from(JSON.stringify(known)),
			beforeRename() {
				pausePoint('manifest.before-rename');
			},
		});
		generation = next;
		journal = {file: journalPath(folder, next), lines: 0, settled: false};
	};

	const tidy = () => {
		for (const each of damaged) {
			quarantined.push(quietly(() => setAside(disk, {...each, now: clock.now()})) ?? each.file);
		}

		damaged = [];
		if (broken !== undefined) {
			const file = broken;
			broken = undefined;
			quietly(() => {
				dropBrokenLine(disk, file);
			});
		}

		quietly(() => {
			prune(disk, {folder, newest: generation, unread});
		});
	};

	/** A journal without a snapshot, behind everything that is there. */
	const followOn = (entries: readonly JournalEntry[]) => {
		generation++;
		const file = journalPath(folder, generation);
		doing = 'written';
		if (entries.length > 0) {
			disk.append(file, Buffer.from(entries.map(entry => lineOf(entry)).join('')));
			disk.sync(file);
			disk.sync(folder);
		}

		journal = {file, lines: entries.length, settled: entries.length > 0};
	};

	const load = (before: readonly JournalEntry[]) => {
		doing = 'written';
		disk.makeFolder(folder);
		doing = 'read';
		const loaded = loadGenerations(disk, folder);
		({unread, damaged} = loaded);
		const {told, entries} = after(recall(loaded.generations), {early: before, gap: unread.length > 0 ? sequenceGap : 0});
		known = told;
		generation = loaded.newest;
		quarantined.push(...unread.filter(file => !quarantined.includes(file)));
		if (unread.length > 0) {
			// A snapshot would be newer than what is in there, and take its place for good.
			early ??= [];
			followOn(entries);
			return;
		}

		early = undefined;
		if (loaded.lines !== undefined && loaded.lines <= longJournal && before.length === 0) {
			journal = {file: journalPath(folder, generation), lines: loaded.lines, settled: false};
		} else {
			renew();
			tidy();
		}
	};

	const say = (news: ManifestTrouble | undefined) => {
		const isNew = news?.doing !== trouble?.doing || news?.problem !== trouble?.problem;
		trouble = news;
		if (isNew) {
			onTrouble?.(news);
		}
	};

	/** Writes everything anew, and tries again later if that fails. */
	const mend = () => {
		cancel?.();
		cancel = undefined;
		try {
			if (early === undefined) {
				renew();
				tidy();
			} else {
				load(early);
			}

			attempts = 0;
			say(undefined);
		} catch (error) {
			journal = undefined;
			cancel = clock.after(Math.min(retryMs.first * 2 ** attempts, retryMs.longest), mend);
			attempts++;
			say({doing, problem: wordsOfSystemError(error)});
		}
	};

	const write = (entry: JournalEntry, {file, lines, settled}: NonNullable<typeof journal>) => {
		try {
			pausePoint('manifest.before-append');
			disk.append(file, Buffer.from(lineOf(entry)));
			disk.sync(file);
			if (!settled) {
				disk.sync(folder);
			}

			pausePoint('manifest.after-append');
			journal = {file, lines: lines + 1, settled: true};
		} catch {
			// Half a line may stand at its end, to which the next one would be glued: this file gets no more of them.
			journal = undefined;
			broken = file;
			mend();
		}
	};

	mend();
	return {
		sessions: () => known.sessions,
		boot: () => known.boot,
		append(fact, at = clock.now()) {
			const entry: JournalEntry = {...fact, sequence: known.sequence + 1, at};
			known = remember(known, entry);
			early?.push(entry);
			if (journal) {
				write(entry, journal);
			}

			if (journal && journal.lines > longJournal && unread.length === 0) {
				// Where there is no room for a snapshot there may still be some for lines.
				journal = {...journal, lines: 0};
				quietly(() => {
					renew();
					tidy();
				});
			}
		},
		trouble: () => trouble,
		quarantined,
		close() {
			if (cancel) {
				mend();
			}

			cancel?.();
		},
	};
}

/** What was said meanwhile comes after what was read at last. A session that was taken in without its record is the one of that record. */
function after(read: ManifestSnapshot, {early, gap}: {readonly early: readonly JournalEntry[]; readonly gap: number}): {readonly told: ManifestSnapshot; readonly entries: readonly JournalEntry[]} {
	const ids = new Set(read.sessions.map(({id}) => id));
	const start = read.sequence + gap;
	const entries = early.filter(entry => entry.type !== 'created' || !ids.has(entry.session.id)).map((entry, index) => ({...entry, sequence: start + index + 1}));
	let told: ManifestSnapshot = {...read, sequence: start};
	for (const entry of entries) {
		told = remember(told, entry);
	}

	return {told, entries};
}

/** For what makes things tidier only: whatever fails here is tried again another time. */
function quietly<Value>(action: () => Value): Value | undefined {
	try {
		return action();
	} catch {
		// Nothing that is known depends on it.
		return undefined;
	}
}
