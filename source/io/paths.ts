import {createHash} from 'node:crypto';
import {chmodSync, existsSync, lstatSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {ClutchError} from '../core/error.js';
import {wholePath} from './current-folder.js';
import {makeFolder} from './folder.js';
import {wordsOfSystemError} from './system-error.js';

export type Paths = {
	/** The one user config file, JSON with comments. */
	readonly config: string;
	/** Beside the config file. */
	readonly env: string;
	/** Profiles as the original keeps them, beside the config file. */
	readonly profiles: string;
	readonly state: string;
	readonly run: string;
	readonly manifest: string;
	readonly ledger: string;
	readonly log: string;
	readonly sessions: string;
	/** One folder a launch: its record, and files made for its agent. */
	readonly launches: string;
	/** clutchd's socket. */
	readonly socket: string;
	readonly lock: string;
	/** One socket a holder, `<id>.sock`. */
	readonly holders: string;
	/** Actual addresses of services, `<service>.json`. */
	readonly addresses: string;
};

type Environment = Readonly<Record<string, string | undefined>>;

/**
Where everything is, by the environment alone; touches nothing.

`CLUTCH_HOME` puts config, state and run directories under one folder. A socket path holds 108 bytes on Linux (`sun_path`, 104 on macOS), so a run directory that is too long is replaced by a short one of our own in the temporary directory.
*/
export function resolvePaths(environment: Environment = process.env): Paths {
	const home = environment.HOME ?? os.homedir();
	const {clutchHome, state} = stateFolder(environment);
	const config = environment.XX_CONFIG ?? (clutchHome === undefined ? path.join(home, '.xx', 'config.json') : path.join(clutchHome, 'config.json'));
	const whole = wholePath(config);
	const run = shortEnough(wantedRunFolder(environment));
	return {
		config: whole,
		env: path.join(path.dirname(whole), '.env'),
		profiles: path.join(path.dirname(whole), 'profiles.json'),
		state,
		run,
		manifest: path.join(state, 'manifest'),
		ledger: path.join(state, 'ledger.sqlite'),
		log: path.join(state, 'logs'),
		sessions: path.join(state, 'sessions'),
		launches: path.join(state, 'launches'),
		socket: path.join(run, 'clutchd.sock'),
		lock: path.join(run, 'clutchd.lock'),
		holders: path.join(run, 'holders'),
		addresses: path.join(run, 'addresses'),
	};
}

/** Makes the state and run directories, 0700, and refuses a run directory that somebody else owns or can enter. Without the folder of logs everything runs on. */
export function ensureDirectories(paths: Paths): void {
	ensureRunDirectory(paths);
	makeFolders(stateFolders(paths).filter(folder => folder !== paths.log));
	try {
		makeFolder(paths.log);
	} catch {
		// Whoever writes a log says it.
	}
}

/** Without the run directory nothing runs; without the state directory nothing is kept, which is told by whoever wants to keep something. */
export function ensureWhatCanBe(paths: Paths): void {
	ensureRunDirectory(paths);
	try {
		makeFolders(stateFolders(paths));
	} catch {
		// Each is tried again by its first file, and that failure has words of its own.
	}
}

function stateFolders(paths: Paths): readonly string[] {
	return [paths.state, paths.manifest, paths.log, paths.sessions, paths.launches];
}

function ensureRunDirectory(paths: Paths): void {
	// Nothing is made in it before it is known whose it is: a short one is where everybody may make folders.
	makeFolders([paths.run]);
	checkRunDirectory(paths);
	if ((lstatSync(paths.run).mode & 0o077) !== 0) {
		chmodSync(paths.run, 0o700);
	}

	makeFolders([paths.holders, paths.addresses]);
}

/** Refuses a run directory that is somebody else's, or a link: who listens in it would be told everything. One that is not there yet is fine. */
export function checkRunDirectory({run}: Pick<Paths, 'run'>): void {
	const found = lookAt(run);
	if (found !== undefined && (!found.isDirectory() || (process.getuid && found.uid !== process.getuid()))) {
		throw new ClutchError('ERR_CLUTCH_DIRECTORY', {folder: run, problem: 'it is not a directory of this user'});
	}
}

/** Refuses a place that can hold no files of ours whatever its owner does: below a file, or with too long a path. One that is not there yet is fine. */
export function checkPlaces(paths: Paths): void {
	checkPathLength(paths);
	lookAt(paths.state);
	checkRunDirectory(paths);
}

/** Refuses a state directory below which our files would have longer names than the system takes. */
export function checkPathLength({state}: Pick<Paths, 'state'>): void {
	if (Buffer.byteLength(state) > longestPath || state.split(path.sep).some(part => Buffer.byteLength(part) > longestPart)) {
		throw new ClutchError('ERR_CLUTCH_DIRECTORY', {folder: shortened(state), problem: 'its path is too long'});
	}
}

/** A system takes 4096 bytes on Linux and 1024 on macOS; our longest file, of a launch, needs some 150 of them. */
const longestPath = (process.platform === 'darwin' ? 1024 : 4096) - 200;

/** What a file system takes as the name of a file. */
const longestPart = 255;

function lookAt(file: string) {
	try {
		return lstatSync(file, {throwIfNoEntry: false});
	} catch (error) {
		throw new ClutchError('ERR_CLUTCH_DIRECTORY', {folder: shortened(file), problem: wordsOfSystemError(error)}, {cause: error});
	}
}

/** A path that is too long for the system is too long for a sentence. */
function shortened(folder: string): string {
	return folder.length <= longestPart ? folder : `${folder.slice(0, 60)}…`;
}

function makeFolders(folders: readonly string[]): void {
	for (const folder of folders) {
		try {
			makeFolder(folder);
		} catch (error) {
			throw new ClutchError('ERR_CLUTCH_DIRECTORY', {folder, problem: wordsOfSystemError(error)}, {cause: error});
		}
	}
}

/** The folder of the program itself: where `package.json`, `dist/` and `profiles/` are. */
export function programRoot(): string {
	let folder = import.meta.dirname;
	while (!existsSync(path.join(folder, 'package.json')) && path.dirname(folder) !== folder) {
		folder = path.dirname(folder);
	}

	return folder;
}

/** What passes through clutchd is dropped at once: with the runtime's own limit a flood leaves it 120 MB of that larger, for good. */
const smallYouth = ['--max-semi-space-size=4'] as const;

/** The argv that starts one of our own programs under the runtime that runs now. */
export function programArgv(program: 'cli' | 'holder' | 'clutchd' | 'gateway' | 'demo'): readonly [string, ...string[]] {
	return [process.execPath, ...(program === 'clutchd' ? smallYouth : []), path.join(programRoot(), 'dist', `${program}.${program === 'holder' ? 'cjs' : 'js'}`)];
}

/** Where the run directory would be if the path of a socket had no end. */
export function wantedRunFolder(environment: Environment): string {
	const {XDG_RUNTIME_DIR: runtime} = environment;
	const {clutchHome, state} = stateFolder(environment);
	if (clutchHome !== undefined) {
		return path.join(clutchHome, 'run');
	}

	return runtime === undefined || runtime === '' ? path.join(state, 'run') : path.join(runtime, 'clutch');
}

function stateFolder(environment: Environment): {readonly clutchHome: string | undefined; readonly state: string} {
	const home = environment.HOME ?? os.homedir();
	const clutchHome = environment.CLUTCH_HOME === undefined || environment.CLUTCH_HOME === '' ? undefined : wholePath(environment.CLUTCH_HOME);
	return {clutchHome, state: clutchHome === undefined ? path.join(environment.XDG_STATE_HOME ?? path.join(home, '.local', 'state'), 'clutch') : path.join(clutchHome, 'state')};
}

/** Below `holders` in the run directory; there is no longer path of a socket. */
export const longestSocketName = '0123456789abcdef.sock';

function shortEnough(run: string): string {
	if (Buffer.byteLength(path.join(run, 'holders', longestSocketName)) <= 103) {
		return run;
	}

	const user = process.getuid?.() ?? 0;
	return path.join('/tmp', `clutch-${user}-${createHash('sha256').update(run).digest('hex').slice(0, 10)}`);
}
