import {readFileSync} from 'node:fs';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {ClutchError} from '../core/error.js';
import {serviceMark} from '../core/launch/environment.js';
import {isClutchdThere, silentClutchd} from './clutchd-silent.js';
import {writeProblem} from './folder.js';
import {startApart} from './holder-scope.js';
import {appendToLog} from './log.js';
import {ensureWhatCanBe, programArgv, type Paths} from './paths.js';

type Options<Client> = {
	readonly paths: Paths;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly signal: AbortSignal;
	readonly deadline: AbortSignal;
	readonly connect: () => Promise<Client | undefined>;
};

/** One that made way for another is not started again at once. */
const patienceMs = 300;

/** What clutchd prints before it can write its log goes here. */
export function clutchdOutput(paths: Paths): string {
	return path.join(paths.log, 'clutchd.out');
}

/** Starts clutchd in a session of its own and waits until it answers. When several do this at once, one clutchd stays and answers all. */
export async function startClutchd<Client>({paths, env, signal, deadline, connect}: Options<Client>): Promise<Client> {
	// Without its state directory it runs all the same, and says what it cannot keep.
	ensureWhatCanBe(paths);
	// Asked here rather than by clutchd, which could not even write down why it ended.
	const problem = writeProblem(paths.run);
	if (problem !== undefined) {
		throw new ClutchError('ERR_CLUTCH_STATE', {folder: paths.run, problem});
	}

	const output = writeProblem(paths.log) === undefined ? clutchdOutput(paths) : path.join(paths.run, 'clutchd.out');
	let attempt = await spawnOnce(env, output);
	let startedAt = performance.now();
	for (;;) {
		const client = await connect();
		if (client) {
			return client;
		}

		const {outcome} = attempt;
		if (deadline.aborted || outcome.status === 'failed') {
			break;
		}

		if (outcome.status === 'made-way' && performance.now() - startedAt > patienceMs && !isClutchdThere(paths)) {
			// For one that was just ending: nobody else would start another. One that lives answers soon, and each start would take from its time.
			attempt = await spawnOnce(env, output);
			startedAt = performance.now();
		}

		// A socket that begins to listen announces itself by nothing; 10 ms are well below what a start takes.
		await wait(10);
	}

	signal.throwIfAborted();
	const silent = attempt.outcome.status === 'failed' ? undefined : silentClutchd(paths);
	throw silent ?? new ClutchError('ERR_CLUTCH_START', {problem: attempt.outcome.status === 'failed' ? attempt.outcome.problem : 'did not answer in time', next: `Its last words, in ${output}: ${lastWords(output)}`});
}

type Attempt = {outcome: {readonly status: 'running'} | {readonly status: 'made-way'} | {readonly status: 'failed'; readonly problem: string}};

async function spawnOnce(env: Readonly<Record<string, string | undefined>>, output: string): Promise<Attempt> {
	const attempt: Attempt = {outcome: {status: 'running'}};
	try {
		const started = await startApart({
			argv: programArgv('clutchd'),
			env: definedOnly(env),
			cwd: '/',
			output,
			environment: env,
			unit: 'clutchd',
			note(text) {
				appendToLog(output, `${text}\n`);
			},
		});
		started.onExit(exit => {
			// With 0 it only made way for another one that has the lock.
			attempt.outcome = exit.type === 'code' && exit.code === 0 ? {status: 'made-way'} : {status: 'failed', problem: `ended at once with ${exit.type === 'signal' ? exit.signal : `exit code ${exit.code}`}`};
		});
	} catch (error) {
		throw new ClutchError('ERR_CLUTCH_START', {problem: `could not run: ${(error as Error).message}`, next: 'Run `npm install` in the folder of clutch, then try again.'}, {cause: error});
	}

	return attempt;
}

/** Also without the mark of a service that has called us: clutchd is no part of it. */
function definedOnly(env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => value === undefined || name === serviceMark ? [] : [[name, value]]));
}

function lastWords(file: string): string {
	try {
		return readFileSync(file, 'utf8').trim().split('\n').slice(-3).join(' ').slice(-500) || 'none';
	} catch {
		// It never came to print anything.
		return 'none';
	}
}
