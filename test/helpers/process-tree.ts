import {readFileSync, readdirSync} from 'node:fs';

/** Pids of the children of a process, oldest first (Linux). */
export function childrenOf(parent: number): readonly number[] {
	return readdirSync('/proc').map(Number).filter(pid => Number.isInteger(pid) && parentOf(pid) === parent).toSorted((a, b) => a - b);
}

export function parentOf(pid: number): number | undefined {
	return fieldOf(pid, 1);
}

/** The pid of the leader of the session that a process is in. */
export function sessionOf(pid: number): number | undefined {
	return fieldOf(pid, 3);
}

/** How a process was started; nothing of one that has ended meanwhile. */
export function commandLine(pid: number): readonly string[] {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
	} catch {
		return [];
	}
}

function fieldOf(pid: number, field: number): number | undefined {
	try {
		// The name stands in brackets and may contain anything; the fields after it are counted from its end.
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[field]);
	} catch {
		// It ended meanwhile.
		return undefined;
	}
}
