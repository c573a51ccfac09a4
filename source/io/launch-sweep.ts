import {existsSync, readdirSync, readFileSync, statSync} from 'node:fs';
import path from 'node:path';
import {forgetLaunch, isRunning, launchRecord} from './launch-record.js';
import type {Paths} from './paths.js';

/** How long the folder of a launch stays after its last change. */
const keptMs = 7 * 24 * 60 * 60 * 1000;

/** Each launch looks at so many folders of others: enough to keep up, and too few to be felt. */
const atOnce = 4;

/** Forgets old launches that nobody needs: not running, not held, and no session that could be restored. A few at a time, picked by chance. */
export function sweepLaunches(paths: Paths, now: number): void {
	const names = existsSync(paths.launches) ? readdirSync(paths.launches) : [];
	const start = Math.floor(Math.random() * names.length);
	for (const name of [...names.slice(start), ...names.slice(0, start)].slice(0, atOnce)) {
		const changed = statSync(path.join(paths.launches, name), {throwIfNoEntry: false})?.mtimeMs;
		if (changed !== undefined && now - changed > keptMs && !isNeeded(paths, name)) {
			forgetLaunch(paths, name);
		}
	}
}

function isNeeded(paths: Paths, session: string): boolean {
	const record = launchRecord(paths, session);
	return (record !== undefined && isRunning(record)) || existsSync(path.join(paths.holders, `${session}.sock`)) || isInManifest(paths, session);
}

/** Also one that was closed not long ago: the journal still names it. Better a folder too many than one too few. */
function isInManifest({manifest}: Paths, session: string): boolean {
	const files = existsSync(manifest) ? readdirSync(manifest) : [];
	return files.some(file => readFileSync(path.join(manifest, file), 'utf8').includes(`"${session}"`));
}
