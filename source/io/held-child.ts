import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import type {ProcessIdentity} from '../core/ipc/holder.js';

/** Writes down whom a holder has, so that a child that outlives its holder is known for ours. */
export function writeHeldChild(file: string, {pid, startTime}: ProcessIdentity): void {
	writeFileSync(file, `${JSON.stringify({pid, startTime})}\n`, {mode: 0o600});
}

/** Undefined where nobody is written down, or nothing that can be read. */
export function readHeldChild(file: string): ProcessIdentity | undefined {
	try {
		const read = JSON.parse(readFileSync(file, 'utf8')) as Partial<ProcessIdentity> | undefined;
		return Number.isSafeInteger(read?.pid) && typeof read?.startTime === 'string' ? {pid: read.pid ?? 0, startTime: read.startTime} : undefined;
	} catch {
		// No file, or one that was cut off: then nobody is known, and nobody is signalled.
		return undefined;
	}
}

export function removeHeldChild(file: string): void {
	rmSync(file, {force: true});
}
