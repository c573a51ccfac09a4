import test from 'ava';
import {completeConfig} from '../../../source/core/config/config.js';
import {secretValues} from '../../../source/core/config/secret-values.js';

test('finds the keys of providers, of services and of the environment, and nothing that is too short or no secret', t => {
	const config = completeConfig({
		providers: {box: {base_url: 'http://127.0.0.1:1', wires: ['messages'], api_key: ['first-provider-key', 'second-provider-key']}},
		services: {api: {argv: ['api'], env: {API_TOKEN: 'token-of-a-service', MODE: 'not-a-secret-at-all'}}},
	}, {});
	const found = secretValues(config, {OPENAI_API_KEY: 'key-of-the-environment', SHORT_KEY: 'short', HOME: '/home/somebody'});
	t.deepEqual(found, ['first-provider-key', 'second-provider-key', 'token-of-a-service', 'key-of-the-environment']);
});
