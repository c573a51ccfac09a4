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

const answerMs = 1000;

/** Asks every socket of a holder who is there; who does not answer is left out. */
export async function livingHolders({holders}: Pick<Paths, 'holders'>, signal: AbortSignal): Promise<readonly LivingHolder[]> {
	const names = existsSync(holders) ? readdirSync(holders).filter(name => name.endsWith('.sock')) : [];
	const found = await Promise.all(names.map(async name => ask(path.join(holders, name), signal)));
	return found.filter(each => each !== undefined);
}

async function ask(socket: string, signal: AbortSignal): Promise<LivingHolder | undefined> {
	try {
		const client = await connectHolder({socket, role: 'probe', client: 'doctor', signal, deadlineMs: answerMs});
		client.end();
		const {id, holder: {pid}} = client.welcome;
		return {id, welcome: client.welcome, scoped: isScoped(pid), foreign: isForeign(pid)};
	} catch {
		// Nobody is behind it, or nobody who answers.
		return undefined;
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
