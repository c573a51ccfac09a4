import path from 'node:path';
import test from 'ava';
import {keepCliProxyKeys, readCliProxyKeys} from '../../../source/io/cli-proxy-keys.js';
import {writeAddress} from '../../../source/io/http-address.js';
import {findLocalServers} from '../../../source/io/local-servers.js';
import {askCliProxy} from '../../../source/supervisor/components/cli-proxy-figures.js';
import {askOllama} from '../../../source/supervisor/components/ollama-figures.js';
import {startDemoUpstream} from '../../helpers/demo.js';
import {accountsYaml, somePort, startComponent, startFakeCliProxy} from '../../helpers/component.js';
import {putFakes} from '../../helpers/fake-programs.js';
import {temporaryHome, type Home} from '../../helpers/home.js';
import {until} from '../../helpers/until.js';

const {signal} = new AbortController();

/** What it says once it has the time to: each question is given up after a second or two. */
async function answered<Answer>(ask: () => Promise<readonly Answer[]>, count = 1): Promise<readonly Answer[]> {
	let answer: readonly Answer[] = [];
	await until('it answers in time', async () => {
		answer = await ask();
		return answer.length >= count;
	});
	return answer;
}

test.serial('says of a fake CLI proxy how many models it has, and that it has no account', async t => {
	const home = temporaryHome(t);
	const {address} = await startFakeCliProxy(t, {home});
	t.deepEqual(await answered(async () => askCliProxy(address, {paths: home.paths, signal})), [{name: 'models', text: '0', meaning: 'It has no account: log in with it, or give it a configuration of your own (components.md).', value: 0}]);
});

test.serial('says of a fake CLI proxy what it has sent on, as it counts itself', async t => {
	const home = temporaryHome(t);
	const upstream = await startDemoUpstream(t);
	const {address} = await startFakeCliProxy(t, {home, accounts: accountsYaml(upstream.address)});
	const headers = {'content-type': 'application/json', authorization: `Bearer ${readCliProxyKeys(home.paths)?.client ?? ''}`};
	const ask = async (model: string) => fetch(`${address}/v1/chat/completions`, {method: 'POST', headers, body: JSON.stringify({model, messages: [{role: 'user', content: 'hello'}]})});
	const [right, wrong] = [await ask('large'), await ask('none')];
	t.deepEqual([right.status, wrong.status], [200, 400]);

	const figures = await answered(async () => askCliProxy(address, {paths: home.paths, signal}), 2);
	t.deepEqual(figures.map(({name, text, value}) => [name, text, value]), [['models', '1', 1], ['requests', '2, 1 of them failed', 2]]);
});

test.serial('asks a fake CLI proxy with other keys nothing that would lock this machine out', async t => {
	const [home, other] = [temporaryHome(t), temporaryHome(t)];
	const {address} = await startFakeCliProxy(t, {home});
	keepCliProxyKeys(other.paths);
	for (let count = 0; count < 6; count++) {
		t.deepEqual(await askCliProxy(address, {paths: other.paths, signal}), []);
	}

	const management = await fetch(`${address}/v0/management/api-key-usage`, {headers: {authorization: `Bearer ${readCliProxyKeys(home.paths)?.management ?? ''}`}});
	t.is(management.status, 200);
});

test.serial('has nothing to say of a CLI proxy that does not answer', async t => {
	const {paths} = temporaryHome(t);
	keepCliProxyKeys(paths);
	t.deepEqual(await askCliProxy('http://127.0.0.1:9', {paths, signal}), []);
});

async function startFakeOllama(t: Parameters<typeof startComponent>[0], {home, models}: {readonly home: Home; readonly models: string}) {
	const port = await somePort();
	return startComponent(t, {argv: [path.join(putFakes(path.join(home.home, 'programs'), ['ollama']), 'ollama'), 'serve'], env: {OLLAMA_HOST: `127.0.0.1:${port}`, FAKE_OLLAMA_MODELS: models}, cwd: home.project, port, page: '/api/version'});
}

test.serial('names the models of a fake Ollama', async t => {
	const home = temporaryHome(t);
	const full = await startFakeOllama(t, {home, models: 'qwen3:8b,llama3.2:3b'});
	t.deepEqual(await answered(async () => askOllama(full.address, {paths: home.paths, signal})), [{name: 'models', text: '2', meaning: 'qwen3:8b, llama3.2:3b', value: 2}]);

	const empty = await startFakeOllama(t, {home, models: ''});
	t.deepEqual(await answered(async () => askOllama(empty.address, {paths: home.paths, signal})), [{name: 'models', text: '0', meaning: 'It has none yet: ollama pull NAME fetches one.', value: 0}]);
});

test.serial('finds a fake Ollama where it listens, and the server that the config names before it', async t => {
	const home = temporaryHome(t);
	const {address, port} = await startFakeOllama(t, {home, models: 'qwen3:8b'});
	writeAddress(home.paths, 'ollama', {address, pid: process.pid, port});
	const find = async (enabled: boolean) => {
		const servers = await findLocalServers({local: {enabled, endpoint: `${address}/v1/`}, paths: home.paths, signal});
		return servers.filter(({base}) => base.startsWith(address)).map(({provider, title, models}) => [provider, title, models]);
	};

	t.deepEqual(await answered(async () => find(false)), [['ollama', 'Ollama', ['qwen3:8b']]]);
	t.deepEqual(await answered(async () => find(true), 2), [['local', 'Local model server', ['qwen3:8b']], ['ollama', 'Ollama', ['qwen3:8b']]]);
});
