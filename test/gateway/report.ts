import {mkdtempSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import type {Usage} from '../../source/core/usage/usage.js';
import {createReport} from '../../source/gateway/report.js';
import {systemClock} from '../../source/io/clock.js';
import {fakeClutchd} from '../helpers/gateway.js';
import {until} from '../helpers/until.js';

const usage = (id: string): Usage => ({
	id, at: 1, session: undefined, profile: undefined, route: undefined, dialect: 'messages', requestedModel: 'm', provider: undefined, model: undefined, rule: 'role', attempts: [],
	outcome: 'ok', status: 200, stream: false, tokens: undefined, durationMs: 1, firstTokenMs: undefined, error: undefined,
});

function start(t: ExecutionContext, capacity?: number) {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-report-'));
	const socket = path.join(folder, 'clutchd.sock');
	const report = createReport({socket, clock: systemClock, retryMs: 20, ...(capacity === undefined ? {} : {capacity})});
	t.teardown(() => {
		report.close();
		rmSync(folder, {recursive: true, force: true});
	});
	return {socket, report};
}

test('keeps what happened while clutchd is away and tells it in order', async t => {
	const {socket, report} = start(t);
	report.started('open', 's1');
	for (const id of ['a', 'b', 'c']) {
		report.started(id, undefined);
		report.ended(usage(id));
	}

	t.deepEqual(report.state(), {connected: false, waiting: 3, dropped: 0});
	const clutchd = await fakeClutchd(t, socket);
	const records = await clutchd.record(3);
	t.deepEqual(records.map(record => record.id), ['a', 'b', 'c']);
	t.deepEqual(clutchd.started, ['open']);
	t.deepEqual(clutchd.problems, []);
	await until('nothing waits', () => report.state().waiting === 0);
});

test('drops the oldest records beyond its capacity and counts them', async t => {
	const {socket, report} = start(t, 2);
	for (const id of ['a', 'b', 'c', 'd']) {
		report.ended(usage(id));
	}

	t.deepEqual(report.state(), {connected: false, waiting: 2, dropped: 2});
	const clutchd = await fakeClutchd(t, socket);
	const records = await clutchd.record(2);
	t.deepEqual(records.map(record => record.id), ['c', 'd']);
});

test('tells a record again until it is answered for', async t => {
	const {socket, report} = start(t);
	const clutchd = await fakeClutchd(t, socket, {silent: 2});
	report.ended(usage('a'));
	const records = await clutchd.record(1);
	t.deepEqual(records.map(record => record.id), ['a']);
	await report.flush(60_000);
	t.deepEqual(report.state(), {connected: true, waiting: 0, dropped: 0});
});

test('finds a clutchd that went and came back', async t => {
	const {socket, report} = start(t);
	const first = await fakeClutchd(t, socket);
	report.ended(usage('a'));
	await first.record(1);
	await report.flush(60_000);
	await first.close();
	await until('it is seen to be gone', () => !report.state().connected);
	report.started('b', undefined);
	report.ended(usage('b'));
	const second = await fakeClutchd(t, socket);
	const records = await second.record(1);
	t.deepEqual(records.map(record => record.id), ['b']);
});

test('does not wait for a clutchd that is not there', async t => {
	const {report} = start(t);
	report.ended(usage('a'));
	await report.flush(50);
	t.is(report.state().waiting, 1);
});

test('keeps the first conversation of each session until clutchd has taken it', async t => {
	const {socket, report} = start(t);
	for (const [id, session, conversation] of [['a', 'one', 'first'], ['b', 'one', 'of an agent inside'], ['c', 'two', 'other']] as const) {
		report.started(id, session);
		report.conversation(id, {session, conversation});
		report.ended({...usage(id), session});
	}

	// The first clutchd dies before it can say that it has heard.
	const clutchd = await fakeClutchd(t, socket, {silent: 1});
	await clutchd.record(3);
	const told = () => clutchd.conversations.map(({session, conversation}) => `${session}: ${conversation}`);
	await until('the first is told again', () => told().filter(text => text === 'one: first').length === 2 && told().includes('two: other'));
	t.deepEqual(new Set(told()), new Set(['one: first', 'two: other']));
	t.deepEqual(clutchd.started, []);
});
