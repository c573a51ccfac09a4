import {closeSync, openSync, readSync, statSync, watch} from 'node:fs';
import path from 'node:path';

/** What is written meanwhile is read in one go. */
const gatherMs = 100;
/** File systems that tell nothing are asked. */
const askMs = 2000;
const largestRead = 1024 * 1024;

type Options = {
	readonly file: string;
	/** Where reading goes on; undefined for the end of the file as it is now. */
	readonly from?: number;
	readonly onText: (text: string) => void;
	readonly signal: AbortSignal;
};

/** Tells what is added to a file, until `signal` aborts. A file that was put aside for a new one, or cut, is read from its beginning; one that is not there yet is waited for. */
export async function followFile({file, from, onText, signal}: Options): Promise<void> {
	let offset = from ?? statSync(file, {throwIfNoEntry: false})?.size ?? 0;
	let inode = statSync(file, {throwIfNoEntry: false})?.ino;
	let decoder = new TextDecoder();
	let gathering: NodeJS.Timeout | undefined;

	const read = () => {
		gathering = undefined;
		const stat = statSync(file, {throwIfNoEntry: false});
		if (stat === undefined) {
			return;
		}

		if (stat.size < offset || (inode !== undefined && stat.ino !== inode)) {
			offset = 0;
			decoder = new TextDecoder();
		}

		inode = stat.ino;
		const added = readPart(file, offset, Math.min(largestRead, stat.size - offset));
		offset += added.length;
		const text = decoder.decode(added, {stream: true});
		if (text !== '') {
			onText(text);
		}

		if (offset < stat.size) {
			soon();
		}
	};

	const soon = () => {
		gathering ??= setTimeout(read, gatherMs);
	};

	const asking = setInterval(soon, askMs);
	let watcher: ReturnType<typeof watch> | undefined;
	try {
		watcher = watch(path.dirname(file), (_, name) => {
			if (name === null || name === path.basename(file)) {
				soon();
			}
		});
		watcher.on('error', () => {
			// The folder went: it is asked for from now on.
			watcher?.close();
		});
	} catch {
		// There is no such folder yet, or no more watches are to be had: it is asked for.
	}

	read();
	await new Promise<void>(resolve => {
		if (signal.aborted) {
			resolve();
			return;
		}

		signal.addEventListener('abort', () => {
			resolve();
		}, {once: true});
	});
	clearInterval(asking);
	clearTimeout(gathering);
	watcher?.close();
}

function readPart(file: string, offset: number, length: number): Uint8Array {
	if (length <= 0) {
		return new Uint8Array();
	}

	const descriptor = openSync(file, 'r');
	try {
		const bytes = new Uint8Array(length);
		return bytes.subarray(0, readSync(descriptor, bytes, 0, length, offset));
	} finally {
		closeSync(descriptor);
	}
}
