import path from 'node:path';
import {readFaults} from './files.js';

/** Which numbers of the fault-injection list are about services: each has at least one fault. */
export const wantedNumbers: readonly number[] = [41, 42, 43, 44, 45, 46, 47];

/** What every file of `services/` breaks. */
export const faults = await readFaults(path.join(import.meta.dirname, 'services'));
