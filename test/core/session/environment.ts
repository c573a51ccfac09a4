import test from 'ava';
import {rememberedArguments, rememberedEnvironment, restoredEnvironment} from '../../../source/core/session/environment.js';
import {isShell, planPlain} from '../../../source/core/session/plain.js';

test('remembers where programs and their files are, and the language', t => {
	const env = {PATH: '/opt/bin:/bin', CLAUDE_CONFIG_DIR: '/home/me/c', XDG_DATA_HOME: '/data', LC_ALL: 'de_DE.UTF-8', TZ: 'Europe/Berlin', VIRTUAL_ENV: '/v', EDITOR: 'vi', HTTPS_PROXY: 'http://proxy:3128'};
	t.deepEqual(rememberedEnvironment({...env, TERM: 'screen', TMUX: '/tmp/x', PWD: '/', XDG_RUNTIME_DIR: '/run/user/1', PORT: '0', EMPTY: undefined}), env);
});

const secrets = {
	'a name that says so': {ANTHROPIC_API_KEY: 'sk-ant-1234567890', GITHUB_TOKEN: 'x'},
	'a password in a proxy\'s address': {HTTPS_PROXY: 'http://me:pass@proxy:3128'},
	'a password in an address without its scheme': {https_proxy: 'me:pass@proxy:3128'},
	'a token in a value': {EDITOR: 'code --token=abcdefghijkl', PAGER: 'sk-ant-REDACTED1234'},
};

for (const [what, env] of Object.entries(secrets)) {
	test(`never remembers ${what}`, t => {
		t.deepEqual(rememberedEnvironment(env), {});
	});
}

test('lays what is remembered over the terminal that asks', t => {
	t.deepEqual(restoredEnvironment({PATH: '/bin', TERM: 'xterm', OPENAI_API_KEY: 'now'}, {environment: {PATH: '/opt/bin'}}), {PATH: '/opt/bin', TERM: 'xterm', OPENAI_API_KEY: 'now'});
	t.deepEqual(restoredEnvironment({PATH: '/bin'}, {}), {PATH: '/bin'});
});

test('keeps arguments whole, or only that there were some', t => {
	t.deepEqual(rememberedArguments(['-c', 'echo "a b"']), {args: ['-c', 'echo "a b"']});
	t.deepEqual(rememberedArguments([]), {args: []});
	t.deepEqual(rememberedArguments(['--api-key', 'abc', 'x']), {withheld: true});
	t.deepEqual(rememberedArguments(['-H', 'authorization: Bearer abcdefghijkl']), {withheld: true});
});

test('plans a command in a terminal of its own, and how it is started again', t => {
	const {launch, recipe} = planPlain({file: '/bin/npm', args: ['test'], env: {PATH: '/bin', TMUX: '/tmp/x', TERM: 'screen', MY_TOKEN: 'abc'}, cwd: '/src'});
	t.deepEqual(launch, {file: '/bin/npm', args: ['test'], env: {PATH: '/bin', TERM: 'xterm-256color', COLORTERM: 'truecolor', MY_TOKEN: 'abc'}, cwd: '/src'});
	t.like(recipe, {file: '/bin/npm', shownArgs: ['test'], args: ['test'], environment: {PATH: '/bin'}});
	t.false(JSON.stringify(recipe).includes('abc'));
});

test('tells a shell from a script that a shell runs', t => {
	t.deepEqual([['/bin/bash', []], ['/usr/bin/zsh', ['-l']], ['/bin/sh', ['-c', 'x']], ['/bin/sh', ['run.sh']], ['/usr/bin/node', []]].map(([file, args]) => isShell({file: file as string, args: args as readonly string[]})), [true, true, false, false, false]);
});
