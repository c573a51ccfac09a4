import test from 'ava';
import {readLastWords} from '../../../source/core/service/last-words.js';

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
	['JSON that is no object', 'null', refused, {said: 'null', refusal: {reason: 'null', choices: ['try again']}}],
];

for (const [name, output, exit, expected] of others) {
	test(`reads ${name}`, t => {
		t.deepEqual(readLastWords(output, exit), expected);
	});
}
