import test from 'ava';
import {maskArguments, maskEnvironment, maskValue, secretArguments} from '../../../source/core/config/secrets.js';

test('masks variables that are secrets by their name, and shows switches', t => {
	t.deepEqual(maskEnvironment({
		ANTHROPIC_AUTH_TOKEN: 'clutch',
		OPENROUTER_API_KEY: 'sk-or-v1-0123456789abcdef',
		ANTHROPIC_CUSTOM_HEADERS: 'x-clutch-key: open-sesame',
		CLAUDE_CODE_GATEWAY_HINT_HEADERS: '1',
		OPENAI_MODEL: 'clutch-big',
	}), {
		ANTHROPIC_AUTH_TOKEN: '••••',
		OPENROUTER_API_KEY: '••••cdef',
		ANTHROPIC_CUSTOM_HEADERS: '••••same',
		CLAUDE_CODE_GATEWAY_HINT_HEADERS: '1',
		OPENAI_MODEL: 'clutch-big',
	});
});

test('masks the value of an option whose name says secret, but not which way in is taken', t => {
	t.deepEqual(maskArguments(['--auth-type', 'openai', '--api-key', 'short', '--token=a-long-value-of-mine', '--model', 'clutch-big']), ['--auth-type', 'openai', '--api-key', '••••', '--token=••••', '--model', 'clutch-big']);
});

const masksArguments = test.macro({
	exec(t, args: readonly string[], shown: readonly string[], secrets: readonly string[]) {
		t.deepEqual([maskArguments(args), secretArguments(args)], [shown, secrets]);
	},
	title: (_title, args: readonly string[]) => `in the arguments ${args.join(' · ')} what an option keeps secret is masked, and nothing else`,
});

test(masksArguments, ['--password', 'hunter2hunter2', '--port', '80'], ['--password', '••••ter2', '--port', '80'], ['hunter2hunter2']);
test(masksArguments, ['--api-key', 'x', '--model', 'm'], ['--api-key', '••••', '--model', 'm'], ['x']);
test(masksArguments, ['-token', 'a-long-value-of-mine'], ['-token', '••••mine'], ['a-long-value-of-mine']);
test(masksArguments, ['--requirepass', 'of-redis'], ['--requirepass', '••••'], ['of-redis']);
test(masksArguments, ['--token=a-long-value'], ['--token=••••'], ['a-long-value']);
test(masksArguments, ['--db-pass=hunter2', '--bypass', 'cache'], ['--db-pass=••••', '--bypass', 'cache'], ['hunter2']);
test(masksArguments, ['serve --password hunter2 --port 80'], ['serve --password •••• --port 80'], ['hunter2']);
test(masksArguments, ['--api-key', '--model', 'm'], ['--api-key', '--model', 'm'], []);
test(masksArguments, ['-k', 'v', '--max-tokens', '100'], ['-k', 'v', '--max-tokens', '100'], []);

test('masks secrets in what services and agents are started with, and leaves names of models alone', t => {
	t.deepEqual(maskValue([], {
		services: {db: {argv: ['db', '--password', 'hunter2hunter2'], args: ['--token=abc'], startup: {exec: ['ask', '--api-key', 'k']}, env: {OPTIONS: '--secret of-mine', PGPASSWORD: 'short', MODE: 'plain'}}},
		launch: {args: {c: ['--api-key', 'a-key-of-mine-1']}},
		fallbacks: ['xai-grok-code-fast', 'hf-something-else'],
	}), {
		services: {db: {argv: ['db', '--password', '••••ter2'], args: ['--token=••••'], startup: {exec: ['ask', '--api-key', '••••']}, env: {OPTIONS: '--secret ••••', PGPASSWORD: '••••', MODE: 'plain'}}},
		launch: {args: {c: ['--api-key', '••••ne-1']}},
		fallbacks: ['xai-grok-code-fast', 'hf-something-else'],
	});
});
