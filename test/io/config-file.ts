import {mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {chainOf} from '../../source/core/config/config.js';
import {inForceText, problemText, warningText} from '../../source/core/config/problem.js';
import {resolveKeys} from '../../source/core/config/secrets.js';
import {resolveProvider} from '../../source/core/provider/provider.js';
import {resolveModel} from '../../source/core/route/model.js';
import {loadConfig} from '../../source/io/config-file.js';
import {resolvePaths} from '../../source/io/paths.js';

type Setting = {readonly config?: string; readonly dotenv?: string; readonly env?: Readonly<Record<string, string>>};

function open(t: ExecutionContext, {config, dotenv, env = {}}: Setting) {
	const home = mkdtempSync(path.join(os.tmpdir(), 'clutch-config-'));
	t.teardown(() => {
		rmSync(home, {recursive: true, force: true});
	});
	const environment = {CLUTCH_HOME: home, ...env};
	const paths = resolvePaths(environment);
	const write = (text: string) => {
		writeFileSync(paths.config, text);
	};

	if (config !== undefined) {
		write(config);
	}

	if (dotenv !== undefined) {
		writeFileSync(paths.env, dotenv);
	}

	return {paths, write, load: () => loadConfig({paths, env: environment})};
}

const sample = `{
	"proxy": {
		"base_url": "http://127.0.0.1:8082",
		"health_url": "http://127.0.0.1:8082/health",
		"auto_start": true
	},
	"model_tiers": {
		"BIG": {
			"default": "moonshotai/kimi-k2.6:free",
			"cascade": ["openai/gpt-oss-120b:free", "nvidia/nemotron-3-super-120b-a12b:free", "deepseek/deepseek-v4-flash:free"]
		},
		"MIDDLE": {
			"default": "nvidia/nemotron-3-super-120b-a12b:free",
			"cascade": ["nvidia/nemotron-3-super-120b-a12b:free", "openai/gpt-oss-120b:free"]
		},
		"SMALL": {
			"default": "nvidia/nemotron-3-nano-omni-30b-a3b-reasoning:free",
			"cascade": ["openai/gpt-oss-120b:free", "nvidia/nemotron-3-super-120b-a12b:free"]
		}
	},
	"fallbacks": ["deepseek/deepseek-v4-flash:free", "nvidia/nemotron-3-super-120b-a12b:free", "openai/gpt-oss-120b:free"],
	"toolcall_models": ["qwen/qwen3-next-80b-a3b-thinking", "deepseek/deepseek-v4-flash:free", "nvidia/nemotron-3-super-120b-a12b:free", "openai/gpt-oss-120b:free"],
	"quotas": {"deepseek/deepseek-v4-flash:free": {"max_requests_per_minute": 30, "cooldown_seconds": 10}}
}`;

test('takes the README sample of the original as it is, without a warning', t => {
	const {load} = open(t, {
		config: sample,
		dotenv: 'BIG_MODEL=moonshotai/kimi-k2.6:free\nTOOLCALL_MODELS=a/b,c/d\nOPENROUTER_FALLBACK_MODELS=e/f, g/h\nFALLBACK_METHOD=both\nOPENROUTER_API_KEY=sk-or-v1-0123456789\n',
	});
	const {config, problem, warnings} = load();
	t.deepEqual({problem, warnings}, {problem: undefined, warnings: []});
	t.deepEqual(config.model_tiers.MIDDLE, {default: 'nvidia/nemotron-3-super-120b-a12b:free', cascade: ['nvidia/nemotron-3-super-120b-a12b:free', 'openai/gpt-oss-120b:free']});
	t.deepEqual(chainOf(config, 'MIDDLE'), ['nvidia/nemotron-3-super-120b-a12b:free', 'openai/gpt-oss-120b:free', 'e/f', 'g/h']);
	t.deepEqual(config.quotas, {'deepseek/deepseek-v4-flash:free': {max_requests_per_minute: 30, cooldown_seconds: 10}});
	t.deepEqual({fallbacks: config.fallbacks, tools: config.toolcall_models, method: config.fallback_method}, {fallbacks: ['e/f', 'g/h'], tools: ['a/b', 'c/d'], method: 'both'});
});

test('ships the chains that the README of the original draws', t => {
	const {config, origins} = open(t, {}).load();
	t.deepEqual(chainOf(config, 'BIG'), ['moonshotai/kimi-k2.6:free', 'nvidia/nemotron-3-super-120b-a12b:free', 'deepseek/deepseek-v4-flash:free', 'openai/gpt-oss-120b:free']);
	t.deepEqual(chainOf(config, 'MIDDLE'), ['qwen/qwen3-next-80b-a3b-thinking', 'deepseek/deepseek-v4-flash:free', 'nvidia/nemotron-3-super-120b-a12b:free']);
	t.deepEqual(origins['model_tiers.BIG.default'], {type: 'default'});
});

test('prefers the environment to the .env, the .env to the file, the file to what is shipped, and remembers each', t => {
	const {paths, load} = open(t, {
		config: '{"model_tiers": {"BIG": {"default": "file/big"}, "MIDDLE": {"default": "file/middle"}, "SMALL": {"default": "file/small"}}}',
		dotenv: 'BIG_MODEL=dotenv/big\nMIDDLE_MODEL=dotenv/middle\n',
		env: {BIG_MODEL: 'environment/big'},
	});
	const {config, origins} = load();
	t.deepEqual(
		(['BIG', 'MIDDLE', 'SMALL'] as const).map(role => [config.model_tiers[role].default, origins[`model_tiers.${role}.default`]]),
		[
			['environment/big', {type: 'environment', name: 'BIG_MODEL'}],
			['dotenv/middle', {type: 'dotenv', name: 'MIDDLE_MODEL', file: paths.env}],
			['file/small', {type: 'file', file: paths.config}],
		],
	);
});

test('keeps no shipped cascade behind a model that the user chose', t => {
	const {config} = open(t, {env: {BIG_MODEL: 'ollama:llama'}}).load();
	t.deepEqual(chainOf(config, 'BIG'), ['ollama:llama']);
	t.is(chainOf(config, 'SMALL').length, 3);
});

const brokenFile = test.macro({
	exec(t: ExecutionContext, text: string, expected: string) {
		const {paths, load} = open(t, {config: text});
		const {problem} = load();
		t.is(problem && problemText(problem), `${paths.config}:${expected}`);
	},
	title: (_: string | undefined, text: string, expected: string) => `names the place in a broken file: ${JSON.stringify(text)} → ${expected}`,
});

test(brokenFile, '{\n\t"gateway": {"port": 1\n\t"host": "::1"}\n}', '3:2: key gateway.host: wanted a comma, got a double quote');
test(brokenFile, '[1]', '1:1: wanted an object, got a list');
test(brokenFile, '"dark"', '1:1: wanted an object, got "dark"');
test(brokenFile, '{"proxy": {', '1:12: key proxy: wanted a closing }, got the end of the file');

const wrongValue = test.macro({
	exec(t: ExecutionContext, text: string, expected: string) {
		const {paths, load} = open(t, {config: text});
		const {problem, mistakes} = load();
		t.deepEqual([problem, mistakes.map(mistake => warningText(mistake))], [undefined, [`${paths.config}:${expected}`]]);
		t.is(readFileSync(paths.config, 'utf8'), text);
		t.deepEqual(load().mistakes, mistakes, 'it is named at every start, not only at the first');
	},
	title: (_: string | undefined, text: string, expected: string) => `names a wrong value: ${JSON.stringify(text)} → ${expected}`,
});

test(wrongValue, '{\n\t"gateway": {"port": "x"}\n}', '2: gateway.port: wanted a number, got "x"; its default stays (8082)');
test(wrongValue, '{"gateway": {"prot": 1}}', '1: gateway.prot: wanted a key that is known here, such as port, got "prot"; it is left out');
test(wrongValue, '{"fallbacks": ["a", 7]}', '1: fallbacks[1]: wanted a text, got 7; it is left out');
test(wrongValue, '{"fallback_method": "bot"}', '1: fallback_method: wanted one of "cascade", "openrouter_native", "both", got "bot"; its default stays ("cascade")');
test(wrongValue, '{"providers": {"x": {"api_key": 12345}}}', '1: providers.x.api_key: wanted a text, or a list, got a number (not shown); the provider x is left out until that is mended');
test(wrongValue, '{\n\t"ui": {\n\t\t"theme": "purple"\n\t}\n}', '3: ui.theme: wanted one of "auto", "dark", "light", "high-contrast", got "purple"; its default stays ("auto")');
test(wrongValue, '{"ui": {"colours": {"text": "#ffffff", "violet": "#ff00ff"}}}', '1: ui.colours.violet: wanted a key that is known here (text, dim, accent, focus, ok, busy, ask, warn, bad, line), got "violet"; it is left out');
test(wrongValue, '{"ui": {"colours": {"text": "red"}}}', '1: ui.colours.text: wanted a colour such as #33aaff, got "red"; its default stays');
test(wrongValue, '{"ui": 7}', '1: ui: wanted an object, got 7; its default stays');

test('keeps everything else of a file with wrong values in it', t => {
	const {load} = open(t, {config: `{
		"ui": {"theme": "purple", "colours": {"ok": "green", "bad": "#aa0000"}, "motion": "reduced", "tier_wait": "soon"},
		"keys": {"watch": "W"},
		"sessions": {"most": -1, "keep_days": 7},
		"budget": {"usd_per_day": "ten"},
		"gateway": {"port": 9005},
		"model_tiers": {"BIG": {"default": "mine/big", "cascade": ["mine/second", 5, "mine/third", null]}},
	}`});
	const {config, mistakes, warnings} = load();
	t.deepEqual(mistakes.map(({key, line}) => [key, line]), [
		['model_tiers.BIG.cascade[1]', 7], ['model_tiers.BIG.cascade[3]', 7], ['budget.usd_per_day', 5], ['sessions.most', 4], ['ui.theme', 2], ['ui.colours.ok', 2], ['ui.tier_wait', 2],
	]);
	t.deepEqual(warnings, []);
	t.deepEqual(config.ui, {theme: 'auto', colours: {bad: '#aa0000'}, borders: 'auto', symbols: 'auto', motion: 'reduced', notify: 'auto', tier_wait: 400});
	t.deepEqual([config.keys, config.sessions.most, config.sessions.keep_days, config.budget, config.gateway.port], [{watch: 'W'}, 64, 7, {}, 9005]);
	t.deepEqual(config.model_tiers.BIG, {default: 'mine/big', cascade: ['mine/second', 'mine/third']});
});

test('sends nothing elsewhere because of a provider that is wrong in the file', t => {
	const {load} = open(t, {
		config: '{"providers": {"openai": {"base_url": "openai.example/v1", "api_key": "sk-0123456789abcdef"}, "mine": {"base_ulr": "http://127.0.0.1:9/v1"}, "sound": {"base_url": "http://127.0.0.1:8/v1"}}}',
		env: {OPENAI_API_KEY: 'sk-environment-0123456789'},
	});
	const {config, mistakes} = load();
	t.deepEqual(mistakes.map(({key}) => key), ['providers.openai.base_url', 'providers.mine.base_ulr']);
	t.deepEqual(['openai', 'mine', 'sound'].map(id => resolveProvider(id, {config})?.wires.chat?.base), [undefined, undefined, 'http://127.0.0.1:8/v1']);
	t.deepEqual(['openai:gpt-5', 'mine/llama', 'sound/llama'].map(model => resolveModel(model, config).provider), ['openai', 'mine', 'sound']);
	t.is(config.providers.openai?.left_out, 'providers.openai.base_url is wrong in the config');
});

test('puts no other profile in the place of one that is wrong in the file', t => {
	const {load} = open(t, {config: '{"profiles": {"1": {"model": 5}, "work": {"approvals": "aks", "model": "a/b"}, "play": {"model": "c/d"}}}'});
	const {config, mistakes} = load();
	t.deepEqual(mistakes.map(({text}) => text), [
		'profiles[1].model: wanted a text, got 5; the profile 1 is left out until that is mended',
		'profiles.work.approvals: wanted one of "bypass", "ask", got "aks"; the profile work is left out until that is mended',
	]);
	t.deepEqual([Object.hasOwn(config.profiles, '1'), Object.hasOwn(config.profiles, 'work'), config.profiles.play], [false, false, {model: 'c/d'}]);
});

for (const [text, key] of [['{"launch": {"approvals": "aks"}}', 'approvals'], ['{"launch": {"aprovals": "ask"}}', 'aprovals'], ['{"gateway": {"require_key": "yes"}}', 'require_key'], ['{"gateway": {"requre_key": true}}', 'requre_key']] as const) {
	test(`is careful where ${text} may have meant to be`, t => {
		const {config: {launch, gateway}, mistakes} = open(t, {config: text}).load();
		const isLaunch = text.includes('launch');
		t.deepEqual([launch.approvals, gateway.require_key], isLaunch ? ['ask', false] : ['bypass', true]);
		t.deepEqual([mistakes[0]?.key.split('.')[1], mistakes[0]?.text.split('; ')[1]], [key, isLaunch ? 'until that is mended launch.approvals counts as "ask"' : 'until that is mended gateway.require_key counts as true']);
	});
}

test('keeps what a value was before where requests go by it, and a copy of what is whole', t => {
	const {paths, write, load} = open(t, {config: '{"gateway": {"port": 9001}, "default_provider": "mine", "ui": {"motion": "reduced"}, "providers": {"mine": {"base_url": "http://127.0.0.1:9/v1"}}}'});
	load();
	write('{"gateway": {"port": "x"}, "default_provider": 5, "ui": {"motion": "fast"}, "providers": {"mine": {"base_url": "http://127.0.0.1:9/v1"}}}');
	const {config, mistakes, problem} = load();
	t.is(problem, undefined);
	t.deepEqual([config.gateway.port, config.default_provider, config.ui.motion], [9001, 'mine', 'full']);
	t.deepEqual(mistakes.map(({text}) => text), [
		'default_provider: wanted a text, got 5; what it was before stays in force ("mine")',
		'gateway.port: wanted a number, got "x"; what it was before stays in force (9001)',
		'ui.motion: wanted one of "full", "reduced", got "fast"; its default stays ("full")',
	]);
	t.deepEqual(load().config, config, 'the copy stays what it was');
	t.true(readFileSync(path.join(paths.state, 'config.last-good.json'), 'utf8').includes('9001'));
});

test('keeps a copy of a file in which only looks are wrong', t => {
	const {write, load} = open(t, {config: '{"gateway": {"port": 9002}, "ui": {"theme": "purple"}}'});
	load();
	write('{"gateway": {');
	t.deepEqual([load().config.gateway.port, load().problem?.inForce], [9002, 'last-good']);
});

test('keeps the last good configuration in force while the file is broken', t => {
	const {paths, write, load} = open(t, {config: '{"gateway": {"port": 9001}, "providers": {"mine": {"base_url": "http://127.0.0.1:1/v1", "api_key": "sk-0123456789abcdef"}}}'});
	load();
	write('{"gateway": {"port": 9002}, "providers": {"mine": {"base_url": "http://127.0.0.1:1/v1", "api_key": "sk-0123456789abcdef"}}');
	const {config, origins, problem} = load();
	t.is(config.gateway.port, 9001);
	t.deepEqual(origins['gateway.port'], {type: 'last-good', file: paths.config});
	t.is(problem && inForceText(problem), 'The last good configuration stays in force.');
	t.deepEqual(resolveKeys({config, origins}), [{provider: 'mine', keys: ['sk-0123456789abcdef'], origin: {type: 'file', file: paths.config}}]);
	const copy = path.join(paths.state, 'config.last-good.json');
	t.is(statSync(copy).mode & 0o777, 0o600);
	t.false(readFileSync(copy, 'utf8').includes('sk-'));
});

test('falls back to what is shipped when the file was never good', t => {
	const {config, problem} = open(t, {config: '{'}).load();
	t.is(config.gateway.port, 8082);
	t.is(problem?.inForce, 'defaults');
});

test('only warns about an unknown key of the whole file and names the nearest', t => {
	const {paths, load} = open(t, {config: '{\n\t"fallback": [],\n\t// a comment\n\t"proxy": {"auto_star": true,},\n}'});
	const {problem, warnings} = load();
	t.is(problem, undefined);
	t.deepEqual(warnings.map(warning => [warning.file, warning.line, warning.text]), [
		[paths.config, 4, 'unknown key proxy.auto_star; did you mean auto_start?'],
		[paths.config, 2, 'unknown key fallback; did you mean fallbacks?'],
	]);
});

test('says which variable is wrong and goes on without it', t => {
	const {paths, load} = open(t, {dotenv: 'PORT=eighty\nBIG_MODLE=x\nOTHER_TOOL=1\nnot a line\n', env: {HOST: 'my-machine', MODEL_CASCADE: 'perhaps'}});
	const {config, warnings} = load();
	t.deepEqual([config.gateway.port, config.gateway.host, config.model_cascade], [8082, '127.0.0.1', true]);
	t.deepEqual(warnings.map(warning => [warning.file, warning.text]), [
		[paths.env, 'this line is no NAME=value and was not read'],
		[undefined, 'HOST in the environment: wanted an IP address or localhost, got "my-machine"; it was not taken'],
		[undefined, 'MODEL_CASCADE in the environment: wanted true or false, got "perhaps"; it was not taken'],
		[paths.env, 'PORT: wanted a whole number from 0 to 65535, got "eighty"; it was not taken'],
		[paths.env, 'BIG_MODLE is not known; did you mean BIG_MODEL?'],
	]);
});

/* eslint-disable no-template-curly-in-string -- these are for the config to expand */
test('finds the keys of providers under all their names, the most exact one first', t => {
	const {load} = open(t, {
		config: '{"providers": {"my-box": {"base_url": "http://127.0.0.1:9/v1"}, "openai": {"api_key": "${WORK_KEY}"}}}',
		dotenv: 'OPENROUTER_API_KEY=sk-dotenv\nPROVIDERS_MY_BOX_API_KEYS=one,two\nMY_BOX_API_KEY=three\nPROVIDERS_FRESH_URL=https://fresh.example/v1\nPROVIDERS_FRESH_KEY=\'${kept}\'\nCUSTOM_HEADER_X_TEAM=red\n',
		env: {WORK_KEY: 'sk-work', OPENROUTER_API_KEY: 'sk-environment', GOOGLE_API_KEY: 'g'},
	});
	const {config, origins, warnings} = load();
	t.deepEqual(warnings, []);
	t.deepEqual(Object.fromEntries(resolveKeys({config, origins}).map(({provider, keys, origin}) => [provider, [keys, 'name' in origin ? origin.name : origin.type]])), {
		openrouter: [['sk-environment'], 'OPENROUTER_API_KEY'],
		gemini: [['g'], 'GOOGLE_API_KEY'],
		'my-box': [['one', 'two'], 'PROVIDERS_MY_BOX_API_KEYS'],
		fresh: [['${kept}'], 'PROVIDERS_FRESH_KEY'],
		openai: [['sk-work'], 'file'],
	});
	t.is(config.providers.fresh?.base_url, 'https://fresh.example/v1');
	t.deepEqual(config.custom_headers, {'x-team': 'red'});
});

test('warns about a variable that a value asks for and nobody sets', t => {
	const {load} = open(t, {config: '{"providers": {"x": {"api_key": "${NOWHERE_TO_BE_FOUND}"}}}'});
	const loaded = load();
	t.deepEqual(loaded.warnings.map(warning => warning.text), ['providers.x.api_key: ${NOWHERE_TO_BE_FOUND} is set nowhere, so nothing stands in its place']);
	t.deepEqual(resolveKeys(loaded), []);
});
/* eslint-enable no-template-curly-in-string */

test('moves the port of the gateway with a base_url on loopback', t => {
	t.is(open(t, {config: '{"proxy": {"base_url": "http://localhost:9100/"}}'}).load().config.gateway.port, 9100);
	t.is(open(t, {config: '{"proxy": {"base_url": "http://localhost:9100"}, "gateway": {"port": 0}}'}).load().config.gateway.port, 0);
	t.is(open(t, {config: '{"proxy": {"base_url": "http://192.0.2.1:9100"}}'}).load().config.gateway.port, 8082);
});

test('reads a file that was checked before as it read it the first time', t => {
	const {load, write} = open(t, {config: '{\n\t// Mine.\n\t"gateway": {"key": "sesame"},\n\t"profiles": {"night": {}},\n\t"tiers": {"z": "a/b"},\n}\n'});
	const first = load();
	t.deepEqual([first.config.tiers.z, first.config.gateway.key, first.warnings], ['a/b', 'sesame', []]);
	t.deepEqual(load(), first);
	write('{"tiers": {"z": "c/d"}}');
	const second = load();
	t.is(second.config.tiers.z, 'c/d');
	t.deepEqual(load(), second);
	// As long as the one that was checked, and wrong.
	write('{"tiers": {"z": 12345}}');
	t.is(load().mistakes.length, 1);
	write('{"tiers": {"z": "c/d"}, "tires": {}}');
	t.is(load().warnings.length, 1);
	t.is(load().warnings.length, 1);
});
