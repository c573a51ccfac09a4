import {chmodSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import process from 'node:process';

/** Puts a file in its place in one step, readable by this user alone: a reader sees the old text or the new one. Throws as the system does, and then nothing of the new one is left. */
export function replaceFile(file: string, text: string): void {
	const fresh = `${file}.${process.pid}.new`;
	try {
		writeFileSync(fresh, text, {mode: 0o600});
		// The mode of a file that was already there under this name is not touched by writing.
		chmodSync(fresh, 0o600);
		renameSync(fresh, file);
	} catch (error) {
		// Half of it is of no use, and on a full disk it is in the way.
		rmSync(fresh, {force: true});
		throw error;
	}
}
