import {appendFileSync, closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync} from 'node:fs';
import type {Tombstone} from '../core/ipc/holder.js';
import {pausePoint} from './pause-point.js';

/** The file with the last screen that belongs to a tombstone. */
export function tailPath(tombstone: string): string {
	return tombstone.replace(/\.json$/, '') + '.tail';
}

/** The tail comes first: whoever sees a tombstone finds its tail too. */
export function writeTombstone(path: string, {tombstone, tail}: {readonly tombstone: Tombstone; readonly tail: Uint8Array}): void {
	writeWhole(tailPath(path), tail);
	writeWhole(path, Buffer.from(JSON.stringify(tombstone) + '\n'));
}

/** Undefined when there is none. */
export function readTombstone(path: string): {readonly tombstone: Tombstone; readonly tail: Uint8Array} | undefined {
	try {
		return {tombstone: JSON.parse(readFileSync(path, 'utf8')) as Tombstone, tail: readFileSync(tailPath(path))};
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
			return undefined;
		}

		throw error;
	}
}

export function removeTombstone(path: string): void {
	rmSync(path, {force: true});
	rmSync(tailPath(path), {force: true});
}

/** The file with what went wrong inside a holder. */
export function notePath(tombstone: string): string {
	return tombstone.replace(/\.json$/, '') + '.log';
}

/** What went wrong inside a holder, for whoever looks for it: a holder has no terminal and no other log. */
export function appendNote(path: string, text: string): void {
	try {
		appendFileSync(notePath(path), text + '\n', {mode: 0o600});
	} catch {
		// A full or missing disk must not end the session that the note is about.
	}
}

/** All or nothing, also when the machine stops in between. */
function writeWhole(path: string, bytes: Uint8Array): void {
	const temporary = `${path}.${process.pid}.new`;
	try {
		const file = openSync(temporary, 'w', 0o600);
		try {
			for (let written = 0; written < bytes.length;) {
				written += writeSync(file, bytes, written);
			}

			fsyncSync(file);
		} finally {
			closeSync(file);
		}

		pausePoint('tombstone.before-rename');
		renameSync(temporary, path);
	} catch (error) {
		// On a full disk a half-written file would only be in the way.
		rmSync(temporary, {force: true});
		throw error;
	}
}
