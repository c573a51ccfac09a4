import {spawn} from 'node:child_process';
import {existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {statusLines} from '../../source/core/view/text/status-text.js';
import {systemClock} from '../../source/io/clock.js';
import {openManifest} from '../../source/io/manifest.js';
import {ensureDirectories, programArgv} from '../../source/io/paths.js';
import {returnOfClutchd, watchClutchd, withoutGateway} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {rebootableHome} from '../helpers/reboot.js';
import {sessionWith} from '../helpers/sessions.js';

const day = 24 * 60 * 60 * 1000;

test.serial('an end its user asked for is no crash, whoever asks', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const {id} = await watcher.open({file: '/bin/cat'});
	await watcher.client.call({type: 'session.stop', id, graceMs: 20_000});
	const {sessions} = await watcher.waitFor('it is over', state => state.sessions[0]?.state.status !== 'live');
	t.like(sessions[0]?.state, {status: 'exited', stopped: true, exit: {type: 'signal', signal: 'SIGTERM'}});
});

test.serial('after a reboot every session is known as lost by it, and only once', async t => {
	const home = rebootableHome(t);
	withoutGateway(home);
	const first = await watchClutchd(t, {home});
	await first.open({file: '/bin/cat'}, {id: 'a', name: 'my work'});
	await first.open({file: '/bin/sh', args: ['-c', 'exit 3']}, {id: 'b'});
	await first.waitFor('one has ended', ({sessions}) => sessions.some(({state}) => state.status === 'crashed'));
	await home.reboot();
	const second = await watchClutchd(t, {home});
	t.deepEqual(second.state().sessions.map(({id, name, state}) => [id, name, state.status, state.status === 'host-lost' ? state.why : undefined]), [['a', 'my work', 'host-lost', 'reboot'], ['b', 'test', 'crashed', undefined]]);
	const manifest = openManifest({folder: home.paths.manifest, clock: systemClock});
	t.is(manifest.boot(), readFileSync(path.join(home.user, 'boot-id'), 'utf8'));
	manifest.close();
});

test.serial('a session that has been over for long enough leaves with its files', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	ensureDirectories(home.paths);
	const manifest = openManifest({folder: home.paths.manifest, clock: systemClock});
	for (const [id, days] of [['old', 31], ['young', 29]] as const) {
		manifest.append({type: 'created', session: sessionWith({id, state: {status: 'exited', at: Date.now() - (days * day)}})});
		mkdirSync(path.join(home.paths.launches, id));
		writeFileSync(path.join(home.paths.sessions, `${id}.json`), '{}');
		writeFileSync(path.join(home.paths.sessions, `${id}.tail`), '');
	}

	manifest.close();
	const watcher = await watchClutchd(t, {home});
	t.deepEqual(watcher.state().sessions.map(({id}) => id), ['young']);
	t.deepEqual([readdirSync(home.paths.launches), readdirSync(home.paths.sessions).toSorted()], [['young'], ['young.json', 'young.tail']]);
	t.true(readFileSync(path.join(home.paths.manifest, 'journal-1.jsonl'), 'utf8').includes('"type":"expired"'));
});

test.serial('without a folder for its list clutchd serves what lives, says so, and takes the list in when it is there', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const first = await watchClutchd(t, {home});
	await first.open({file: '/bin/cat'}, {id: 'a', name: 'my work'});
	await first.open({file: '/bin/true'}, {id: 'b', name: 'long done'});
	await first.waitFor('one has ended', ({sessions}) => sessions.some(({state}) => state.status === 'exited'));
	await first.shutdown();
	renameSync(home.paths.manifest, `${home.paths.manifest}.away`);
	writeFileSync(home.paths.manifest, 'a file in the way');

	const second = await watchClutchd(t, {home});
	t.true(second.state().sessions.some(({id, state}) => id === 'a' && state.status === 'live'));
	const trouble = second.state().clutchd.trouble ?? '';
	t.regex(trouble, /^The session list cannot be (written|read) \(.+\)\./);
	t.is(second.state().notices.filter(({text}) => text === trouble).length, 1);
	t.true(statusLines(second.state(), {now: Date.now(), home: home.user}).some(line => line.includes(trouble)));
	await second.open({file: '/bin/cat'}, {id: 'c', name: 'new'});

	rmSync(home.paths.manifest);
	renameSync(`${home.paths.manifest}.away`, home.paths.manifest);
	await second.waitFor('it is well again', ({clutchd, sessions}) => clutchd.trouble === undefined && sessions.some(({name}) => name === 'long done') && sessions.some(({name}) => name === 'my work'));
	await second.shutdown();
	const third = await watchClutchd(t, {home});
	t.deepEqual(Object.fromEntries(third.state().sessions.map(({name, state}) => [name, state.status])), {'long done': 'exited', 'my work': 'live', new: 'live'});
});

test.serial('a second clutchd for the same sessions under another run directory says who runs, and writes nothing', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	await watcher.open({file: '/bin/cat'}, {id: 'a', name: 'my work'});
	const elsewhere = path.join(home.user, 'elsewhere');
	mkdirSync(elsewhere);
	symlinkSync(home.paths.state, path.join(elsewhere, 'clutch'));
	const before = readFileSync(path.join(home.paths.manifest, 'journal-1.jsonl'), 'utf8');

	const [file, ...args] = programArgv('clutchd');
	const {CLUTCH_HOME: _, ...env} = home.env;
	const late = spawn(file, args, {env: {...env, XDG_STATE_HOME: elsewhere, XDG_RUNTIME_DIR: path.join(home.user, 'run')}, stdio: ['ignore', 'pipe', 'inherit']});
	let said = '';
	late.stdout.on('data', (chunk: Uint8Array) => {
		said += String(chunk);
	});
	const code = await new Promise(resolve => {
		late.once('close', resolve);
	});
	t.deepEqual([code, said], [1, `clutchd runs already, with pid ${watcher.client.welcome.pid}, for the same sessions in the run directory ${home.paths.run}: set XDG_RUNTIME_DIR or CLUTCH_HOME as it was there.\n`]);
	t.is(readFileSync(path.join(home.paths.manifest, 'journal-1.jsonl'), 'utf8'), before);
	t.false(existsSync(path.join(home.paths.manifest, 'snapshot-2.json')));
	const still = await returnOfClutchd(t, home);
	t.is(still.client.welcome.pid, watcher.client.welcome.pid);
});
