import {existsSync, readFileSync, rmSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {gunzipSync} from 'node:zlib';
import type {LogReply} from '../../../source/core/service/log.js';
import {readLoss} from '../../../source/core/service/log-text.js';
import type {Watcher} from '../../../test/helpers/clutchd.js';
import {fixture} from '../../../test/helpers/fixture.js';
import type {Home} from '../../../test/helpers/home.js';
import {ownService, stateOf, whenService, type Row} from '../../../test/helpers/services.js';
import {until} from '../../../test/helpers/until.js';
import {fill, noNamespace} from '../sessions/manifest-disk.js';
import {serviceFault, type World} from './world.js';

/** A message to clutchd is answered within this while a service floods; a machine that is busy otherwise takes its time. */
const answerWithinMs = 1000;

export const faults = [
	serviceFault({number: 45, title: '100 MB at 200 MB/s, rotated all the while: each line is kept or counted, clutchd answers', runs: {few: 1, full: 1}, limitMs: answerWithinMs, once: async world => flood(world, 100)}),
	serviceFault({number: 45, title: '4 GB at 200 MB/s, rotated all the while: each line is kept or counted, clutchd answers', runs: {few: 0, full: 1}, limitMs: answerWithinMs, once: async world => flood(world, 4000)}),
	serviceFault({number: 45, title: 'a line of 5 MB: whole in the file, what follows is seen', runs: {few: 1, full: 10}, limitMs: 10_000, once: longLine}),
	serviceFault({number: 45, title: 'bytes that are no text, and a last line without an end: seen, nothing that moves a cursor', runs: {few: 1, full: 10}, once: binary}),
	serviceFault({number: 45, title: 'the disk of the logs is full for a while: the service goes on, what is missing is named', runs: {few: 1, full: 5}, missing: noNamespace, once: fullDisk}),
];

function floodRow(file: string, {words, log}: {readonly words: readonly string[]; readonly log: Row}): Row {
	return {argv: [process.execPath, fixture('flood.js'), file, ...words], restart: 'always', log};
}

async function flood(world: World, megabytes: number): Promise<{readonly recoveredMs: number; readonly lost: number}> {
	const {expect} = world;
	const watcher = await world.open(of => ({
		flood: floodRow(of('flood'), {words: [`megabytes=${megabytes}`], log: {megabytes: 2, files: 3}}),
		well: ownService(of('well')),
	}));
	await watcher.client.call({type: 'service.up'});
	await whenService(watcher, 'flood', {is: 'ready'});
	let slowest = 0;
	await until('all of it is printed', async () => {
		const askedAt = performance.now();
		await watcher.client.call({type: 'ping'});
		slowest = Math.max(slowest, performance.now() - askedAt);
		return existsSync(world.folder('flood'));
	}, {timeoutMs: 120_000 + (megabytes * 200)});
	await until('its end is in the log', () => linesOf(world.home, 'flood').at(-1) === 'the end', {timeoutMs: 240_000});
	// What is put aside is read under two names, or none, until that is done.
	await until('its last part is put aside', () => ['.0', '.0.gz'].every(end => !existsSync(path.join(world.home.paths.log, `flood.log${end}`))), {timeoutMs: 240_000});
	expect('the others are well', stateOf(watcher, 'well')?.status === 'ready' && stateOf(watcher, 'flood')?.status === 'ready');
	const sizes = parts(world.home, 'flood').map(({bytes}) => bytes);
	expect(`no more than three older files: ${sizes.length}`, sizes.length <= 4);
	expect(`none is twice its size: ${sizes.join(', ')}`, sizes.every(bytes => bytes <= 2 * 2_200_000));
	return {recoveredMs: slowest, lost: unaccounted(linesOf(world.home, 'flood'))};
}

/** Numbers only go up, and where some are missing a sentence stands in their place, with their count where it has one. */
function unaccounted(lines: readonly string[]): number {
	let last: number | undefined;
	let gap: {readonly lines: number | undefined} | undefined;
	let wrong = 0;
	for (const line of lines) {
		const loss = readLoss(line);
		const number = /^(\d{12}) x{986}$/.exec(line)?.[1];
		if (loss !== undefined) {
			gap = {lines: gap === undefined ? loss.lines : undefined};
		} else if (number === undefined) {
			wrong += line === 'the end' || line.startsWith('started') ? 0 : 1;
		} else {
			const missing = last === undefined ? 0 : Number(number) - last - 1;
			const isTold = missing === 0 ? gap === undefined : gap !== undefined && (gap.lines === undefined || gap.lines >= missing);
			if (!isTold) {
				process.stderr.write(`  ${missing} lines are missing before ${number}, and ${gap === undefined ? 'nothing' : `${gap.lines} lines`} is said\n`);
				wrong++;
			}

			last = Number(number);
			gap = undefined;
		}
	}

	return wrong;
}

/** The parts of a log, oldest first, as text. */
function parts({paths}: Pick<Home, 'paths'>, id: string): ReadonlyArray<{readonly text: string; readonly bytes: number}> {
	const file = path.join(paths.log, `${id}.log`);
	const names = [...Array.from({length: 9}, (_, index) => [`${file}.${9 - index}.gz`, `${file}.${9 - index}`]).flat(), existsSync(`${file}.0.gz`) ? `${file}.0.gz` : `${file}.0`, file];
	return names.flatMap(name => {
		try {
			const bytes = readFileSync(name);
			const text = name.endsWith('.gz') ? gunzipSync(bytes) : bytes;
			return [{text: text.toString('utf8'), bytes: text.length}];
		} catch {
			// There are not so many, or this one has just become another.
			return [];
		}
	});
}

/** Without the time that stands before each. */
function linesOf(home: Pick<Home, 'paths'>, id: string): readonly string[] {
	return parts(home, id).map(({text}) => text).join('').split('\n').slice(0, -1).map(line => line.slice(line.indexOf(' ') + 1));
}

async function newestLines({client}: Watcher, id: string): Promise<readonly string[]> {
	const {lines} = await client.call({type: 'service.log', id, most: 5000}) as LogReply;
	return lines.map(({text}) => text);
}

async function newestLine(watcher: Watcher, id: string): Promise<string> {
	const lines = await newestLines(watcher, id);
	return lines.at(-1) ?? '';
}

/** The number at its end. */
async function newestNumber(watcher: Watcher, id: string): Promise<number> {
	return numberOf(await newestLine(watcher, id));
}

function numberOf(line: string): number {
	return Number(/\d+$/.exec(line)?.[0] ?? 0);
}

async function longLine(world: World): Promise<{readonly recoveredMs: number}> {
	const {expect} = world;
	const program = String.raw`head -c 5000000 /dev/zero | tr '\0' x; echo; echo behind it; exec sleep 1000000`;
	const watcher = await world.open(() => ({long: {argv: ['/bin/sh', '-c', program]}}));
	const askedAt = performance.now();
	await watcher.client.call({type: 'service.up'});
	await until('what follows is seen', async () => await newestLine(watcher, 'long') === 'behind it');
	const recoveredMs = performance.now() - askedAt;
	await until('it is in the file', () => linesOf(world.home, 'long').at(-1) === 'behind it');
	const crosses = parts(world.home, 'long').map(({text}) => text).join('').split('x').length - 1;
	expect(`all of the line is in the file: ${crosses}`, crosses === 5_000_000);
	const seen = await newestLines(watcher, 'long');
	expect(`what is seen of it is short: ${Math.max(...seen.map(line => line.length))}`, seen.every(line => line.length < 20_000));
	return {recoveredMs};
}

async function binary(world: World): Promise<Record<string, never>> {
	const {expect} = world;
	const program = String.raw`head -c 300000 /dev/urandom; printf '\n\033[2J\033]0;title\007\rover\tit\n'; printf 'no end'; exec sleep 1`;
	const watcher = await world.open(() => ({odd: {argv: ['/bin/sh', '-c', program], restart: 'never'}}));
	await watcher.client.call({type: 'service.up'});
	await whenService(watcher, 'odd', {is: 'completed'});
	await until('the line without an end is seen', async () => await newestLine(watcher, 'odd') === 'no end');
	const seen = await newestLines(watcher, 'odd');
	expect('nothing in it moves a cursor', seen.every(line => !/\p{Cc}/u.test(line)));
	expect(`the line before is as it was meant: ${seen.at(-2)}`, seen.at(-2) === 'over    it');
	return {};
}

async function fullDisk(world: World): Promise<{readonly lost: number}> {
	const {expect} = world;
	const watcher = await world.open(
		of => ({count: {argv: ['/bin/sh', '-c', 'n=0; while [ ! -e "$0" ]; do n=$((n + 1)); echo "line $n"; sleep 0.02; done; echo the end; exec sleep 1000000', of('stop')]}}),
		{script: 'mkdir -p "$LOG" && mount -t tmpfs -o size=256k tmpfs "$LOG"'},
	);
	const {pid} = watcher.client.welcome;
	const seen = path.join('/proc', String(pid), 'root', world.home.paths.log);
	const within = {paths: {...world.home.paths, log: seen}};
	await watcher.client.call({type: 'service.up'});
	const {pid: first} = await whenService(watcher, 'count', {is: 'ready'});
	await until('it prints', () => linesOf(within, 'count').length > 10);
	const filler = path.join(seen, 'filler');
	fill(filler);
	// A page of the file that is in use already has room for a few hundred lines more.
	const fullAt = await newestNumber(watcher, 'count');
	await until('its output is seen all the same', async () => await newestNumber(watcher, 'count') > fullAt + 400, {timeoutMs: 240_000});
	rmSync(filler);
	const roomAt = await newestNumber(watcher, 'count');
	await until('it is written down again', () => numberOf(linesOf(within, 'count').at(-1) ?? '') > roomAt + 100, {timeoutMs: 240_000});
	const state = stateOf(watcher, 'count');
	expect('the service never noticed', state?.status === 'ready' && state.pid === first);
	return {lost: holes(linesOf(within, 'count'))};
}

/** Lines that are missing, and no sentence stands in their place. */
function holes(lines: readonly string[]): number {
	let last = 0;
	let isTold = false;
	let wrong = 0;
	for (const line of lines) {
		if (readLoss(line) !== undefined) {
			isTold = true;
			continue;
		}

		const number = Number(/^line (\d+)$/.exec(line)?.[1] ?? Number.NaN);
		wrong += number === last + 1 || isTold ? 0 : 1;
		last = number;
		isTold = false;
	}

	return wrong;
}
