import test from 'ava';
import {readProfiles} from '../../../source/core/profile/read.js';

test('profiles of the original are laid over its default', t => {
	t.deepEqual(readProfiles({
		default: {notes: 'base', toolcall_models: ['a/tools', 'b/tools'], tier_overrides: {big: 'a/big', small: 'a/small'}, tier_providers: {big: 'openrouter'}},
		pi: {notes: 'for Pi', tier_overrides: {small: 'b/small'}, tier_providers: {small: 'groq'}, toolcall_models: ['c/tools']},
		plain: {},
	}), {
		profiles: {
			default: {notes: 'base', toolcall_models: ['a/tools', 'b/tools'], tier_overrides: {big: 'a/big', small: 'a/small'}, tier_providers: {big: 'openrouter'}},
			pi: {notes: 'for Pi', toolcall_models: ['c/tools'], tier_overrides: {big: 'a/big', small: 'b/small'}, tier_providers: {small: 'groq'}},
			plain: {toolcall_models: ['a/tools', 'b/tools'], tier_overrides: {big: 'a/big', small: 'a/small'}, tier_providers: {big: 'openrouter'}},
		},
		issues: [],
	});
});

test('profiles may stand below a key of that name, and what is empty is not said', t => {
	t.deepEqual(readProfiles({$schema: 'x', _comment: 'y', profiles: {hermes: {force_main: null, model: '', web_search: 'a/search', web_search_intercept: true, slot_bindings: {R1_primary: 'big'}, lane: 'interactive'}}}), {
		profiles: {hermes: {web_search: 'a/search', web_search_intercept: true, slot_bindings: {R1_primary: 'big'}, lane: 'interactive'}},
		issues: [],
	});
});

test('what is wrong is left out and named, and the rest is taken', t => {
	const {profiles, issues} = readProfiles({profiles: {pi: {force_main: 'a/b', lane: 'fast', ttl: 3600, tier_overrides: {big: 7}}, list: ['a'], 'a b': {}}});
	t.deepEqual(profiles, {pi: {force_main: 'a/b'}});
	t.deepEqual(issues.map(issue => [issue.type, issue.path.join('.')]).toSorted((one, other) => String(one) < String(other) ? -1 : 1), [
		['unknown-key', 'profiles.pi.ttl'],
		['wrong', 'profiles.a b'],
		['wrong', 'profiles.list'],
		['wrong', 'profiles.pi.lane'],
		['wrong', 'profiles.pi.tier_overrides.big'],
	]);
});

test('a file that holds something else has no profiles', t => {
	t.deepEqual(readProfiles(['default']), {profiles: {}, issues: [{type: 'wrong', path: [], wanted: 'an object with a profile for each name'}]});
});

test('a profile of the name __proto__ is one like any other', t => {
	const {profiles} = readProfiles(JSON.parse('{"__proto__": {"model": "a/b"}}'));
	t.deepEqual(Object.keys(profiles).filter(name => name !== '__proto__'), []);
	t.is(Object.getPrototypeOf(profiles), Object.prototype);
});
