import {execFile, execFileSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {withoutNpm} from '../../../source/core/launch/environment.js';
import {connectHolder} from '../../../source/io/holder-client.js';
import {lockOwner} from '../../../source/io/lock.js';
import {programRoot} from '../../../source/io/paths.js';
import {isAlive} from '../../../source/io/process-identity.js';
import {logFile, ownLines, returnOfClutchd, withoutGateway} from '../../../test/helpers/clutchd.js';
import {fixture} from '../../../test/helpers/fixture.js';
import {temporaryHome, type Home} from '../../../test/helpers/home.js';
import {violationsOf} from '../../../test/helpers/invariants.js';
import {runFile} from '../../../test/helpers/program.js';
import {patience, until} from '../../../test/helpers/until.js';
import {kill} from '../../../test/helpers/user-interface.js';
import type {Fault, Outcome, Scope} from '../fault.js';

export const faults: readonly Fault[] = [
	{number: 13, title: 'the program\'s folder is emptied and filled again: bytes, keys, ends, clutchd', runs: {few: 1, full: 5}, async once(scope) {
		const program = copyOfProgram(scope);
		return replaced(scope, {program, async replace(gone) {
			// As `npm ci` does it: what is installed goes first, then the same comes again.
			const kept = path.join(program, 'kept');
			mkdirSync(kept);
			for (const folder of ['node_modules', 'dist']) {
				cpSync(path.join(program, folder), path.join(kept, folder), {recursive: true});
				rmSync(path.join(program, folder), {recursive: true});
			}

			await gone();
			for (const folder of ['node_modules', 'dist']) {
				renameSync(path.join(kept, folder), path.join(program, folder));
			}
		}});
	}},
	{number: 13, title: '`npm ci` in the program\'s folder: bytes, keys, ends, clutchd', runs: {few: 0, full: 1}, missing: withoutCache, async once(scope) {
		const program = copyOfSources(scope);
		await installed(program);
		return replaced(scope, {program, async replace(gone) {
			const done = installed(program);
			await until('what was installed is gone', () => !existsSync(path.join(program, 'node_modules', 'node-pty')), {timeoutMs: 300_000});
			await gone();
			await done;
		}});
	}},
];

type Replacing = {readonly program: string; /** Calls back while nothing of the program is there. */ readonly replace: (gone: () => Promise<void>) => Promise<void>};

/** Sessions of a program that is replaced under them go on, end in order, and get their clutchd from the new files. */
async function replaced(scope: Scope, {program, replace}: Replacing): Promise<Outcome> {
	const home = temporaryHome(scope);
	withoutGateway(home);
	const logs = ['a.log', 'b.log'].map(name => logFile(home, name));
	const sessions: Array<{readonly id: string; readonly log: string}> = [];
	for (const log of logs) {
		sessions.push({id: await spawned(home, program, [process.execPath, fixture('numbered-lines.js'), log]), log});
	}

	const ending = await spawned(home, program, ['/bin/cat']);
	await until('they print', () => logs.every(log => ownLines(log).length > 50));
	const clutchd = lockOwner(home.paths.lock);
	if (clutchd === undefined || !commandOf(clutchd.pid).includes(program)) {
		throw new Error('no clutchd of this program runs');
	}

	let typed = '';
	const type = async (key: string) => {
		typed += key;
		for (const {id, log} of sessions) {
			await press(home, id, key);
			await arrived(log, typed);
		}
	};

	await type('1');
	await replace(async () => {
		await type('2');
		await press(home, ending, '\u0004');
		await until('the one that ended left its record', () => existsSync(path.join(home.paths.sessions, `${ending}.json`)));
		kill(clutchd.pid);
		await type('3');
	});
	const backAt = performance.now();
	await until('clutchd came from the new files', () => {
		const owner = lockOwner(home.paths.lock);
		return owner !== undefined && owner.pid !== clutchd.pid && isAlive(owner) && commandOf(owner.pid).includes(program);
	});
	const watcher = await returnOfClutchd(scope, home);
	const recoveredMs = performance.now() - backAt;
	await type('q');
	await until('they have stopped printing', () => logs.every(log => ownLines(log).at(-1) === 'end'));
	const state = watcher.state().sessions.find(({id}) => id === ending)?.state;
	return {lost: (state?.status === 'exited' ? 0 : 1) + await violationsOf({home, watcher, sessions}), recoveredMs};
}

/** Nothing of one that has ended meanwhile. */
function commandOf(pid: number): string {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
	} catch {
		return '';
	}
}

async function spawned(home: Home, program: string, command: readonly string[]): Promise<string> {
	const {code, stdout, stderr} = await runFile([path.join(program, 'bin', 'clutch'), 'spawn', '--', ...command], {env: home.env, cwd: home.project});
	if (code !== 0) {
		throw new Error(`clutch spawn ended with ${String(code)}: ${stderr}`);
	}

	return stdout.trim();
}

async function press(home: Home, id: string, key: string): Promise<void> {
	const client = await connectHolder({socket: path.join(home.paths.holders, `${id}.sock`), role: 'user', client: 'faults', ...patience()});
	client.take();
	client.input(Buffer.from(key));
	client.end();
}

async function arrived(log: string, typed: string): Promise<void> {
	await until(`the keys ${typed} have arrived`, () => readFileSync(`${log}.keys`, 'utf8') === typed);
}

/** What an install has of the program, with the packages that the bundles load. */
function copyOfProgram(scope: Scope): string {
	const folder = temporaryFolder(scope);
	for (const part of ['package.json', 'bin', 'profiles', 'dist', 'node_modules/node-pty']) {
		cpSync(path.join(programRoot(), part), path.join(folder, part), {recursive: true, dereference: true});
	}

	for (const runtime of readdirSync(path.join(programRoot(), 'node_modules')).filter(each => /^node-(?:bin-)?(?:linux|darwin)-/.test(each))) {
		const binary = path.join('node_modules', runtime, 'bin', 'node');
		mkdirSync(path.dirname(path.join(folder, binary)), {recursive: true});
		cpSync(path.join(programRoot(), binary), path.join(folder, binary));
	}

	return folder;
}

/** What git has of it: enough for `npm ci`. */
function copyOfSources(scope: Scope): string {
	const folder = temporaryFolder(scope);
	for (const file of execFileSync('git', ['ls-files', '-z'], {cwd: programRoot(), encoding: 'utf8'}).split('\0').filter(each => each !== '' && existsSync(path.join(programRoot(), each)))) {
		mkdirSync(path.dirname(path.join(folder, file)), {recursive: true});
		cpSync(path.join(programRoot(), file), path.join(folder, file));
	}

	return folder;
}

function temporaryFolder(scope: Scope): string {
	const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'clutch-program-')));
	scope.teardown(() => {
		rmSync(folder, {recursive: true, force: true, maxRetries: 5});
	});
	return folder;
}

async function installed(folder: string): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		// Not as a part of the npm that may have started this one.
		execFile('npm', ['ci', '--offline', '--no-audit', '--no-fund'], {cwd: folder, timeout: 600_000, env: withoutNpm(process.env, programRoot())}, (error, _, said) => {
			if (error) {
				reject(new Error(`npm ci: ${said.trim().slice(-500)}`));
			} else {
				resolve();
			}
		});
	});
}

function withoutCache(): string | undefined {
	const cached = execFileSync('npm', ['cache', 'ls'], {encoding: 'utf8', timeout: 60_000, maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'ignore']});
	return cached.includes('/node-pty/-/node-pty-') ? undefined : 'the packages are not in npm\'s cache, and a fault asks no registry';
}
