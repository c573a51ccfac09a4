import {mkdtempSync, rmSync, statSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'ava';
import type {Usage} from '../../source/core/usage/usage.js';
import {openLedger} from '../../source/io/ledger.js';

function usage(id: string, at: number, session?: string): Usage {
	return {
		id, at, session, profile: undefined, route: 'p', dialect: 'messages', requestedModel: 'claude', provider: 'demo', model: 'demo-1', rule: 'default', attempts: [],
		outcome: 'ok', status: 200, stream: true, tokens: undefined, durationMs: 5, firstTokenMs: undefined, error: undefined,
	};
}

test('counts a record once, however often it is told, and keeps it', t => {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-ledger-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	const file = path.join(folder, 'ledger.sqlite');
	const ledger = openLedger(file);
	t.deepEqual(ledger.record([usage('a', 1, 's'), usage('b', 5), usage('a', 1, 's')]).map(({id}) => id), ['a', 'b']);
	t.deepEqual(ledger.record([usage('b', 5), usage('c', 9, 'x')]).map(({id}) => id), ['c']);
	ledger.close();

	const again = openLedger(file);
	t.teardown(again.close);
	t.deepEqual(again.read({since: 5, sessions: []}).map(({id}) => id), ['b', 'c']);
	t.deepEqual(again.read({since: 9, sessions: ['s']}).map(({id}) => id), ['a', 'c']);
	t.is(statSync(file).mode & 0o777, 0o600);
});

test('reads records from before routes were kept, and keeps those of now', t => {
	const ledger = openLedger(undefined);
	t.teardown(ledger.close);
	const route: Partial<Usage> = {facts: {kind: 'main', offersTools: true, credential: 'ours', role: 'BIG'}, candidates: [{provider: 'one', model: 'a', fallback: false}]};
	ledger.record([usage('old', 1), {...usage('new', 2), ...route}]);
	const [old, fresh] = ledger.read({since: 0, sessions: []});
	t.is(old?.candidates, undefined);
	t.like(fresh, route);
});

test('takes all of a batch or nothing', t => {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'clutch-ledger-'));
	t.teardown(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	const ledger = openLedger(path.join(folder, 'ledger.sqlite'));
	t.teardown(ledger.close);
	t.throws(() => ledger.record([usage('a', 1), usage('b', Number.NaN)]));
	t.deepEqual(ledger.read({since: 0, sessions: []}), []);
});
