import {readdirSync} from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import type {Fault} from './fault.js';

/** What every file of a folder breaks, by its number; of one number in the order of the files. */
export async function readFaults(folder: string): Promise<readonly Fault[]> {
	const files = readdirSync(folder).filter(file => file.endsWith('.ts')).toSorted();
	const modules = await Promise.all(files.map(async file => await import(pathToFileURL(path.join(folder, file)).href) as {readonly faults?: readonly Fault[]}));
	// A file without faults helps its neighbours.
	return modules.flatMap(module => module.faults ?? []).toSorted((left, right) => left.number - right.number);
}
