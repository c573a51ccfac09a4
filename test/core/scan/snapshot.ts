import test from 'ava';
import type {Scan} from '../../../source/core/scan/scan.js';
import {readSnapshot} from '../../../source/core/scan/snapshot.js';

const made = '2026-11-20T06:00:00Z';
const hour = 3_600_000;

const snapshot = {
	schema_version: '1.2',
	generated_at: made,
	scan_id: 'one',
	provider_health: {openrouter: 'ok'},
	slots: {
		R1_primary: {
			label: 'Primary',
			eval_mode: 'cost_basis',
			best: 'kimi-k2.6',
			candidates: [
				{model_id: 'glm-5', provider: 'groq', api_model: 'zai/glm-5', fitness: 80},
				{model_id: 'kimi-k2.6', provider: 'openrouter', api_model: 'moonshotai/kimi-k2.6', fitness: 91, price_blended: 1.2},
			],
		},
		R3_free: {best: 'nemotron', candidates: [{model_id: 'nemotron', provider: 'openrouter', api_model: 'nvidia/nemotron:free', price_blended: 0}]},
	},
};

function read(change: Readonly<Record<string, unknown>> = {}, age = hour): Scan {
	return readSnapshot(JSON.stringify({...snapshot, ...change}), date => (Date.parse(made) + age - Date.parse(date)) / 1000);
}

test('names the best model and the best free one as their provider calls them', t => {
	t.deepEqual(read(), {
		status: 'read',
		best: {model: 'moonshotai/kimi-k2.6', provider: 'openrouter'},
		free: {model: 'nvidia/nemotron:free', provider: 'openrouter'},
	});
});

test('a scan of more than a day ago is not used', t => {
	t.is(read({}, 24 * hour).status, 'read');
	t.deepEqual(read({}, (24 * hour) + 1000), {status: 'stale', days: 1});
	t.deepEqual(read({}, 9.5 * 24 * hour), {status: 'stale', days: 9});
});

for (const [title, change, problem] of [
	['another version', {schema_version: '2.0'}, 'its version is "2.0", and 1 is understood'],
	['no time', {generated_at: 'soon'}, '"soon" is no time it can have been made at'],
	['a time to come', {generated_at: '2031-01-01T00:00:00Z'}, '"2031-01-01T00:00:00Z" is no time it can have been made at'],
	['no version', {schema_version: undefined}, 'its version is not said, and 1 is understood'],
	['slots of another form', {slots: ['R1_primary']}, 'it has no slots'],
] as const) {
	test(`a scan with ${title} is not used, and it is said why`, t => {
		t.deepEqual(read(change), {status: 'invalid', problem});
	});
}

test('what is no JSON is no scan', t => {
	t.deepEqual(readSnapshot('{"schema_version": "1', () => 0), {status: 'invalid', problem: 'it is no JSON'});
	t.deepEqual(readSnapshot('[]', () => 0), {status: 'invalid', problem: 'it is no snapshot'});
});

test('a paid model does not count as the best free one', t => {
	const paid = {model_id: 'paid', provider: 'openrouter', price_blended: 3};
	t.like(read({slots: {R3_free: {best: 'paid', candidates: [paid, {model_id: 'small-free', provider: 'groq'}]}}}), {best: undefined, free: {model: 'small-free', provider: 'groq'}});
	t.like(read({slots: {R3_free: {best: 'paid', candidates: [paid]}}}), {free: undefined});
});

test('a best model that is no candidate is taken by its own name', t => {
	t.like(read({slots: {R1_primary: {best: 'vendor/x'}, R3_free: null}}), {best: {model: 'vendor/x', provider: undefined}, free: undefined});
	t.like(read({slots: {R1_primary: {best: 7, candidates: 'many'}, R3_free: {candidates: [{model_id: ''}, 3]}}}), {status: 'read', best: undefined, free: undefined});
	t.like(read({slots: {}}), {status: 'read', best: undefined, free: undefined});
});
