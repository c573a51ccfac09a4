/* eslint-disable no-template-curly-in-string -- the original names variables so, and a shell does */
import test from 'ava';
import {readCommand} from '../../../source/core/config/plain-command.js';

const plain = test.macro({
	exec(t, line: string, argv: readonly string[], {env = {}, unset = []}: {readonly env?: Readonly<Record<string, string>>; readonly unset?: readonly string[]} = {}) {
		t.deepEqual(readCommand(line), {ok: true, argv: argv as [string, ...string[]], env, unset});
	},
	title: (_, line: string) => `takes apart without a shell: ${line}`,
});

test(plain, 'serve', ['serve']);
test(plain, '  scripts/start.sh  --port 80 ', ['scripts/start.sh', '--port', '80']);
test(plain, 'exec env -u ANTHROPIC_API_KEY .venv/bin/python start_proxy.py --skip-validation', ['.venv/bin/python', 'start_proxy.py', '--skip-validation'], {unset: ['ANTHROPIC_API_KEY']});
test(plain, 'env --unset=A -u B C=1 D= serve E=2', ['serve', 'E=2'], {env: {C: '1', D: ''}, unset: ['A', 'B']});
test(plain, 'A="two words" B=\'$X\' serve', ['serve'], {env: {A: 'two words', B: '$X'}});
test(plain, '$HOME/code/proxy --config ${HOME}/a.yaml ~/b "$HOME/c d" --file=~/e', ['{home}/code/proxy', '--config', '{home}/a.yaml', '{home}/b', '{home}/c d', '--file=~/e']);
test(plain, String.raw`serve a\ b "say \"hi\" \$5" 'it''s' x'y'"z" '' c#d`, ['serve', 'a b', 'say "hi" $5', 'its', 'xyz', '', 'c#d']);
test(plain, '"my program" a!b', ['my program', 'a!b']);

const refused = test.macro({
	exec(t, line: string, needs: string) {
		t.deepEqual(readCommand(line), {ok: false, needs});
	},
	title: (_, line: string) => `leaves to a shell and says why: ${JSON.stringify(line)}`,
});

test(refused, 'cd /x && serve', 'a shell for &&');
test(refused, 'serve | tee log', 'a shell for |');
test(refused, 'serve > log', 'a shell for >');
test(refused, 'serve &', 'a shell for &');
test(refused, 'serve; other', 'a shell for ;');
test(refused, 'serve $PORT', 'a shell for $PORT');
test(refused, 'serve ${PORT:-80}', 'a shell for $');
test(refused, 'serve $HOMER', 'a shell for $HOMER');
test(refused, 'serve "$PORT"', 'a shell for $');
test(refused, 'serve "$(date)"', 'a shell for $');
test(refused, 'serve `date`', 'a shell for `');
test(refused, 'serve $(date)', 'a shell for $(');
test(refused, 'serve *.json', 'a shell for *');
test(refused, 'serve a?', 'a shell for ?');
test(refused, 'serve {a,b}', 'a shell for {');
test(refused, 'serve # now', 'a shell for #');
test(refused, 'serve ~other/x', 'a shell for ~');
test(refused, 'serve\nother', 'a shell for its several lines');
test(refused, 'serve "open', 'the other "');
test(refused, 'serve \'open', 'the other \'');
test(refused, 'cd', 'the shell\'s own "cd"');
test(refused, 'source env.sh', 'the shell\'s own "source"');
test(refused, 'env -i serve', 'the shell\'s own "env"');
test(refused, 'nohup serve', 'the shell\'s own "nohup"');
test(refused, '', 'a program');
test(refused, 'A=1', 'a program');
