import {accessSync, constants, mkdirSync, statfsSync, statSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {wordsOfSystemError} from './system-error.js';

/**
Makes a folder and those above it, 0700. Fails with the system's error, `EEXIST` where a file is in the way.

Node's own recursive form never comes back from a file system that knows no new folders, such as `/proc`.
*/
export function makeFolder(folder: string): void {
	const found = statSync(folder, {throwIfNoEntry: false});
	if (found?.isDirectory() === true) {
		return;
	}

	const above = path.dirname(folder);
	if (found === undefined && above !== folder) {
		makeFolder(above);
	}

	try {
		mkdirSync(folder, {mode: 0o700});
	} catch (error) {
		// Somebody else made it meanwhile.
		if (statSync(folder, {throwIfNoEntry: false})?.isDirectory() !== true) {
			throw error;
		}
	}
}

/** What a file of ours needs at least: a manifest, a socket, a record. */
const roomBytes = 64 * 1024;

/** Why nothing can be written into a folder, if nothing can: no permission, a file system that is read-only or full. Writes nothing to find out. */
export function writeProblem(folder: string): string | undefined {
	try {
		accessSync(folder, constants.W_OK | constants.X_OK);
	} catch (error) {
		return wordsOfSystemError(error);
	}

	return freeBytes(folder) < roomBytes ? 'the disk is full' : undefined;
}

/** What this user can still write on the file system of a folder. */
export function freeBytes(folder: string): number {
	const {bsize, bavail, bfree} = statfsSync(folder);
	// A part of some disks is kept for root.
	return bsize * (process.getuid?.() === 0 ? bfree : bavail);
}
