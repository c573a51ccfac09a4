import {existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {gzipSync} from 'node:zlib';
import test, {type ExecutionContext} from 'ava';
import {systemDisk, type Disk} from '../../source/io/disk.js';
import {createLogArchive} from '../../source/io/log-archive.js';
import {readLogBackwards} from '../../source/io/log-history.js';

type Steps = Pick<Disk, 'rename' | 'remove' | 'sync'>;

function temporaryLog(t: ExecutionContext, files: Readonly<Record<string, string | Uint8Array>>): string {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-archive-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	for (const [name, content] of Object.entries(files)) {
		writeFileSync(path.join(folder, name), content);
	}

	return path.join(folder, 'api.log');
}

/** A disk on which nothing happens any more from the call `last` on, as for a process that was killed before it. */
function stoppingDisk(last: number): {readonly disk: Steps; readonly calls: () => number} {
	let calls = 0;
	const step = (action: () => void) => {
		calls++;
		if (calls >= last) {
			throw new Error('stopped');
		}

		action();
	};

	return {
		calls: () => calls,
		disk: {
			rename(from, to) {
				step(() => {
					systemDisk.rename(from, to);
				});
			},
			remove(file) {
				step(() => {
					systemDisk.remove(file);
				});
			},
			sync(file) {
				step(() => {
					systemDisk.sync(file);
				});
			},
		},
	};
}

function linesOf(file: string): readonly string[] {
	return [...readLogBackwards(file, {onUnreadable(part, error) {
		throw new Error(part, {cause: error});
	}})].map(({text}) => text).toReversed();
}

const before = {'api.log': 'five\n', 'api.log.1.gz': gzipSync('four\n'), 'api.log.2': 'three\n', 'api.log.3.gz': gzipSync('two\n'), 'api.log.4.gz': gzipSync('one\n')};
const all = ['one', 'two', 'three', 'four', 'five'];

test('loses and doubles no line, whatever step it is killed before, and goes on with the next one', async t => {
	let steps = Infinity;
	for (let last = 1; last <= steps; last++) {
		const file = temporaryLog(t, before);
		const {disk, calls} = stoppingDisk(last);
		const stopped = createLogArchive({file, files: 5, disk});
		try {
			stopped.put();
		} catch {
			// It was killed before the first step.
		}

		await stopped.settled();
		steps = calls() < last ? 0 : steps;
		t.deepEqual(linesOf(file), all, `killed before step ${last}: ${readdirSync(path.dirname(file)).join(' ')}`);

		const next = createLogArchive({file, files: 5});
		if (existsSync(file)) {
			await next.settled();
			next.put();
		}

		writeFileSync(file, 'six\n');
		await next.settled();
		t.deepEqual(linesOf(file), [...all, 'six'], `after a kill before step ${last}`);
		t.true(existsSync(`${file}.1.gz`) && !existsSync(`${file}.0`) && !existsSync(`${file}.0.gz`));
	}

	t.is(steps, 0);
});

test('keeps as many as were asked for, and none where none were', async t => {
	const file = temporaryLog(t, before);
	const archive = createLogArchive({file, files: 4});
	archive.put();
	t.deepEqual(linesOf(file), ['two', 'three', 'four', 'five']);
	await archive.settled();
	t.deepEqual(linesOf(file), ['two', 'three', 'four', 'five']);

	const other = temporaryLog(t, {'api.log': 'one\n'});
	const none = createLogArchive({file: other, files: 0});
	none.put();
	await none.settled();
	t.deepEqual(readdirSync(path.dirname(other)), []);
});

test('keeps a file as it is that cannot be compressed', async t => {
	const file = temporaryLog(t, before);
	const archive = createLogArchive({file, files: 5, disk: {...systemDisk, sync() {
		throw Object.assign(new Error('no room'), {code: 'ENOSPC'});
	}}});
	archive.put();
	await archive.settled();
	t.deepEqual(linesOf(file), all);
	t.deepEqual(readdirSync(path.dirname(file)).toSorted(), ['api.log.1', 'api.log.2.gz', 'api.log.3', 'api.log.4.gz', 'api.log.5.gz']);
});
