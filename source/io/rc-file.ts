import {accessSync, chmodSync, closeSync, constants, fchmodSync, fchownSync, fsyncSync, lstatSync, openSync, readdirSync, readFileSync, realpathSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {ClutchError} from '../core/error.js';
import {makeFolder} from './folder.js';

/** A file that a shell reads at its start. Its text stands for its bytes, one character each, so that whatever encoding it has comes back as it was. */
export type RcFile = {
	readonly path: string;
	/** Where it really is. */
	readonly target: string;
	/** Undefined where there is no such file. */
	readonly text: string | undefined;
	/** How many folders above it are not there. */
	readonly missingFolders: number;
};

/** Our own words as they stand in an `RcFile`'s text. */
export function asBytes(text: string): string {
	return Buffer.from(text, 'utf8').toString('latin1');
}

/** The words of an `RcFile`'s text, for reading. */
export function asWords(text: string): string {
	return Buffer.from(text, 'latin1').toString('utf8');
}

export function readRcFile(file: string): RcFile {
	const missing = missingFolders(file);
	if (lstatSync(file, {throwIfNoEntry: false}) === undefined) {
		return {path: file, target: file, text: undefined, missingFolders: missing};
	}

	try {
		const target = realpathSync(file);
		return {path: file, target, text: readFileSync(target, 'latin1'), missingFolders: 0};
	} catch (error) {
		const {code, message} = error as NodeJS.ErrnoException;
		throw code === 'ENOENT' ? refuse(file, {problem: 'it is a link to a file that is not there', next: 'Make that file, or take the link away.', cause: error}) : refuse(file, {problem: code === 'EISDIR' ? 'it is a folder' : message, next: 'Make it a file that you can read.', cause: error});
	}
}

/** Fails where the file may not be changed; a file without any permission to write is meant to stay as it is, for root too. */
export function checkChangeable({path: file, target, text}: RcFile): void {
	const next = 'Make it writable, then run the command again; --dry-run prints the block, to be put where you want it.';
	try {
		if (text === undefined) {
			accessSync(existingFolder(target), constants.W_OK | constants.X_OK);
			return;
		}

		accessSync(target, constants.W_OK);
	} catch (error) {
		throw refuse(file, {problem: `it may not be written (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`, next, cause: error});
	}

	if ((statSync(target).mode & 0o222) === 0) {
		throw refuse(file, {problem: 'it is read-only', next});
	}
}

/** Writes it in one step, with its mode and owner; in place where it has other names or may not be replaced. A link stays a link. */
export function writeRcFile({path: file, target, text: old}: RcFile, text: string): void {
	const bytes = Buffer.from(text, 'latin1');
	try {
		if (old === undefined) {
			makeFolder(path.dirname(target));
			writeFileSync(target, bytes, {flag: 'wx', mode: 0o644});
			return;
		}

		if (statSync(target).nlink > 1 || !replace(target, bytes)) {
			writeFileSync(target, bytes);
		}
	} catch (error) {
		throw refuse(file, {problem: (error as Error).message, next: 'Make it writable, then run the command again.', cause: error});
	}
}

/** Removes a file that was made for the block, and as many empty folders above it. */
export function removeRcFile({path: file, target}: RcFile, folders: number): void {
	try {
		rmSync(target);
	} catch (error) {
		throw refuse(file, {problem: (error as Error).message, next: 'Take it away by hand.', cause: error});
	}

	let folder = path.dirname(target);
	for (let count = 0; count < folders && removeIfEmpty(folder); count++) {
		folder = path.dirname(folder);
	}
}

const backupMark = '.clutch-backup-';

/** Copies it beside itself, for its user's eyes only. `stamp` is the time, for the name. */
export function backUpRcFile({path: file, text}: RcFile, stamp: string): string {
	const backup = `${file}${backupMark}${stamp}`;
	try {
		writeFileSync(backup, Buffer.from(text ?? '', 'latin1'), {mode: 0o600});
		chmodSync(backup, 0o600);
	} catch (error) {
		throw refuse(file, {problem: `its backup could not be made: ${(error as Error).message}`, next: `Make the folder ${path.dirname(file)} writable.`, cause: error});
	}

	return backup;
}

/** Removes the backups that say nothing the file does not say; answers with those that are left. */
export function dropBackups({path: file}: RcFile, text: string | undefined): readonly string[] {
	const folder = path.dirname(file);
	const prefix = `${path.basename(file)}${backupMark}`;
	const backups = statSync(folder, {throwIfNoEntry: false})?.isDirectory() === true ? readdirSync(folder).filter(name => name.startsWith(prefix)).map(name => path.join(folder, name)) : [];
	return backups.filter(backup => {
		if (readFileSync(backup, 'latin1') !== text) {
			return true;
		}

		rmSync(backup);
		return false;
	});
}

/** Answers whether it was empty, and so is gone. */
export function removeIfEmpty(folder: string): boolean {
	try {
		rmdirSync(folder);
		return true;
	} catch {
		// It has something in it, or was never there: either way there is nothing to remove.
		return false;
	}
}

/** Answers whether it could: a folder that takes no new file, or a file that is mounted, can only be written in place. */
function replace(target: string, bytes: Buffer): boolean {
	const {mode, uid, gid} = statSync(target);
	const fresh = `${target}.${process.pid}.clutch-new`;
	try {
		const descriptor = openSync(fresh, 'wx', 0o600);
		try {
			writeFileSync(descriptor, bytes);
			if (uid !== process.getuid?.() || gid !== process.getgid?.()) {
				fchownSync(descriptor, uid, gid);
			}

			fchmodSync(descriptor, mode & 0o7777);
			fsyncSync(descriptor);
		} finally {
			closeSync(descriptor);
		}

		renameSync(fresh, target);
		return true;
	} catch (error) {
		rmSync(fresh, {force: true});
		if (['EACCES', 'EPERM', 'EROFS', 'EBUSY'].includes((error as NodeJS.ErrnoException).code ?? '')) {
			return false;
		}

		throw error;
	}
}

function missingFolders(file: string): number {
	let count = 0;
	for (let folder = path.dirname(file); statSync(folder, {throwIfNoEntry: false}) === undefined; folder = path.dirname(folder)) {
		count++;
	}

	return count;
}

function existingFolder(file: string): string {
	let folder = path.dirname(file);
	while (statSync(folder, {throwIfNoEntry: false}) === undefined) {
		folder = path.dirname(folder);
	}

	return folder;
}

function refuse(file: string, {problem, next, cause}: {readonly problem: string; readonly next: string; readonly cause?: unknown}): ClutchError {
	return new ClutchError('ERR_CLUTCH_RC_FILE', {file, problem, next}, {cause});
}
