import {existsSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {ClutchError} from '../core/error.js';
import type {HolderSpec, ProcessIdentity} from '../core/ipc/holder.js';
import {compileCacheFolder} from './compile-cache.js';
import {connectHolder, type Welcome} from './holder-client.js';
import {programArgv} from './paths.js';
import {identify, signalProcess} from './process-identity.js';
import {wordsOfSystemError} from './system-error.js';
import {appendNote, notePath} from './tombstone.js';
import {makeFolder} from './folder.js';
import {startApart, type ScopePatience} from './holder-scope.js';

type Options = {
	readonly signal: AbortSignal;
	/** Most answer within a fifth of a second; a machine that is busy needs as many seconds as that takes. Below the minute that a start of a service may take. @default 50_000 */
	readonly deadlineMs?: number;
	/** The environment of the holder itself; its child gets `spec.env` only. */
	readonly environment: Readonly<Record<string, string | undefined>>;
	/** With the user manager, see there. */
	readonly scopePatience?: ScopePatience | undefined;
};

/** What a holder takes from its starter's environment: enough to be found, nothing that changes how it runs (such as NODE_OPTIONS) and no secret. */
const passedOn = ['CLUTCH_HOME', 'CLUTCH_LINGER_MS', 'CLUTCH_REVIVE_MS', 'CLUTCH_PAUSE_POINTS'] as const;

/** A holder is small: a young generation of 1 MB saves it 6 MB, and nothing of a heap that small is worth waking other threads for. What else it can do for that it does itself (`source/io/memory.ts`): said here, it would double the time of its start. */
const runtimeArguments = ['--max-semi-space-size=1', '--single-threaded-gc'] as const;

/** The system's allocator gives what is larger than a page back at once, and keeps nothing for each thread: 7 MB after a flood. Others than glibc's do not know these names. */
const allocator = {MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '4096', MALLOC_TRIM_THRESHOLD_: '65536'} as const;

/**
Starts a holder that outlives us and waits until it says `welcome`.
*/
export async function startHolder(spec: HolderSpec, {signal, deadlineMs = 50_000, environment, scopePatience}: Options): Promise<Welcome> {
	const specFile = spec.socket.replace(/\.sock$/, '') + '.spec.json';
	leaveSpec(spec, specFile);
	const deadline = AbortSignal.timeout(deadlineMs);
	const ended = new AbortController();
	let identity: ProcessIdentity | undefined;
	const any = AbortSignal.any([signal, deadline, ended.signal]);
	try {
		const [runtime, program] = programArgv('holder') as readonly [string, string];
		// Said here, it also holds for the holder's one file itself, a tenth of its start.
		const env = {...allocator, NODE_COMPILE_CACHE: compileCacheFolder(environment), ...Object.fromEntries(passedOn.flatMap(name => environment[name] === undefined ? [] : [[name, environment[name]]]))};
		const started = await startApart({
			argv: [runtime, ...runtimeArguments, program, specFile],
			env,
			cwd: '/',
			environment,
			patience: scopePatience,
			unit: `session-${spec.id}`,
			isUntouched: () => existsSync(specFile),
			note(text) {
				appendNote(spec.tombstone, `${new Date().toISOString()} ${text}`);
			},
		});
		identity = identify(started.pid);
		started.onExit(exit => {
			ended.abort(new Error(`it ended at once with ${exit.type === 'code' ? exit.code : exit.signal}; ${notePath(spec.tombstone)} may say why`));
		});
		return await firstWelcome(spec.socket, any);
	} catch (error) {
		rmSync(specFile, {force: true});
		// Nobody would know of a holder that comes up after we gave up.
		if (identity !== undefined) {
			signalProcess(identity, 'SIGTERM');
		}

		signal.throwIfAborted();
		const problem = deadline.aborted ? `it did not answer within ${deadlineMs} ms` : (ended.signal.aborted ? ended.signal.reason as Error : error as Error).message.replace(/\.$/, '');
		throw new ClutchError('ERR_CLUTCH_HOLDER_START', {id: spec.id, problem}, {cause: error});
	}
}

/** All of it or nothing: a disk that is full leaves no half of it behind, with what is secret in it. */
function leaveSpec(spec: HolderSpec, specFile: string): void {
	let folder = path.dirname(spec.socket);
	try {
		makeFolder(folder);
		folder = path.dirname(spec.tombstone);
		makeFolder(folder);
		folder = path.dirname(specFile);
		// Nobody else starts this session: what is there was left by a start that was killed.
		rmSync(specFile, {force: true});
		writeFileSync(specFile, JSON.stringify(spec), {mode: 0o600, flag: 'wx'});
	} catch (error) {
		rmSync(specFile, {force: true});
		throw new ClutchError('ERR_CLUTCH_HOLDER_FILES', {folder, problem: wordsOfSystemError(error)}, {cause: error});
	}
}

/** Who is silent for so long is asked anew, until the start as a whole has had its time. */
const answerMs = 3000;

async function firstWelcome(socket: string, signal: AbortSignal): Promise<Welcome> {
	for (;;) {
		// Asking the disk costs next to nothing, and a connection that is refused a tenth of a millisecond: twenty services that start together would ask two thousand times.
		const welcome = existsSync(socket) ? await askWelcome(socket, signal) : undefined;
		if (welcome !== undefined) {
			return welcome;
		}

		// There is no event for a socket that begins to listen; 5 ms is well below what a start takes.
		await wait(5, undefined, {signal});
	}
}

async function askWelcome(socket: string, signal: AbortSignal): Promise<Welcome | undefined> {
	const silence = AbortSignal.timeout(answerMs);
	try {
		const client = await connectHolder({socket, role: 'probe', client: 'start', signal: AbortSignal.any([signal, silence]), deadlineMs: 2 * answerMs});
		client.end();
		return client.welcome;
	} catch (error) {
		signal.throwIfAborted();
		const {code} = error as NodeJS.ErrnoException;
		if (code !== 'ENOENT' && code !== 'ECONNREFUSED' && !silence.aborted) {
			throw error;
		}

		// What a holder before this one left behind, the moment before it listens, or a machine so busy that it has not come to answering.
		return undefined;
	}
}
