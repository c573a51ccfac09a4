import test from 'ava';
import {gotText, isMistake, unknownKeyText, wantedText} from '../../../source/core/config/problem.js';
import {checkConfig} from '../../../source/core/config/schema.js';
import {isSecretPath} from '../../../source/core/config/secrets.js';

const profile = (bundle: unknown) => checkConfig({profiles: {work: bundle}});

test('understands every key of a profile', t => {
	t.deepEqual(profile({
		notes: 'for work',
		model: 'vendor/main',
		force_main: 'vendor/main',
		toolcall_models: ['vendor/tools'],
		tier_overrides: {big: 'a/b', middle: 'a/m', small: 'a/s'},
		tier_providers: {big: 'openrouter', middle: 'groq', small: 'ollama'},
		subagent_model: 'vendor/helper',
		provider_override: 'openrouter',
		web_search: 'vendor/search',
		web_search_pattern: '^(find|look)$',
		web_search_intercept: true,
		spoof_response_model: false,
		route: 'b',
		lane: 'standby',
		slot_bindings: {R1_primary: 'big'},
		login: true,
		approvals: 'ask',
		env: {EDITOR: 'vi'},
		args: {c: ['--verbose']},
		direct: {keep: ['ANTHROPIC_API_KEY']},
	}), []);
	t.deepEqual(profile('vendor/main'), []);
	t.deepEqual(profile({}), []);
	t.deepEqual(checkConfig({agents: {c: {profile: 'work'}, codex: {profile: 'default'}}}), []);
});

test('a key of the original that nobody knows is a warning with the nearest name', t => {
	const [issue, ...others] = profile({force_mian: 'vendor/main'});
	t.deepEqual(others, []);
	t.false(issue === undefined || isMistake(issue));
	t.is(issue && unknownKeyText(issue), 'unknown key profiles.work.force_mian; did you mean force_main?');
	t.deepEqual(profile({tier_overrides: {huge: 'a/b'}}).map(issue => isMistake(issue)), [false]);
});

for (const [title, bundle, path, wanted] of [
	['a wrong regular expression', {web_search_pattern: '(search'}, ['profiles', 'work', 'web_search_pattern'], 'a regular expression'],
	['a list that is a text', {toolcall_models: 'a,b'}, ['profiles', 'work', 'toolcall_models'], 'a list'],
	['a lane nobody knows', {lane: 'fast'}, ['profiles', 'work', 'lane'], 'one of "interactive", "standby"'],
	['a login that is a word', {login: 'yes'}, ['profiles', 'work', 'login'], 'true or false'],
	['a misspelt key of our own section', {direct: {kepe: []}}, ['profiles', 'work', 'direct', 'kepe'], 'a key that is known here, such as keep'],
	['a variable that is none', {direct: {keep: ['A B']}}, ['profiles', 'work', 'direct', 'keep', '0'], 'a name of letters, digits and _, no digit first'],
] as const) {
	test(`${title} in a profile is a mistake`, t => {
		const [issue] = profile(bundle);
		t.deepEqual(issue?.path, [...path]);
		t.true(issue !== undefined && isMistake(issue));
		t.is(issue && wantedText(issue), wanted);
	});
}

test('several wrong keys of one profile are all named', t => {
	t.deepEqual(profile({lane: 'fast', login: 1}).map(issue => issue.path.at(-1)), ['lane', 'login']);
});

test('a misspelt key of a binding is a mistake', t => {
	t.deepEqual(checkConfig({agents: {c: {profil: 'work'}}}).map(issue => isMistake(issue)), [true]);
});

test('a secret in the environment of a profile is one', t => {
	t.true(isSecretPath(['profiles', 'work', 'env', 'SOME_TOKEN']));
	t.false(isSecretPath(['profiles', 'work', 'env', 'EDITOR']));
});

const names = test.macro({
	exec(t, section: Readonly<Record<string, unknown>>, wanted: string, got: string) {
		t.deepEqual(checkConfig(section).map(issue => [wantedText(issue), gotText(issue, {})]), [[wanted, got]]);
	},
	title: (_title, section: Readonly<Record<string, unknown>>) => `a name that cannot be is said as such: ${JSON.stringify(section)}`,
});

test(names, {services: {'../x': {argv: ['x']}}}, 'a name of small letters, digits, - and _, 32 at most', '"../x"');
test(names, {services: {x: {argv: ['x'], env: {'1A': 'b'}}}}, 'a name of letters, digits and _, no digit first', '"1A"');
test(names, {providers: {Big: {}}}, 'a name of small letters, digits, _ - and .', '"Big"');
test(names, {tiers: {xx: 'a/b'}}, 'a name of one small letter', '"xx"');
