import {existsSync, linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import type {ProcessIdentity} from '../core/ipc/holder.js';
import {identify, isAlive} from './process-identity.js';

export type Lock =
	| {readonly status: 'held'; readonly file: string}
	| {readonly status: 'taken'; readonly by: ProcessIdentity};

/**
One holder of a lock at a time, however many try; a lock whose process is gone (pid and start time) is taken over.

The lock is the highest of the files `<path>.<n>`. Taking it over makes the next number, which the system lets exactly one process do, and only then removes lower ones. The highest file is never removed, not even at the end: removing a stale lock by its name could remove one that somebody took a moment ago. Its content is written before it gets its name, so nobody sees half of it.
*/
export function acquireLock(file: string): Lock {
	const own = identify(process.pid);
	if (!own) {
		throw new Error('this process cannot be identified');
	}

	const draft = `${file}.draft-${process.pid}`;
	writeFileSync(draft, JSON.stringify(own), {mode: 0o600});
	try {
		for (;;) {
			const outcome = tryOnce(file, draft);
			if (outcome) {
				return outcome;
			}
		}
	} finally {
		rmSync(draft, {force: true});
	}
}

/** Lets a lock go that this process holds: its file stays, and names nobody from then on. */
export function releaseLock(file: string): void {
	const draft = `${file}.free-${process.pid}`;
	writeFileSync(draft, '{}', {mode: 0o600});
	renameSync(draft, file);
}

/** Who holds the lock now, if anybody does. */
export function lockOwner(file: string): ProcessIdentity | undefined {
	if (!existsSync(path.dirname(file))) {
		return undefined;
	}

	const highest = numbersOf(file).at(-1);
	const owner = highest === undefined ? undefined : readOwner(`${file}.${highest}`);
	return owner && isAlive(owner) ? owner : undefined;
}

function tryOnce(file: string, draft: string): Lock | undefined {
	const highest = numbersOf(file).at(-1) ?? 0;
	const owner = highest === 0 ? undefined : readOwner(`${file}.${highest}`);
	if (owner && isAlive(owner)) {
		return {status: 'taken', by: owner};
	}

	const mine = highest + 1;
	try {
		linkSync(draft, `${file}.${mine}`);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
			throw error;
		}

		// Somebody was faster: look again who has it.
		return undefined;
	}

	const numbers = numbersOf(file);
	if (numbers.at(-1) !== mine) {
		// The number was free because its lock had been taken over long ago, between our look and our try.
		rmSync(`${file}.${mine}`, {force: true});
		return undefined;
	}

	for (const number of numbers) {
		if (number < mine) {
			rmSync(`${file}.${number}`, {force: true});
		}
	}

	return {status: 'held', file: `${file}.${mine}`};
}

function numbersOf(file: string): readonly number[] {
	const prefix = `${path.basename(file)}.`;
	return readdirSync(path.dirname(file))
		.filter(name => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
		.map(name => Number(name.slice(prefix.length)))
		.toSorted((left, right) => left - right);
}

function readOwner(file: string): ProcessIdentity | undefined {
	try {
		const {pid, startTime} = JSON.parse(readFileSync(file, 'utf8')) as Partial<ProcessIdentity>;
		return typeof pid === 'number' && typeof startTime === 'string' ? {pid, startTime} : undefined;
	} catch {
		// Removed since we looked, or not a lock of ours: nobody holds it.
		return undefined;
	}
}
