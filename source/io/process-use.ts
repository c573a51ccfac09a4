import {readdirSync, readFileSync} from 'node:fs';

/** What one process has used so far. `ticks` of CPU grow as long as it lives. */
export type ProcessUse = {readonly pid: number; readonly startTime: string; readonly ticks: number; readonly memoryBytes: number};

/** Ticks in a second, as Linux tells them to programs on every machine. */
export const ticksPerSecond = 100;
const pageBytes = 4096;
/** Fields of `/proc/<pid>/stat` counted from the state, which is the first one after the name in brackets. */
const field = {userTime: 11, systemTime: 12, startTime: 19, residentPages: 21} as const;
/** More than any program starts; a loop in what the system tells must end. */
const mostProcesses = 500;

/** A process and all below it, itself first. Undefined where the system does not tell (anything but Linux). */
export function useOfTree(root: number): readonly ProcessUse[] | undefined {
	if (process.platform !== 'linux') {
		return undefined;
	}

	const found: ProcessUse[] = [];
	const waiting = [root];
	const seen = new Set<number>();
	for (let pid = waiting.shift(); pid !== undefined && found.length < mostProcesses; pid = waiting.shift()) {
		if (seen.has(pid)) {
			continue;
		}

		seen.add(pid);
		const use = readUse(pid);
		if (use !== undefined) {
			found.push(use);
			waiting.push(...childrenOf(pid));
		}
	}

	return found;
}

function readUse(pid: number): ProcessUse | undefined {
	const text = read(`/proc/${pid}/stat`);
	// The name can contain spaces and brackets: the last bracket is its end.
	const fields = text?.slice(text.lastIndexOf(')') + 2).split(' ');
	return fields === undefined ? undefined : {
		pid,
		startTime: fields[field.startTime] ?? '',
		ticks: Number(fields[field.userTime]) + Number(fields[field.systemTime]),
		memoryBytes: Number(fields[field.residentPages]) * pageBytes,
	};
}

/** Each thread has its own children. */
function childrenOf(pid: number): readonly number[] {
	try {
		return readdirSync(`/proc/${pid}/task`).flatMap(thread => (read(`/proc/${pid}/task/${thread}/children`) ?? '').split(' ').filter(text => text !== '').map(Number));
	} catch {
		// It ended meanwhile.
		return [];
	}
}

function read(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		// It ended meanwhile.
		return undefined;
	}
}
