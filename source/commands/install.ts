import {existsSync, realpathSync, rmSync} from 'node:fs';
import path from 'node:path';
import {ClutchError} from '../core/error.js';
import {aliasesWithout} from '../core/shell/alias.js';
import {chooseShells, rcPath, shadowNote, unknownAlias} from '../core/shell/install.js';
import {findBlock, withBlock, withoutBlock} from '../core/shell/rc-edit.js';
import {rcNotes} from '../core/shell/rc-notes.js';
import {shells, type ShellName} from '../core/shell/shell.js';
import {findExecutable} from '../io/executable.js';
import {programRoot} from '../io/paths.js';
import {changePrivateFile} from '../io/private-file.js';
import {asBytes, asWords, backUpRcFile, checkChangeable, dropBackups, readRcFile, removeIfEmpty, removeRcFile, writeRcFile, type RcFile} from '../io/rc-file.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {wantedBlock, withoutOfConfig} from './shell-block.js';
import {completionFolder, shellFiles} from './shell-completions.js';
import {folderOr} from './working-folder.js';

type Outcome = {
	readonly shell: ShellName;
	readonly file: string;
	readonly action: 'added' | 'replaced' | 'unchanged' | 'removed' | 'absent';
	readonly backups: readonly string[];
	readonly notes: readonly string[];
	/** The block, for a dry run. */
	readonly block: readonly string[];
};

type Work = {readonly context: CommandContext; readonly dry: boolean; readonly without: readonly string[]};

/** `install`: one block in the shell's own file, and the completions; `--uninstall` leaves the file byte for byte as it was. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const uninstall = parsed.flags.uninstall === true;
	const chosen = shellsMeant(parsed, context);
	const work: Work = {context, dry: parsed.flags['dry-run'] === true, without: leftOut(parsed, context)};
	const files = chosen.map(shell => ({shell, rc: readRcFile(rcPath(shell, context.env))}));
	// All are looked at before the first is touched.
	for (const {rc} of files) {
		check(rc, {uninstall});
	}

	const outcomes = files.map(({shell, rc}) => uninstall ? remove(shell, rc, work) : install(shell, rc, work));
	const notes = uninstall ? [] : programNotes(work);
	if (parsed.flags.json === true) {
		context.stdout.write(`${JSON.stringify({dryRun: work.dry, shells: outcomes.map(({block, ...outcome}) => work.dry ? {...outcome, block} : outcome), notes})}\n`);
		return 0;
	}

	report(outcomes, {...work, notes, uninstall});
	return 0;
}

function shellsMeant(parsed: ParsedArguments, context: CommandContext): readonly ShellName[] {
	const {env} = context;
	const {shell: given} = parsed.flags;
	const choice = given === undefined && parsed.flags.uninstall === true ? {status: 'all' as const} : chooseShells(typeof given === 'string' ? given : undefined, env);
	switch (choice.status) {
		case 'chosen': {
			return choice.shells;
		}

		case 'all': {
			return shells.filter(shell => existsSync(rcPath(shell, env)) || findExecutable(shell, {searchPath: env.PATH, cwd: folderOr('/', context)}).status === 'found');
		}

		case 'unknown': {
			throw new ClutchError('ERR_CLUTCH_USAGE', {problem: choice.problem, next: choice.next});
		}
	}
}

function leftOut(parsed: ParsedArguments, {paths, env}: CommandContext): readonly string[] {
	const {without} = parsed.flags;
	const names = typeof without === 'string' ? without.split(',').map(name => name.trim()).filter(name => name !== '') : [];
	const unknown = unknownAlias(names);
	if (unknown !== undefined) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `There is no alias "${unknown.name}" to leave out.`, next: unknown.near === undefined ? 'clutch install --dry-run shows them all.' : `Did you mean "${unknown.near}"?`});
	}

	return [...new Set([...names, ...withoutOfConfig({paths, env})])];
}

function check(rc: RcFile, {uninstall}: {readonly uninstall: boolean}): void {
	const found = findBlock(rc.text ?? '');
	if (found.status === 'damaged') {
		throw new ClutchError('ERR_CLUTCH_RC_FILE', {file: rc.path, problem: found.problem, next: 'Take those lines away by hand, then run the command again.'});
	}

	if (!uninstall || found.status === 'block') {
		checkChangeable(rc);
	}
}

function install(shell: ShellName, rc: RcFile, {context, dry, without}: Work): Outcome {
	const folder = completionFolder(context, shell);
	const block = wantedBlock(shell, {context, without});
	const text = withBlock(rc.text, {lines: block.map(line => asBytes(line)), folders: rc.missingFolders});
	const had = findBlock(rc.text ?? '').status === 'block';
	const action = text === rc.text ? 'unchanged' : (had ? 'replaced' : 'added');
	const backups: string[] = [];
	if (!dry) {
		for (const [name, script] of Object.entries(shellFiles(context, shell))) {
			changePrivateFile(path.join(folder, name), () => script);
		}

		if (action === 'added' && rc.text !== undefined) {
			backups.push(backUpRcFile(rc, stamp(new Date())));
		}

		if (action !== 'unchanged') {
			writeRcFile(rc, text);
		}
	}

	return {shell, file: rc.path, action, backups, notes: rcNotes(asWords(rc.text ?? ''), {shell, aliases: aliasesWithout(without)}), block};
}

function remove(shell: ShellName, rc: RcFile, {context, dry}: Work): Outcome {
	const found = findBlock(rc.text ?? '');
	const outcome = {shell, file: rc.path, notes: [], block: []};
	if (!dry) {
		const folder = completionFolder(context, shell);
		rmSync(folder, {recursive: true, force: true});
		removeIfEmpty(path.dirname(folder));
	}

	if (found.status !== 'block') {
		return {...outcome, action: 'absent', backups: []};
	}

	if (dry) {
		return {...outcome, action: 'removed', backups: []};
	}

	const text = withoutBlock(found);
	if (text === undefined) {
		removeRcFile(rc, found.made.file?.folders ?? 0);
	} else {
		writeRcFile(rc, text);
	}

	return {...outcome, action: 'removed', backups: dropBackups(rc, text)};
}

function programNotes({context, without}: Work): readonly string[] {
	const {env} = context;
	const cwd = folderOr('/', context);
	const programs = path.join(programRoot(), 'bin');
	const find = (name: string) => {
		const found = findExecutable(name, {searchPath: env.PATH, cwd});
		return found.status === 'found' ? found.path : undefined;
	};

	const isOurs = (file: string) => realpathSync(file).startsWith(`${realpathSync(programs)}/`);
	const others = ['clutch', 'xx', 'proxies', 'cg_run'].flatMap(name => {
		const file = find(name);
		return file === undefined || isOurs(file) ? [] : [file];
	});
	const shadowed = shadowNote(aliasesWithout(without).flatMap(({name}) => {
		const file = find(name);
		return file === undefined ? [] : [{name, path: file}];
	}));
	return [
		...(find('clutch') === undefined ? [`clutch is not on the PATH of this shell yet; the block puts ${programs} there.`] : []),
		...(others.length === 0 ? [] : [`On the PATH stand programs of the same names that are not of this clutch: ${others.join(', ')}. The block puts ${programs} before them.`]),
		...(shadowed === undefined ? [] : [shadowed]),
	];
}

const said: Readonly<Record<Outcome['action'], string>> = {
	added: 'block added',
	replaced: 'block brought up to date',
	unchanged: 'nothing to change',
	removed: 'block taken away',
	absent: 'no block there',
};

function report(outcomes: readonly Outcome[], {context: {stdout, env}, dry, notes, uninstall}: Work & {readonly notes: readonly string[]; readonly uninstall: boolean}): void {
	const short = (file: string) => env.HOME !== undefined && file.startsWith(`${env.HOME}/`) ? `~${file.slice(env.HOME.length)}` : file;
	for (const {shell, file, action, backups, notes: own, block} of outcomes) {
		stdout.write(`${shell.padEnd(5)} ${short(file)}  ${dry ? 'would be: ' : ''}${said[action]}${backups.map(backup => `, backup ${short(backup)}`).join('')}\n`);
		stdout.write((dry && !uninstall ? block : []).map(line => `      ${line}\n`).join(''));
		stdout.write(own.map(note => `note  ${note}\n`).join(''));
	}

	stdout.write(notes.map(note => `note  ${note}\n`).join(''));
	const changed = outcomes.filter(({action}) => action === 'added' || action === 'replaced');
	if (!dry && changed.length > 0) {
		stdout.write(`next  open a new terminal, or: ${changed.map(({file}) => `source ${short(file)}`).join(' · ')}\n`);
	}
}

function stamp(now: Date): string {
	const two = (value: number) => String(value).padStart(2, '0');
	return `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}
