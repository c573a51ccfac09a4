import {readFileSync} from 'node:fs';

/** Tells whether the system has killed somebody for want of memory since this was called: in the control group of a process if that can be seen, else on the machine. */
export function watchMemory(pid: number): () => boolean {
	const sources = [...groupFiles(pid), '/proc/vmstat'];
	const before = sources.map(file => killed(file));
	return () => sources.some((file, index) => {
		const count = before[index];
		return count !== undefined && (killed(file) ?? 0) > count;
	});
}

/** Where the kernel counts for the group that a process is in, in both of the ways in which groups are mounted. */
function groupFiles(pid: number): readonly string[] {
	const lines = read(`/proc/${pid}/cgroup`)?.split('\n') ?? [];
	return lines.flatMap(line => {
		const [, controllers, group = '/'] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
		const candidates = controllers === ''
			? within(group).flatMap(folder => [`/sys/fs/cgroup${folder}/memory.events`, `/sys/fs/cgroup/unified${folder}/memory.events`])
			: (controllers?.split(',').includes('memory') ? within(group).map(folder => `/sys/fs/cgroup/memory${folder}/memory.oom_control`) : []);
		return candidates.find(file => read(file) !== undefined) ?? [];
	});
}

/** In a container the group's name can begin further up than what is mounted: `/a/b/c` may be `/b/c` or `/c` here. */
function within(group: string): readonly string[] {
	const names = group.split('/').filter(Boolean);
	return names.map((_, index) => `/${names.slice(index).join('/')}`);
}

function killed(file: string): number | undefined {
	const count = /^oom_kill (\d+)$/m.exec(read(file) ?? '')?.[1];
	return count === undefined ? undefined : Number(count);
}

function read(file: string): string | undefined {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		// Not here, or not for us to see: then nothing is known.
		return undefined;
	}
}
