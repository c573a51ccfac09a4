import test from 'ava';
import {cliProxy} from '../../../source/core/service/components/cli-proxy.js';
import {headroom} from '../../../source/core/service/components/headroom.js';
import {exitWords} from '../../../source/core/service/exits.js';
import type {Exit} from '../../../source/core/session/session.js';

const code = (number: number): Exit => ({type: 'code', code: number});
const signal = (name: string): Exit => ({type: 'signal', signal: name});

const words = test.macro({
	exec(t, exit: Exit, expected: string) {
		t.is(exitWords(headroom, {exit}), expected);
	},
	title: (_, __, expected: string) => `an exit in words: ${expected}`,
});

test(words, code(78), 'exit code 78: its compiled core is missing');
test(words, code(2), 'exit code 2: this version does not know an argument it was given');
test(words, code(3), 'exit code 3');
test(words, code(127), 'exit code 127: its program was not found');
test(words, code(126), 'exit code 126: its program may not be run');
test(words, code(137), 'exit code 137: a program it started, or a shell around it, ended with SIGKILL');
test(words, code(139), 'exit code 139: a program it started, or a shell around it, ended with SIGSEGV');
test(words, code(200), 'exit code 200');
test(words, signal('SIGKILL'), 'signal SIGKILL: killed');
test(words, signal('SIGSEGV'), 'signal SIGSEGV: segmentation fault');
test(words, signal('SIGUSR1'), 'signal SIGUSR1');

test('a kill is put down to the want of memory only where the system says so, and only a kill', t => {
	t.deepEqual([signal('SIGKILL'), code(137), code(78), signal('SIGTERM')].map(exit => exitWords(headroom, {exit, outOfMemory: true})), [
		'signal SIGKILL: the machine ran out of memory',
		'exit code 137: the machine ran out of memory',
		'exit code 78: its compiled core is missing',
		'signal SIGTERM: asked to end by somebody else',
	]);
});

test('the CLI proxy ends with code 0 where it could not begin, and its table says so', t => {
	t.is(exitWords(cliProxy, {exit: code(0)}), 'exit code 0: it could not read its configuration or take its port, which it says in its last lines only');
});

test('Headroom is said to lack its extra, or its port, only where its words say so', t => {
	const of = (said: string) => exitWords(headroom, {exit: code(1), said});
	t.is(of('Error: Proxy dependencies not installed. Run: pip install headroom-ai[proxy]'), 'exit code 1: it is installed without its extra "proxy", which it needs to listen');
	t.is(of('Details: No module named \'orjson\''), 'exit code 1: it is installed without its extra "proxy", which it needs to listen');
	t.is(of('[Errno 98] error while attempting to bind on address (\'127.0.0.1\', 8787): address already in use'), 'exit code 1: its port is taken');
	t.is(of('Illegal option'), 'exit code 1: it could not start');
});
