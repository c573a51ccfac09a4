import {readFileSync} from 'node:fs';
import {setTimeout as wait} from 'node:timers/promises';
import {lockOwner} from '../../../source/io/lock.js';
import {isAlive, signalProcess} from '../../../source/io/process-identity.js';
import {logFile, ownLines, watchClutchd, withoutGateway, type Watcher} from '../../../test/helpers/clutchd.js';
import {fixture} from '../../../test/helpers/fixture.js';
import {processesUnder, temporaryHome, type Home} from '../../../test/helpers/home.js';
import {violationsOf} from '../../../test/helpers/invariants.js';
import {until} from '../../../test/helpers/until.js';
import {kill, openUserInterface, pauseFolder, type UserInterface} from '../../../test/helpers/user-interface.js';
import type {Fault, Outcome, Scope} from '../fault.js';

const saidWithinMs = 2000;
const backWithinMs = 5000;

/** How the dashboard is killed; gives what the session has been typed until then, or may have been. */
type Death = (setting: Setting) => Promise<{readonly typed: string; readonly maybe?: string}>;

type Setting = {readonly home: Home; readonly pauses: ReturnType<typeof pauseFolder>; readonly open: (size?: {readonly cols: number; readonly rows: number}) => UserInterface};

export const faults: readonly Fault[] = [
	killedDashboard('at its first frame', async ({open, pauses}) => {
		pauses.arm('dashboard.first-frame');
		open();
		kill(await pauses.reached('dashboard.first-frame'));
		return {typed: ''};
	}),
	killedDashboard('inside a frame', async ({open, pauses}) => {
		await shown(open());
		pauses.arm('dashboard.inside-frame');
		kill(await pauses.reached('dashboard.inside-frame'));
		return {typed: ''};
	}),
	killedDashboard('while a code is typed into the box', async ({open}) => {
		const dashboard = open();
		await shown(dashboard);
		dashboard.terminal.write('\u0000');
		await dashboard.terminal.waitFor('the box is open', text => text.includes('› _'));
		dashboard.terminal.write('ci');
		await dashboard.terminal.waitFor('the code is in it', text => text.includes('› ci'));
		dashboard.kill();
		return {typed: ''};
	}),
	killedDashboard('during a paste', async ({home, open}) => {
		const dashboard = open();
		await shown(dashboard);
		const paste = 'pasted '.repeat(20_000);
		// The marks are not for a program that did not ask for them.
		dashboard.terminal.write(`\u001B[200~${paste}`);
		await until('a part has come', () => keysOf(home).length > 1000);
		dashboard.kill();
		return {typed: '', maybe: paste};
	}),
	killedDashboard('during a resize', async ({open}) => {
		const dashboard = open();
		await shown(dashboard);
		for (let size = 0; size < 20; size++) {
			dashboard.terminal.resize(80 + (size * 3), 20 + size);
		}

		dashboard.kill();
		return {typed: ''};
	}),
	{number: 2, title: 'kill -9 clutchd three times under a dashboard: bytes and keys', runs: {few: 1, full: 10}, limitMs: backWithinMs, once: killThreeTimes},
	{number: 5, title: 'SIGSTOP clutchd: said by the dashboard, keys, nothing twice', runs: {few: 1, full: 5}, limitMs: saidWithinMs, once: async scope => standStill(scope, 1000)},
	{number: 5, title: 'SIGSTOP clutchd for 30 s: said by the dashboard, keys, nothing twice', runs: {few: 0, full: 2}, limitMs: saidWithinMs, once: async scope => standStill(scope, 30_000)},
];

/** Output goes on while the dashboard dies; the next one shows all of it, and its keys arrive. */
function killedDashboard(moment: string, death: Death): Fault {
	return {
		number: 1,
		title: `kill -9 the dashboard ${moment}: bytes, keys, terminal`,
		runs: {few: 1, full: 20},
		async once(scope) {
			const {home, id, watcher} = await printing(scope);
			const pauses = pauseFolder(home);
			let first: UserInterface | undefined;
			const {typed, maybe = ''} = await death({home, pauses, open(size) {
				first = openUserInterface(scope, {home, env: pauses.env, ...size});
				return first;
			}});
			const killedAt = performance.now();
			const left = await first?.leftOver() ?? [];
			for (const mode of left) {
				process.stderr.write(`  the terminal is left with ${mode}\n`);
			}

			const second = openUserInterface(scope, {home});
			await shown(second);
			const recoveredMs = performance.now() - killedAt;
			return {lost: left.length + await lostAtTheEnd({home, id, watcher, dashboard: second}, keys => keys === typed || maybe.startsWith(keys)), recoveredMs};
		},
	};
}

async function killThreeTimes(scope: Scope): Promise<Outcome> {
	const {home, id, watcher} = await printing(scope);
	watcher.close();
	const dashboard = openUserInterface(scope, {home});
	await shown(dashboard);
	let recoveredMs = 0;
	for (const letter of 'abc') {
		const former = lockOwner(home.paths.lock);
		if (former === undefined) {
			throw new Error('no clutchd runs');
		}

		const killedAt = performance.now();
		kill(former.pid);
		dashboard.terminal.write(letter);
		await until('another clutchd runs', () => {
			const owner = lockOwner(home.paths.lock);
			return owner !== undefined && isAlive(owner) && owner.pid !== former.pid;
		});
		const lines = ownLines(logFile(home)).length;
		await until('the pane goes on', () => newest(dashboard) > lines);
		recoveredMs = Math.max(recoveredMs, performance.now() - killedAt);
	}

	return {lost: await lostAtTheEnd({home, id, watcher: await watchClutchd(scope, {home}), dashboard}, keys => keys === 'abc'), recoveredMs};
}

/** `recoveredMs` is how long it took until the dashboard said so. */
async function standStill(scope: Scope, ms: number): Promise<Outcome> {
	const {home, id, watcher} = await printing(scope);
	const dashboard = openUserInterface(scope, {home});
	await shown(dashboard);
	const clutchd = lockOwner(home.paths.lock);
	if (clutchd === undefined) {
		throw new Error('no clutchd runs');
	}

	const goOn = () => signalProcess(clutchd, 'SIGCONT');
	scope.teardown(goOn);
	const stoppedAt = performance.now();
	signalProcess(clutchd, 'SIGSTOP');
	await dashboard.terminal.waitFor('it is said', text => text.includes('clutchd is not answering'));
	const recoveredMs = performance.now() - stoppedAt;
	dashboard.terminal.write('meanwhile');
	await until('the keys arrive all the same', () => keysOf(home) === 'meanwhile');
	// How long it stands still is what is tried: nothing else ends this wait.
	await wait(ms);
	goOn();
	await dashboard.terminal.waitFor('it is taken back', text => !text.includes('clutchd is not answering'));
	// One that a holder started meanwhile has to make way.
	await until('one clutchd is left', () => processesUnder(home.home).filter(pid => isDaemon(pid)).length === 1);
	const lost = await lostAtTheEnd({home, id, watcher, dashboard}, keys => keys === 'meanwhile');
	return {lost: lost + Math.abs(watcher.state().sessions.length - 1), recoveredMs};
}

function isDaemon(pid: number): boolean {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('clutchd.js');
	} catch {
		// It has ended.
		return false;
	}
}

async function printing(scope: Scope): Promise<{readonly home: Home; readonly id: string; readonly watcher: Watcher}> {
	const home = temporaryHome(scope);
	withoutGateway(home);
	const watcher = await watchClutchd(scope, {home});
	const {id} = await watcher.open({file: process.execPath, args: [fixture('numbered-lines.js'), logFile(home)]});
	return {home, id, watcher};
}

type AtTheEnd = {readonly home: Home; readonly id: string; readonly watcher: Watcher; readonly dashboard: UserInterface};

/** Ends the printing by a key and compares what was typed, what the pane shows and all that has to hold. */
async function lostAtTheEnd({home, id, watcher, dashboard}: AtTheEnd, isRight: (keys: string) => boolean): Promise<number> {
	const log = logFile(home);
	dashboard.terminal.write('q');
	await until('the program has stopped printing', () => ownLines(log).at(-1) === 'end');
	await dashboard.terminal.waitFor('the pane shows the end', () => paneOf(dashboard).includes('end'));
	const isWhole = (pane: readonly string[]) => pane.length > 10 && pane.join('\n') === ownLines(log).slice(-pane.length).map(line => line.trimEnd()).join('\n');
	// A picture comes in pieces.
	await until('all of the pane is right', () => isWhole(paneOf(dashboard)), {timeoutMs: 30_000}).catch(() => undefined);
	const pane = paneOf(dashboard);
	const paneLost = isWhole(pane) ? 0 : 1;
	const keys = keysOf(home);
	const keysLost = keys.endsWith('q') && isRight(keys.slice(0, -1)) ? 0 : 1;
	if (paneLost + keysLost > 0) {
		process.stderr.write(`  pane ${paneLost === 0 ? 'right' : JSON.stringify(pane.slice(-3))}, keys ${keysLost === 0 ? 'right' : JSON.stringify(keys.slice(-80))}\n`);
	}

	return paneLost + keysLost + await violationsOf({home, watcher, sessions: [{id, log}], known: [dashboard.terminal.pid]});
}

function keysOf(home: Home): string {
	return readFileSync(`${logFile(home)}.keys`, 'utf8');
}

async function shown(dashboard: UserInterface): Promise<void> {
	await dashboard.terminal.waitFor('the pane is shown', () => newest(dashboard) > 0);
}

/** Rows of the pane that the program printed. */
function paneOf({terminal}: UserInterface): readonly string[] {
	return terminal.screen().flatMap(line => /(?:line \d+(?: x+)?|end)$/.exec(line.trimEnd())?.[0] ?? []);
}

function newest(dashboard: UserInterface): number {
	return Number(/^line (\d+)/.exec(paneOf(dashboard).at(-1) ?? '')?.[1] ?? 0);
}
