import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {makeContent} from './content.js';
import {flooder} from './programs.js';
import type {Argv} from './seats.js';

/** With a program that prints as fast as it is read. */
export async function withFlood<Value>(measure: (program: Argv) => Promise<Value>): Promise<Value> {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-bench-'));
	try {
		const file = path.join(folder, 'flood');
		writeFileSync(file, makeContent('SGR', 10));
		return await measure(flooder(file));
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}
