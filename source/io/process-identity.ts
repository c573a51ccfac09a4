import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';
import type {ProcessIdentity} from '../core/ipc/holder.js';

/** Fields of `/proc/<pid>/stat` counted from the state, which is the first one after the name in brackets. */
const field = {state: 0, session: 3, startTime: 19} as const;

/**
Who a pid is right now: the pid with the time at which that process started. Undefined when there is no such process, or only its remains (a zombie).
*/
export function identify(pid: number): ProcessIdentity | undefined {
	if (process.platform !== 'linux') {
		return identifyByPs(pid);
	}

	const stat = readStat(pid);
	if (stat === undefined || stat[field.state] === 'Z' || stat[field.state] === 'X') {
		return undefined;
	}

	return {pid, startTime: stat[field.startTime] ?? ''};
}

export function isAlive(identity: ProcessIdentity): boolean {
	return identify(identity.pid)?.startTime === identity.startTime;
}

/** Whether a process was stopped, as by SIGSTOP, and goes on only when it is told to; false where the system does not tell. */
export function isStopped(pid: number): boolean {
	return process.platform === 'linux' && readStat(pid)?.[field.state] === 'T';
}

/** Signals one process, if it still is the one that is meant. */
export function signalProcess(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
	return isAlive(identity) && send(identity.pid, signal);
}

/** Signals a process and its group, if it leads one and still is the one that is meant. */
export function signalGroup(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
	return isAlive(identity) && (send(-identity.pid, signal) || send(identity.pid, signal));
}

/**
Everything in the session that `leader` leads, the leader first. Elsewhere than on Linux only the leader is known.

A group that outlives its leader cannot be signalled by the leader's pid, which may be somebody else's by then; so whoever wants to end a whole session asks for its members first.
*/
export function sessionMembers(leader: ProcessIdentity): readonly ProcessIdentity[] {
	if (!isAlive(leader)) {
		return [];
	}

	if (process.platform !== 'linux') {
		return [leader];
	}

	return [leader, ...followers(leader.pid)];
}

/**
What is left in the session of a leader that has ended. Elsewhere than on Linux nothing is known.

As long as a session has a member, the system gives the pid of its leader to nobody. So whoever is in a session of that number belongs to it, unless that pid is alive: then it was free in between, and the session is another one.
*/
export function sessionLeft(pid: number): readonly ProcessIdentity[] {
	return process.platform === 'linux' && readStat(pid) === undefined ? followers(pid) : [];
}

/** The pid of the leader of the session that a process is in, where the system tells. */
export function sessionOf(pid: number): number | undefined {
	const session = process.platform === 'linux' ? readStat(pid)?.[field.session] : undefined;
	return session === undefined ? undefined : Number(session);
}

function followers(leader: number): readonly ProcessIdentity[] {
	return readdirSync('/proc').flatMap(name => {
		const pid = Number(name);
		const stat = Number.isInteger(pid) && pid !== leader ? readStat(pid) : undefined;
		return stat?.[field.session] === String(leader) ? [{pid, startTime: stat[field.startTime] ?? ''}] : [];
	});
}

function send(pid: number, signal: NodeJS.Signals): boolean {
	try {
		return process.kill(pid, signal);
	} catch {
		// It ended between the look and the signal, or it is not ours to signal: both mean that nothing was signalled.
		return false;
	}
}

function readStat(pid: number): readonly string[] | undefined {
	try {
		const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// The name can contain spaces and brackets: the last bracket is its end.
		return text.slice(text.lastIndexOf(')') + 2).split(' ');
	} catch {
		// No such process.
		return undefined;
	}
}

function identifyByPs(pid: number): ProcessIdentity | undefined {
	try {
		const [state = '', ...started] = execFileSync('/bin/ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {encoding: 'utf8', timeout: 2000, env: {LC_ALL: 'C'}}).trim().split(/\s+/);
		return state === '' || state.startsWith('Z') ? undefined : {pid, startTime: started.join(' ')};
	} catch {
		// `ps` ends with 1 when there is no such process.
		return undefined;
	}
}
