import {closeSync, fstatSync, openSync, readSync, statSync, watch} from 'node:fs';
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
	/** The file was cut, and is told from its beginning. */
	readonly onCut?: () => void;
	readonly signal: AbortSignal;
};

/** Tells what is added to a file, until `signal` aborts. One that was put aside is read to its end first, then the one that took its place; one that was cut is read from its beginning; one that is not there yet is waited for. */
export async function followFile({file, from, onText, onCut, signal}: Options): Promise<void> {
	let reading: Reading | undefined;
	let decoder = new TextDecoder();
	let gathering: NodeJS.Timeout | undefined;

	const begin = (offset: number | undefined) => {
		const descriptor = openExisting(file);
		if (descriptor !== undefined) {
			const {ino, size} = fstatSync(descriptor);
			reading = {descriptor, inode: ino, offset: Math.min(offset ?? size, size)};
			decoder = new TextDecoder();
		}
	};

	const end = () => {
		if (reading !== undefined) {
			closeSync(reading.descriptor);
			reading = undefined;
		}
	};

	const read = () => {
		gathering = undefined;
		if (reading === undefined) {
			begin(0);
		}

		if (reading === undefined) {
			return;
		}

		// Looked at before it is read to its end: nobody writes into it once another one has its name.
		const isCurrent = (statSync(file, {throwIfNoEntry: false})?.ino ?? reading.inode) === reading.inode;
		const {size} = fstatSync(reading.descriptor);
		if (size < reading.offset) {
			reading = {...reading, offset: 0};
			decoder = new TextDecoder();
			onCut?.();
		}

		const added = readPart(reading.descriptor, reading.offset, Math.min(largestRead, size - reading.offset));
		reading = {...reading, offset: reading.offset + added.length};
		const isRead = reading.offset >= size;
		const text = decoder.decode(added, {stream: true});
		if (isRead && !isCurrent) {
			end();
		}

		if (text !== '') {
			onText(text);
		}

		if (!isRead || !isCurrent) {
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

	begin(from);
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
	end();
}

type Reading = {readonly descriptor: number; readonly inode: number; readonly offset: number};

function openExisting(file: string): number | undefined {
	try {
		return openSync(file, 'r');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			return undefined;
		}

		throw error;
	}
}

function readPart(descriptor: number, offset: number, length: number): Uint8Array {
	const bytes = new Uint8Array(Math.max(0, length));
	return bytes.length === 0 ? bytes : bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, offset));
}
