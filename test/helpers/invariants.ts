import {cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {systemClock} from '../../source/io/clock.js';
import {servicePrefix} from '../../source/core/service/service.js';
import {connectHolder} from '../../source/io/holder-client.js';
import {lockOwner} from '../../source/io/lock.js';
import {openManifest} from '../../source/io/manifest.js';
import {ownLines, type Watcher} from './clutchd.js';
import {processesUnder, type Home} from './home.js';
import {parentOf, sessionOf} from './process-tree.js';
import {wrongModes} from './terminal-modes.js';
import {patience} from './until.js';

export type Wanted = {
	readonly home: Pick<Home, 'home' | 'paths'>;
	/** Sessions whose program is `numbered-lines.js` and runs: `log` is what it wrote down itself. */
	readonly sessions?: ReadonlyArray<{readonly id: string; readonly log: string}>;
	/** Compares the screens that clutchd rebuilt too, of sessions that have stopped printing. */
	readonly watcher?: Pick<Watcher, 'screen'>;
	/** Processes under the home that are meant to run, such as a dashboard; clutchd, holders and what they started are known. */
	readonly known?: readonly number[];
	/** All that a terminal got, until its dashboard was gone. */
	readonly terminal?: Uint8Array;
	/** @default 60_000 */
	readonly deadlineMs?: number;
};

export type Violations = {
	readonly count: number;
	/** One sentence each. */
	readonly names: readonly string[];
};

/**
What holds whatever was broken: every byte that a program wrote is in its holder's ring, in order, and on the rebuilt screen; the manifest lists at least the living sessions; no process is left over that nobody knows; the terminal is as it was found. What is not well yet is looked at again until the deadline.
*/
export async function checkInvariants(wanted: Wanted): Promise<Violations> {
	const deadline = performance.now() + (wanted.deadlineMs ?? 60_000);
	for (;;) {
		const names = await violations(wanted);
		if (names.length === 0 || performance.now() > deadline) {
			return {count: names.length, names};
		}

		await new Promise(resolve => {
			setTimeout(resolve, 50);
		});
	}
}

/** As a number to be added to what was lost; the sentences are said on stderr, for whoever looks at a row. */
export async function violationsOf(wanted: Wanted): Promise<number> {
	const {count, names} = await checkInvariants(wanted);
	for (const name of names) {
		process.stderr.write(`  ${name}\n`);
	}

	return count;
}

async function violations({home, sessions = [], watcher, known = [], terminal}: Wanted): Promise<readonly string[]> {
	const live = await liveHolders(home);
	const found: string[] = [];
	for (const {id, log} of sessions) {
		found.push(...live.has(id) ? await wrongBytes(home, {id, log}) : [`session ${id} has no holder that answers`]);
		if (watcher !== undefined && live.has(id)) {
			found.push(...await wrongScreen(watcher, {id, log}));
		}
	}

	return [
		...found,
		...missingInManifest(home, [...live.keys()]),
		...orphans(home, [...live.values(), ...known]),
		...terminal === undefined ? [] : wrongModes(terminal).map(mode => `the terminal is left with ${mode}`),
	];
}

/** The holders whose sockets answer, by session, with their pid. Services have holders of their own, which no manifest lists. */
async function liveHolders({paths}: Wanted['home']): Promise<ReadonlyMap<string, number>> {
	const found = new Map<string, number>();
	const names = existsSync(paths.holders) ? readdirSync(paths.holders).filter(name => name.endsWith('.sock')) : [];
	for (const name of names) {
		try {
			const probe = await connectHolder({socket: path.join(paths.holders, name), role: 'probe', client: 'invariants', ...patience()});
			probe.end();
			found.set(name.slice(0, -'.sock'.length), probe.welcome.holder.pid);
		} catch {
			// Nobody listens: what a holder that was killed leaves. If it should be there, it is missed by its id.
		}
	}

	return found;
}

/** Compares the ring from its oldest byte with what the program wrote down before it printed it. */
async function wrongBytes({paths}: Wanted['home'], {id, log}: {readonly id: string; readonly log: string}): Promise<readonly string[]> {
	const before = ownLines(log);
	// A program writes a line down before it prints it: the last one may be on its way.
	const due = asPrinted(before.at(-1) === 'end' ? before : before.slice(0, -1)).length;
	const {first, text} = await ringFrom(path.join(paths.holders, `${id}.sock`), due);
	const printed = asPrinted(ownLines(log)).slice(first);
	if (first + text.length < due) {
		return [`session ${id}: ${due - first - text.length} bytes are not in the ring`];
	}

	return printed.startsWith(text) ? [] : [`session ${id}: the ring differs from what was written, from byte ${first + commonLength(printed, text)} on`];
}

/** Nothing more comes where nothing has come for so long. */
const silenceMs = 10_000;

/** What the ring holds, until a byte has come or nothing more comes. */
async function ringFrom(socket: string, due: number): Promise<{readonly first: number; readonly text: string}> {
	const client = await connectHolder({socket, role: 'viewer', client: 'invariants', ...patience()});
	const parts: Uint8Array[] = [];
	let first: number | undefined;
	await new Promise<void>(resolve => {
		const timer = setTimeout(resolve, due === 0 ? 0 : silenceMs);
		client.onMessage(() => undefined);
		client.onBytes((offset, bytes) => {
			first ??= offset;
			parts.push(bytes);
			timer.refresh();
			if (offset + bytes.length >= due) {
				clearTimeout(timer);
				resolve();
			}
		});
		client.attach('oldest');
	});
	client.end();
	return {first: first ?? 0, text: Buffer.concat(parts).toString('latin1')};
}

async function wrongScreen(watcher: Pick<Watcher, 'screen'>, {id, log}: {readonly id: string; readonly log: string}): Promise<readonly string[]> {
	const lines = ownLines(log).map(line => line.trimEnd());
	if (lines.at(-1) !== 'end') {
		return [];
	}

	const screen = await watcher.screen(id);
	const shown = screen.map(line => line.trimEnd());
	const expected = [...lines.slice(-(shown.length - 1)), ''];
	return shown.join('\n') === [...expected, ...shown.slice(expected.length).map(() => '')].join('\n') ? [] : [`session ${id}: its rebuilt screen is not the end of what it wrote`];
}

/** Reads a copy: whoever opens a manifest may write to it. */
function missingInManifest({paths}: Wanted['home'], holders: readonly string[]): readonly string[] {
	const copy = mkdtempSync(path.join(os.tmpdir(), 'clutch-manifest-'));
	try {
		if (existsSync(paths.manifest)) {
			cpSync(paths.manifest, copy, {recursive: true});
		}

		const manifest = openManifest({folder: copy, clock: systemClock});
		const listed = new Set(manifest.sessions().map(({id}) => id));
		manifest.close();
		return holders.filter(id => !listed.has(id) && !isService(id)).map(id => `session ${id} lives and is not in the manifest`);
	} finally {
		rmSync(copy, {recursive: true, force: true});
	}
}

function isService(id: string): boolean {
	return id.startsWith(servicePrefix);
}

/** What runs under the home, was not started, near or far, by somebody known, and is in no session whose leader was. */
function orphans({home, paths}: Wanted['home'], holders: readonly number[]): readonly string[] {
	const known = new Set([process.pid, ...holders, lockOwner(paths.lock)?.pid]);
	return processesUnder(home).filter(pid => !hasKnownAncestor(pid, known) && !hasKnownAncestor(sessionOf(pid), known)).map(pid => `process ${pid} (${commandOf(pid)}) belongs to nobody`);
}

function hasKnownAncestor(pid: number | undefined, known: ReadonlySet<number | undefined>): boolean {
	for (let each: number | undefined = pid; each !== undefined && each > 1; each = parentOf(each)) {
		if (known.has(each)) {
			return true;
		}
	}

	return false;
}

export function commandOf(pid: number): string {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim().slice(0, 200);
	} catch {
		return 'ended meanwhile';
	}
}

function asPrinted(lines: readonly string[]): string {
	return lines.map(line => `${line}\r\n`).join('');
}

function commonLength(left: string, right: string): number {
	let same = 0;
	while (same < left.length && left[same] === right[same]) {
		same++;
	}

	return same;
}
