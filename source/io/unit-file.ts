import {chmodSync, existsSync, lstatSync, readFileSync, rmdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {ClutchError} from '../core/error.js';
import {readUnitMark} from '../core/unit/unit.js';
import {makeFolder} from './folder.js';

/** `missing`: nothing is there. `foreign`: somebody else's, left alone always. */
export type UnitFile =
	| {readonly status: 'missing'; readonly missingFolders: number}
	| {readonly status: 'ours'; readonly text: string; readonly foldersMade: number}
	| {readonly status: 'foreign'};

export function readUnitFile(file: string): UnitFile {
	const found = lstatSync(file, {throwIfNoEntry: false});
	if (found === undefined) {
		return {status: 'missing', missingFolders: missingFolders(path.dirname(file))};
	}

	// A link is somebody's own doing, wherever it leads.
	const text = found.isFile() ? readFileSync(file, 'utf8') : '';
	const foldersMade = readUnitMark(text);
	return foldersMade === undefined ? {status: 'foreign'} : {status: 'ours', text, foldersMade};
}

/** 0644, as systemd and launchd want it: there is no secret in it. */
export function writeUnitFile(file: string, text: string): void {
	try {
		makeFolder(path.dirname(file));
		writeFileSync(file, text, {mode: 0o644});
		chmodSync(file, 0o644);
	} catch (error) {
		throw new ClutchError('ERR_CLUTCH_FILE', {file, doing: 'written', problem: (error as Error).message}, {cause: error});
	}
}

/** The file, and the folders that were made for it as far as nothing else is in them by now. */
export function removeUnitFile(file: string, foldersMade: number): void {
	try {
		rmSync(file);
	} catch (error) {
		throw new ClutchError('ERR_CLUTCH_FILE', {file, doing: 'removed', problem: (error as Error).message}, {cause: error});
	}

	let folder = path.dirname(file);
	for (let count = 0; count < foldersMade; count++) {
		try {
			rmdirSync(folder);
		} catch {
			// Something else is in it now: then it stays, and those above it.
			return;
		}

		folder = path.dirname(folder);
	}
}

function missingFolders(folder: string): number {
	return existsSync(folder) || path.dirname(folder) === folder ? 0 : 1 + missingFolders(path.dirname(folder));
}
