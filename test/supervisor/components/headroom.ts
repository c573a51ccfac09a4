import {mkdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {headroom} from '../../../source/core/service/components/headroom.js';
import {serviceEnvironment} from '../../../source/core/service/environment.js';
import {formatCount} from '../../../source/core/view/text/format.js';
import {loadConfig} from '../../../source/io/config-file.js';
import {askHeadroom} from '../../../source/supervisor/components/headroom-figures.js';
import {prepareHeadroom} from '../../../source/supervisor/components/headroom.js';
import {startFakeHeadroom} from '../../helpers/fake-headroom.js';
import {temporaryHome} from '../../helpers/home.js';
import {installFakeHeadroom} from '../../helpers/install-fake-headroom.js';
import {messagesHistory} from '../../helpers/tool-history.js';

type Options = {readonly install?: Parameters<typeof installFakeHeadroom>[1]; readonly given?: readonly string[]; readonly gateway?: string; readonly env?: Readonly<Record<string, string>>; readonly mode?: 'sidecar' | 'chain'};

function start(t: ExecutionContext, {install, given = [], gateway, env = {}, mode = 'sidecar'}: Options = {}) {
	const {paths, env: homeEnvironment, home} = temporaryHome(t, env);
	const fake = installFakeHeadroom(path.join(home, 'venv'), install);
	const state = path.join(paths.state, 'services', 'headroom');
	mkdirSync(state, {recursive: true});
	const all = {...homeEnvironment, PATH: `${fake.bin}:${homeEnvironment.PATH ?? ''}`};
	const spec = {...headroom, mode, argv: ['headroom', 'proxy', '--host', '127.0.0.1', '--port', '8787', ...given] as const};
	const prepare = async () => prepareHeadroom(spec, {paths, env: all, state, address: 'http://127.0.0.1:8787', gateway, config: loadConfig({paths, env: all}).config, signal: new AbortController().signal});
	return {prepare, fake, env: all};
}

const mark = '{"x-clutch-through":"headroom"}';

test.serial('starts a fake Headroom offline-safe, with the gateway behind it', async t => {
	const {prepare, fake} = start(t, {gateway: 'http://127.0.0.1:18082', given: ['--lossless']});
	t.deepEqual(await prepare(), {
		argv: [
			'headroom', 'proxy',
			'--mode', 'cache', '--disable-kompress', '--disable-kompress-fallback', '--no-rate-limit', '--no-cache', '--no-subscription-tracking', '--no-telemetry',
			'--anthropic-api-url', 'http://127.0.0.1:18082', '--openai-api-url', 'http://127.0.0.1:18082', '--anthropic-extra-headers', mark, '--openai-extra-headers', mark,
			'--host', '127.0.0.1', '--port', '8787', '--lossless',
		],
		env: {TIKTOKEN_CACHE_DIR: path.join(fake.packages, 'litellm', 'litellm_core_utils', 'tokenizers'), NO_PROXY: '127.0.0.1,localhost'},
		note: undefined,
	});
	t.like(headroom.env, {HEADROOM_OFFLINE: '1', HEADROOM_BEACON: 'off', DO_NOT_TRACK: '1', HEADROOM_UPDATE_CHECK: 'off', HEADROOM_SKIP_UPSTREAM_CHECK: '1', ORT_DISABLE_TELEMETRY: '1', LITELLM_LOCAL_MODEL_COST_MAP: 'True', HEADROOM_WORKSPACE_DIR: '{state}'});
});

test.serial('leaves out what this version of a fake Headroom does not know, and says so', async t => {
	const {prepare} = start(t, {install: {env: {FAKE_HEADROOM_UNKNOWN: '--no-rate-limit,--openai-extra-headers'}}});
	const prepared = await prepare();
	t.true('argv' in prepared && !prepared.argv.includes('--no-rate-limit') && prepared.argv.includes('--no-cache') && prepared.argv.filter(argument => argument === mark).length === 1);
	t.is('note' in prepared ? prepared.note : undefined, 'this version does not know --no-rate-limit, --openai-extra-headers, which are left out');
});

test.serial('asks a fake Headroom for its flags once', async t => {
	const {prepare, fake} = start(t);
	const [first, second] = [await prepare(), await prepare()];
	t.deepEqual(first, second);
	t.is(readFileSync(fake.starts, 'utf8'), 'proxy --help\n');
});

test.serial('leaves what its user said about a fake Headroom as it is', async t => {
	const {prepare} = start(t, {given: ['--mode', 'token', '--openai-api-url=http://127.0.0.1:1'], env: {TIKTOKEN_CACHE_DIR: '/own', NO_PROXY: 'example.org'}});
	const prepared = await prepare();
	const {argv, env} = 'argv' in prepared ? prepared : {argv: [], env: {}};
	t.deepEqual([argv.filter(argument => argument === '--mode').length, argv.filter(argument => argument.startsWith('--openai-api-url')).length], [1, 1]);
	t.deepEqual(env, {NO_PROXY: 'example.org,127.0.0.1,localhost'});
});

test.serial('says in one sentence that Headroom lacks its extra', async t => {
	const {prepare, fake} = start(t, {install: {extras: false}});
	t.deepEqual(await prepare(), {problem: 'it is installed without its extra "proxy", which it needs to listen', next: 'clutch service add headroom installs it anew.'});
	t.throws(() => readFileSync(fake.starts), {code: 'ENOENT'});
});

test.serial('passes the accelerator settings of its user on to Headroom, and no key', t => {
	const env = {HEADROOM_ACCELERATOR: 'intel', ONEAPI_DEVICE_SELECTOR: 'level_zero:0', CUDA_VISIBLE_DEVICES: '1', OPENVINO_DEVICE: 'GPU.1', ANTHROPIC_API_KEY: 'sk-ant', OPENAI_API_KEY: 'sk'};
	const {ANTHROPIC_API_KEY: _, OPENAI_API_KEY: __, ...kept} = env;
	t.deepEqual(serviceEnvironment(env, 'component'), kept);
});

test.serial('shows what a fake Headroom says of itself, with its true meaning', async t => {
	const fake = await startFakeHeadroom();
	t.teardown(fake.close);
	const options = {paths: temporaryHome(t).paths, signal: new AbortController().signal};
	const before = await askHeadroom(fake.address, options);
	t.deepEqual(before.map(({name, value}) => [name, value]), [['saved', 0], ['requests', 0], ['overhead', 0]]);
	const reply = await fetch(`${fake.address}/v1/compress`, {method: 'POST', headers: {'content-type': 'application/json'}, body: JSON.stringify({model: 'm', messages: messagesHistory(1)})});
	const {tokens_saved: saved} = await reply.json() as {readonly tokens_saved: number};
	const figures = await askHeadroom(fake.address, options);
	t.deepEqual(figures.map(({name, text, value}) => [name, text, value]), [['saved', `${formatCount(saved)} tokens`, saved], ['requests', '1', 1], ['overhead', '2 ms', 1.5]]);
	t.regex(figures[0]?.meaning ?? '', /no measure of the bill/);
	t.regex(figures[1]?.meaning ?? '', /1 of them by the gateway/);
	await fake.close();
	t.deepEqual(await askHeadroom(fake.address, options), []);
});
