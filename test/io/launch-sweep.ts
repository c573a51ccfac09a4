import {existsSync, mkdirSync, utimesSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'ava';
import {sweepLaunches} from '../../source/io/launch-sweep.js';
import {identify} from '../../source/io/process-identity.js';
import {temporaryHome} from '../helpers/home.js';

const day = 86_400_000;
const now = Date.parse('2026-11-21T00:00:00Z');

test('forgets launches that are old and that nobody needs, and no others', t => {
	const {paths} = temporaryHome(t);
	const launch = (session: string, ageInDays: number, owner?: unknown) => {
		const folder = path.join(paths.launches, session);
		mkdirSync(folder, {recursive: true});
		const record = {version: 1, session, name: session, title: 'Claude Code', cwd: '/', recipe: {credential: 'none', file: '/bin/sh', shownArgs: []}, at: 1, process: owner, settings: {}};
		writeFileSync(path.join(folder, 'record.json'), JSON.stringify(record));
		const at = new Date(now - (ageInDays * day));
		utimesSync(folder, at, at);
	};

	mkdirSync(paths.holders, {recursive: true});
	mkdirSync(paths.manifest, {recursive: true});
	writeFileSync(path.join(paths.manifest, 'journal-1.jsonl'), '{"type":"created","session":{"id":"restorable"}}\n');
	writeFileSync(path.join(paths.holders, 'held.sock'), '');
	launch('young', 6);
	launch('running', 8, identify(process.pid));
	launch('held', 8);
	launch('restorable', 8);
	launch('ended', 8, {pid: process.pid, startTime: '1'});
	launch('unreadable', 8);
	writeFileSync(path.join(paths.launches, 'unreadable', 'record.json'), '{');
	utimesSync(path.join(paths.launches, 'unreadable'), new Date(now - (8 * day)), new Date(now - (8 * day)));
	// Each time it looks at a few, picked by chance.
	for (let times = 0; times < 200; times++) {
		sweepLaunches(paths, now);
	}

	const left = ['young', 'running', 'held', 'restorable', 'ended', 'unreadable'].filter(session => existsSync(path.join(paths.launches, session)));
	t.deepEqual(left, ['young', 'running', 'held', 'restorable']);
});

test('looks for nothing where nothing was ever launched', t => {
	const {paths} = temporaryHome(t);
	t.notThrows(() => {
		sweepLaunches(paths, now);
	});
});
