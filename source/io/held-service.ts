import {readFileSync, rmSync} from 'node:fs';
import type {ProcessIdentity} from '../core/ipc/holder.js';
import {replaceFile} from './replaced-file.js';

/** Whom a holder has, so that a child that outlives its holder is known for ours, and one that outlives clutchd for what it is. */
export type HeldService = ProcessIdentity & {
	/** The start of the machine that the pid and its start time count in. */
	readonly boot: string | undefined;
	readonly service: string;
	/** Where it was told to listen. */
	readonly address: string | undefined;
	/** When it was started. */
	readonly startedAt: number | undefined;
	/** It has been ready: what it printed then is not asked for again. */
	readonly well: boolean;
};

export function writeHeldService(file: string, {pid, startTime, boot, service, address, startedAt, well}: HeldService): void {
	replaceFile(file, `${JSON.stringify({pid, startTime, boot, service, address, startedAt, well})}\n`);
}

/** Undefined where nobody is written down, nothing that can be read, or somebody of another start of the machine, whose pid says nothing now. */
export function readHeldService(file: string, boot: string | undefined): HeldService | undefined {
	try {
		const read = JSON.parse(readFileSync(file, 'utf8')) as Partial<HeldService> | undefined;
		const isWhole = Number.isSafeInteger(read?.pid) && typeof read?.startTime === 'string' && read.boot === boot;
		return isWhole ? {pid: read.pid ?? 0, startTime: read.startTime ?? '', boot, service: String(read.service), address: typeof read.address === 'string' ? read.address : undefined, startedAt: typeof read.startedAt === 'number' ? read.startedAt : undefined, well: read.well === true} : undefined;
	} catch {
		// No file, or one that was cut off: then nobody is known, and nobody is signalled.
		return undefined;
	}
}

export function removeHeldService(file: string): void {
	rmSync(file, {force: true});
}
