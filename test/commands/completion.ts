import {writeFileSync, mkdirSync} from 'node:fs';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {rowsOf} from '../../source/commands/table.js';
import {shells, type ShellName} from '../../source/core/shell/shell.js';
import {componentsFolder} from '../../source/io/component-folder.js';
import {watchClutchd} from '../helpers/clutchd.js';
import {temporaryHome} from '../helpers/home.js';
import {runProgram} from '../helpers/program.js';
import {shellMachine, type ShellMachine} from '../helpers/shells.js';

/** What is offered for a line, as the shell's own machinery has it. */
type Ask = (machine: ShellMachine, line: string) => Promise<readonly string[]>;

const marked = (text: string) => [...text.matchAll(/<([^>\n]*)>/g)].map(match => match[1] ?? '').filter(word => word !== '');

const ask: Readonly<Record<'bash' | 'fish', Ask>> = {
	async bash(machine, line) {
		const words = line.split(' ').map(word => `'${word}'`);
		const {stdout} = await machine.run(`COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; complete -p ${words[0] ?? ''} >/dev/null && _clutch; printf '<%s>' "\${COMPREPLY[@]}"`);
		return marked(stdout);
	},
	async fish(machine, line) {
		const {stdout} = await machine.run(`complete -C '${line}' | string replace -r '[[:cntrl:]].*' '' | string replace -r '(.*)' '<$1>'`);
		return marked(stdout);
	},
};

const claudeCodes = ['i', 'c', 'n', 's', 'r'].flatMap(mode => ['p', 'b', 'd'].map(route => `c${mode}${route}`));

const expected: ReadonlyArray<readonly [line: string, offered: readonly string[]]> = [
	['xx c', claudeCodes],
	['xx ci', ['cip', 'cib', 'cid', 'cin', 'cik', 'ciq', 'cie', 'ci3']],
	['xx cip', ['cip', 'cipd', 'cipn', 'cipk', 'cipq', 'cipe', 'cip3']],
	['xx cid', ['cid']],
	['cg_run xx cr', ['crp', 'crb', 'crd', 'crn', 'crk', 'crq', 'cre', 'cr3']],
	['xx cip --mo', ['--model']],
	['cc --mo', ['--model']],
	['clutch guard xx cip --mo', ['--model']],
	['clutch run -- xx cip --mo', ['--model']],
	['ccp --', []],
	['xx cip --set c', ['cascade=', 'compression=']],
	['clutch ke', ['keys']],
	['clutch help ke', ['keys']],
	['clutch config ', ['show', 'check', 'path', 'schema', 'set', 'toggle', 'where', 'env', 'add', 'rm', 'order']],
	['clutch config s', ['show', 'schema', 'set']],
	['clutch service add ', ['headroom', 'rtk', 'cli-proxy', 'ollama']],
	['clutch service add rtk ', []],
	['clutch service enable he', ['headroom']],
	['clutch service remove ', ['db']],
	['clutch service show r', ['rtk']],
	['clutch service add db --restart ', ['always', 'on-failure', 'never']],
	['clutch service add db --depends-on ', ['gateway', 'headroom']],
	['proxies up ga', ['gateway']],
	['proxies down gateway he', ['headroom']],
	['clutch install --shell ', ['zsh', 'bash', 'fish', 'all']],
	['clutch install --without cc', ['cc', 'ccc', 'cc-debug', 'cc-ds', 'ccp', 'cc-free', 'cc-direct']],
	['proxies ', [...rowsOf('proxies').map(row => row.name), 'help']],
];

/** A machine whose config has a tier and a profile of its own, with everything in place; its `clutch` knows two services. */
async function completed(t: ExecutionContext, shell: ShellName, rc = ''): Promise<ShellMachine | undefined> {
	const machine = shellMachine(t, shell);
	if (machine === undefined) {
		return undefined;
	}

	writeFileSync(machine.paths.config, '{"tiers": {"e": "box/e"}, "profiles": {"3": "box/three"}}');
	if (rc !== '') {
		mkdirSync(path.dirname(machine.rc), {recursive: true});
		writeFileSync(machine.rc, rc);
	}

	writeFileSync(path.join(machine.fakes, 'clutch'), '#!/bin/sh\ncase "$*" in\n"completion --list services") printf "gateway\\tGateway\\nheadroom\\tHeadroom\\n" ;;\n"completion --list removable") printf "db\\tdb\\n" ;;\n"completion --list shown") printf "gateway\\tGateway\\nrtk\\tRTK\\n" ;;\nesac\n', {mode: 0o755});
	const {code, stderr} = await runProgram(['clutch', 'install', '--shell', shell], {home: machine});
	t.deepEqual([code, stderr], [0, '']);
	return machine;
}

const offers = test.macro({
	async exec(t: ExecutionContext, shell: 'bash' | 'fish') {
		const machine = await completed(t, shell);
		if (machine === undefined) {
			return;
		}

		for (const [line, offered] of expected) {
			const found = await ask[shell](machine, line);
			// Tiers that a newer table ships beside those named here may be offered too.
			const wanted = found.filter(word => offered.includes(word) || !/^c[ir]p?[a-z\d]$/.test(word));
			t.deepEqual({line, offered: wanted.toSorted()}, {line, offered: offered.toSorted()});
		}
	},
	title: (_: string | undefined, shell: string) => `${shell} offers codes, verbs, options and values`,
});

test.serial(offers, 'bash');
test.serial(offers, 'fish');

test.serial('bash reads --option=value, which it cuts in three', async t => {
	const machine = await completed(t, 'bash');
	if (machine === undefined) {
		return;
	}

	t.deepEqual(await ask.bash(machine, 'clutch install --shell = z'), ['zsh']);
	t.deepEqual(await ask.bash(machine, 'clutch install --shell ='), ['zsh', 'bash', 'fish', 'all']);
});

test.serial('fish offers the value behind --option=', async t => {
	const machine = await completed(t, 'fish');
	if (machine === undefined) {
		return;
	}

	t.deepEqual(await ask.fish(machine, 'clutch install --shell=z'), ['--shell=zsh']);
});

const onTerminal = test.macro({
	async exec(t: ExecutionContext, shell: ShellName, rc: string) {
		const machine = await completed(t, shell, rc);
		if (machine === undefined) {
			return;
		}

		const terminal = machine.open();
		// The sum proves that the shell itself answered, not the echo of what was typed.
		terminal.write(`echo ready-${shell === 'fish' ? '(math 40 + 2)' : '$((40 + 2))'}\r`);
		await terminal.waitFor('the shell answers', text => /^ready-42/m.test(text));
		terminal.write('xx cs\t\t');
		await terminal.waitFor('the codes are offered', text => ['csp', 'csb', 'csd'].every(code => new RegExp(String.raw`(^|\s)${code}(\s|$)`, 'm').test(text)));
		// Ctrl+U: the line is empty again. What is whole after one Tab stands in the line.
		terminal.write('\u0015clutch ke\t');
		await terminal.waitFor('the verb is whole', text => text.includes('clutch keys'));
	},
	title: (name: string | undefined, shell: ShellName) => `Tab offers codes and finishes a verb on a terminal with ${name ?? shell}`,
});

test.serial('bash', onTerminal, 'bash', '');
test.serial('fish', onTerminal, 'fish', '');
test.serial('zsh and compinit', onTerminal, 'zsh', 'autoload -Uz compinit\ncompinit -u -D\n');
test.serial('zsh as it is', onTerminal, 'zsh', 'PS1="> "\n');

test.serial('asks clutch for what only it knows', async t => {
	const home = temporaryHome(t);
	writeFileSync(home.paths.config, '{"profiles": {"3": "box/three", "long-work": "box/l"}}');
	const profiles = await runProgram(['clutch', 'completion', '--list', 'profiles'], {home});
	t.deepEqual(['3\tprofile', 'long-work\tprofile'].filter(line => !profiles.stdout.split('\n').includes(line)), []);
	t.deepEqual(await runProgram(['clutch', 'completion', '--list', 'sessions'], {home}), {code: 0, signal: null, stdout: '', stderr: ''});
	const watcher = await watchClutchd(t, {home});
	const {id, title} = await watcher.open({file: '/bin/sleep', args: ['100']}, {name: 'my\twork'});
	const sessions = await runProgram(['clutch', 'completion', '--list', 'sessions'], {home});
	t.is(sessions.stdout, `${id}\t${title} my work\n`);
	const logs = await runProgram(['clutch', 'completion', '--list', 'logs'], {home});
	t.deepEqual(logs.stdout.split('\n').map(line => line.split('\t')[0]).slice(0, 2), ['clutchd', 'gateway']);
});

test.serial('names where a tool without a process can stand, and what can be removed', async t => {
	const home = temporaryHome(t);
	writeFileSync(home.paths.config, JSON.stringify({proxy: {auto_start: false}, services: {db: {argv: ['sleep', '1000']}}}));
	const names = async (list: string) => {
		const {stdout} = await runProgram(['clutch', 'completion', '--list', list], {home});
		return stdout.trimEnd().split('\n').map(line => line.split('\t')[0]);
	};

	t.deepEqual(await names('removable'), ['db']);
	mkdirSync(path.join(componentsFolder(home.paths), 'cli-proxy'), {recursive: true});
	t.deepEqual(await names('removable'), ['db', 'cli-proxy']);
	const watcher = await watchClutchd(t, {home});
	// Whoever looks at figures has it looked for.
	await watcher.client.call({type: 'resources'});
	await watcher.waitFor('RTK was looked for', ({services}) => services.some(({id}) => id === 'rtk'));
	for (const list of ['services', 'logs']) {
		const found = await names(list);
		t.deepEqual(found.filter(name => name === 'rtk' || name === 'db'), ['db']);
	}

	const shown = await names('shown');
	t.deepEqual(shown.filter(name => name === 'rtk' || name === 'db').toSorted(), ['db', 'rtk']);
});

for (const shell of shells) {
	test.serial(`the completions of ${shell} have every command and option`, async t => {
		const {stdout} = await runProgram(['clutch', 'completion', shell], {home: temporaryHome(t)});
		const words = rowsOf('clutch').flatMap(row => [row.name, ...row.options.map(option => `--${option.flag}`)]);
		t.deepEqual(words.filter(word => !stdout.includes(word)), []);
	});
}

test.serial('prints nothing for a shell it does not know', async t => {
	const home = temporaryHome(t);
	t.deepEqual(await runProgram(['clutch', 'completion', 'zhs'], {home}), {code: 2, signal: null, stdout: '', stderr: 'There are no completions for "zhs".\nDid you mean "zsh"?\n'});
	t.deepEqual(await runProgram(['clutch', 'completion'], {home}), {code: 2, signal: null, stdout: '', stderr: 'completion takes the name of one shell.\nIt has them for zsh, bash, fish; clutch install puts them in place.\n'});
	t.deepEqual(await runProgram(['clutch', 'completion', '--list', 'all'], {home}), {code: 2, signal: null, stdout: '', stderr: 'There is no list "all".\ncompletion --list takes one of sessions, services, shown, removable, logs, profiles.\n'});
});
