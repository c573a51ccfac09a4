import {readFileSync, rmSync} from 'node:fs';
import path from 'node:path';
import type {ClientState} from '../../../source/core/client/state.js';
import type {PausePoint} from '../../../source/io/pause-point.js';
import {identify, signalProcess} from '../../../source/io/process-identity.js';
import {logFile, ownLines, returnOfClutchd, watchClutchd, withoutGateway, type Watcher} from '../../../test/helpers/clutchd.js';
import {fixture} from '../../../test/helpers/fixture.js';
import {endAll, processesUnder, temporaryHome, type Home} from '../../../test/helpers/home.js';
import {violationsOf} from '../../../test/helpers/invariants.js';
import {rebootableHome} from '../../../test/helpers/reboot.js';
import {until} from '../../../test/helpers/until.js';
import {kill, pauseFolder} from '../../../test/helpers/user-interface.js';
import type {Fault, Outcome, Scope} from '../fault.js';

/** A holder misses clutchd for a second, and two cores may have other work. */
const backWithinMs = 5000;

export const faults: readonly Fault[] = [
	{number: 2, title: 'kill -9 clutchd before it writes what happened: sessions, bytes', runs: {few: 1, full: 20}, limitMs: backWithinMs, once: async scope => killAt(scope, 'manifest.before-append')},
	{number: 2, title: 'kill -9 clutchd after it wrote what happened: sessions, names, bytes', runs: {few: 1, full: 20}, limitMs: backWithinMs, once: async scope => killAt(scope, 'manifest.after-append')},
	{number: 2, title: 'kill -9 clutchd before the rename of a snapshot: sessions, bytes', runs: {few: 1, full: 20}, limitMs: backWithinMs, once: async scope => killAt(scope, 'manifest.before-rename')},
	{number: 2, title: 'kill -9 clutchd before it starts a holder: sessions', runs: {few: 1, full: 20}, limitMs: backWithinMs, once: async scope => killOpening(scope, 'sessions.before-spawn')},
	{number: 2, title: 'kill -9 clutchd between spawn and registration: the orphan with its name, folder and recipe', runs: {few: 1, full: 20}, limitMs: backWithinMs, once: async scope => killOpening(scope, 'sessions.after-spawn')},
	{number: 8, title: 'SIGTERM, then SIGHUP to everything in random order: sessions that can be resumed', runs: {few: 2, full: 30}, once: shutDown},
	{number: 8, title: 'a simulated reboot: sessions that can be resumed', runs: {few: 1, full: 10}, once: reboot},
];

type Printing = {readonly home: Home; readonly watcher: Watcher; readonly id: string; readonly arm: (name: PausePoint) => void; readonly killThere: (name: PausePoint) => Promise<void>};

/** A session that prints, under a clutchd that can be stopped at a named moment. */
async function printing(scope: Scope): Promise<Printing> {
	const bare = temporaryHome(scope);
	const pauses = pauseFolder(bare);
	const home = {...bare, env: {...bare.env, ...pauses.env}};
	withoutGateway(home);
	const watcher = await watchClutchd(scope, {home});
	const {id} = await watcher.open({file: process.execPath, args: [fixture('numbered-lines.js'), logFile(home)]});
	await until('it prints', () => ownLines(logFile(home)).length > 20);
	return {
		home,
		watcher,
		id,
		arm: pauses.arm,
		async killThere(name) {
			const pid = await pauses.reached(name);
			// The next clutchd inherits the variable and shall not stand there too.
			rmSync(path.join(pauses.env.CLUTCH_PAUSE_POINTS, name));
			kill(pid);
		},
	};
}

async function killAt(scope: Scope, moment: PausePoint): Promise<Outcome> {
	const {home, watcher, id, arm, killThere} = await printing(scope);
	arm(moment);
	// A snapshot is written where a journal has become long, which takes some doing.
	const name = moment === 'manifest.before-rename' ? 'name 250' : 'renamed';
	const asked = moment === 'manifest.before-rename' ? Array.from({length: 250}, (_, index) => `name ${index + 1}`) : [name];
	const refused = Promise.allSettled(asked.map(async each => watcher.client.call({type: 'session.rename', id, name: each})));
	const killedAt = performance.now();
	await killThere(moment);
	const back = await returnOfClutchd(scope, home);
	const recoveredMs = performance.now() - killedAt;
	const answers = await refused;
	const safe = moment === 'manifest.after-append' ? 'renamed' : asked[answers.findLastIndex(({status}) => status === 'fulfilled')] ?? 'test';
	// A holder that answers late is found again.
	const isKept = await seen(back, ({sessions}) => sessions.some(session => session.id === id && session.state.status === 'live' && (session.name === safe || (moment === 'manifest.before-rename' && Number(session.name.slice(5)) >= Number(safe.slice(5))))));
	return {lost: (isKept ? 0 : 1) + await violationsOf({home, sessions: [{id, log: logFile(home)}], watcher: back}), recoveredMs};
}

async function killOpening(scope: Scope, moment: PausePoint): Promise<Outcome> {
	const {home, watcher, id, arm, killThere} = await printing(scope);
	const log = logFile(home, 'orphan.log');
	arm(moment);
	const refused = watcher.open({file: process.execPath, args: [fixture('numbered-lines.js'), log]}, {id: 'orphan', name: 'my work'}).catch(() => undefined);
	await killThere(moment);
	const killedAt = performance.now();
	const back = await returnOfClutchd(scope, home);
	const recoveredMs = performance.now() - killedAt;
	await refused;
	const status = moment === 'sessions.after-spawn' ? 'live' : 'host-lost';
	const isKnown = await seen(back, ({sessions}) => sessions.some(each => each.id === 'orphan' && each.name === 'my work' && each.cwd === home.project && each.recipe.file === process.execPath && each.state.status === status));
	const live = [{id, log: logFile(home)}, ...(status === 'live' ? [{id: 'orphan', log}] : [])];
	return {lost: (isKnown ? 0 : 1) + await violationsOf({home, sessions: live, watcher: back}), recoveredMs};
}

async function seen(watcher: Watcher, condition: (state: ClientState) => boolean): Promise<boolean> {
	return watcher.waitFor('it is as it was', condition, 30_000).then(() => true, () => false);
}

const names = ['one', 'two', 'three', 'four'];

/** What `init` and a user manager do at the end of a login: everybody is told, nobody in particular first. */
async function shutDown(scope: Scope): Promise<Outcome> {
	const home = temporaryHome(scope);
	withoutGateway(home);
	const watcher = await watchClutchd(scope, {home});
	for (const name of names) {
		await watcher.open({file: '/bin/cat'}, {id: name, name});
	}

	const everybody = shuffled(processesUnder(home.home));
	for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
		for (const pid of everybody) {
			const identity = identify(pid);
			if (identity) {
				signalProcess(identity, signal);
			}
		}
	}

	await endedOrKilled(home);
	const back = await watchClutchd(scope, {home});
	return {lost: notLostBy(back, ['shutdown', 'holder-gone'])};
}

async function reboot(scope: Scope): Promise<Outcome> {
	const home = rebootableHome(scope);
	withoutGateway(home);
	const watcher = await watchClutchd(scope, {home});
	for (const name of names) {
		await watcher.open({file: '/bin/cat'}, {id: name, name});
	}

	await home.reboot();
	const back = await watchClutchd(scope, {home});
	return {lost: notLostBy(back, ['reboot'])};
}

/** A machine that goes down waits for a while and then kills what is left, such as a clutchd that a holder has just started again. */
async function endedOrKilled(home: Home): Promise<void> {
	const holders = names.length;
	await until('what was told to end has ended', () => processesUnder(home.home).filter(pid => isHolder(pid)).length === 0, {timeoutMs: 60_000}).catch(() => {
		process.stderr.write(`  some of ${holders} holders had to be killed\n`);
	});
	await endAll(home.home);
}

function isHolder(pid: number): boolean {
	try {
		return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('holder.cjs');
	} catch {
		// It has ended.
		return false;
	}
}

function notLostBy(back: Watcher, reasons: readonly string[]): number {
	return names.filter(name => {
		const state = back.state().sessions.find(({id}) => id === name)?.state;
		const isWell = state?.status === 'host-lost' && reasons.includes(state.why ?? '');
		if (!isWell) {
			process.stderr.write(`  ${name}: ${JSON.stringify(state)}\n`);
		}

		return !isWell;
	}).length;
}

function shuffled<Value>(values: readonly Value[]): readonly Value[] {
	return values.map(value => ({value, key: Math.random()})).toSorted((left, right) => left.key - right.key).map(({value}) => value);
}
