import {readFileSync, statSync, truncateSync} from 'node:fs';
import {open, type FileHandle} from 'node:fs/promises';
import path from 'node:path';
import {makeFolder} from './folder.js';

/** How far a holder's output stands in a log file. */
export type LogPlace = {
	/** Which holder's; offsets of another one are others. */
	readonly holder: string;
	/** All of its output before this is in the file or counted as lost, and nothing behind it. */
	readonly offset: number;
	/** The file, and how long it was then. */
	readonly inode: number;
	readonly size: number;
	/** What could not be written, and is not named in the file yet. */
	readonly lost: LostOutput | undefined;
};

export type LostOutput = {
	readonly lines: number;
	readonly bytes: number;
	/** Since when. */
	readonly from: number;
	/** Why the file cannot be written, for people. */
	readonly why: string;
};

export type LogPlaces = {
	/** What an earlier clutchd has written down. */
	readonly known: Pick<LogPlace, 'holder' | 'offset' | 'lost'> | undefined;
	/** From where a holder's output has to be read. What was written behind that, and not written down here, is taken out of the file again, so that no line stands there twice. */
	readonly resume: (holder: string, acknowledged: number) => number;
	readonly keep: (place: LogPlace) => Promise<void>;
	readonly close: () => Promise<void>;
};

/** No single writing is longer: what goes beyond was written by somebody else, and is left alone. */
const mostUnknown = 1024 * 1024;
/** It is always written whole, so that a shorter one leaves nothing of a longer one. */
const width = 400;
const longestWhy = 100;

type Options = {
	readonly log: string;
	/** In another folder than the log: where that one cannot be written, here is counted what is missing. */
	readonly file: string;
};

/** Written down, because a holder is told what is kept only after it was written: a clutchd that is killed in between would write it twice. */
export function createLogPlaces({log, file}: Options): LogPlaces {
	const known = readPlace(file);
	let handle: FileHandle | undefined;

	return {
		known,
		resume(holder, acknowledged) {
			const {holder: of, offset, inode, size} = readPlace(file) ?? {holder: undefined, offset: 0, inode: 0, size: 0};
			if (of !== holder) {
				return acknowledged;
			}

			const now = statSync(log, {throwIfNoEntry: false});
			const isSame = now?.ino === inode;
			const longer = (now?.size ?? 0) - size;
			if (offset < acknowledged) {
				// Nothing could be written down, here either. Where the log is as it was, what came since is not in it, and is asked for again.
				return isSame && longer === 0 ? offset : acknowledged;
			}

			if (isSame && longer > 0 && longer <= mostUnknown) {
				truncateSync(log, size);
			}

			return offset;
		},
		async keep({lost, ...place}) {
			try {
				handle ??= await openInPlace(file);
				const text = JSON.stringify({...place, lost: lost && {...lost, why: lost.why.slice(0, longestWhy)}});
				await handle.write(`${text.padEnd(width)}\n`, 0);
			} catch {
				// The disk is full, or gone. Then a line may stand there twice after a crash, which is better than to have it nowhere.
				await handle?.close();
				handle = undefined;
			}
		},
		async close() {
			await handle?.close();
			handle = undefined;
		},
	};
}

/** One that is there is not emptied: on a full disk it would get no room again. */
async function openInPlace(file: string): Promise<FileHandle> {
	try {
		return await open(file, 'r+');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
			throw error;
		}

		makeFolder(path.dirname(file));
		return open(file, 'w', 0o600);
	}
}

function readPlace(file: string): LogPlace | undefined {
	try {
		const {holder, offset, inode, size, lost} = JSON.parse(readFileSync(file, 'utf8')) as Partial<LogPlace>;
		return typeof holder === 'string' && isAmount(offset) && typeof inode === 'number' && isAmount(size) ? {holder, offset, inode, size, lost: readLost(lost)} : undefined;
	} catch {
		// There is none, or it was cut off: what the holder knows is true enough.
		return undefined;
	}
}

function readLost({lines, bytes, from, why}: Partial<LostOutput> = {}): LostOutput | undefined {
	return isAmount(lines) && isAmount(bytes) && isAmount(from) && typeof why === 'string' ? {lines, bytes, from, why} : undefined;
}

function isAmount(value: unknown): value is number {
	return Number.isSafeInteger(value) && Number(value) >= 0;
}
