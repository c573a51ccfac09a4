import {readFileSync, statSync, truncateSync} from 'node:fs';
import {open, type FileHandle} from 'node:fs/promises';
import path from 'node:path';

/** How far a holder's output stands in a log file. */
export type LogPlace = {
	/** Which holder's; offsets of another one are others. */
	readonly holder: string;
	/** All of its output before this is in the file, and nothing behind it. */
	readonly offset: number;
	/** The file, and how long it was then. */
	readonly inode: number;
	readonly size: number;
};

export type LogPlaces = {
	/** From where a holder's output has to be read. What was written behind that, and not written down here, is taken out of the file again, so that no line stands there twice. */
	readonly resume: (holder: string, acknowledged: number) => number;
	readonly keep: (place: LogPlace) => Promise<void>;
	readonly close: () => Promise<void>;
};

/** No single writing is longer: what goes beyond was written by somebody else, and is left alone. */
const mostUnknown = 1024 * 1024;
/** It is always written whole, so that a shorter one leaves nothing of a longer one. */
const width = 200;

/** Beside the log, because a holder is told what is kept only after it was written: a clutchd that is killed in between would write it twice. */
export function createLogPlaces(log: string): LogPlaces {
	const file = path.join(path.dirname(log), `.${path.basename(log)}.at`);
	let handle: FileHandle | undefined;

	const read = (): Partial<LogPlace> | undefined => {
		try {
			return JSON.parse(readFileSync(file, 'utf8')) as Partial<LogPlace>;
		} catch {
			// There is none, or it was cut off: what the holder knows is true enough.
			return undefined;
		}
	};

	return {
		resume(holder, acknowledged) {
			const {holder: known, offset = 0, inode, size = 0} = read() ?? {};
			if (known !== holder || !Number.isSafeInteger(offset) || offset < acknowledged) {
				return acknowledged;
			}

			const now = statSync(log, {throwIfNoEntry: false});
			if (now !== undefined && now.ino === inode && now.size > size && now.size - size <= mostUnknown) {
				truncateSync(log, size);
			}

			return offset;
		},
		async keep(place) {
			try {
				handle ??= await open(file, 'w', 0o600);
				await handle.write(`${JSON.stringify(place).padEnd(width)}\n`, 0);
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
