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

test('finds the passwords of addresses, whatever their variable is called', t => {
	const config = completeConfig({services: {api: {argv: ['api', '--db', 'mysql://root:of-an-argument@db'], env: {CACHE: 'redis://:of-a-service@cache'}}}}, {});
	t.deepEqual(secretValues(config, {DATABASE_URL: 'postgres://u:Super%40Secret@h/db', SHORT: 'http://u:short@h', PAGE: 'http://host:8080/a@b'}), ['of-an-argument', 'of-a-service', 'Super%40Secret', 'Super@Secret']);
});

test('finds what options of services keep secret, so that no log has it', t => {
	const config = completeConfig({services: {api: {argv: ['sh', '-c', 'api --token of-a-shell-line'], args: ['--password', 'of-an-argument', '--api-key=behind-its-option']}}}, {});
	t.deepEqual(secretValues(config, {}), ['of-a-shell-line', 'of-an-argument', 'behind-its-option']);
});
