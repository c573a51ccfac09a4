import {readFileSync, readdirSync} from 'node:fs';

/** Pids of the children of a process, oldest first (Linux). */
export function childrenOf(parent: number): readonly number[] {
	return readdirSync('/proc').map(Number).filter(pid => Number.isInteger(pid) && parentOf(pid) === parent).toSorted((a, b) => a - b);
}

export function parentOf(pid: number): number | undefined {
	try {
		// The name stands in brackets and may contain anything; the fields after it are counted from its end.
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
	} catch {
		// It ended meanwhile.
		return undefined;
	}
}
