import {readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as wait} from 'node:timers/promises';
import type {Exit} from '../core/session/session.js';
import {findExecutable} from './executable.js';
import {identify, signalProcess} from './process-identity.js';
import {startDetached, type DetachedOptions, type DetachedProcess} from './process.js';
import {randomBytes} from './random.js';
import {connectSocket} from './socket.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether what we start can get a scope of its own from the user's systemd, and what speaks against it. */
export type ScopeChance =
	| {readonly status: 'scope'; readonly file: string}
	| {readonly status: 'none'; readonly reason: 'not-linux' | 'no-runtime-folder' | 'no-user-manager' | 'silent-user-manager' | 'no-systemd-run'};

export type ApartOptions = DetachedOptions & {
	/** Where the user manager and `systemd-run` are looked for. */
	readonly environment: Environment;
	/** Whose scope it is, such as `session-3f2a9c`. */
	readonly unit: string;
	/** Whether the program has left no trace yet, so that it can be started once more. @default always */
	readonly isUntouched?: (() => boolean) | undefined;
	/** Told when there is a user manager and it could not be used. */
	readonly note: (text: string) => void;
	/** @default usualPatience */
	readonly patience?: ScopePatience | undefined;
};

export type ScopePatience = {
	/** A socket on this machine answers within a millisecond; one that takes longer is no help. */
	readonly answerMs: number;
	/** `systemd-run` takes some 20 ms. One that hangs must not hold up a session for long. */
	readonly handOverMs: number;
};

const usualPatience: ScopePatience = {answerMs: 250, handOverMs: 3000};

/** What is asked for, the most first: no `$` in a path is expanded (systemd 254 can be told), and one child that ran out of memory does not take its scope with it. An older one is asked for less. */
const wishes: ReadonlyArray<readonly string[]> = [['--property=OOMPolicy=continue', '--expand-environment=no'], ['--property=OOMPolicy=continue'], []];

/** What `systemd-run` needs to find the user manager; it reaches the program too, since that takes its place. */
const itsVariables = ['XDG_RUNTIME_DIR', 'DBUS_SESSION_BUS_ADDRESS'] as const;

/** What this process has learned about its systemd: nothing is tried twice that has failed for good. */
const learned = {wish: 0, hangs: false};

/** Looks at the sockets of the user manager only, and answers within a millisecond where there are none. */
export async function lookForScope(environment: Environment, {answerMs}: ScopePatience = usualPatience): Promise<ScopeChance> {
	if (process.platform !== 'linux') {
		return {status: 'none', reason: 'not-linux'};
	}

	const folder = environment.XDG_RUNTIME_DIR ?? '';
	if (folder === '') {
		return {status: 'none', reason: 'no-runtime-folder'};
	}

	const own = await answer(path.join(folder, 'systemd', 'private'), answerMs);
	const bus = own === 'listens' ? own : await answer(path.join(folder, 'bus'), answerMs);
	if (bus !== 'listens') {
		return {status: 'none', reason: own === 'silent' || bus === 'silent' ? 'silent-user-manager' : 'no-user-manager'};
	}

	const found = findExecutable('systemd-run', {searchPath: `${environment.PATH ?? ''}:/usr/bin:/bin`, cwd: '/'});
	return found.status === 'found' ? {status: 'scope', file: found.path} : {status: 'none', reason: 'no-systemd-run'};
}

/**
Starts a program that outlives us, in a scope of its own where the user manager gives it one, so that the end of a login or of another session does not reach it. It keeps the pid: `systemd-run --scope` puts the program in its own place.
*/
export async function startApart(options: ApartOptions): Promise<DetachedProcess> {
	const chance = learned.hangs ? undefined : await lookForScope(options.environment, options.patience);
	const scoped = chance?.status === 'scope' ? await startInScope(options, chance.file) : undefined;
	return scoped ?? startDetached(options);
}

/** Undefined where the user manager gave no scope and the program was not started. */
async function startInScope(options: ApartOptions, file: string): Promise<DetachedProcess | undefined> {
	const {isUntouched = () => true, note} = options;
	let problem = '';
	for (const [wish, extra] of wishes.entries()) {
		if (wish < learned.wish) {
			continue;
		}

		const outcome = await tryScope(options, {file, extra});
		if (outcome.status === 'runs') {
			learned.wish = wish;
			return outcome.started;
		}

		({problem} = outcome);
		learned.hangs = problem === 'silence';
		if (!isUntouched()) {
			return outcome.started;
		}

		if (learned.hangs) {
			break;
		}
	}

	note(`systemd-run gave no scope (${problem}); started without one`);
	return undefined;
}

type Outcome = {readonly status: 'runs'; readonly started: DetachedProcess} | {readonly status: 'failed'; readonly started: DetachedProcess; readonly problem: string};

async function tryScope(options: ApartOptions, {file, extra}: {readonly file: string; readonly extra: readonly string[]}): Promise<Outcome> {
	const {argv, env, environment, unit} = options;
	const name = `clutch-${unit.replaceAll(/[^\w.-]/g, '_')}-${Buffer.from(randomBytes(4)).toString('hex')}`;
	const variables = Object.fromEntries(itsVariables.flatMap(each => environment[each] === undefined ? [] : [[each, environment[each]]]));
	const started = keepingExit(await startDetached({
		...options,
		argv: [file, '--user', '--scope', '--collect', '--quiet', `--unit=${name}`, ...extra, '--', ...argv],
		env: {...variables, ...env},
	}));
	const identity = identify(started.pid);
	const deadline = performance.now() + (options.patience ?? usualPatience).handOverMs;
	for (;;) {
		if (hasBecome(started.pid, argv)) {
			return {status: 'runs', started};
		}

		const exit = started.exit();
		if (exit !== undefined) {
			// One that is through already did its work, such as making way for another clutchd.
			return exit.type === 'code' && exit.code === 0 ? {status: 'runs', started} : {status: 'failed', started, problem: exit.type === 'code' ? `exit code ${exit.code}` : exit.signal};
		}

		if (performance.now() > deadline) {
			break;
		}

		// Nothing tells that a process became another program; 5 ms is well below what `systemd-run` takes.
		await wait(5);
	}

	if (identity !== undefined) {
		signalProcess(identity, 'SIGKILL');
	}

	while (started.exit() === undefined) {
		await wait(5);
	}

	return {status: 'failed', started, problem: 'silence'};
}

/** Whether the pid is the program itself by now, and `systemd-run` no longer. */
function hasBecome(pid: number, argv: readonly string[]): boolean {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8') === argv.map(each => `${each}\0`).join('');
	} catch {
		// It has ended: that is told elsewhere.
		return false;
	}
}

type Kept = DetachedProcess & {readonly exit: () => Exit | undefined};

/** An end is told also to whoever asks for it afterwards. */
function keepingExit({pid, onExit}: DetachedProcess): Kept {
	let known: Exit | undefined;
	const {promise, resolve} = Promise.withResolvers<void>();
	onExit(exit => {
		known = exit;
		resolve();
	});
	return {
		pid,
		onExit(handler) {
			void promise.then(() => {
				handler(known ?? {type: 'code', code: 0});
			});
		},
		exit: () => known,
	};
}

type Answer = 'listens' | 'silent' | 'missing';

async function answer(socket: string, answerMs: number): Promise<Answer> {
	try {
		const channel = await connectSocket(socket, AbortSignal.timeout(answerMs));
		channel.close();
		return 'listens';
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'missing' : 'silent';
	}
}
