import {createReadStream, createWriteStream, existsSync} from 'node:fs';
import path from 'node:path';
import {pipeline} from 'node:stream/promises';
import {createGzip} from 'node:zlib';
import {systemDisk, type Disk} from './disk.js';

/** The older parts of a log: `.1.gz` is the newest, and one that could not be compressed is there without `.gz`. */
export type LogArchive = {
	/** Puts the full file aside at once, so that a new one can begin; the rest happens beside. Fails with the system's error. */
	readonly put: () => void;
	/** The one that was put aside last is not done with. */
	readonly busy: () => boolean;
	/** Resolves when it is. */
	readonly settled: () => Promise<void>;
	/** What is not done yet is done by the next one. */
	readonly close: () => Promise<void>;
};

type Options = {
	readonly file: string;
	/** How many are kept. */
	readonly files: number;
	readonly disk?: Pick<Disk, 'rename' | 'remove' | 'sync'> | undefined;
};

/** Two thirds of the work of level 6, for files a tenth larger. */
const level = 4;

/** Of all logs, one after the other: a flood must not take every thread that reads and writes files. */
let compressing: Promise<unknown> = Promise.resolve();

/**
Every step leaves names from which the next one can be told, so that a crash between any two loses no line and doubles none: `.0` is put aside; a hidden file is on its way; `.0.gz` is whole, and from then on `.0` does not count; then the older ones make room, and it becomes `.1.gz`.
*/
export function createLogArchive({file, files, disk = systemDisk}: Options): LogArchive {
	const aside = `${file}.0`;
	const compressed = `${aside}.gz`;
	const unfinished = path.join(path.dirname(file), `.${path.basename(compressed)}`);
	const ending = new AbortController();
	let work: Promise<void> | undefined;

	const compress = async () => {
		await pipeline(createReadStream(aside), createGzip({level}), createWriteStream(unfinished, {mode: 0o600}), {signal: ending.signal});
		disk.sync(unfinished);
		disk.rename(unfinished, compressed);
	};

	/** Makes `.1` free: those before the first free one move up, the oldest goes. */
	const makeRoom = () => {
		let free = 1;
		while (free < files && numbered(file, free).some(name => existsSync(name))) {
			free++;
		}

		for (const name of numbered(file, free)) {
			disk.remove(name);
		}

		for (let number = free - 1; number > 0; number--) {
			for (const [index, name] of numbered(file, number).entries()) {
				if (existsSync(name)) {
					disk.rename(name, numbered(file, number + 1)[index] ?? name);
				}
			}
		}
	};

	const finish = async () => {
		if (files === 0) {
			disk.remove(aside);
			return;
		}

		if (!existsSync(compressed)) {
			try {
				await compress();
			} catch {
				disk.remove(unfinished);
				if (ending.signal.aborted) {
					return;
				}

				// It is kept as it is: where there is no room for a compressed one beside it, its lines still count.
				makeRoom();
				disk.rename(aside, `${file}.1`);
				return;
			}
		}

		disk.remove(aside);
		makeRoom();
		disk.rename(compressed, `${file}.1.gz`);
	};

	const start = () => {
		const turn = compressing.then(async () => ending.signal.aborted ? undefined : finish()).catch(() => {
			// Its parts stay where they are, are read there, and are looked at again with the next one.
		});
		compressing = turn;
		work = turn.then(() => {
			work = undefined;
		});
	};

	if (existsSync(aside) || existsSync(compressed)) {
		start();
	}

	return {
		put() {
			for (const name of files > 0 ? numbered(file, files) : []) {
				// There are never more than were asked for, not for an instant.
				disk.remove(name);
			}

			disk.rename(file, aside);
			start();
		},
		busy: () => work !== undefined || existsSync(aside) || existsSync(compressed),
		async settled() {
			if (work === undefined && (existsSync(aside) || existsSync(compressed))) {
				start();
			}

			await work;
		},
		async close() {
			ending.abort();
			await work;
		},
	};
}

/** The names that a number may have. */
export function numbered(file: string, number: number): readonly [compressed: string, plain: string] {
	return [`${file}.${number}.gz`, `${file}.${number}`];
}
