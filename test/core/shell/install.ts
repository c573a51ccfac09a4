import {readFileSync} from 'node:fs';
import path from 'node:path';
import test from 'ava';
import {agentCatalogue} from '../../../source/core/launch/catalogue.js';
import {explainCode} from '../../../source/core/launch/code.js';
import {aliases, aliasesWithout} from '../../../source/core/shell/alias.js';
import {blockLines, leftOutOf} from '../../../source/core/shell/block.js';
import {chooseShells, rcPath, shadowNote} from '../../../source/core/shell/install.js';
import {rcNotes} from '../../../source/core/shell/rc-notes.js';
import {quote} from '../../../source/core/shell/shell.js';

test('every alias has a name of its own, and one with a code means a code that the grammar knows', t => {
	t.is(new Set(aliases.map(alias => alias.name)).size, aliases.length);
	const known = new Set<string>(agentCatalogue.map(agent => agent.letter));
	const coded = aliases.filter(({words: [program]}) => program === 'cg_run').map(({name, words: [, second, code = '']}) => ({name, second, code}));
	t.deepEqual(coded.filter(({second}) => second !== 'xx'), []);
	t.deepEqual(coded.filter(({code}) => known.has(code[0] ?? '') && explainCode(code, {d: 'one', f: 'two'}).status !== 'whole'), []);
});

test('docs/install.md has every alias', t => {
	const page = readFileSync(path.join(import.meta.dirname, '../../../docs/install.md'), 'utf8');
	t.deepEqual(aliases.filter(({name}) => !page.includes(`\`${name}\``)), []);
});

test('leaves out what is not wanted', t => {
	t.deepEqual(aliasesWithout(['cc', 'nothing']).map(alias => alias.name), aliases.map(alias => alias.name).filter(name => name !== 'cc'));
});

test('says in the block what is left out', t => {
	const input = {programs: undefined, completions: '/state/completions'};
	t.deepEqual(leftOutOf(blockLines('zsh', {...input, without: ['cc', 'cc-ds']}).join('\r\n')), ['cc', 'cc-ds']);
	t.deepEqual(leftOutOf(blockLines('zsh', {...input, without: []}).join('\n')), []);
});

test('finds the shell that is meant', t => {
	t.deepEqual(chooseShells(undefined, {SHELL: '/usr/bin/zsh'}), {status: 'chosen', shells: ['zsh']});
	t.deepEqual(chooseShells('fish,bash', {}), {status: 'chosen', shells: ['bash', 'fish']});
	t.deepEqual(chooseShells('zsh,all', {}), {status: 'all'});
	t.deepEqual(chooseShells(undefined, {SHELL: '/bin/sh'}), {status: 'unknown', problem: 'Which shell is meant is not known: SHELL is /bin/sh.', next: 'Name it: --shell zsh, --shell bash, --shell fish, or --shell all.'});
	t.deepEqual(chooseShells('fihs', {}), {status: 'unknown', problem: 'install knows no shell "fihs".', next: 'Did you mean "fish"?'});
	t.deepEqual(chooseShells(',', {}), {status: 'unknown', problem: 'install knows no shell ",".', next: 'It knows zsh, bash, fish, or all; several with commas between.'});
});

test('knows where each shell has its file', t => {
	const env = {HOME: '/home/me'};
	t.deepEqual([rcPath('zsh', env), rcPath('bash', env), rcPath('fish', env)], ['/home/me/.zshrc', '/home/me/.bashrc', '/home/me/.config/fish/config.fish']);
	t.deepEqual([rcPath('zsh', {...env, ZDOTDIR: '/z'}), rcPath('fish', {...env, XDG_CONFIG_HOME: '/c'}), rcPath('zsh', {...env, ZDOTDIR: ''})], ['/z/.zshrc', '/c/fish/config.fish', '/home/me/.zshrc']);
});

test('makes one word of any text', t => {
	const text = String.raw`it's a \ $HOME "path"`;
	t.is(quote('bash', text), String.raw`'it'\''s a \ $HOME "path"'`);
	t.is(quote('fish', text), String.raw`'it\'s a \\ $HOME "path"'`);
});

test('names what else in the file is in the way, and says nothing of its own block', t => {
	const text = [
		'# ═══ claude-code-proxy aliases START (v3) ═══',
		'alias cc="xx cip"',
		'# ═══ claude-code-proxy aliases END (v3) ═══',
		'# source ~/crash-guard.sh',
		'source ~/crash-guard.sh',
		'psi() { true; }',
		'# >>> clutch >>>',
		'alias cc=\'cg_run xx cip\'',
		'# <<< clutch <<<',
	].join('\n');
	t.deepEqual(rcNotes(text, {shell: 'bash', aliases}), [
		'Line 1 begins the block of the original claude-code-proxy; it is left as it is. Take it away by hand when you no longer need it.',
		'Line 5 loads crash-guard, whose function cg_run goes before the cg_run of clutch in this shell. Take that line away to let clutch guard your sessions.',
		'Names that are also defined elsewhere in the file (in line): cc (2), psi (6). Of two, the later one is in force; --without leaves ours out.',
	]);
	t.deepEqual(rcNotes('function qw --description "mine"\nend\nabbr x y', {shell: 'fish', aliases}), ['Names that are also defined elsewhere in the file (in line): qw (1). Of two, the later one is in force; --without leaves ours out.']);
});

test('says which programs stand behind an alias, and how to leave it out', t => {
	t.is(shadowNote([]), undefined);
	t.is(shadowNote([{name: 'cc', path: '/usr/bin/cc'}, {name: 'ante', path: '/usr/bin/ante'}]), 'At the prompt cc now stands before /usr/bin/cc, ante now stands before /usr/bin/ante. Scripts and make still get the programs, because aliases are for the prompt alone; the whole path gets one there too, and --without cc,ante (or install.without in the config) leaves the aliases out.');
});
