import test from 'ava';
import {readLastWords, spokenLines} from '../../../source/core/service/last-words.js';

const refused = {type: 'code', code: 3} as const;

test('takes reason and choices from the last line of a service that refuses', t => {
	const output = 'gateway starts\n8082 is taken.\n{"code":"ERR_CLUTCH_PORT_TAKEN","message":"8082 is taken by node (pid 4121, ~/old-proxy).","hint":"","choices":["use 8083","try again"]}\n';
	t.deepEqual(readLastWords(output, refused), {
		said: '8082 is taken by node (pid 4121, ~/old-proxy).',
		refusal: {reason: '8082 is taken by node (pid 4121, ~/old-proxy).', choices: ['use 8083', 'try again']},
	});
});

const others: ReadonlyArray<readonly [name: string, output: string, exit: Parameters<typeof readLastWords>[1], expected: ReturnType<typeof readLastWords>]> = [
	['an ordinary failure', 'first\nError: no\n\n', {type: 'code', code: 1}, {said: 'Error: no', refusal: undefined}],
	['a signal', '', {type: 'signal', signal: 'SIGKILL'}, {said: '', refusal: undefined}],
	['a refusal in plain words', 'no config\n', refused, {said: 'no config', refusal: {reason: 'no config', choices: ['try again']}}],
	['a refusal without a word', '', refused, {said: '', refusal: {reason: 'It cannot start, and did not say why.', choices: ['try again']}}],
	['choices that are none', '{"message":"no","choices":[1,"a"]}', refused, {said: 'no', refusal: {reason: 'no', choices: ['a']}}],
	['the error above the stack and the version of Node.js', `node:internal/modules/cjs/loader:1568
  throw err;
  ^

Error: Cannot find module '/srv/nope.js'
    at Module._resolveFilename (node:internal/modules/cjs/loader:1564:15)
    at wrapModuleLoad (node:internal/errors:261:19) {
  code: 'MODULE_NOT_FOUND',
  requireStack: []
}

Node.js v24.21.0
`, {type: 'code', code: 1}, {said: 'Error: Cannot find module \'/srv/nope.js\'', refusal: undefined}],
	['the wrong flag above the usage', 'grep: unrecognized option \'--no-such-flag\'\nUsage: grep [OPTION]... PATTERNS [FILE]...\nTry \'grep --help\' for more information.\n', {type: 'code', code: 2}, {said: 'grep: unrecognized option \'--no-such-flag\'', refusal: undefined}],
	['the last of several errors', 'Traceback (most recent call last):\n  File "/srv/error.py", line 1\nKeyError: "a"\nModuleNotFoundError: No module named "b"\n', {type: 'code', code: 1}, {said: 'ModuleNotFoundError: No module named "b"', refusal: undefined}],
	['a taken port above an orderly end', 'ERROR: address already in use\nINFO: Waiting for shutdown, 0 errors.\nINFO: done\n', {type: 'code', code: 1}, {said: 'ERROR: address already in use', refusal: undefined}],
	['no error of long ago', `Error: old\n${'fine\n'.repeat(50)}`, {type: 'code', code: 1}, {said: 'fine', refusal: undefined}],
	['the last line of one that was killed from outside', 'GET /x failed\nGET /y ok\n', {type: 'signal', signal: 'SIGKILL'}, {said: 'GET /y ok', refusal: undefined}],
	['the error of one that aborted itself', 'FATAL ERROR: Reached heap limit\n----- Native stack trace -----\n1: 0xb\n', {type: 'signal', signal: 'SIGABRT'}, {said: 'FATAL ERROR: Reached heap limit', refusal: undefined}],
	['JSON that is no object', 'null', refused, {said: 'null', refusal: {reason: 'null', choices: ['try again']}}],
];

for (const [name, output, exit, expected] of others) {
	test(`reads ${name}`, t => {
		t.deepEqual(readLastWords(output, exit), expected);
	});
}

test('shows what stands in JSON for us in words, and where those stand above it not at all', t => {
	const told = '{"code":"ERR_CLUTCH_DIRECTORY","message":"The directory /srv/logs cannot be used.","hint":"Make it yours.","choices":[]}';
	t.deepEqual(spokenLines(['starts', 'The directory /srv/logs cannot be used.', 'Make it yours.', told]), ['starts', 'The directory /srv/logs cannot be used.', 'Make it yours.']);
	t.deepEqual(spokenLines(['starts', told]), ['starts', 'The directory /srv/logs cannot be used.']);
	t.deepEqual(spokenLines(['{"message":"of a program of others"}', '{"cut":', '{}']), ['{"message":"of a program of others"}', '{"cut":', '{}']);
});
