import {readdir, readFile, readlink} from 'node:fs/promises';
import process from 'node:process';
import type {AgentProcess, AgentRow, ConversationTrace} from '../core/launch/agent.js';
import {identify} from './process-identity.js';

type Trace = Extract<ConversationTrace, {readonly type: 'runtime-file' | 'open-file'}>;

type Options = {
	/** The process that the holder started. */
	readonly pid: number;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly signal: AbortSignal;
};

/** A launcher, what it launches, and a worker of that: an agent itself is no further away. What it starts is. */
const deepest = 2;
/** Beyond, it is no launcher. */
const mostAtOnce = 32;

/** Whether a look at its processes can show the agent's conversation at all. */
export function showsConversation({traces}: Pick<AgentRow, 'traces'>): boolean {
	return traces.some(trace => isShown(trace));
}

/**
The ids of conversations that the agent's own processes show: those of the child, those of its children, and so on. Undefined where nobody could look, which is not the same as that there are none.
*/
export async function shownConversations({traces}: Pick<AgentRow, 'traces'>, {pid, env, signal}: Options): Promise<ReadonlyArray<readonly string[]> | undefined> {
	const wanted = traces.filter(trace => isShown(trace));
	const depths: string[][] = [];
	let pids: readonly number[] = [pid];
	try {
		for (let depth = 0; depth <= deepest && pids.length > 0; depth++) {
			const seen = await Promise.all(pids.map(async each => idsOf(each, {wanted, env})));
			depths.push(seen.flat());
			// Nobody further away counts.
			if (seen.flat().length > 0) {
				break;
			}

			const below = await Promise.all(pids.map(async each => childrenOf(each)));
			pids = below.flat().slice(0, mostAtOnce);
			signal.throwIfAborted();
		}
	} catch {
		// It ended meanwhile, or it took too long.
		return undefined;
	}

	return depths;
}

function isShown(trace: ConversationTrace): trace is Trace {
	return trace.type === 'runtime-file' || trace.type === 'open-file';
}

async function idsOf(pid: number, {wanted, env}: {readonly wanted: readonly Trace[]; readonly env: Options['env']}): Promise<readonly string[]> {
	const identity = identify(pid);
	if (identity === undefined) {
		return [];
	}

	const ids = await Promise.all(wanted.map(async trace => trace.type === 'runtime-file' ? writtenId(trace, {identity, env}) : openIds(trace.pattern, pid)));
	return [...new Set(ids.flat())];
}

async function writtenId({file, read}: Extract<Trace, {readonly type: 'runtime-file'}>, {identity, env}: {readonly identity: AgentProcess; readonly env: Options['env']}): Promise<readonly string[]> {
	const text = await textOf(file(env, identity.pid));
	const id = text === undefined ? undefined : read(text, identity);
	return id === undefined ? [] : [id];
}

async function openIds(pattern: RegExp, pid: number): Promise<readonly string[]> {
	const names = await namesIn(`/proc/${pid}/fd`);
	const links = await Promise.all(names.map(async name => {
		try {
			return await readlink(`/proc/${pid}/fd/${name}`);
		} catch {
			// Closed meanwhile.
			return '';
		}
	}));
	return links.flatMap(link => pattern.exec(link)?.slice(1, 2) ?? []);
}

/** The variables that a process was started with, as far as they can be read. Secrets are among them: nothing of it is kept. */
export async function processEnvironment(pid: number): Promise<Readonly<Record<string, string>>> {
	const text = await textOf(`/proc/${pid}/environ`) ?? '';
	return Object.fromEntries(text.split('\0').flatMap(line => {
		const end = line.indexOf('=');
		return end > 0 ? [[line.slice(0, end), line.slice(end + 1)] as const] : [];
	}));
}

/** Linux tells the children of each thread; elsewhere only the process itself is looked at. */
async function childrenOf(pid: number): Promise<readonly number[]> {
	const threads = process.platform === 'linux' ? await namesIn(`/proc/${pid}/task`) : [];
	const texts = await Promise.all(threads.map(async thread => textOf(`/proc/${pid}/task/${thread}/children`)));
	return texts.flatMap(text => (text ?? '').split(' ').filter(Boolean).map(Number));
}

async function namesIn(folder: string): Promise<readonly string[]> {
	try {
		return await readdir(folder);
	} catch {
		// It ended meanwhile, is somebody else's, or this is another system.
		return [];
	}
}

async function textOf(file: string): Promise<string | undefined> {
	try {
		return await readFile(file, 'utf8');
	} catch {
		// Not there (yet).
		return undefined;
	}
}
