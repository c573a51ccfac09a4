import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import path from 'node:path';
import type {ExecutionContext} from 'ava';
import {root} from './program.js';
import {patienceMs} from './until.js';

export type SmallDisk = {
	/** Starts a program that sees a small file system, as everything does that it starts, and nobody else. */
	readonly argv: readonly [file: string, ...args: string[]];
	/** The same folder as the program with this pid sees it. */
	readonly seenBy: (pid: number, folder: string) => string;
};

/** Root may mount; anybody else may in a user namespace of his own, where the system lets him have one. */
const ways = [['unshare', '-m'], ['unshare', '-Urm']] as const;

/** A file system of `kilobytes` in the place of a folder. Undefined where nothing can be mounted: the test says so and ends; in CI that is a failure, for there it has to be. */
export function smallDisk(t: ExecutionContext, {folder, kilobytes, command}: {readonly folder: string; readonly kilobytes: number; readonly command: readonly string[]}): SmallDisk | undefined {
	const way = ways.find(candidate => canMount(candidate));
	if (way === undefined) {
		if (process.env.CI === 'true') {
			t.fail('no small file system can be mounted here: it takes Linux, and root or user namespaces (unshare -Urm)');
		} else {
			t.log('skipped: no small file system can be mounted here');
			t.pass();
		}

		return undefined;
	}

	return {
		argv: ['/usr/bin/env', ...way, '/bin/sh', '-c', `mkdir -p -m 700 "$0" && mount -t tmpfs -o size=${kilobytes}k,mode=700 tmpfs "$0" && exec "$@"`, folder, ...command],
		seenBy: (pid, place) => path.join('/proc', String(pid), 'root', place),
	};
}

/** `clutch`, for `command`. */
export const clutchProgram = `${root}bin/clutch`;

/** To the last byte. */
export function fillDisk(file: string): void {
	for (const size of [100_000, 4096, 512]) {
		try {
			for (;;) {
				writeFileSync(file, Buffer.alloc(size), {flag: 'a'});
			}
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') {
				throw error;
			}
		}
	}
}

function canMount(way: readonly [string, string]): boolean {
	try {
		execFileSync(way[0], [way[1], 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], {stdio: 'ignore', timeout: patienceMs});
		return true;
	} catch {
		return false;
	}
}
