import {closeSync, existsSync, openSync, readSync, writeFileSync} from 'node:fs';
import path from 'node:path';

/** The moments at which `npm run faults` stops a program of ours to kill it there. */
export type PausePoint =
	| 'clutchd.before-lock'
	| 'manifest.before-append'
	| 'manifest.after-append'
	| 'manifest.before-rename'
	| 'sessions.before-spawn'
	| 'sessions.after-spawn'
	| 'checkpoint.before-push'
	| 'tombstone.before-rename'
	| 'responder.before-answer'
	| 'dashboard.first-frame'
	| 'dashboard.inside-frame';

const folder = process.env.CLUTCH_PAUSE_POINTS;

/**
Where `CLUTCH_PAUSE_POINTS` names a folder with a named pipe of this name in it, the whole process stands still here: it leaves `<name>.reached`, with its pid, and goes on when somebody has opened the pipe for writing and closed it again. Everywhere else this does nothing.
*/
export function pausePoint(name: PausePoint): void {
	const pipe = pipeOf(name);
	if (pipe === undefined) {
		return;
	}

	writeFileSync(`${pipe}.reached`, String(process.pid));
	// Opening a pipe for reading waits for a writer, without a timer and without a turn of the event loop.
	const descriptor = openSync(pipe, 'r');
	try {
		readSync(descriptor, new Uint8Array(1));
	} finally {
		closeSync(descriptor);
	}
}

/** Whether somebody waits for this process there. */
export function isPausePoint(name: PausePoint): boolean {
	return pipeOf(name) !== undefined;
}

function pipeOf(name: PausePoint): string | undefined {
	const pipe = folder === undefined || folder === '' ? undefined : path.join(folder, name);
	return pipe !== undefined && existsSync(pipe) ? pipe : undefined;
}
