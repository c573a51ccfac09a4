import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {endAll, processesUnder, temporaryHome, type Home} from '../../test/helpers/home.js';
import {root} from '../../test/helpers/program.js';
import {writeLayout} from '../../source/core/view/panes/saved-layout.js';
import type {PaneTree} from '../../source/core/view/panes/pane-tree.js';
import {writeLayoutFile} from '../../source/io/layout-file.js';
import type {Scope} from '../faults/fault.js';
import {openOuter, outerEnvironment, type Outer} from './outer.js';
import {isOwn} from './processes.js';
import {readyMark} from './programs.js';

export type Argv = readonly [string, ...string[]];

/** What runs where: one pane has the keys, others are seen beside it, others run unseen. */
export type Show = {readonly focused: Argv; readonly beside?: readonly Argv[]; readonly hidden?: readonly Argv[]; /** Rows of the config, for Clutch only. */ readonly services?: Readonly<Record<string, unknown>>};

/** Somebody in front of a multiplexer of 120×40 cells. */
export type Seat = {
	readonly outer: Outer;
	/** The multiplexer's own processes, without what runs in the panes. */
	readonly pids: () => readonly number[];
};

export type Multiplexer = {readonly name: 'raw pty' | 'tmux' | 'clutch'; readonly open: (scope: Scope, show: Show) => Promise<Seat>};

/** No multiplexer: what a terminal and the harness itself cost. */
export const rawPty: Multiplexer = {
	name: 'raw pty',
	async open(scope, {focused}) {
		const folder = temporaryFolder(scope);
		const outer = openOuter(scope, {argv: focused, env: outerEnvironment(folder), cwd: folder});
		await outer.seen(readyMark);
		return {outer, pids: () => []};
	},
};

let lastSocket = 0;

/** What outlives the harness if nobody ends it: multiplexers are made for that. */
const open = new Set<() => unknown>();

/** For a harness that is interrupted in the middle. */
export async function endSeats(): Promise<void> {
	await Promise.allSettled([...open].map(async end => end()));
}

function endWith(scope: Scope, end: () => unknown): void {
	open.add(end);
	scope.teardown(async () => {
		open.delete(end);
		await end();
	});
}

/** As the system brings it, with no configuration. */
export const tmux: Multiplexer = {
	name: 'tmux',
	async open(scope, {focused, beside = [], hidden = []}) {
		const folder = temporaryFolder(scope);
		lastSocket++;
		const env = {...outerEnvironment(folder), TMUX_TMPDIR: folder};
		const call = (...args: readonly string[]) => execFileSync('tmux', ['-L', `bench-${lastSocket}`, '-f', '/dev/null', ...args], {env, encoding: 'utf8', cwd: folder});
		const outer = openOuter(scope, {argv: ['tmux', '-L', `bench-${lastSocket}`, '-f', '/dev/null', 'new-session', ...focused], env, cwd: folder});
		endWith(scope, () => {
			try {
				call('kill-server');
			} catch {
				// It ended with its last pane.
			}
		});
		await outer.seen(readyMark);
		for (const argv of beside) {
			call('split-window', '-d', ...argv);
			call('select-layout', 'tiled');
		}

		for (const argv of hidden) {
			call('new-window', '-d', ...argv);
		}

		const server = Number(call('display-message', '-p', '#{pid}').trim());
		return {outer, pids: () => [outer.pid, server]};
	},
};

export const clutch: Multiplexer = {
	name: 'clutch',
	open: async (scope, show) => openClutch(scope, show),
};

export type ClutchSeat = Seat & {readonly home: Home};

export async function openClutch(scope: Scope, {focused, beside = [], hidden = [], services = {}}: Show): Promise<ClutchSeat> {
	const home = clutchHome(scope, services);
	for (const argv of hidden) {
		spawnSession(home, argv);
	}

	const others = beside.map(argv => spawnSession(home, argv));
	const id = spawnSession(home, focused);
	// As if its user had split the panes and come back.
	writeLayoutFile(home.paths, writeLayout({workspaces: [{tree: treeOf([id, ...others]), focused: id, zoomed: false}], active: 0}));
	const outer = openDashboard(scope, home, id);
	await outer.seen(readyMark);
	return {home, outer, pids: () => ownProcesses(home)};
}

/** Side by side first, then one below another, so that all get about the same. */
function treeOf(sessions: readonly string[], direction: 'right' | 'down' = 'right'): PaneTree {
	const [first = ''] = sessions;
	if (sessions.length < 2) {
		return {type: 'pane', session: first};
	}

	const middle = Math.ceil(sessions.length / 2);
	const other = direction === 'right' ? 'down' : 'right';
	return {type: 'split', direction, share: middle / sessions.length, first: treeOf(sessions.slice(0, middle), other), second: treeOf(sessions.slice(middle), other)};
}

/** A home of its own; no gateway, which is not what is measured. */
export function clutchHome(scope: Scope, services: Readonly<Record<string, unknown>> = {}): Home {
	const home = temporaryHome(scope);
	endWith(scope, async () => endAll(home.home));
	writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, services}));
	return home;
}

export function spawnSession({env, project}: Home, argv: Argv): string {
	return execFileSync(`${root}bin/clutch`, ['spawn', '--', ...argv], {env, cwd: project, encoding: 'utf8'}).trim();
}

export function openDashboard(scope: Scope, {env, project}: Home, ...words: readonly string[]): Outer {
	return openOuter(scope, {argv: [`${root}bin/clutch`, 'dashboard', ...words], env, cwd: project});
}

export function ownProcesses({home}: Pick<Home, 'home'>): readonly number[] {
	return processesUnder(home).filter(pid => isOwn(pid));
}

function temporaryFolder(scope: Scope): string {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-bench-'));
	scope.teardown(() => {
		rmSync(folder, {recursive: true, force: true, maxRetries: 5});
	});
	return folder;
}
