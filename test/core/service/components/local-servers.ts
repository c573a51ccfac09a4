import test from 'ava';
import {localPlaces, modelsOf} from '../../../../source/core/service/components/local-servers.js';

const known = ['http://127.0.0.1:11434/v1', 'http://127.0.0.1:1234/v1', 'http://127.0.0.1:8080/v1', 'http://127.0.0.1:8000/v1'];

test('looks where local servers are known to listen, first where the config says', t => {
	const bases = (enabled: boolean, endpoint: string, ollama?: string) => localPlaces({local: {enabled, endpoint}, ollama}).map(({base}) => base);
	t.deepEqual(bases(false, 'http://127.0.0.1:5000/v1'), known);
	t.deepEqual(bases(true, 'http://127.0.0.1:5000/v1/'), ['http://127.0.0.1:5000/v1', ...known]);
	t.deepEqual(bases(false, '', 'http://127.0.0.1:4444'), ['http://127.0.0.1:4444/v1', ...known.slice(1)]);
});

test('never looks on another machine', t => {
	t.deepEqual(localPlaces({local: {enabled: true, endpoint: 'http://192.168.0.2:11434/v1'}, ollama: undefined}).map(({base}) => base), known);
});

test('knows a server by who owns its models, not by its port', t => {
	const list = (owner: string) => ({object: 'list', data: [{id: 'a', owned_by: owner}, {id: 'b', owned_by: owner}]});
	const place = (provider: string) => localPlaces({local: {enabled: false, endpoint: ''}, ollama: undefined}).find(each => each.provider === provider) ?? {owner: /^never$/};
	t.deepEqual(['library', 'organization_owner', 'llamacpp', 'vllm', 'somebody'].map(owner => ['ollama', 'lm-studio', 'llama-cpp', 'vllm'].filter(provider => modelsOf(list(owner), place(provider)) !== undefined)), [['ollama'], ['lm-studio'], ['llama-cpp'], ['vllm'], []]);
	t.deepEqual(modelsOf(list('somebody'), {owner: undefined}), ['a', 'b']);
});

test('takes no list of anything else for models', t => {
	t.deepEqual([undefined, null, [], {data: {}}, {data: []}, {data: [null, 1, {id: 2}]}].map(list => modelsOf(list, {owner: undefined})), [undefined, undefined, undefined, undefined, undefined, undefined]);
});
