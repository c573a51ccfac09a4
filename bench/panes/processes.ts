import {readFileSync, readdirSync} from 'node:fs';
import process from 'node:process';
import {root} from '../../test/helpers/program.js';

/** What the processes of a multiplexer cost. Only Linux tells; elsewhere there are no figures. */
export const canMeasure = process.platform === 'linux';

/** Milliseconds of processor time that all threads of these have used so far. */
export function processorTime(pids: readonly number[]): number {
	let sum = 0;
	for (const pid of pids) {
		sum += timeOf(pid);
	}

	return sum;
}

function timeOf(pid: number): number {
	try {
		let sum = 0;
		for (const thread of readdirSync(`/proc/${pid}/task`)) {
			const [nanoseconds = '0'] = readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ');
			sum += Number(nanoseconds) / 1e6;
		}

		return sum;
	} catch {
		// It ended meanwhile.
		return 0;
	}
}

/** In MB; its part of what several processes share included. */
export function proportional(pids: readonly number[]): number {
	return pids.reduce((sum, pid) => sum + (field(`/proc/${pid}/smaps_rollup`, 'Pss') / 1024), 0);
}

export function resident(pid: number): number {
	return field(`/proc/${pid}/status`, 'VmRSS') / 1024;
}

function field(file: string, name: string): number {
	try {
		return Number(new RegExp(String.raw`^${name}:\s+(\d+) kB$`, 'm').exec(readFileSync(file, 'utf8'))?.[1] ?? 0);
	} catch {
		// It ended meanwhile.
		return 0;
	}
}

/** Whether this is one of our own programs and not what runs in a pane. */
export function isOwn(pid: number): boolean {
	const command = commandOf(pid);
	return command.includes(`${root}dist/`) || command.includes(`${root}bin/clutch`);
}

export function commandOf(pid: number): string {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
	} catch {
		// It ended meanwhile.
		return '';
	}
}
