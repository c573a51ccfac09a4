import test from 'ava';
import {createEntries, type Entry} from '../../../source/core/usage/entries.js';
import type {Service} from '../../../source/core/service/service.js';
import type {Usage} from '../../../source/core/usage/usage.js';
import {sessionWith} from '../../helpers/sessions.js';
import {usageRecord} from '../../helpers/usage.js';

function told(records: readonly Usage[]): readonly Entry[] {
	const entries = createEntries();
	for (const record of records) {
		entries.usage(record, undefined, {demo: {'demo-1': {usdPerMillionInput: 3, usdPerMillionOutput: 15, usdPerMillionCacheRead: 0.3}}});
	}

	return entries.after(0, 500);
}

const tokens = (input: number, cacheRead: number) => ({input, output: 10, cacheRead, cacheWrite: 0});
const misses = (records: readonly Usage[]) => told(records).filter(({type}) => type === 'cache-miss');

test('a conversation whose cached part is read no more is a cache miss', t => {
	const [miss, ...others] = misses([usageRecord('1', {at: 1, tokens: tokens(40_000, 36_000)}), usageRecord('2', {at: 2, tokens: tokens(41_000, 0)}), usageRecord('3', {at: 3, tokens: tokens(42_000, 40_000)})]);
	t.deepEqual(others, []);
	t.deepEqual(miss, {number: 3, at: 2, type: 'cache-miss', session: 'k3f', model: 'demo-1', before: 0.9, share: 0, tokens: 36_900, usd: 36_900 * 2.7 / 1_000_000});
});

const none = test.macro<[second: Partial<Usage>]>({
	exec(t, second) {
		t.deepEqual(misses([usageRecord('1', {at: 1, tokens: tokens(40_000, 36_000)}), usageRecord('2', {at: 2, tokens: tokens(41_000, 0), ...second})]), []);
	},
	title: (name = '') => `${name} is no cache miss`,
});

test('a short prompt of a helper', none, {tokens: tokens(3000, 0)});
test('another session', none, {session: 'other'});
test('a request without a session', none, {session: undefined});
test('another model', none, {model: 'demo-2'});
test('a prompt that was mostly read', none, {tokens: tokens(41_000, 30_000)});
test('a request that reported nothing', none, {tokens: undefined});
test('a record that comes late', none, {at: 0});

test('says what happened to services, and only when it changes', t => {
	const entries = createEntries();
	const ready: Service = {id: 'gateway', title: 'Gateway', demo: false, state: {status: 'ready', pid: 1, since: 0, address: 'http://127.0.0.1:8082'}};
	const parked: Service = {...ready, state: {status: 'parked', last: undefined, reason: 'the port is taken', choices: []}};
	entries.event({type: 'service.changed', service: parked}, {services: [ready], sessions: [], now: 5});
	entries.event({type: 'service.changed', service: parked}, {services: [parked], sessions: [], now: 6});
	entries.event({type: 'service.changed', service: ready}, {services: [], sessions: [], now: 7});
	t.deepEqual(entries.after(0, 10), [{number: 1, at: 5, type: 'service', id: 'gateway', title: 'Gateway', level: 'bad', text: 'parked: the port is taken'}]);
});

test('invents no start of a service that ran all along', t => {
	const entries = createEntries();
	const found: Service = {id: 'gateway', title: 'Gateway', demo: false, state: {status: 'starting', pid: 1, since: 5, attempt: 1, runs: 0}};
	const started: Service = {...found, state: {status: 'starting', pid: 1, since: 5, attempt: 1}};
	const ready: Service = {...found, state: {status: 'ready', pid: 1, since: 0, address: undefined}};
	entries.event({type: 'service.changed', service: ready}, {services: [found], sessions: [], now: 6});
	t.deepEqual(entries.after(0, 10), []);
	entries.event({type: 'service.changed', service: ready}, {services: [started], sessions: [], now: 7});
	t.deepEqual(entries.after(0, 10).map(entry => entry.type === 'service' ? entry.text : ''), ['ready']);
	entries.event({type: 'service.changed', service: {...found, state: {status: 'stopped'}}}, {services: [found], sessions: [], now: 8});
	t.is(entries.last(), 2);
});

test('says who rang, and once where it keeps ringing', t => {
	const entries = createEntries();
	const sessions = [sessionWith({id: 'k3f', name: 'api', title: 'Codex'})];
	const rang = (now: number, text?: string) => {
		entries.event({type: 'session.rang', id: 'k3f', at: now, kind: text === undefined ? 'bell' : 'notification', text}, {services: [], sessions, now});
	};

	rang(1);
	rang(2);
	rang(3, 'build is green');
	rang(70_000);
	entries.event({type: 'session.rang', id: 'gone', at: 5, kind: 'bell'}, {services: [], sessions, now: 5});
	t.deepEqual(entries.after(0, 10).map(entry => entry.type === 'session' ? [entry.at, entry.name, entry.level, entry.text] : []), [
		[70_000, 'api', 'warn', 'rings'], [3, 'api', 'warn', 'rings: build is green'], [1, 'api', 'warn', 'rings'],
	]);
});

test('keeps the newest, and tells those after a number', t => {
	const entries = createEntries();
	for (let number = 1; number <= 3000; number++) {
		entries.usage(usageRecord(String(number), {at: number, session: undefined}), undefined, {});
	}

	t.is(entries.last(), 3000);
	t.deepEqual(entries.after(2997, 500).map(({number}) => number), [3000, 2999, 2998]);
	t.deepEqual(entries.after(0, 2).map(({number}) => number), [3000, 2999]);
	t.true(entries.after(0, 5000).length <= 1000);
});
