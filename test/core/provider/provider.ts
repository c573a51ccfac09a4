import test from 'ava';
import {completeConfig, type Config} from '../../../source/core/config/config.js';
import {keyedProviders} from '../../../source/core/config/providers.js';
import {resolveProvider, takesLogin, type RunningProvider} from '../../../source/core/provider/provider.js';

type Given = NonNullable<Config['providers'][string]>;

const running: Readonly<Record<string, RunningProvider>> = {demo: {address: 'http://127.0.0.1:5555'}, 'cli-proxy': {address: 'http://127.0.0.1:8317', key: 'ours'}};

function resolve(id: string, given?: Given, changes: Partial<Config> = {}) {
	const config = {...completeConfig({}, {}), ...changes};
	return resolveProvider(id, {config: given === undefined ? config : {...config, providers: {[id]: given}}, running: name => running[name]});
}

const bases: ReadonlyArray<readonly [id: string, given: Given | undefined, expected: Readonly<Record<string, string>>]> = [
	['anthropic', undefined, {messages: 'https://api.anthropic.com/v1'}],
	['anthropic', {base_url: 'http://127.0.0.1:9'}, {messages: 'http://127.0.0.1:9/v1'}],
	['openrouter', {base_url: 'http://127.0.0.1:9/api/v1/'}, {messages: 'http://127.0.0.1:9/api/v1', chat: 'http://127.0.0.1:9/api/v1', responses: 'http://127.0.0.1:9/api/v1'}],
	['box', {base_url: 'http://127.0.0.1:9'}, {chat: 'http://127.0.0.1:9/v1'}],
	['box', {base_url: 'https://box.example/v4', wires: ['chat']}, {chat: 'https://box.example/v4'}],
	['box', {base_url: 'http://127.0.0.1:9/v1', wires: ['messages', 'gemini']}, {messages: 'http://127.0.0.1:9/v1', gemini: 'http://127.0.0.1:9/v1beta'}],
	['codex', undefined, {responses: 'https://chatgpt.com/backend-api/codex'}],
	['codex', {base_url: 'http://127.0.0.1:9/backend-api/codex/'}, {responses: 'http://127.0.0.1:9/backend-api/codex'}],
	['demo', undefined, {messages: 'http://127.0.0.1:5555/v1', chat: 'http://127.0.0.1:5555/v1'}],
	['cli-proxy', undefined, {messages: 'http://127.0.0.1:8317/v1', chat: 'http://127.0.0.1:8317/v1', responses: 'http://127.0.0.1:8317/v1'}],
	['demo', {base_url: 'http://127.0.0.1:9'}, {messages: 'http://127.0.0.1:9/v1', chat: 'http://127.0.0.1:9/v1'}],
];

for (const [id, given, expected] of bases) {
	test(`finds the wires of ${id} at ${given?.base_url ?? 'its own address'} for ${(given?.wires ?? ['all']).join(' and ')}`, t => {
		t.deepEqual(Object.fromEntries(Object.entries(resolve(id, given)?.wires ?? {}).map(([wire, row]) => [wire, row.base])), expected);
	});
}

test('needs a key where it is not on this machine', t => {
	t.deepEqual(['http://127.0.0.1:9', 'http://localhost', 'http://[::1]:9/v1', 'http://127.0.0.1.evil.example', 'https://box.example', 'http://192.168.0.2:9'].map(address => resolve('box', {base_url: address})?.local), [true, true, true, false, false, false]);
});

test('takes keys in their order, in the style the provider wants', t => {
	t.like(resolve('anthropic', {api_key: ['', 'a', 'b']}), {keys: ['a', 'b'], wires: {messages: {auth: 'x-api-key'}}});
	t.like(resolve('gemini', {api_key: 'g'}), {keys: ['g'], wires: {gemini: {auth: 'x-goog-api-key'}, chat: {auth: 'bearer'}}});
});

test('has no key for a provider that takes logins only, wherever it is', t => {
	t.like(resolve('codex', {base_url: 'http://127.0.0.1:9', api_key: 'k'}), {keys: [], loginOnly: true, local: false});
	t.false(keyedProviders.includes('codex'));
});

test('sends a login to its vendor\'s host or to this machine', t => {
	t.deepEqual(['https://api.anthropic.com/v1', 'https://API.anthropic.com/other', 'http://127.0.0.1:9/v1', 'http://[::1]:9', 'http://api.anthropic.com/v1', 'https://api.anthropic.com.evil.example/v1', 'https://api.anthropic.com:444/v1', 'https://api.anthropic.com@evil.example/v1', 'https://evil.example/https://api.anthropic.com', 'https://chatgpt.com/backend-api/codex'].map(address => takesLogin('anthropic', address)), [true, true, true, true, false, false, false, false, false, false]);
	t.deepEqual(['https://chatgpt.com/backend-api/codex', 'https://api.openai.com/v1'].map(address => takesLogin('codex', address)), [true, false]);
	t.false(takesLogin('nobody', 'https://nobody.example'));
});

test('knows nothing of a provider nobody described, nor of a model server that is off', t => {
	t.is(resolve('nobody'), undefined);
	t.is(resolve('local'), undefined);
	t.like(resolve('local', undefined, {local: {enabled: true, endpoint: 'http://127.0.0.1:11434/v1'}}), {local: true, wires: {chat: {base: 'http://127.0.0.1:11434/v1'}}});
	t.deepEqual(['demo', 'cli-proxy'].map(id => resolveProvider(id, {config: completeConfig({}, {})})), [undefined, undefined]);
});

test('takes the key made for a program it runs, unless its user gave one', t => {
	t.deepEqual([resolve('cli-proxy')?.keys, resolve('cli-proxy', {api_key: 'mine'})?.keys, resolve('cli-proxy', {base_url: 'http://127.0.0.1:9'})?.keys], [['ours'], ['mine'], []]);
});

test('asks Ollama where it runs, and at its own port where nobody runs it', t => {
	const config = completeConfig({}, {});
	const base = (address: string | undefined) => resolveProvider('ollama', {config, running: () => address === undefined ? undefined : {address}})?.wires.chat?.base;
	t.deepEqual([base(undefined), base('http://127.0.0.1:4444')], ['http://127.0.0.1:11434/v1', 'http://127.0.0.1:4444/v1']);
});
