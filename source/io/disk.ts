import {closeSync, fsyncSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync} from 'node:fs';
import path from 'node:path';
import {makeFolder} from './folder.js';

/**
The file operations on which the safety of what we write down rests, so that a test can hand over a disk that fails or stops at any of them. Each fails with the system's error. What is written is safe from a power failure after `sync` of the file; a new, renamed or removed name is, after `sync` of its folder.
*/
export type Disk = {
	readonly makeFolder: (folder: string) => void;
	readonly list: (folder: string) => readonly string[];
	/** Undefined where there is no such file. */
	readonly read: (file: string) => Uint8Array | undefined;
	/** Makes the file anew. A failure may leave a part. */
	readonly write: (file: string, bytes: Uint8Array) => void;
	/** A failure may leave a part. */
	readonly append: (file: string, bytes: Uint8Array) => void;
	readonly sync: (fileOrFolder: string) => void;
	readonly rename: (from: string, to: string) => void;
	/** Also where there is no such file. */
	readonly remove: (file: string) => void;
};

export const systemDisk: Disk = {
	makeFolder,
	list: folder => readdirSync(folder),
	read(file) {
		try {
			return readFileSync(file);
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
				return undefined;
			}

			throw error;
		}
	},
	write(file, bytes) {
		writeAll(file, {bytes, flag: 'w'});
	},
	append(file, bytes) {
		writeAll(file, {bytes, flag: 'a'});
	},
	sync(fileOrFolder) {
		const descriptor = openSync(fileOrFolder, 'r');
		try {
			fsyncSync(descriptor);
		} catch (error) {
			// Some network file systems know no such thing for a folder; there is nothing to wait for then.
			if ((error as NodeJS.ErrnoException).code !== 'EINVAL') {
				throw error;
			}
		} finally {
			closeSync(descriptor);
		}
	},
	rename: renameSync,
	remove(file) {
		rmSync(file, {force: true});
	},
};

/** Puts a whole file in the place of another, or leaves that one as it was, also when the machine stops in between. */
export function replaceFile(disk: Disk, {file, bytes, beforeRename}: {readonly file: string; readonly bytes: Uint8Array; readonly beforeRename?: () => void}): void {
	const temporary = `${file}.new`;
	try {
		disk.write(temporary, bytes);
		disk.sync(temporary);
		beforeRename?.();
		disk.rename(temporary, file);
	} catch (error) {
		dropQuietly(disk, temporary);
		throw error;
	}

	disk.sync(path.dirname(file));
}

/** A part of a file takes room away where there is none. */
function dropQuietly(disk: Disk, file: string): void {
	try {
		disk.remove(file);
	} catch {
		// What made the writing fail stands in the way of this too, and is told by who asked.
	}
}

function writeAll(file: string, {bytes, flag}: {readonly bytes: Uint8Array; readonly flag: 'w' | 'a'}): void {
	const descriptor = openSync(file, flag, 0o600);
	try {
		for (let written = 0; written < bytes.length;) {
			written += writeSync(descriptor, bytes, written);
		}
	} finally {
		closeSync(descriptor);
	}
}
