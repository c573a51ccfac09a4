import {readdirSync} from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import type {Fault} from './fault.js';

const folder = path.join(import.meta.dirname, 'sessions');

/** Which numbers of the fault-injection list are about sessions: each has at least one fault. */
export const wantedNumbers: readonly number[] = [...Array.from({length: 20}, (_, index) => index + 1), 27, 28, 35, 36, 37, 38, 39, 40];

/** What every file of `sessions/` breaks, by its number; of one number in the order of the files. */
export const faults = await readFaults();

async function readFaults(): Promise<readonly Fault[]> {
	const files = readdirSync(folder).filter(file => file.endsWith('.ts')).toSorted();
	const modules = await Promise.all(files.map(async file => await import(pathToFileURL(path.join(folder, file)).href) as {readonly faults?: readonly Fault[]}));
	// A file without faults helps its neighbours.
	return modules.flatMap(module => module.faults ?? []).toSorted((left, right) => left.number - right.number);
}
