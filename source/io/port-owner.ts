import {execFileSync} from 'node:child_process';
import {readdirSync, readFileSync, readlinkSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {identify, sessionMembers} from './process-identity.js';
import {useOfTree as processesBelow} from './process-use.js';

/** Who listens on a port. Only looked at, never signalled. */
export type PortOwner = {
	readonly pid: number;
	readonly command: string;
	/** Its working directory, short for people. */
	readonly folder: string | undefined;
};

/** Undefined where nobody is found: the owner can be another user's, or gone by now. */
export function portOwner(port: number): PortOwner | undefined {
	try {
		return process.platform === 'linux' ? linuxOwner(port) : lsofOwner(port);
	} catch {
		// To name the owner is a kindness; that the port is taken stays true without.
		return undefined;
	}
}

/** Whether somebody listens on it on any address of this machine, as far as the system says. */
export function isListened(port: number): boolean {
	return process.platform === 'linux' && listeningSockets(port).length > 0;
}

/** Who listens on a port, seen from a process that is to listen there: itself or what it started, somebody else, nobody, or the system does not say, as of another user's processes. */
export type Listener = {readonly status: 'below' | 'nobody' | 'unknown'} | {readonly status: 'other'; readonly owner: PortOwner};

export function listenerBelow(port: number, root: number): Listener {
	if (process.platform !== 'linux') {
		const owner = portOwner(port);
		return owner === undefined ? {status: 'unknown'} : (isBelowByPs(owner.pid, root) ? {status: 'below'} : {status: 'other', owner});
	}

	const wanted = new Set(listeningSockets(port).map(inode => `socket:[${inode}]`));
	if (wanted.size === 0) {
		return {status: 'nobody'};
	}

	const identity = identify(root);
	const ours = new Set([...(processesBelow(root) ?? []), ...(identity === undefined ? [] : sessionMembers(identity))].map(({pid}) => pid));
	if ([...ours].some(pid => openFiles(pid).some(target => wanted.has(target)))) {
		return {status: 'below'};
	}

	const owner = portOwner(port);
	return owner === undefined ? {status: 'unknown'} : {status: 'other', owner};
}

/** `node (pid 12, ~/project)`, for people. */
export function ownerName({pid, command, folder}: PortOwner): string {
	return `${command} (pid ${pid}${folder === undefined ? '' : `, ${folder}`})`;
}

function isBelowByPs(pid: number, root: number): boolean {
	try {
		const parents = new Map(execFileSync('/bin/ps', ['-axo', 'pid=,ppid='], {encoding: 'utf8', timeout: 3000}).split('\n').map(line => line.trim().split(/\s+/).map(Number) as [number, number]));
		for (let at: number | undefined = pid, steps = 0; at !== undefined && at > 1 && steps < parents.size; at = parents.get(at), steps++) {
			if (at === root) {
				return true;
			}
		}

		return false;
	} catch {
		// Then nothing is known against it.
		return true;
	}
}

function linuxOwner(port: number): PortOwner | undefined {
	const wanted = new Set(listeningSockets(port).map(inode => `socket:[${inode}]`));
	if (wanted.size === 0) {
		return undefined;
	}

	const pids = readdirSync('/proc').map(Number).filter(pid => Number.isInteger(pid) && pid > 0);
	const pid = pids.find(candidate => openFiles(candidate).some(target => wanted.has(target)));
	if (pid === undefined) {
		return undefined;
	}

	const [program = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
	const comm = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
	return {pid, command: program === '' ? comm : path.basename(program), folder: shortFolder(linkTarget(`/proc/${pid}/cwd`))};
}

/** Inodes of the sockets that listen on a port: `/proc/net/tcp` has the address as `hex:hexport`, the state (0A listens) and the inode. */
function listeningSockets(port: number): readonly string[] {
	const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
	return ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(file => {
		try {
			return readFileSync(file, 'utf8').split('\n').slice(1).flatMap(line => {
				const fields = line.trim().split(/\s+/);
				return fields[1]?.endsWith(suffix) === true && fields[3] === '0A' && fields[9] !== undefined ? [fields[9]] : [];
			});
		} catch {
			// A system without IPv6 has no second file.
			return [];
		}
	});
}

function openFiles(pid: number): readonly string[] {
	try {
		return readdirSync(`/proc/${pid}/fd`).map(name => linkTarget(`/proc/${pid}/fd/${name}`) ?? '');
	} catch {
		// Another user's process, or one that just ended.
		return [];
	}
}

function linkTarget(link: string): string | undefined {
	try {
		return readlinkSync(link);
	} catch {
		// It was closed between the two looks.
		return undefined;
	}
}

function lsofOwner(port: number): PortOwner | undefined {
	const answer = execFileSync('/usr/sbin/lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], {encoding: 'utf8', timeout: 3000});
	const pid = Number(/^p(\d+)$/m.exec(answer)?.[1]);
	const command = /^c(.+)$/m.exec(answer)?.[1];
	if (!Number.isInteger(pid) || command === undefined) {
		return undefined;
	}

	const folder = /^n(.+)$/m.exec(execFileSync('/usr/sbin/lsof', ['-a', '-p', String(pid), '-d', 'cwd', '-Fn'], {encoding: 'utf8', timeout: 3000}))?.[1];
	return {pid, command, folder: shortFolder(folder)};
}

function shortFolder(folder: string | undefined): string | undefined {
	const home = os.homedir();
	return folder === home || folder?.startsWith(`${home}/`) === true ? `~${folder.slice(home.length)}` : folder;
}
