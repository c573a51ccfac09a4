import {existsSync, readlinkSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {ClutchError} from '../core/error.js';

/** The folder this process is in. It may have been deleted since, and then there is no answer. */
export function currentFolder(): string {
	try {
		return process.cwd();
	} catch (error) {
		throw new ClutchError('ERR_CLUTCH_FOLDER_GONE', {folder: formerFolder() ?? 'it'}, {cause: error});
	}
}

/** For a program that lives on whatever happens to its folder: the one it is in, or the other one, which it goes to where its own was deleted. */
export function folderToLiveIn(instead: string): {readonly folder: string; readonly deleted?: string} {
	try {
		return {folder: process.cwd()};
	} catch {
		const deleted = formerFolder() ?? 'the folder it was started in';
		process.chdir(existsSync(instead) ? instead : path.parse(instead).root);
		return {folder: process.cwd(), deleted};
	}
}

/** What a deleted folder was called, as the system still knows it, or else the shell. */
function formerFolder(): string | undefined {
	const ending = ' (deleted)';
	try {
		const link = readlinkSync('/proc/self/cwd');
		return link.endsWith(ending) ? link.slice(0, -ending.length) : link;
	} catch {
		// Not Linux.
		const {PWD: shell = ''} = process.env;
		return path.isAbsolute(shell) ? shell : undefined;
	}
}

/** A whole path for one that may be relative; only then it matters where this process is. */
export function wholePath(given: string): string {
	return path.isAbsolute(given) ? path.resolve(given) : path.resolve(currentFolder(), given);
}
