import {execFileSync, spawn} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type {ClientState} from '../../../source/core/client/state.js';
import {systemClock} from '../../../source/io/clock.js';
import {openManifest} from '../../../source/io/manifest.js';
import {programArgv} from '../../../source/io/paths.js';
import {identify, isAlive} from '../../../source/io/process-identity.js';
import {returnOfClutchd, watchClutchd, withoutGateway, type Watcher} from '../../../test/helpers/clutchd.js';
import {endAll, temporaryHome, type Home} from '../../../test/helpers/home.js';
import {crashAt, interleavings, refusals, refuseAt, session} from '../../../test/helpers/manifest-story.js';
import {until} from '../../../test/helpers/until.js';
import {kill} from '../../../test/helpers/user-interface.js';
import type {Fault, Outcome, Scope} from '../fault.js';

const moments = interleavings();
let nextMoment = 0;

type Damage = {readonly name: string; readonly file: string; readonly change: (before: Buffer) => Buffer};

/** What is done to one of three generations; nothing that was ever safe is only in the part that is lost. */
const damages: readonly Damage[] = [
	{name: 'a newest snapshot that was cut off', file: 'snapshot-3.json', change: before => before.subarray(0, before.length / 2)},
	{name: 'an empty newest snapshot', file: 'snapshot-3.json', change: () => Buffer.alloc(0)},
	{name: 'a newest snapshot of other bytes', file: 'snapshot-3.json', change: () => Buffer.from([0, 255, 254, 10, 123])},
	{name: 'a newest snapshot that is one of something else', file: 'snapshot-3.json', change: () => Buffer.from('{"version": 1, "files": []}')},
	{name: 'an older snapshot of other bytes', file: 'snapshot-1.json', change: () => Buffer.from('garbage')},
	{name: 'an older journal that was cut off', file: 'journal-1.jsonl', change: before => before.subarray(0, before.length / 2)},
	{name: 'an older journal of other bytes', file: 'journal-2.jsonl', change: () => Buffer.from('garbage\n')},
	{name: 'a newest journal with half a line behind it', file: 'journal-3.jsonl', change: before => Buffer.concat([before, Buffer.from('{"type":"clo')])},
	{name: 'a newest journal without the end of its last line', file: 'journal-3.jsonl', change: before => before.subarray(0, -1)},
	{name: 'a newest journal in which every line stands twice', file: 'journal-3.jsonl', change: before => Buffer.concat([before, before])},
	{name: 'a newest journal with a line of a wrong number', file: 'journal-3.jsonl', change: before => Buffer.concat([before, Buffer.from('{"type":"closed","id":"a","sequence":1,"at":0}\n{"type":"closed","id":"a","sequence":1e99,"at":0}\n')])},
	{name: 'a newest generation that is a copy of the first', file: 'snapshot-9.json', change: () => Buffer.from('{"sequence":0,"sessions":[]}')},
];
let nextDamage = 0;

export const faults: readonly Fault[] = [
	{
		number: 15,
		title: 'a full disk at each call, also cut off while it is mended: sessions',
		runs: {few: 1, full: 1},
		async once() {
			// Each call; where what was missed may be cut off again, a part of the calls: the test of the manifest takes them all.
			return {lost: told(refusals().filter(({stopAfter}, index) => stopAfter === undefined || index % 7 === 0).flatMap(refusal => refuseAt(refusal).problems))};
		},
	},
	{number: 15, title: 'a disk that is full for a while, under a real clutchd: sessions, names', runs: {few: 1, full: 10}, missing: noNamespace, once: fullDisk},
	{number: 15, title: 'a state directory that cannot be written: what lives is served, and it is said', runs: {few: 1, full: 10}, missing: noNamespace, once: readOnly},
	{
		number: 16,
		title: 'damaged, empty, foreign and doubled generations: sessions, files set aside',
		runs: {few: damages.length, full: damages.length},
		async once(scope) {
			const damage = damages[nextDamage++ % damages.length];
			return {lost: damage === undefined ? 1 : told(lostBy(scope, damage))};
		},
	},
	{
		number: 17,
		title: 'a stop at each call, before, in the middle and before its last byte: sessions',
		runs: {few: moments.length, full: moments.length},
		async once() {
			const moment = moments[nextMoment++ % moments.length];
			return {lost: moment === undefined ? 1 : told(crashAt(moment))};
		},
	},
];

function told(problems: readonly string[]): number {
	for (const problem of problems.slice(0, 5)) {
		process.stderr.write(`  ${problem}\n`);
	}

	return problems.length;
}

function lostBy(scope: Scope, {name, file, change}: Damage): readonly string[] {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-manifest-'));
	scope.teardown(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	const open = () => openManifest({folder, clock: systemClock, longJournal: 3});
	const before = open();
	for (const id of ['a', 'b', 'c', 'd']) {
		before.append({type: 'created', session: session(id)});
		before.append({type: 'renamed', id, name: `the ${id}`});
	}

	before.append({type: 'closed', id: 'd'});
	before.append({type: 'created', session: session('e')});
	before.append({type: 'renamed', id: 'e', name: 'the e'});
	before.close();
	const target = path.join(folder, file);
	const bytes = change(readdirSync(folder).includes(file) ? readFileSync(target) : Buffer.alloc(0));
	writeFileSync(target, bytes);

	const after = open();
	const names = after.sessions().map(each => each.name).toSorted();
	const kept = after.quarantined.every(aside => readFileSync(aside).equals(bytes));
	after.close();
	const again = open().sessions().map(each => each.name).toSorted();
	const wanted = ['the a', 'the b', 'the c', 'the e'].join(', ');
	return [
		...(names.join(', ') === wanted ? [] : [`${name}: ${names.join(', ')}`]),
		...(again.join(', ') === wanted ? [] : [`${name}, at the second look: ${again.join(', ')}`]),
		...(kept ? [] : [`${name}: it was not kept as it was`]),
	];
}

export function noNamespace(): string | undefined {
	try {
		execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], {stdio: 'ignore', timeout: 5000});
		return undefined;
	} catch {
		return 'needs Linux and root, for a file system of its own that nobody else sees';
	}
}

/** Starts clutchd where only it and what it starts sees another file system in the place of the state directory. */
async function inNamespace(scope: Scope, home: Home, script: string): Promise<Watcher> {
	const child = spawn('unshare', ['-m', '/bin/sh', '-c', `${script} && exec "$@"`, 'sh', ...programArgv('clutchd')], {env: {...home.env, STATE: home.paths.state}, stdio: 'ignore', detached: true});
	child.unref();
	return returnOfClutchd(scope, home);
}

/** The state directory as that clutchd sees it. */
function seenBy(watcher: Watcher, home: Home): string {
	return path.join('/proc', String(watcher.client.welcome.pid), 'root', home.paths.state);
}

async function fullDisk(scope: Scope): Promise<Outcome> {
	const home = temporaryHome(scope);
	withoutGateway(home);
	const watcher = await inNamespace(scope, home, 'mkdir -p "$STATE" && mount -t tmpfs -o size=600k tmpfs "$STATE"');
	const {id} = await watcher.open({file: '/bin/cat'}, {id: 'first', name: 'first'});
	const state = seenBy(watcher, home);
	const filler = path.join(state, 'filler');
	fill(filler);

	// Longer than what a page that is in use already has left.
	await watcher.client.call({type: 'session.rename', id, name: 'renamed '.repeat(2000)});
	const troubled = await watcher.waitFor('it is said', ({clutchd}) => clutchd.trouble !== undefined);
	const said = troubled.notices.filter(({text}) => text.includes('cannot be written')).length;
	await watcher.client.call({type: 'session.rename', id, name: 'renamed again'});
	rmSync(filler);
	const roomAt = performance.now();
	await watcher.waitFor('it is well again', ({clutchd}) => clutchd.trouble === undefined);
	const recoveredMs = performance.now() - roomAt;
	kill(watcher.client.welcome.pid);
	const back = await returnOfClutchd(scope, home);
	const session = back.state().sessions.find(each => each.id === id);
	return {lost: (session?.name === 'renamed again' && session.state.status === 'live' ? 0 : 1) + Math.abs(said - 1), recoveredMs};
}

export function fill(file: string): void {
	for (const size of [100_000, 4096, 512]) {
		try {
			for (;;) {
				writeFileSync(file, Buffer.alloc(size), {flag: 'a'});
			}
		} catch {
			// There is no room for so much any more.
		}
	}
}

async function readOnly(scope: Scope): Promise<Outcome> {
	// Nobody else shall start clutchd, outside of the namespace.
	const home = temporaryHome(scope, {CLUTCH_REVIVE_MS: '3600000'});
	withoutGateway(home);
	const first = await watchClutchd(scope, {home});
	const {id} = await first.open({file: '/bin/cat'}, {id: 'first', name: 'my work'});
	const clutchd = identify(first.client.welcome.pid);
	await first.shutdown();
	// It leaves its clients before it leaves its lock; until then the next one would make way.
	await until('the first clutchd is gone', () => clutchd !== undefined && !isAlive(clutchd));
	const watcher = await inNamespace(scope, home, 'mount --bind "$STATE" "$STATE" && mount -o remount,bind,ro "$STATE"');
	const seen = async (name: string, condition: (state: ClientState) => boolean) => watcher.waitFor(name, condition).then(() => true, () => false);
	const isServed = await seen('it is served', ({sessions}) => sessions.some(session => session.id === id && session.name === 'my work' && session.state.status === 'live'));
	const isSaid = await seen('it is said', ({clutchd: {trouble}, notices}) => (trouble ?? '').includes('the file system is read-only') && notices.some(({text}) => text === trouble));
	await watcher.client.call({type: 'session.rename', id, name: 'renamed'});
	const isRenamed = await seen('it is renamed', ({sessions}) => sessions.some(({name}) => name === 'renamed'));
	await endAll(home.home);
	return {lost: [isServed, isSaid, isRenamed].filter(isWell => !isWell).length};
}
