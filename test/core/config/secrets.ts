import test from 'ava';
import {maskArguments, maskEnvironment} from '../../../source/core/config/secrets.js';

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
