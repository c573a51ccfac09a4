import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import test from 'ava';
import type {RestoreOffer} from '../../source/core/session/restore.js';
import type {Recipe, Session} from '../../source/core/session/session.js';
import {planPlain} from '../../source/core/session/plain.js';
import {identify, signalProcess} from '../../source/io/process-identity.js';
import {removeScrollback, writeScrollback} from '../../source/io/scrollback-file.js';
import {watchClutchd, withoutGateway, type Watcher} from '../helpers/clutchd.js';
import {temporaryHome, type Home} from '../helpers/home.js';

/** A plain command as `cg_run` opens it. */
async function guard(watcher: Watcher, {home, id, name = id, args}: {readonly home: Home; readonly id: string; readonly name?: string; readonly args: readonly string[]}): Promise<Session> {
	return await watcher.client.call({type: 'session.open', id, name, title: 'sh', demo: false, cols: 100, rows: 30, ...planPlain({file: '/bin/sh', args, env: home.env, cwd: home.project})}) as Session;
}

async function ended(watcher: Watcher, id: string): Promise<Session> {
	const isOver = ({state}: Session) => state.status !== 'live' && state.status !== 'starting';
	const state = await watcher.waitFor(`${id} is over`, ({sessions}) => sessions.some(session => session.id === id && isOver(session)));
	const session = state.sessions.find(each => each.id === id);
	if (session === undefined) {
		throw new Error(`${id} is gone`);
	}

	return session;
}

test.serial('starts a plain command again under its own id, name and size', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	await guard(watcher, {home, id: 'one', name: 'build', args: ['-c', 'echo "run $(cat runs 2>/dev/null)"; echo again > runs; stty size; read line; exit 3']});
	await watcher.waitForScreen('one', lines => lines[1] === '30 100');
	await t.throwsAsync(watcher.client.call({type: 'session.restore', id: 'one'}), {code: 'ERR_CLUTCH_NOT_OVER'} as never);
	await watcher.client.call({type: 'session.stop', id: 'one', graceMs: 20_000});
	const before = await ended(watcher, 'one');
	const offers = await watcher.client.call({type: 'session.restorable'}) as readonly RestoreOffer[];
	t.deepEqual(offers.map(({id, name, cwd, answer}) => ({id, name, cwd, answer})), [{id: 'one', name: 'build', cwd: home.project, answer: {type: 'again', why: 'the same command, from its beginning', command: `/bin/sh -c 'echo "run $(cat runs 2>/dev/null)"; echo again > runs; stty size; read line; exit 3'`}}]);

	const again = await watcher.client.call({type: 'session.restore', id: 'one', env: home.env}) as Session;
	t.like(again, {id: 'one', name: 'build', cwd: home.project, createdAt: before.createdAt, state: {status: 'live'}});
	const lines = await watcher.waitForScreen('one', screen => screen[1] === '30 100');
	t.is(lines[0], 'run again');
	t.is(watcher.state().sessions.length, 1);
});

test.serial('does not start again what looked at the lines of a pane, once they are gone', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const file = writeScrollback(home.paths, 'lines', 'one\ntwo\n');
	await guard(watcher, {home, id: 'lines', name: 'lines of api', args: ['-c', 'cat "$1"; exit 1', 'sh', file]});
	await ended(watcher, 'lines');
	const answer = async () => (await watcher.client.call({type: 'session.restorable'}) as readonly RestoreOffer[])[0]?.answer;
	t.like(await answer(), {type: 'again'});
	removeScrollback(home.paths, 'lines');
	const sentence = 'The lines that "lines of api" showed were kept no longer than it ran.';
	t.deepEqual(await answer(), {type: 'refused', sentence, choices: ['close it: clutch close lines']});
	await t.throwsAsync(watcher.client.call({type: 'session.restore', id: 'lines'}), {message: new RegExp(sentence)});
});

test.serial('starts it once where two ask at the same moment', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	await guard(watcher, {home, id: 'two', args: ['-c', 'echo started >> starts; exec cat']});
	await watcher.client.call({type: 'session.stop', id: 'two', graceMs: 20_000});
	await ended(watcher, 'two');
	const results = await Promise.allSettled([1, 2, 3].map(async () => watcher.client.call({type: 'session.restore', id: 'two'})));
	t.deepEqual(results.map(({status}) => status).toSorted(), ['fulfilled', 'rejected', 'rejected']);
	t.deepEqual(results.filter(result => result.status === 'rejected').map(({reason}) => (reason as Error).message), ['The session "two" runs, or is being started again.', 'The session "two" runs, or is being started again.']);
});

test.serial('is over as before, with its last screen, where the start fails', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	await guard(watcher, {home, id: 'bad', args: ['-c', 'echo last words; exit 4']});
	const before = await ended(watcher, 'bad');
	const {client} = watcher;
	// A holder's file cannot take the place of a folder.
	const blocked = path.join(home.paths.holders, 'bad.spec.json');
	mkdirSync(blocked);
	await t.throwsAsync(client.call({type: 'session.restore', id: 'bad'}));
	rmSync(blocked, {recursive: true});
	t.deepEqual(watcher.state().sessions[0]?.state, before.state);
	const [last] = await watcher.screen('bad');
	t.is(last, 'last words');
	await client.call({type: 'session.restore', id: 'bad'});
	t.like(await ended(watcher, 'bad'), {state: {status: 'crashed', exit: {type: 'code', code: 4}}});
});

test.serial('answers with what stands in the way', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	await guard(watcher, {home, id: 'key', args: ['-c', 'exit 1', '--api-key', 'abcdefgh']});
	await ended(watcher, 'key');
	const [offer] = await watcher.client.call({type: 'session.restorable', ids: ['key']}) as readonly RestoreOffer[];
	t.deepEqual(offer?.answer, {
		type: 'refused',
		sentence: 'The arguments of key are not kept, because a secret is among them.',
		choices: [`cd ${home.project} && cg_run --name key /bin/sh -c 'exit 1' --api-key ••••`],
	});
	await t.throwsAsync(watcher.client.call({type: 'session.restore', id: 'key'}), {message: 'The arguments of key are not kept, because a secret is among them.'});
	await t.throwsAsync(watcher.client.call({type: 'session.restore', id: 'kez'}), {message: 'There is no session "kez".'});
});

test.serial('asks where a request of it came to the gateway and nothing is kept, also after a crash of clutchd', async t => {
	const home = temporaryHome(t, {OPENROUTER_API_KEY: 'sk-or-test'});
	writeFileSync(home.paths.config, '{"proxy": {"auto_start": true}}\n');
	const bin = path.join(home.user, 'bin');
	mkdirSync(bin);
	writeFileSync(path.join(bin, 'claude'), '#!/bin/sh\nexec cat\n', {mode: 0o755});
	const env = {...home.env, PATH: `${bin}:/usr/bin:/bin`, IS_SANDBOX: '1'};
	const watcher = await watchClutchd(t, {home});
	const recipe: Recipe = {code: 'cip', agent: 'claude', route: 'p', credential: 'gateway-key', profile: undefined, model: undefined, conversation: '11111111-2222-4333-8444-555555555555', proof: 'assigned', file: path.join(bin, 'claude'), shownArgs: []};
	const open = async (id: string) => watcher.client.call({type: 'session.open', id, name: id, title: 'Claude Code', demo: false, cols: 80, rows: 24, recipe: {...recipe, conversation: `${id}-2222-4333-8444-555555555555`}, launch: {file: path.join(bin, 'claude'), args: [], env, cwd: home.project}});
	await open('silent');
	await open('asked');
	await open('answered');
	await watcher.client.call({type: 'usage.started', id: 'request', session: 'asked'});
	await watcher.client.call({type: 'usage.record', records: [{
		id: 'other', at: 1, session: 'answered', profile: undefined, route: 'p', dialect: 'messages', requestedModel: 'a', provider: undefined, model: undefined, rule: 'none', attempts: [],
		outcome: 'ok', status: 200, stream: true, tokens: undefined, durationMs: 1, firstTokenMs: 1, error: undefined,
	}]});
	const pids = watcher.state().sessions.map(({state}) => state.status === 'live' ? state.pid : 0);
	const killed = identify(watcher.state().clutchd.pid);
	t.true(killed !== undefined && signalProcess(killed, 'SIGKILL'));
	const back = await watchClutchd(t, {home});
	for (const pid of pids) {
		process.kill(pid, 'SIGKILL');
	}

	await back.waitFor('all are over', ({sessions}) => sessions.length === 3 && sessions.every(({state}) => state.status !== 'live'));
	const offers = await back.client.call({type: 'session.restorable', env}) as readonly RestoreOffer[];
	t.deepEqual(offers.map(({id, answer}) => [id, answer.type === 'question' ? answer.sentence : answer.type]), [
		['silent', 'again'],
		['asked', 'Claude Code does not keep the conversation asked-2222-4333-8444-555555555555 of asked any more.'],
		['answered', 'Claude Code does not keep the conversation answered-2222-4333-8444-555555555555 of answered any more.'],
	]);
	await t.throwsAsync(back.client.call({type: 'session.restore', id: 'asked', env}), {message: /^Claude Code does not keep/});
});

test.serial('is starting from the moment it is wanted again until it lives, whatever its run before leaves behind', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	await guard(watcher, {home, id: 'again', args: ['-c', `test -e ${home.project}/second && exec cat; : > ${home.project}/second; exit 3`]});
	const {state} = await ended(watcher, 'again');
	t.is(state.status, 'crashed');
	const before = watcher.events.length;
	await watcher.client.call({type: 'session.restore', id: 'again', env: home.env});
	const statuses = watcher.events.slice(before).flatMap(event => event.type === 'session.changed' ? [event.session.state.status] : []);
	t.deepEqual(statuses.filter((status, index) => status !== statuses[index - 1]), ['starting', 'live']);
});

test.serial('starts one of two sessions with the same conversation, also where both are wanted at the same moment', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const bin = path.join(home.user, 'bin');
	mkdirSync(bin);
	writeFileSync(path.join(bin, 'claude'), '#!/bin/sh\nexec cat\n', {mode: 0o755});
	const env = {...home.env, PATH: `${bin}:/usr/bin:/bin`, IS_SANDBOX: '1'};
	const {client, ...watcher} = await watchClutchd(t, {home});
	const conversation = '11111111-2222-4333-8444-555555555555';
	const recipe: Recipe = {code: 'csd', agent: 'claude', route: 'd', credential: 'own-login', profile: undefined, model: undefined, conversation, file: path.join(bin, 'claude'), shownArgs: []};
	const open = async (id: string) => client.call({type: 'session.open', id, name: id, title: 'Claude Code', demo: false, cols: 80, rows: 24, recipe, launch: {file: path.join(bin, 'claude'), args: [], env, cwd: home.project}});
	await open('one');
	await t.throwsAsync(open('two'), {message: `The conversation ${conversation} is open in one, and is not opened twice.`});
	t.deepEqual(watcher.state().sessions.map(({id}) => id), ['one']);
	await client.call({type: 'session.stop', id: 'one', graceMs: 20_000});
	await watcher.waitFor('it is over', ({sessions}) => sessions[0]?.state.status === 'exited');
	await open('two');
	await client.call({type: 'session.stop', id: 'two', graceMs: 20_000});
	await watcher.waitFor('both are over', ({sessions}) => sessions.every(({state}) => state.status === 'exited'));
	const results = await Promise.allSettled(['one', 'two'].map(async id => client.call({type: 'session.restore', id, env, choice: {type: 'conversation', id: conversation}})));
	t.deepEqual(results.map(({status}) => status).toSorted(), ['fulfilled', 'rejected']);
	t.is(watcher.state().sessions.filter(({state}) => state.status === 'live').length, 1);
});

test.serial('a name that nobody chose is made to mean one session, and stays through a restore', async t => {
	const home = temporaryHome(t);
	withoutGateway(home);
	const watcher = await watchClutchd(t, {home});
	const open = async (id: string, suggested: boolean) => {
		const {name} = await watcher.client.call({type: 'session.open', id, name: 'proj', ...(suggested ? {suggested} : {}), title: 'sh', demo: false, cols: 80, rows: 24, ...planPlain({file: '/bin/sh', args: ['-c', 'read line'], env: home.env, cwd: home.project})}) as Session;
		return name;
	};

	t.is(await open('one', true), 'proj');
	t.is(await open('two', true), 'proj-2');
	await watcher.client.call({type: 'session.stop', id: 'two', graceMs: 20_000});
	await ended(watcher, 'two');
	t.is(await open('three', true), 'proj-3');
	t.like(await watcher.client.call({type: 'session.restore', id: 'two', env: home.env}), {id: 'two', name: 'proj-2'});
	// Who chooses a name has it.
	t.is(await open('four', false), 'proj');
});
