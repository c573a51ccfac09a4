/* eslint-disable no-template-curly-in-string -- the original names variables so, and a shell does */
import test from 'ava';
import {importChain, isChain} from '../../../source/core/config/import-chain.js';
import {completeConfig} from '../../../source/core/config/config.js';
import {shippedConfig} from '../../../source/core/config/defaults.js';
import {flatten, mergeLayers} from '../../../source/core/config/layers.js';
import {checkConfig} from '../../../source/core/config/schema.js';
import {specsOf} from '../../../source/core/service/rows.js';

const folder = '/home/me/claude-code-proxy';

const entry = (id: string, changes: Readonly<Record<string, unknown>>) => ({id, name: id, type: 'http', port: 9000, health_path: '/health', enabled: true, order: 5, ...changes});

/** As the original ships it, shortened where it repeats itself. */
const shipped = {
	schema_version: '2.0.0',
	entries: [
		{id: 'claude_code_proxy', name: 'Claude Code Proxy', type: 'http', port: 8082, health_path: '/health', enabled: true, order: 0, service_cmd: 'exec env -u ANTHROPIC_API_KEY .venv/bin/python start_proxy.py --skip-validation', url: 'http://127.0.0.1:8082/v1'},
		{id: 'headroom', name: 'Headroom', type: 'http', port: 8787, health_path: '/health', enabled: true, order: 1, service_cmd: 'scripts/headroom-start.sh', url: 'http://127.0.0.1:8787/v1'},
		{id: 'cliproxyapi', name: 'CLIProxyAPI (Antigravity)', type: 'http', port: 8317, health_path: '/v1/models', enabled: false, order: 2, service_cmd: '$HOME/code/cliproxyapi/cli-proxy-api-plus --config $HOME/code/cliproxyapi/config.yaml', url: 'http://127.0.0.1:8317/v1'},
	],
	router: {
		default: {model: '', base_url: '', api_key: '', assignment_id: ''},
		background: {model: 'deepseek-v4-flash-free', base_url: '', api_key: '', assignment_id: ''},
		long_context_threshold: 60_000,
		custom_router_path: '',
		disabled: false,
		passthrough: false,
	},
	assignments: [
		{id: 'big', kind: 'tier', model: 'deepseek-v4-flash-free', provider: '', base_url: '', api_key: '', enabled: true, cascade: []},
		{id: 'small', kind: 'tier', model: 'deepseek-v4-flash-free', provider: '', base_url: '', api_key: '', enabled: true, cascade: []},
		{id: 'background', kind: 'slot', model: 'deepseek-v4-flash-free', provider: '', base_url: '', api_key: '', enabled: true, cascade: []},
	],
	identifier_mappings: [
		{incoming_identifier: 'claude-haiku-4-5', assignment_id: 'small', enabled: true, priority: 0, notes: ''},
		{incoming_identifier: 'gemini-3-flash', assignment_id: 'small', enabled: true, priority: 0, notes: ''},
		{incoming_identifier: 'gemini-3-pro-preview', assignment_id: 'big', enabled: true, priority: 0, notes: ''},
	],
	model_scan: {enabled: false, policy: 'static', snapshot_path: '~/.config/model-scan/routing_snapshot.json'},
};

const imported = (entries: readonly unknown[], others: Readonly<Record<string, unknown>> = {}, says: Readonly<Record<string, unknown>> = {}) => importChain({schema_version: '2.0.0', entries, ...others}, {folder, now: path => says[path.join('.')]});

test('takes over what the original ships, and says what it does not', t => {
	t.true(isChain(shipped));
	t.deepEqual(importChain(shipped, {folder, now: () => undefined}), {
		edits: [
			{path: ['model_tiers', 'BIG', 'default'], value: 'deepseek-v4-flash-free', from: 'assignments[0].model'},
			{path: ['model_tiers', 'SMALL', 'default'], value: 'deepseek-v4-flash-free', from: 'assignments[1].model'},
		],
		notes: [
			{from: 'entries[0].service_cmd', text: 'the gateway of Clutch takes its place'},
			{from: 'entries[1].service_cmd', text: 'Clutch starts Headroom itself, with the arguments its version knows; further ones belong into services.headroom.args'},
			{from: 'entries[2].service_cmd', text: 'Clutch starts CLIProxyAPI itself and writes its configuration; clutch service add cli-proxy installs it'},
			{from: 'assignments[2]', text: 'background: deepseek-v4-flash-free; Clutch has the roles BIG, MIDDLE and SMALL and none for this'},
			{from: 'router.background', text: 'deepseek-v4-flash-free: no rule of Clutch looks for this kind of request; say the model in a profile, or as that of a role'},
			{from: 'identifier_mappings[1]', text: 'gemini-3-flash was to be SMALL; Clutch takes it for BIG where a launch names no model'},
		],
	});
});

test('keeps the ports of what Clutch has itself, and whether it is on', t => {
	t.deepEqual(imported([
		entry('claude_code_proxy', {port: 9082}),
		entry('headroom', {port: 9787, enabled: false}),
		entry('cliproxyapi', {port: 9317, enabled: true}),
		entry('ollama', {port: undefined, url: 'http://127.0.0.1:11435', enabled: false}),
	]).edits, [
		{path: ['gateway', 'port'], value: 9082, from: 'entries[0].port'},
		{path: ['services', 'headroom', 'port'], value: 9787, from: 'entries[1].port'},
		{path: ['services', 'headroom', 'enabled'], value: false, from: 'entries[1].enabled'},
		{path: ['services', 'cli-proxy', 'port'], value: 9317, from: 'entries[2].port'},
		{path: ['services', 'cli-proxy', 'enabled'], value: true, from: 'entries[2].enabled'},
		{path: ['services', 'ollama', 'port'], value: 11_435, from: 'entries[3].port'},
	]);
});

test('what is as it is shipped changes a config that says another thing, and nothing where it says that already', t => {
	const entries = [entry('claude_code_proxy', {port: 8082}), entry('headroom', {port: 9787, enabled: true})];
	t.deepEqual(imported(entries, {}, {'gateway.port': 18_182, 'services.headroom.port': 9787, 'services.headroom.enabled': false, 'services.gateway.enabled': false}).edits, [
		{path: ['gateway', 'port'], value: 8082, from: 'entries[0].port'},
		{path: ['services', 'gateway', 'enabled'], value: true, from: 'entries[0].enabled'},
		{path: ['services', 'headroom', 'enabled'], value: true, from: 'entries[1].enabled'},
	]);
});

test('names what two entries say differently, what is elsewhere, and what is neither true nor false', t => {
	const {edits, notes} = imported([entry('claude_code_proxy', {port: 9082}), entry('router', {port: 9083}), entry('headroom', {port: 8787, url: 'http://box.example:8787/v1', enabled: 'false'})]);
	t.deepEqual(edits, [{path: ['gateway', 'port'], value: 9082, from: 'entries[0].port'}]);
	t.deepEqual(notes, [
		{from: 'entries[2].url', text: 'http://box.example:8787/v1: Clutch runs its own on this machine'},
		{from: 'entries[2].enabled', text: 'this is true or false, but it is "false"; it is taken for true'},
		{from: 'entries[1].port', text: 'entries[0].port says already what gateway.port is'},
	]);
});

test('makes a service of the user\'s own of any other entry', t => {
	t.deepEqual(imported([entry('My Models', {name: 'Models', service_cmd: 'env -u KEY THREADS=4 ./bin/llama --model $HOME/m.gguf', service_stop_cmd: 'kill it', timeout: 120, enabled: false, extra_headers: {a: 'b'}})]), {
		edits: [{
			path: ['services', 'my-models'],
			value: {
				title: 'Models',
				argv: ['/home/me/claude-code-proxy/bin/llama', '--model', '{home}/m.gguf'],
				cwd: folder,
				env: {KEY: '', THREADS: '4'},
				port: 9000,
				startup: {http: '/health', grace_seconds: 120},
				enabled: false,
			},
			from: 'entries[0]',
		}],
		notes: [
			{from: 'entries[0].service_cmd', text: 'KEY was taken away for Models; here it is empty'},
			{from: 'entries[0].service_stop_cmd', text: 'Models is ended with signals: services.my-models.stop says which'},
			{from: 'entries[0].extra_headers', text: 'Clutch has nothing of this name'},
		],
	});
});

test('names a port that is no number', t => {
	const {edits, notes} = imported([entry('one', {service_cmd: '/opt/one serve', port: 'abc'})]);
	t.false(edits.some(({value}) => JSON.stringify(value).includes('abc')));
	t.deepEqual(notes, [{from: 'entries[0].port', text: 'a port is a number, but this is "abc"'}]);
});

test('shows a command that needs a shell with the reason, and takes the others', t => {
	const {edits, notes} = imported([entry('one', {service_cmd: 'cd /x && serve'}), entry('two', {service_cmd: '/opt/two serve'})]);
	t.deepEqual(edits.map(({path}) => path), [['services', 'two']]);
	t.deepEqual(notes, [{from: 'entries[0].service_cmd', text: 'cd /x && serve: it needs a shell for &&. Put it into a script, and say the script: services.one.argv'}]);
});

test('takes no secret over, only the name of the variable that has it', t => {
	const secret = 'sk-abcdefghijklmnop';
	const result = imported([
		entry('upstream', {service_cmd: 'serve', url: 'http://127.0.0.1:9000/v1', auth_key: '${UPSTREAM_KEY}'}),
		entry('other', {service_cmd: 'serve', port: 9001, url: 'http://127.0.0.1:9001/v1', auth_key: secret, model_prefixes: ['x/']}),
	], {assignments: [{id: 'big', model: 'm', base_url: 'https://models.example/v1', api_key: secret}, {id: 'small', model: 's', provider: 'groq', api_key: '${GROQ}', cascade: ['a', 'b']}]});
	t.false(JSON.stringify(result).includes(secret));
	t.deepEqual(result.edits.filter(({path}) => path[0] !== 'services'), [
		{path: ['providers', 'upstream', 'base_url'], value: 'http://127.0.0.1:9000/v1', from: 'entries[0].url'},
		{path: ['providers', 'upstream', 'api_key'], value: '${UPSTREAM_KEY}', from: 'entries[0].auth_key'},
		{path: ['providers', 'other', 'base_url'], value: 'http://127.0.0.1:9001/v1', from: 'entries[1].url'},
		{path: ['providers', 'big-models', 'base_url'], value: 'https://models.example/v1', from: 'assignments[0].base_url'},
		{path: ['providers', 'big-models', 'wires'], value: ['chat'], from: 'assignments[0].base_url'},
		{path: ['model_tiers', 'BIG', 'default'], value: 'big-models:m', from: 'assignments[0].model'},
		{path: ['providers', 'groq', 'api_key'], value: '${GROQ}', from: 'assignments[1].api_key'},
		{path: ['model_tiers', 'SMALL', 'default'], value: 'groq:s', from: 'assignments[1].model'},
		{path: ['model_tiers', 'SMALL', 'cascade'], value: ['a', 'b'], from: 'assignments[1].cascade'},
	]);
	t.deepEqual(result.notes, [
		{from: 'entries[0].url', text: 'models of upstream are asked for by its name: upstream:MODEL'},
		{from: 'entries[1].auth_key', text: 'a key does not belong into the config: clutch keys add other'},
		{from: 'assignments[0].api_key', text: 'a key does not belong into the config: clutch keys add big-models'},
	]);
});

test('knows a provider by its address, and names one it does not know', t => {
	const {edits, notes} = imported([], {assignments: [
		{id: 'big', model: 'm', base_url: 'https://api.groq.com/openai/v1/'},
		{id: 'middle', model: 'n', provider: 'Nobody'},
		{id: 'small', model: 'o', enabled: false},
	]});
	t.deepEqual(edits.map(({path, value}) => [path.join('.'), value]), [['model_tiers.BIG.default', 'groq:m'], ['model_tiers.MIDDLE.default', 'n']]);
	t.deepEqual(notes.map(({text}) => text), ['Clutch knows no provider nobody, and no address is said: its models go to the default provider', 'small: it was switched off']);
});

test('says what becomes of the rest', t => {
	const {edits, notes} = imported(
		[entry('rtk', {type: 'cli_wrapper', port: 0}), entry('wrap', {type: 'cli_wrapper', service_cmd: 'x'}), entry('remote', {port: 9100}), {name: 'nameless'}],
		{router: {web_search: {model: 'v/search'}, passthrough: true, custom_router_path: '/x.py'}, model_scan: {enabled: true, snapshot_path: '/elsewhere.json'}, pipelines: {}},
	);
	t.deepEqual(edits, []);
	t.deepEqual(notes, [
		{from: 'entries[0]', text: 'RTK works as a hook of Claude Code, not in the chain: clutch service add rtk'},
		{from: 'entries[1]', text: 'wrap: it stands around a command and is no service'},
		{from: 'entries[2]', text: 'remote: it says no command that starts it, so there is nothing to supervise'},
		{from: 'entries[3]', text: 'it has no id'},
		{from: 'router.web_search', text: 'v/search: say it as web_search of a profile'},
		{from: 'router.passthrough', text: 'requests whose model nobody changes are route b here: cib instead of cip'},
		{from: 'router.custom_router_path', text: 'no code of a configuration is run'},
		{from: 'model_scan', text: 'a scan is looked for in ~/.config/model-scan/routing_snapshot.json only, not in /elsewhere.json'},
		{from: 'pipelines', text: 'Clutch has nothing of this name'},
	]);
});

test('two entries of one name, and the names of our own, get names of their own', t => {
	const {edits} = imported([entry('db', {service_cmd: 'db'}), entry('DB', {service_cmd: 'db', port: 9001}), entry('clutchd', {service_cmd: 'x', port: 9002}), entry('demo', {service_cmd: 'x', port: 9003}), entry('°°', {service_cmd: 'x', port: 9004})]);
	t.deepEqual(edits.map(({path}) => path[1]), ['db', 'db-2', 'clutchd-2', 'demo-2', 'service']);
});

test('what is made of it is a config that holds', t => {
	const {edits} = imported([entry('My Models', {name: 'Models', service_cmd: './bin/llama', auth_key: '${K}', url: 'http://127.0.0.1:9000/v1'}), entry('headroom', {port: 9787})], {assignments: [{id: 'big', model: 'm', base_url: 'https://models.example/v1'}]});
	const {value} = mergeLayers([edits.map(edit => ({path: edit.path, value: edit.value, origin: {type: 'default'}}))]);
	t.deepEqual(checkConfig(value), []);
	const config = completeConfig(mergeLayers([flatten(value, {type: 'default'}), flatten(shippedConfig, {type: 'default'})]).value, {});
	const {specs, problems} = specsOf(config);
	t.deepEqual(problems, []);
	t.deepEqual(specs.map(({id, port}) => [id, port?.number]), [['gateway', 8082], ['demo', 0], ['headroom', 9787], ['cli-proxy', 8317], ['ollama', 11_434], ['my-models', 9000]]);
});

test('another file is told from a chain', t => {
	t.deepEqual([{entries: []}, {}, [], 'text', null, {entries: [{id: 'x'}]}, {entries: [{id: 'x', service_cmd: 'y'}]}, {entries: [], schema_version: '1.0.0'}].map(value => isChain(value)), [false, false, false, false, false, false, true, true]);
});
