import {readdir, readFile, stat} from 'node:fs/promises';
import type {ProcessIdentity} from '../core/ipc/holder.js';
import {identify, sessionOf} from './process-identity.js';

/** An entry of the environment that a process was started with. */
export type Mark = {readonly name: string; readonly value: string};

export type MarkedProcess = ProcessIdentity & {/** The pid of the leader of its session. */ readonly session: number | undefined};

type Found = {readonly pid: number; readonly value: string};

/** Those who ask at once are answered by one look. */
const looking = new Map<string, Promise<readonly Found[]>>();

/** Who was started with this entry in its environment, by whatever way: also who has left the session of the one that got it first. Only processes of this user, never ourselves. Elsewhere than on Linux nobody is known. */
export async function markedProcesses({name, value}: Mark): Promise<readonly MarkedProcess[]> {
	const look = looking.get(name) ?? allMarked(name);
	looking.set(name, look);
	try {
		const all = await look;
		const found = await Promise.all(all.filter(each => each.value === value).map(async ({pid}) => markedIdentity(pid, {name, value})));
		return found.flatMap(each => each ?? []);
	} finally {
		looking.delete(name);
	}
}

/** Whether this process is one of them. */
export async function isMarked(pid: number, mark: Mark): Promise<boolean> {
	return await markedIdentity(pid, mark) !== undefined;
}

async function allMarked(name: string): Promise<readonly Found[]> {
	const found: Found[] = [];
	for (const pid of await pids()) {
		// One after the other: nobody waits for it but who stops something.
		const value = await markOf(pid, name);
		if (value !== undefined) {
			found.push({pid, value});
		}
	}

	return found;
}

async function pids(): Promise<readonly number[]> {
	try {
		const names = process.platform === 'linux' ? await readdir('/proc') : [];
		return names.map(Number).filter(pid => Number.isInteger(pid) && pid !== process.pid);
	} catch {
		// Where the system tells nothing of processes, none is known.
		return [];
	}
}

/** Looked at once more: the one that was found may have ended, and its pid be somebody else's. Were it by the end of this look, that one would not be signalled, having started later. */
async function markedIdentity(pid: number, {name, value}: Mark): Promise<MarkedProcess | undefined> {
	const identity = process.platform === 'linux' && pid !== process.pid ? identify(pid) : undefined;
	return identity !== undefined && await markOf(pid, name) === value && await isOurs(pid) ? {...identity, session: sessionOf(pid)} : undefined;
}

async function markOf(pid: number, name: string): Promise<string | undefined> {
	try {
		const environment = await readFile(`/proc/${pid}/environ`, 'latin1');
		const begin = `\0${environment}`.indexOf(`\0${name}=`);
		return begin === -1 ? undefined : environment.slice(begin + name.length + 1).split('\0', 1)[0];
	} catch {
		// It ended meanwhile, or may not be looked at: then it is none of ours.
		return undefined;
	}
}

/** Root may look at everybody's. */
async function isOurs(pid: number): Promise<boolean> {
	try {
		const {uid} = await stat(`/proc/${pid}`);
		return uid === process.getuid?.();
	} catch {
		// It has just ended.
		return false;
	}
}
