import {chmodSync, existsSync, linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {temporaryHome} from '../helpers/home.js';
import {root, runProgram} from '../helpers/program.js';
import {shellMachine, type ShellMachine} from '../helpers/shells.js';
import {shells, type ShellName} from '../../source/core/shell/shell.js';

/** All files below a folder that are not the fake programs, with their bytes. */
function filesOf(folder: string): Readonly<Record<string, string>> {
	const files = readdirSync(folder, {recursive: true, withFileTypes: true}).filter(entry => !entry.isDirectory());
	return Object.fromEntries(files.map(entry => path.join(entry.parentPath, entry.name)).map(file => [path.relative(folder, file), readFileSync(file, 'latin1')]));
}

const foldersOf = (folder: string) => readdirSync(folder, {recursive: true, withFileTypes: true}).filter(entry => entry.isDirectory()).map(entry => path.join(entry.parentPath, entry.name)).toSorted();

async function install({shell, ...home}: ShellMachine, ...more: readonly string[]) {
	const ended = await runProgram(['clutch', 'install', '--shell', shell, '--json', ...more], {home});
	return {code: ended.code, ...(JSON.parse(ended.stdout) as {readonly shells?: ReadonlyArray<{readonly action: string; readonly backups: readonly string[]; readonly notes: readonly string[]}>; readonly error?: {readonly message: string}})};
}

/** A line that sets a variable in each shell, and one that shows it. */
const variable: Readonly<Record<ShellName, readonly [set: string, show: string]>> = {
	zsh: ['export BEFORE=kept', 'echo "[$BEFORE]"'],
	bash: ['export BEFORE=kept', 'echo "[$BEFORE]"'],
	fish: ['set -gx BEFORE kept', 'echo "[$BEFORE]"'],
};

type Case = {readonly name: string; readonly text: (set: string) => string | undefined; readonly shows?: string};

const cases: readonly Case[] = [
	{name: 'no file', text: () => undefined, shows: '[]'},
	{name: 'an empty file', text: () => '', shows: '[]'},
	{name: 'a plain file', text: set => `${set}\n`},
	{name: 'a file whose last line has no end', text: set => `# mine\n${set}`},
	{name: 'a file with CRLF', text: set => `${set} #\r\n# mine\r\n`},
	{name: 'a file with CRLF whose last line has no end', text: set => `# mine\r\n${set} #`},
	{name: 'a file with the block of the original in it', text: set => `# ═══ claude-code-proxy aliases START (v3) ═══\nalias psi='xx nothing'\n# ═══ claude-code-proxy aliases END (v3) ═══\n${set}\n`},
];

const comesAndGoes = test.macro({
	async exec(t: ExecutionContext, shell: ShellName, {text, shows = '[kept]'}: Case) {
		const machine = shellMachine(t, shell);
		if (machine === undefined) {
			return;
		}

		const [set, show] = variable[shell];
		const before = text(set);
		if (before !== undefined) {
			mkdirSync(path.dirname(machine.rc), {recursive: true});
			writeFileSync(machine.rc, before);
		}

		const files = filesOf(machine.user);
		const folders = foldersOf(machine.user);
		const first = await install(machine);
		t.deepEqual([first.code, first.shells?.map(({action, backups}) => [action, backups.length])], [0, [['added', before === undefined ? 0 : 1]]]);
		const installed = readFileSync(machine.rc, 'latin1');
		t.true(installed.startsWith(before === undefined ? '' : Buffer.from(before).toString('latin1')));

		const shown = await machine.run(`${show}; cc -m claude/sonnet-4 'two words'; psi; ccp --version; proxies-status`);
		t.log(shown.stderr);
		t.deepEqual(shown.stdout.split('\n').filter(line => line !== ''), [
			shows,
			'<cg_run><xx><cip><-m><claude/sonnet-4><two words>',
			'<cg_run><xx><pip>',
			'<clutch><run><--><claude><--version>',
			'<proxies><status>',
		]);

		const second = await install(machine);
		t.deepEqual(second.shells?.map(({action, backups}) => [action, backups.length]), [['unchanged', 0]]);
		t.is(readFileSync(machine.rc, 'latin1'), installed);

		const gone = await runProgram(['clutch', 'install', '--uninstall'], {home: machine});
		t.deepEqual([gone.code, gone.stderr], [0, '']);
		// What the shell itself wrote (its history, its variables) is not ours.
		const left = Object.fromEntries(Object.entries(filesOf(machine.user)).filter(([name]) => name in files || name.includes('clutch') || name === path.relative(machine.user, machine.rc)));
		t.deepEqual(left, files);
		// Fish makes folders of its own at its first start; the next test is about those that the block needed.
		t.deepEqual(foldersOf(machine.user).filter(folder => shell !== 'fish' || folders.includes(folder)), folders);
		t.false(existsSync(path.join(machine.paths.state, 'completions')));
	},
	title: (_: string | undefined, shell: ShellName, {name}: Case) => `puts aliases that work into ${name} of ${shell}, changes nothing the second time and leaves no trace behind`,
});

for (const shell of shells) {
	for (const each of cases) {
		test.serial(comesAndGoes, shell, each);
	}
}

test.serial('makes the folders of a file that was not there, and takes them away again', async t => {
	const home = temporaryHome(t);
	const folders = foldersOf(home.user);
	await runProgram(['clutch', 'install', '--shell', 'fish,zsh'], {home});
	t.deepEqual(foldersOf(home.user), [...folders, path.join(home.user, '.config'), path.join(home.user, '.config', 'fish')].toSorted());
	const gone = await runProgram(['clutch', 'install', '--uninstall', '--shell', 'fish,zsh'], {home});
	t.deepEqual([gone.code, foldersOf(home.user), filesOf(home.user)], [0, folders, {}]);
});

const findsPrograms = test.macro({
	async exec(t: ExecutionContext, shell: ShellName) {
		const machine = shellMachine(t, shell);
		if (machine === undefined) {
			return;
		}

		await install(machine);
		const {stdout} = await machine.runPlain('command -v xx; command -v clutch');
		t.deepEqual(stdout.split('\n').slice(0, 2), [`${root}bin/xx`, `${root}bin/clutch`]);
	},
	title: (_: string | undefined, shell: ShellName) => `puts the programs on the PATH of ${shell} where they are not yet`,
});

for (const shell of shells) {
	test.serial(findsPrograms, shell);
}

test.serial('leaves out the aliases that are not wanted, by option and by config, and brings the block up to date', async t => {
	const home = temporaryHome(t);
	writeFileSync(home.paths.config, '{"install": {"without": ["oc"]}}');
	const args = ['clutch', 'install', '--shell', 'bash', '--json'] as const;
	await runProgram(args, {home});
	const rc = path.join(home.user, '.bashrc');
	const names = () => [...readFileSync(rc, 'utf8').matchAll(/^alias (\S+)=/gm)].map(match => match[1] ?? '');
	t.deepEqual(['cc', 'ccc', 'oc'].filter(name => names().includes(name)), ['cc', 'ccc']);
	const {stdout} = await runProgram([...args, '--without', 'cc,qw'], {home});
	t.is((JSON.parse(stdout) as {readonly shells: ReadonlyArray<{readonly action: string}>}).shells[0]?.action, 'replaced');
	t.deepEqual(['cc', 'ccc', 'oc', 'qw'].filter(name => names().includes(name)), ['ccc']);
	const wrong = await runProgram(['clutch', 'install', '--shell', 'bash', '--without', 'ccx'], {home});
	t.deepEqual(wrong, {code: 2, signal: null, stdout: '', stderr: 'There is no alias "ccx" to leave out.\nDid you mean "cc"?\n'});
});

test.serial('says where an alias stands before a program, and where programs of the same names stand before ours', async t => {
	const home = temporaryHome(t);
	const folder = path.join(home.user, 'own');
	mkdirSync(folder);
	for (const name of ['cc', 'xx']) {
		writeFileSync(path.join(folder, name), '#!/bin/sh\n', {mode: 0o755});
	}

	const {stdout} = await runProgram(['clutch', 'install', '--shell', 'bash', '--json', '--dry-run'], {home, env: {PATH: folder}});
	t.deepEqual((JSON.parse(stdout) as {readonly notes: readonly string[]}).notes, [
		`clutch is not on the PATH of this shell yet; the block puts ${root}bin there.`,
		`On the PATH stand programs of the same names that are not of this clutch: ${folder}/xx. The block puts ${root}bin before them.`,
		`At the prompt cc now stands before ${folder}/cc. Scripts and make still get the program, because aliases are for the prompt alone; the whole path gets it there too, and --without cc (or install.without in the config) leaves the alias out.`,
	]);
});

test.serial('shows the block in a dry run and touches nothing', async t => {
	const home = temporaryHome(t);
	const {code, stdout} = await runProgram(['clutch', 'install', '--shell', 'zsh', '--dry-run'], {home});
	t.is(code, 0);
	t.is(stdout.split('\n')[0], 'zsh   ~/.zshrc  would be: block added');
	t.regex(stdout, /^ {6}alias cc='cg_run xx cip'$/m);
	t.deepEqual([existsSync(path.join(home.user, '.zshrc')), existsSync(path.join(home.paths.state, 'completions'))], [false, false]);
});

test.serial('asks which shell is meant where SHELL is none it knows', async t => {
	t.deepEqual(await runProgram(['clutch', 'install'], {home: temporaryHome(t)}), {code: 2, signal: null, stdout: '', stderr: 'Which shell is meant is not known: SHELL is /bin/sh.\nName it: --shell zsh, --shell bash, --shell fish, or --shell all.\n'});
});

test.serial('writes through a link, and keeps mode and link, and makes a backup for its user only', async t => {
	const home = temporaryHome(t, {SHELL: '/bin/bash'});
	const target = path.join(home.user, 'dotfiles', 'bashrc');
	const rc = path.join(home.user, '.bashrc');
	mkdirSync(path.dirname(target));
	writeFileSync(target, 'A=1\n');
	chmodSync(target, 0o640);
	symlinkSync(target, rc);
	const {stdout} = await runProgram(['clutch', 'install', '--json'], {home});
	const [backup = ''] = (JSON.parse(stdout) as {readonly shells: ReadonlyArray<{readonly backups: readonly string[]}>}).shells[0]?.backups ?? [];
	t.regex(path.relative(home.user, backup), /^\.bashrc\.clutch-backup-\d{8}-\d{6}$/);
	t.deepEqual([readFileSync(backup, 'utf8'), statSync(backup).mode & 0o777], ['A=1\n', 0o600]);
	t.deepEqual([lstatSync(rc).isSymbolicLink(), statSync(target).mode & 0o777], [true, 0o640]);
	t.true(readFileSync(target, 'utf8').startsWith('A=1\n# >>> clutch >>>\n'));
	await runProgram(['clutch', 'install', '--uninstall'], {home});
	t.deepEqual([lstatSync(rc).isSymbolicLink(), readFileSync(target, 'utf8'), statSync(target).mode & 0o777, existsSync(backup)], [true, 'A=1\n', 0o640, false]);
});

test.serial('keeps the other names of a file', async t => {
	const home = temporaryHome(t, {SHELL: '/bin/bash'});
	const other = path.join(home.user, 'other-name');
	writeFileSync(other, 'A=1\n');
	linkSync(other, path.join(home.user, '.bashrc'));
	await runProgram(['clutch', 'install'], {home});
	t.is(statSync(other).nlink, 2);
	t.regex(readFileSync(other, 'utf8'), /^# <<< clutch <<<$/m);
});

test.serial('keeps a backup that says more than the file does in the end', async t => {
	const home = temporaryHome(t, {SHELL: '/bin/bash'});
	const rc = path.join(home.user, '.bashrc');
	writeFileSync(rc, 'A=1\n');
	await runProgram(['clutch', 'install'], {home});
	writeFileSync(rc, `B=2\n${readFileSync(rc, 'utf8').slice('A=1\n'.length)}`);
	const {stdout} = await runProgram(['clutch', 'install', '--uninstall'], {home});
	t.regex(stdout, /^bash +~\/\.bashrc {2}block taken away, backup ~\/\.bashrc\.clutch-backup-\d{8}-\d{6}$/m);
	t.is(readFileSync(rc, 'utf8'), 'B=2\n');
});

type Refusal = {readonly name: string; readonly prepare: (rc: string) => void; readonly problem: string; readonly uninstall?: boolean};

const refuses = test.macro({
	async exec(t: ExecutionContext, {prepare, problem, uninstall = false}: Refusal) {
		const home = temporaryHome(t, {SHELL: '/bin/bash'});
		const rc = path.join(home.user, '.bashrc');
		prepare(rc);
		const before = existsSync(rc) && statSync(rc).isFile() ? readFileSync(rc, 'latin1') : undefined;
		const {code, stdout, stderr} = await runProgram(['clutch', 'install', ...(uninstall ? ['--uninstall'] : ['--shell', 'zsh,bash'])], {home});
		t.deepEqual([code, stdout, stderr.split('\n')[0]], [1, '', `The file ${rc} was left as it is: ${problem}.`]);
		t.is(existsSync(rc) && statSync(rc).isFile() ? readFileSync(rc, 'latin1') : undefined, before);
		t.deepEqual(readdirSync(home.user).filter(name => name !== '.bashrc' && name !== 'src'), []);
	},
	title: (_: string | undefined, {name}: Refusal) => `touches nothing where the file is ${name}`,
});

test.serial(refuses, {name: 'read-only', problem: 'it is read-only', prepare(rc) {
	writeFileSync(rc, 'A=1\n', {mode: 0o444});
}});
test.serial(refuses, {name: 'read-only and has the block', problem: 'it is read-only', uninstall: true, prepare(rc) {
	writeFileSync(rc, '# >>> clutch >>>\n# <<< clutch <<<\n', {mode: 0o444});
}});
test.serial(refuses, {name: 'a folder', problem: 'it is a folder', prepare(rc) {
	mkdirSync(rc);
}});
test.serial(refuses, {name: 'a link to nothing', problem: 'it is a link to a file that is not there', prepare(rc) {
	symlinkSync('/nowhere/at/all', rc);
}});
test.serial(refuses, {name: 'damaged', problem: 'line 2 begins a block of clutch install that ends nowhere', prepare(rc) {
	writeFileSync(rc, 'A=1\n# >>> clutch >>>\nalias x=y\n');
}});
test.serial(refuses, {name: 'damaged, when taking away', uninstall: true, problem: 'line 1 ends a block of clutch install that begins nowhere before it', prepare(rc) {
	writeFileSync(rc, '# <<< clutch <<<\n');
}});

test.serial('names the block of the original and leaves it alone', async t => {
	const home = temporaryHome(t, {SHELL: '/bin/bash'});
	writeFileSync(path.join(home.user, '.bashrc'), 'A=1\n# ═══ claude-code-proxy aliases START (v3) ═══\nalias hsr=x\n# ═══ claude-code-proxy aliases END (v3) ═══\n');
	const {stdout} = await runProgram(['clutch', 'install'], {home});
	t.regex(stdout, /^note {2}Line 2 begins the block of the original claude-code-proxy; it is left as it is\./m);
	t.regex(stdout, /^note {2}Names that are also defined elsewhere in the file \(in line\): hsr \(3\)\./m);
	rmSync(path.join(home.user, '.bashrc'));
});
