import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {acquireLock} from './lock.js';
import type {Paths} from './paths.js';

export type ManifestWriter =
	| {readonly status: 'ours'}
	/** `run`: its run directory, where that is known. */
	| {readonly status: 'taken'; readonly pid: number; readonly run: string | undefined};

/**
Makes this process the only one that writes the manifest. The lock in the run directory does not do that: two logins can have two run directories, and one that was taken away has no lock any more.
*/
export function becomeWriter({manifest, run}: Pick<Paths, 'manifest' | 'run'>): ManifestWriter {
	const place = path.join(manifest, 'writer-run');
	try {
		const lock = acquireLock(path.join(manifest, 'writer'));
		if (lock.status === 'taken' && lock.by.pid !== process.pid) {
			return {status: 'taken', pid: lock.by.pid, run: readIfThere(place)};
		}

		writeFileSync(place, run, {mode: 0o600});
	} catch {
		// Where no lock can be written no manifest can be written either; that is told when it is tried.
	}

	return {status: 'ours'};
}

function readIfThere(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		// It has only just begun.
		return undefined;
	}
}
