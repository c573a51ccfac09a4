import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {originText} from '../../source/core/config/layers.js';
import {warningText} from '../../source/core/config/problem.js';
import {loadConfig} from '../../source/io/config-file.js';
import {resolvePaths} from '../../source/io/paths.js';

function load(t: ExecutionContext, {config, profiles}: {readonly config?: unknown; readonly profiles?: string}) {
	const home = mkdtempSync(path.join(os.tmpdir(), 'clutch-profiles-'));
	t.teardown(() => {
		rmSync(home, {recursive: true, force: true});
	});
	const env = {CLUTCH_HOME: home};
	const paths = resolvePaths(env);
	if (config !== undefined) {
		writeFileSync(paths.config, JSON.stringify(config));
	}

	if (profiles !== undefined) {
		writeFileSync(paths.profiles, profiles);
	}

	const loaded = loadConfig({paths, env});
	const text = (warnings: typeof loaded.warnings) => warnings.map(warning => warningText(warning).replaceAll(home, ''));
	return {...loaded, paths, warnings: text(loaded.warnings), notes: text(loaded.notes)};
}

test('a profile of the config goes before one of profiles.json, and that before a shipped one, each as a whole', t => {
	const {config, origins, paths, warnings} = load(t, {
		config: {profiles: {pi: {model: 'own/pi'}, empty: {}}},
		profiles: '{"default": {"toolcall_models": ["a/tools"]}, "pi": {"force_main": "their/pi"}, "claude": {"tier_overrides": {"small": "their/small"}}}',
	});
	t.deepEqual(warnings, []);
	t.deepEqual(config.profiles.pi, {model: 'own/pi'});
	t.deepEqual(config.profiles.claude, {toolcall_models: ['a/tools'], tier_overrides: {small: 'their/small'}});
	t.deepEqual(config.profiles.empty, {});
	t.deepEqual(config.profiles.codex, {notes: 'The roles of the configuration, for Codex'});
	t.is(originText(origins['profiles.claude.tier_overrides.small'] ?? {type: 'default'}), paths.profiles);
	t.is(originText(origins['profiles.codex.notes'] ?? {type: 'default'}), 'shipped profile');
	t.is(originText(origins['profiles.pi.model'] ?? {type: 'default'}), paths.config);
});

test('names what is wrong in profiles.json with its line and takes the rest', t => {
	const {config, warnings, problem} = load(t, {profiles: '{\n\t// by hand\n\t"pi": {\n\t\t"force_main": "a/b",\n\t\t"web_search_pattern": "(search",\n\t\t"force_mian": "c/d"\n\t}\n}\n'});
	t.is(problem, undefined);
	t.deepEqual(config.profiles.pi, {force_main: 'a/b'});
	t.deepEqual(warnings.toSorted(), [
		'/profiles.json:5: pi.web_search_pattern: wanted a regular expression, got "(search"; it is left out',
		'/profiles.json:6: pi.force_mian: wanted a key that is known here, such as force_main, got "force_mian"; it is left out',
	]);
});

test('a profiles.json that cannot be read as a whole stops nothing', t => {
	const {config, warnings, problem} = load(t, {profiles: '{"pi": {"force_main": "a/b"\n'});
	t.is(problem, undefined);
	t.deepEqual(warnings, ['/profiles.json:2: wanted a closing }, got the end of the file; no profile of this file is in force']);
	t.deepEqual(Object.keys(config.profiles.pi ?? {}), ['notes']);
});

test('says what of a profile is not acted on, and which binding leads nowhere', t => {
	const {notes, warnings} = load(t, {
		config: {agents: {c: {profile: 'pi'}, z: {profile: 'pi'}, codex: {profile: 'gone'}}},
		profiles: '{"pi": {"slot_bindings": {"R1_primary": "big"}, "lane": "standby"}}',
	});
	t.deepEqual(warnings, []);
	t.deepEqual(notes.map(note => note.replace(/ \(.*\)$/, '')), [
		'profiles.pi.slot_bindings is understood and changes nothing: roles of a model scan bind no model of Clutch; tier_overrides names one for a role',
		'profiles.pi.lane is understood and changes nothing: Clutch keeps no models in reserve',
		'/config.json: agents.z binds no agent that Clutch knows',
		'/config.json: agents.codex names the profile "gone", and there is none of this name',
	]);
});

test('a wrong regular expression in the config is a mistake with its line, and leaves that profile out', t => {
	const {problem, mistakes, config} = load(t, {config: {profiles: {pi: {web_search_pattern: '('}, other: {web_search_pattern: 'search'}}}});
	t.is(problem, undefined);
	t.deepEqual(mistakes.map(({line, key, text}) => ({line, key, text})), [{
		line: 1,
		key: 'profiles.pi.web_search_pattern',
		text: 'profiles.pi.web_search_pattern: wanted a regular expression, got "("; the profile pi is left out until that is mended',
	}]);
	t.false(Object.hasOwn(config.profiles, 'pi'));
	t.true(Object.hasOwn(config.profiles, 'other'));
});
