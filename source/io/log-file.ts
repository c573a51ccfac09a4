import {statSync} from 'node:fs';
import {open, type FileHandle} from 'node:fs/promises';
import path from 'node:path';
import type {LogPolicy} from '../core/service/spec.js';
import type {Disk} from './disk.js';
import {makeFolder} from './folder.js';
import {createLogArchive} from './log-archive.js';

/** A file that is only added to, and put aside when it is full. One call at a time. */
export type LogFile = {
	/** Resolves when all of it is written. Fails with the system's error, and then nothing of it is there. */
	readonly append: (bytes: Uint8Array) => Promise<void>;
	/** Where the next bytes go. */
	readonly place: () => {readonly inode: number; readonly size: number};
	readonly close: () => Promise<void>;
};

type Options = {
	readonly file: string;
	readonly policy: LogPolicy;
	/** A new file has taken the place of a full one, and is empty. */
	readonly onFresh?: (() => Promise<void>) | undefined;
	readonly disk?: Pick<Disk, 'rename' | 'remove' | 'sync'> | undefined;
};

/** How long a file may be gone, or be another one, before it is seen. */
const lookMs = 1000;

const newline = 10;

export function createLogFile({file, policy, onFresh, disk}: Options): LogFile {
	const archive = createLogArchive({file, files: policy.files, disk});
	let handle: FileHandle | undefined;
	let inode = 0;
	let size = 0;
	let looked = -Infinity;

	const letGo = async () => {
		const before = handle;
		handle = undefined;
		await before?.close();
	};

	const openFile = async (): Promise<FileHandle> => {
		makeFolder(path.dirname(file));
		const opened = await open(file, 'a+', 0o600);
		handle = opened;
		const stat = await opened.stat();
		inode = stat.ino;
		size = stat.size;
		await endLastLine(opened);
		return opened;
	};

	/** Of a clutchd that was killed in the middle of one. */
	const endLastLine = async (opened: FileHandle) => {
		if (size === 0) {
			return;
		}

		const {buffer: [last]} = await opened.read(Buffer.alloc(1), 0, 1, size - 1);
		if (last !== newline) {
			await opened.write('\n');
			size++;
		}
	};

	/** Somebody may have taken it away. */
	const lookAround = async () => {
		const now = performance.now();
		if (handle !== undefined && now - looked > lookMs) {
			looked = now;
			if (statSync(file, {throwIfNoEntry: false})?.ino !== inode) {
				await letGo();
			}
		}
	};

	const makeRoom = async (bytes: number) => {
		if (size === 0 || size + bytes <= policy.bytes) {
			return;
		}

		if (archive.busy()) {
			await archive.settled();
		}

		await letGo();
		archive.put();
		await openFile();
		await onFresh?.();
	};

	return {
		async append(bytes) {
			await lookAround();
			const before = handle ?? await openFile();
			await makeRoom(bytes.length);
			const target = handle ?? before;
			let written = 0;
			try {
				while (written < bytes.length) {
					const {bytesWritten} = await target.write(bytes, written);
				written += bytesWritten;
				}

				size += written;
			} catch (error) {
				await takeBack(target, size);
				await letGo();
				throw error;
			}
		},
		place: () => ({inode, size}),
		async close() {
			await letGo();
			await archive.close();
		},
	};
}

/** A part of a line would stand before whatever comes next. */
async function takeBack(target: FileHandle, size: number): Promise<void> {
	try {
		await target.truncate(size);
	} catch {
		// What made the writing fail is told by who asked for it.
	}
}
