import {appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {Session} from '../../source/core/session/session.js';
import {systemClock} from '../../source/io/clock.js';
import {openManifest} from '../../source/io/manifest.js';

function temporaryFolder(t: ExecutionContext): string {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-manifest-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	return folder;
}

function session(id: string): Session {
	return {id, name: id, title: 'Shell', cwd: '/', recipe: {code: undefined, agent: undefined, route: undefined, credential: 'none', profile: undefined, model: undefined, conversation: undefined, file: 'sh', shownArgs: []}, demo: false, state: {status: 'starting', since: 0}, activity: 'unknown', createdAt: 0};
}

function open(folder: string) {
	return openManifest({folder, clock: systemClock});
}

function create(folder: string, ids: readonly string[]): void {
	const manifest = open(folder);
	for (const id of ids) {
		manifest.append({type: 'created', session: session(id)});
	}

	manifest.close();
}

function idsIn(folder: string): readonly string[] {
	const manifest = open(folder);
	manifest.close();
	return manifest.sessions().map(({id}) => id);
}

test('remembers what happened to each session', t => {
	const folder = temporaryFolder(t);
	const manifest = open(folder);
	for (const id of ['a', 'b', 'c', 'd']) {
		manifest.append({type: 'created', session: session(id)});
	}

	manifest.append({type: 'renamed', id: 'a', name: 'api'});
	manifest.append({type: 'started', id: 'a', pid: 5});
	manifest.append({type: 'conversation', id: 'a', conversation: 'c-1'});
	manifest.append({type: 'ended', id: 'b', exit: {type: 'signal', signal: 'SIGKILL'}});
	manifest.append({type: 'host-lost', id: 'c'});
	manifest.append({type: 'closed', id: 'd'});
	manifest.close();

	const again = open(folder);
	t.deepEqual(again.sessions().map(({id, name, state, recipe}) => [id, name, state.status, recipe.conversation]), [['a', 'api', 'live', 'c-1'], ['b', 'b', 'crashed', undefined], ['c', 'c', 'host-lost', undefined]]);
	t.deepEqual(again.quarantined, []);
	again.close();
	for (const name of readdirSync(folder)) {
		t.is(statSync(path.join(folder, name)).mode & 0o777, 0o600);
	}
});

test('loses nothing but a line that was cut off, and keeps that line aside', t => {
	const folder = temporaryFolder(t);
	create(folder, ['a', 'b']);
	const journal = path.join(folder, 'journal-1.jsonl');
	const torn = '{"type":"created","session":{"id":"c","na';
	appendFileSync(journal, torn);
	const manifest = open(folder);
	t.deepEqual(manifest.sessions().map(({id}) => id), ['a', 'b']);
	t.is(manifest.quarantined.length, 1);
	t.true(readFileSync(manifest.quarantined[0] ?? '', 'utf8').endsWith(torn));
	manifest.append({type: 'created', session: session('d')});
	manifest.close();
	t.deepEqual(idsIn(folder), ['a', 'b', 'd']);
});

test('reads on behind a line in the middle that is not one', t => {
	const folder = temporaryFolder(t);
	create(folder, ['a']);
	appendFileSync(path.join(folder, 'journal-1.jsonl'), 'what is this\n{"type":"dance","sequence":3,"at":0}\n');
	appendFileSync(path.join(folder, 'journal-1.jsonl'), `${JSON.stringify({type: 'created', sequence: 9, at: 0, session: session('b')})}\n`);
	t.deepEqual(idsIn(folder), ['a', 'b']);
	t.deepEqual(idsIn(folder), ['a', 'b']);
});

for (const content of ['', '{"sequence":9,"sessions":[]', '[]', '\u0000\u0000\u0000']) {
	test(`an unreadable snapshot (${JSON.stringify(content)}) costs no session`, t => {
		const folder = temporaryFolder(t);
		create(folder, ['a', 'b']);
		appendFileSync(path.join(folder, 'journal-1.jsonl'), 'torn');
		t.deepEqual(idsIn(folder), ['a', 'b']);
		create(folder, ['c']);
		writeFileSync(path.join(folder, 'snapshot-2.json'), content);
		const manifest = open(folder);
		manifest.close();
		t.deepEqual(manifest.sessions().map(({id}) => id).toSorted(), ['a', 'b', 'c']);
		t.is(manifest.quarantined.length, 1);
		t.is(readFileSync(manifest.quarantined[0] ?? '', 'utf8'), content);
	});
}

test('an emptier snapshot does not take sessions away', t => {
	const folder = temporaryFolder(t);
	create(folder, ['a', 'b']);
	writeFileSync(path.join(folder, 'snapshot-2.json'), JSON.stringify({sequence: 99, sessions: []}));
	t.deepEqual(idsIn(folder).toSorted(), ['a', 'b']);
});

test('a closed session does not come back', t => {
	const folder = temporaryFolder(t);
	create(folder, ['a', 'b']);
	const manifest = open(folder);
	manifest.append({type: 'closed', id: 'a'});
	manifest.close();
	for (let time = 0; time < 8; time++) {
		const newest = Math.max(...readdirSync(folder).flatMap(name => /^snapshot-(\d+)\.json$/.exec(name)?.slice(1).map(Number) ?? []));
		appendFileSync(path.join(folder, `journal-${newest}.jsonl`), 'torn');
		t.deepEqual(idsIn(folder), ['b']);
	}

	t.is(readdirSync(folder).filter(name => /^snapshot-\d+\.json$/.test(name)).length, 5);
});
