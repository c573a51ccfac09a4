import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {connectHolder, type Welcome} from './holder-client.js';
import {programArgv, type Paths} from './paths.js';

/** A holder that answers, found without clutchd. */
export type LivingHolder = {
	readonly id: string;
	readonly welcome: Welcome;
	/** Undefined where the system does not tell. */
	readonly scoped: boolean | undefined;
	/** Whether it runs from another install than this one. */
	readonly foreign: boolean;
};

/** `silent`: somebody has the socket, and says nothing in time; it may be stopped, or the machine busy. */
export type FoundHolder =
	| {readonly status: 'answers'; readonly id: string; readonly welcome: Welcome}
	| {readonly status: 'silent'; readonly id: string};

/** One that lives answers in milliseconds, and where everything else runs too in seconds. */
const answerMs = 3000;

/** Holders that answer. */
export async function livingHolders(paths: Pick<Paths, 'holders'>, signal: AbortSignal): Promise<readonly LivingHolder[]> {
	const found = await foundHolders(paths, signal);
	return found.flatMap(each => {
		if (each.status === 'silent') {
			return [];
		}

		const {id, welcome} = each;
		const {pid} = welcome.holder;
		return [{id, welcome, scoped: isScoped(pid), foreign: isForeign(pid)}];
	});
}

/** Asks every socket of a holder who is there. A socket that nobody has is left out. */
export async function foundHolders({holders}: Pick<Paths, 'holders'>, signal: AbortSignal): Promise<readonly FoundHolder[]> {
	const names = existsSync(holders) ? readdirSync(holders).filter(name => name.endsWith('.sock')) : [];
	const found = await Promise.all(names.map(async name => ask(path.join(holders, name), signal)));
	return found.filter(each => each !== undefined);
}

async function ask(socket: string, signal: AbortSignal): Promise<FoundHolder | undefined> {
	try {
		const client = await connectHolder({socket, role: 'probe', client: 'looking', signal, deadlineMs: answerMs});
		client.end();
		return {status: 'answers', id: client.welcome.id, welcome: client.welcome};
	} catch (error) {
		signal.throwIfAborted();
		const {code} = error as NodeJS.ErrnoException;
		return code === 'ECONNREFUSED' || code === 'ENOENT' ? undefined : {status: 'silent', id: path.basename(socket, '.sock')};
	}
}

function isScoped(pid: number): boolean | undefined {
	const groups = readProcess(pid, 'cgroup');
	return groups === undefined ? undefined : /\/clutch-[^/]*\.scope$/m.test(groups);
}

function isForeign(pid: number): boolean {
	const [, program] = programArgv('holder');
	const line = readProcess(pid, 'cmdline');
	return line !== undefined && !line.split('\0').includes(program ?? '');
}

function readProcess(pid: number, file: string): string | undefined {
	try {
		return readFileSync(`/proc/${pid}/${file}`, 'utf8');
	} catch {
		// It has ended, or this is not Linux.
		return undefined;
	}
}
