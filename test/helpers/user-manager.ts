import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync} from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {until} from './until.js';

/** `obliging` gives every scope; `old` knows what systemd 252 does; `broken` refuses; `hanging` never answers. */
export type Behaviour = 'obliging' | 'old' | 'broken' | 'hanging';

export type UserManager = {
	/** What a process needs to find it. */
	readonly env: {readonly PATH: string; readonly XDG_RUNTIME_DIR: string};
	/** The arguments of each call, in one line. */
	readonly asked: () => readonly string[];
};

/** Where control groups are made. */
export const groups = existsSync('/sys/fs/cgroup/pids') ? '/sys/fs/cgroup/pids' : '/sys/fs/cgroup';

const behaviours: Readonly<Record<Behaviour, string>> = {
	obliging: '',
	old: 'case "$*" in *--expand-environment*) echo "unrecognized option --expand-environment=no" >&2; exit 1;; esac',
	broken: 'echo "Failed to connect to bus" >&2; exit 1',
	hanging: 'exec sleep 60',
};

/**
Stands at the door to the user's systemd: a socket that listens where its own does, and a `systemd-run` that, as the real one does with `--scope`, moves itself into a control group (where this user may make one) and becomes the program.
*/
export async function fakeUserManager(scope: {readonly teardown: (undo: () => unknown) => void}, behaviour: Behaviour = 'obliging'): Promise<UserManager> {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-systemd-'));
	const runtime = path.join(folder, 'run');
	const bin = path.join(folder, 'bin');
	const calls = path.join(folder, 'asked');
	for (const each of [path.join(runtime, 'systemd'), bin]) {
		mkdirSync(each, {recursive: true, mode: 0o700});
	}

	writeFileSync(path.join(bin, 'systemd-run'), `#!/bin/sh
printf '%s\\n' "$*" >> '${calls}'
${behaviours[behaviour]}
while [ $# -gt 0 ]; do
	case $1 in
		--unit=*) group='${groups}'/\${1#--unit=}.scope; mkdir "$group" 2>/dev/null && echo $$ > "$group/cgroup.procs" ;;
		--) shift; break ;;
	esac
	shift
done
exec "$@"
`, {mode: 0o755});
	const server = net.createServer(connection => {
		connection.end();
	});
	await new Promise<void>(resolve => {
		server.listen(path.join(runtime, 'systemd', 'private'), resolve);
	});
	const asked = () => existsSync(calls) ? readFileSync(calls, 'utf8').trim().split('\n') : [];
	scope.teardown(async () => {
		server.close();
		for (const line of asked()) {
			await removeGroup(path.join(groups, `${/--unit=(\S+)/.exec(line)?.[1] ?? ''}.scope`));
		}

		rmSync(folder, {recursive: true, force: true});
	});
	return {env: {PATH: `${bin}:${process.env.PATH ?? ''}`, XDG_RUNTIME_DIR: runtime}, asked};
}

/** Whether control groups can be made here; else a scope is one in name only. */
export function canMakeGroups(): boolean {
	const group = path.join(groups, `clutch-test-${process.pid}`);
	try {
		mkdirSync(group);
		rmdirSync(group);
		return true;
	} catch {
		return false;
	}
}

/** The control groups of a process, one a line. */
export function groupsOf(pid: number): string {
	return readFileSync(`/proc/${pid}/cgroup`, 'utf8');
}

/** A control group goes only when nobody is in it any more. */
async function removeGroup(group: string): Promise<void> {
	if (existsSync(group)) {
		await until(`${group} is empty`, () => readFileSync(path.join(group, 'cgroup.procs'), 'utf8') === '');
		rmdirSync(group);
	}
}
