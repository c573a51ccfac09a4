import path from 'node:path';
import {readFaults} from './files.js';

/** Which numbers of the fault-injection list are about sessions: each has at least one fault. */
export const wantedNumbers: readonly number[] = [...Array.from({length: 20}, (_, index) => index + 1), 27, 28, 35, 36, 37, 38, 39, 40];

/** What every file of `sessions/` breaks. */
export const faults = await readFaults(path.join(import.meta.dirname, 'sessions'));
