import {chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {writeProblem} from '../../source/io/folder.js';
import {checkRunDirectory, ensureDirectories, longestSocketName, resolvePaths, wantedRunFolder} from '../../source/io/paths.js';

const isRoot = process.getuid?.() === 0;

function temporaryFolder(t: ExecutionContext): string {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-paths-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	return folder;
}

/** The paths of a CLUTCH_HOME that is too long for sockets. */
function longHome(t: ExecutionContext) {
	const env = {CLUTCH_HOME: path.join(temporaryFolder(t), 'ä'.repeat(60))};
	const paths = resolvePaths(env);
	t.teardown(() => {
		rmSync(paths.run, {recursive: true, force: true});
	});
	return {env, paths};
}

test('takes a short run directory of its own where a socket\'s path would be too long, counted in bytes', t => {
	const {env, paths} = longHome(t);
	t.not(paths.run, wantedRunFolder(env));
	t.regex(paths.run, /^\/tmp\/clutch-\d+-[\da-f]{10}$/);
	t.true(Buffer.byteLength(path.join(paths.holders, longestSocketName)) <= 103);
	ensureDirectories(paths);
	t.is(statSync(paths.run).mode & 0o777, 0o700);
	t.is(resolvePaths(env).run, paths.run);
});

test('closes a run directory of its own that others may enter', t => {
	const {paths} = longHome(t);
	mkdirSync(paths.run);
	chmodSync(paths.run, 0o777);
	ensureDirectories(paths);
	t.is(statSync(paths.run).mode & 0o777, 0o700);
});

test('refuses a run directory that is a link, and makes nothing in it', t => {
	const {paths} = longHome(t);
	const elsewhere = temporaryFolder(t);
	symlinkSync(elsewhere, paths.run);
	for (const use of [ensureDirectories, checkRunDirectory]) {
		t.throws(() => {
			use(paths);
		}, {code: 'ERR_CLUTCH_DIRECTORY', message: `The directory ${paths.run} cannot be used: it is not a directory of this user.`});
	}

	t.deepEqual(readdirSync(elsewhere), []);
});

(isRoot ? test : test.skip)('refuses a run directory of somebody else, and makes nothing in it', t => {
	const {paths} = longHome(t);
	mkdirSync(paths.run);
	chownSync(paths.run, 65_534, 65_534);
	t.throws(() => {
		ensureDirectories(paths);
	}, {code: 'ERR_CLUTCH_DIRECTORY'});
	t.deepEqual(readdirSync(paths.run), []);
});

test('knows why a folder cannot be written, without writing', t => {
	const folder = temporaryFolder(t);
	t.is(writeProblem(folder), undefined);
	t.deepEqual(readdirSync(folder), []);
	t.not(writeProblem('/proc/self/nothing'), undefined);
});
