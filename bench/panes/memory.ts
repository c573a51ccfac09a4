import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {setTimeout as wait} from 'node:timers/promises';
import {watchClutchd} from '../../test/helpers/clutchd.js';
import {inScope} from '../faults/fault.js';
import {makeContent} from './content.js';
import {commandOf, proportional} from './processes.js';
import {printer, readyMark, waiter} from './programs.js';
import {clutchHome, openDashboard, ownProcesses, spawnSession, type Argv} from './seats.js';

export type Memory = {
	/** What clutchd and the holders grow by with each session. */
	readonly session: number;
	readonly dashboard: number;
};

const sessions = 10;
/** Longer than what is kept of it. */
const megabytesOf = (lines: number) => lines / 2500;

/** In MB, each process with its part of what it shares, after every session has printed more lines than are kept. */
export async function measureMemory(lines: number): Promise<Memory> {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-bench-'));
	try {
		const file = path.join(folder, 'lines');
		writeFileSync(file, makeContent('SGR', megabytesOf(lines)));
		return await inScope(async scope => {
			const home = clutchHome(scope);
			writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, sessions: {scrollback: lines}}));
			const watcher = await watchClutchd(scope, {home});
			await settled(() => proportional(ownProcesses(home)));
			const empty = proportional(ownProcesses(home));
			const ids = Array.from({length: sessions}, () => spawnSession(home, printer(file)));
			for (const id of ids) {
				await watcher.waitForScreen(id, lines => lines.some(line => line.includes(readyMark)), 60_000);
			}

			await settled(() => proportional(ownProcesses(home)));
			const full = proportional(ownProcesses(home));
			const waiting: Argv = waiter();
			const outer = openDashboard(scope, home, spawnSession(home, waiting));
			await outer.seen(readyMark);
			await wait(2000);
			const dashboard = proportional(ownProcesses(home).filter(pid => commandOf(pid).includes('cli.js')));
			return {session: (full - empty) / sessions, dashboard};
		});
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

/** Once it grows and shrinks no more: what is not needed is given back a while after the work. */
async function settled(look: () => number): Promise<void> {
	let last = Number.POSITIVE_INFINITY;
	for (let attempt = 0; attempt < 20; attempt++) {
		await wait(1000);
		const now = look();
		if (Math.abs(now - last) < 1 && attempt > 3) {
			return;
		}

		last = now;
	}
}
