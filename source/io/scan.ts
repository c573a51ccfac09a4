import {readFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type {Scan} from '../core/scan/scan.js';
import {readSnapshot} from '../core/scan/snapshot.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Where `model-scan` leaves what it found. */
export function snapshotFile(env: Environment): string {
	const folder = env.XDG_CONFIG_HOME === undefined || env.XDG_CONFIG_HOME === '' ? path.join(env.HOME ?? os.homedir(), '.config') : env.XDG_CONFIG_HOME;
	return path.join(folder, 'model-scan', 'routing_snapshot.json');
}

/** What the last scan of models found, as far as it is there and still says something. */
export function readScan({env, now}: {readonly env: Environment; readonly now: number}): Scan {
	let text: string;
	try {
		text = readFileSync(snapshotFile(env), 'utf8');
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'ENOENT' ? {status: 'none'} : {status: 'invalid', problem: 'it cannot be read'};
	}

	return readSnapshot(text, date => (now - Date.parse(date)) / 1000);
}
