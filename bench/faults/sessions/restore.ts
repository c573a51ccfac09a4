import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, rmSync} from 'node:fs';
import path from 'node:path';
import {planPlain} from '../../../source/core/session/plain.js';
import type {Session} from '../../../source/core/session/session.js';
import {connectHolder} from '../../../source/io/holder-client.js';
import {identify, signalProcess} from '../../../source/io/process-identity.js';
import {ownLines, watchClutchd, withoutGateway, type Watcher} from '../../../test/helpers/clutchd.js';
import {temporaryHome, type Home} from '../../../test/helpers/home.js';
import {violationsOf} from '../../../test/helpers/invariants.js';
import {patience, until} from '../../../test/helpers/until.js';
import type {Fault, Outcome, Scope} from '../fault.js';

export const faults: readonly Fault[] = [
	{number: 2, title: 'kill -9 clutchd between the note of a restore and its start: sessions, programs started twice', runs: {few: 1, full: 20}, limitMs: 10_000, once: killBeforeSpawn},
	{number: 3, title: 'kill -9 holder, and three restores at once: sessions, programs started twice', runs: {few: 1, full: 20}, limitMs: 10_000, once: killHolder},
];

const id = 'again';

async function killBeforeSpawn(scope: Scope): Promise<Outcome> {
	const home = temporaryHome(scope);
	const points = path.join(home.user, 'points');
	mkdirSync(points);
	const paused: Home = {...home, env: {...home.env, CLUTCH_PAUSE_POINTS: points}};
	withoutGateway(home);
	const first = await watchClutchd(scope, {home: paused});
	await open(first, home);
	await first.client.call({type: 'session.stop', id, graceMs: 30_000});
	await first.waitFor('it is over', ({sessions}) => sessions[0]?.state.status === 'exited');
	const pipe = path.join(points, 'sessions.before-spawn');
	execFileSync('mkfifo', [pipe]);
	const asked = first.client.call({type: 'session.restore', id}).catch(() => undefined);
	await until('clutchd stands still', () => existsSync(`${pipe}.reached`) && readFileSync(`${pipe}.reached`, 'utf8') !== '');
	const killedAt = performance.now();
	kill(Number(readFileSync(`${pipe}.reached`, 'utf8')));
	rmSync(pipe);
	await asked;
	const back = await watchClutchd(scope, {home});
	const known = back.state().sessions.some(session => session.id === id) ? 0 : 1;
	await back.waitFor('it is known to be over', ({sessions}) => sessions[0]?.state.status === 'host-lost');
	await back.client.call({type: 'session.restore', id});
	return {lost: known + await startedTwice(home) + await violationsOf({home}), recoveredMs: performance.now() - killedAt};
}

async function killHolder(scope: Scope): Promise<Outcome> {
	const home = temporaryHome(scope);
	withoutGateway(home);
	const watcher = await watchClutchd(scope, {home});
	await open(watcher, home);
	const probe = await connectHolder({socket: path.join(home.paths.holders, `${id}.sock`), role: 'probe', client: 'fault', ...patience()});
	probe.end();
	const killedAt = performance.now();
	kill(probe.welcome.holder.pid);
	await watcher.waitFor('the loss is known', ({sessions}) => sessions[0]?.state.status === 'host-lost');
	const results = await Promise.allSettled([1, 2, 3].map(async () => watcher.client.call({type: 'session.restore', id}) as Promise<Session>));
	const restored = results.filter(({status}) => status === 'fulfilled').length;
	return {lost: Math.abs(restored - 1) + await startedTwice(home) + await violationsOf({home}), recoveredMs: performance.now() - killedAt};
}

/** It writes down each of its starts itself. */
async function open(watcher: Watcher, home: Home): Promise<void> {
	const plain = planPlain({file: '/bin/sh', args: ['-c', 'echo started >> starts; exec cat'], env: home.env, cwd: home.project});
	await watcher.client.call({type: 'session.open', id, name: id, title: 'sh', demo: false, cols: 80, rows: 24, ...plain});
	await until('it has started', () => starts(home) === 1);
}

/** How far its starts are from the two that there should be. */
async function startedTwice(home: Home): Promise<number> {
	await until('it has started again', () => starts(home) > 1);
	return starts(home) - 2;
}

function starts(home: Home): number {
	return ownLines(path.join(home.project, 'starts')).length;
}

function kill(pid: number): void {
	const identity = identify(pid);
	if (identity === undefined || !signalProcess(identity, 'SIGKILL')) {
		throw new Error(`${pid} could not be killed`);
	}
}
