import path from 'node:path';
import {ClutchError} from '../core/error.js';
import {withoutNpm} from '../core/launch/environment.js';
import {nameAfter} from '../core/session/named.js';
import {planPlain} from '../core/session/plain.js';
import {startProblem} from '../core/view/box/start-problem.js';
import type {NavigationInput, ProgramBeside} from '../core/view/navigation/navigation.js';
import {lineArguments, viewerWords} from '../core/view/copy/whole-text.js';
import type {Placing} from '../core/view/panes/arrange.js';
import {goneFolder, notStarted, refusedCommand, type RefusedCommand} from '../core/view/panes/refused-command.js';
import {splitWords} from '../core/view/panes/split-words.js';
import type {Size} from '../core/view/work/layout.js';
import {findExecutable, isDirectory} from '../io/executable.js';
import {freshIds} from '../io/launch-facts.js';
import {programRoot, type Paths} from '../io/paths.js';
import {createLinesBeside} from './lines-beside.js';
import type {Link} from './link.js';
import type {Store} from './store.js';

type Options = {
	readonly store: Store;
	readonly link: Pick<Link, 'call'>;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
	readonly paneSize: () => Size;
	readonly paths: Pick<Paths, 'run'>;
	readonly signal: AbortSignal;
};

/** A shell, a command or a log in a pane beside: a session like any other, in the folder of the one it stands beside. */
export function createBeside({store, link, env, cwd, paneSize, paths, signal}: Options): (program: ProgramBeside, placing: Placing | undefined) => Promise<void> {
	const lines = createLinesBeside({paths, store, link, signal});
	return async (wanted, placing) => {
		const since = store.get().navigation;
		const session = store.get().client?.sessions.find(({id}) => id === placing?.beside);
		const folder = (wanted.type === 'shell' || wanted.type === 'command' ? wanted.folder : undefined) ?? session?.cwd ?? cwd;
		if (!isDirectory(folder)) {
			const home = env.HOME !== undefined && isDirectory(env.HOME) ? env.HOME : undefined;
			const refuse = refusalTo(wanted, goneFolder(folder, home));
			if (refuse !== undefined) {
				store.navigate(refuse);
				return;
			}

			throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `The folder ${folder} is gone.`, next: 'Make it again, or start from a session in another folder.'});
		}

		const clean = withoutNpm(env, programRoot());
		const program = atHome(wanted, clean.HOME);
		const refused = program.type === 'command' && program.line !== undefined ? refusalOf(program.file, {searchPath: clean.PATH, cwd: folder}) : undefined;
		if (program.type === 'command' && program.line !== undefined && refused !== undefined) {
			store.navigate({type: 'refused-command', line: program.line, refused});
			return;
		}

		const {session: id} = freshIds();
		const {cols, rows} = paneSize();
		const {file, args, title, name} = commandOf(program, {env: clean, cwd: folder});
		const shown = program.type === 'lines' ? [...args, ...lineArguments(file, program.line), lines.write(id, program.text)] : args;
		try {
			await link.call({type: 'session.open', id, name: nameAfter(name), suggested: true, title, demo: false, ...planPlain({file, args: shown, env: clean, cwd: folder}), cols, rows});
		} catch (error) {
			lines.drop(id);
			const {code, message, hint} = error as Error & {readonly code?: string; readonly hint?: string};
			const refuse = refusalTo(program, notStarted(startProblem({code, message, hint}, store.get().client?.sessions ?? [])));
			if (refuse === undefined) {
				throw error;
			}

			store.navigate(refuse);
			return;
		}

		if (program.type === 'lines') {
			lines.follow(id);
		}

		store.navigate({type: 'opened', id, placing, since});
	};
}

/** What kept it from starting, with what can be done, where its user can press that. */
function refusalTo(program: ProgramBeside, refused: RefusedCommand): NavigationInput | undefined {
	if (program.type === 'command' && program.line !== undefined) {
		return {type: 'refused-command', line: program.line, refused: {...refused, folder: program.folder}};
	}

	return program.type === 'shell' && program.byKey === true ? {type: 'refused-shell', folder: program.folder, refused} : undefined;
}

/** A command as it was typed, with the home folder where a `~` stands for it. */
function atHome(program: ProgramBeside, home: string | undefined): ProgramBeside {
	const split = program.type === 'command' && program.line !== undefined ? splitWords(program.line, home) : undefined;
	if (program.type !== 'command' || split?.status !== 'words') {
		return program;
	}

	const [file = program.file, ...args] = split.words;
	return {...program, file, args};
}

type Command = {readonly file: string; readonly args: readonly string[]; readonly title: string; readonly name: string};

function commandOf(program: ProgramBeside, {env, cwd}: {readonly env: Readonly<Record<string, string | undefined>>; readonly cwd: string}): Command {
	const where = {searchPath: env.PATH, cwd};
	switch (program.type) {
		case 'shell': {
			const shell = env.SHELL === undefined || env.SHELL === '' ? '/bin/sh' : env.SHELL;
			return {file: fileOf(shell, where), args: [], title: path.basename(shell), name: path.basename(shell)};
		}

		case 'command': {
			return {file: fileOf(program.file, where), args: program.args, title: path.basename(program.file), name: path.basename(program.file)};
		}

		case 'lines': {
			const viewer = viewerWords(program.viewer, env);
			if ('problem' in viewer) {
				throw new ClutchError('ERR_CLUTCH_USAGE', {problem: viewer.problem, next: 'Write there a program and its arguments.'});
			}

			const [file, ...args] = viewer.words;
			if (findExecutable(file, where).status !== 'found') {
				throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `There is no ${program.viewer} "${file}".`, next: `Say another one in ${program.viewer === 'editor' ? 'VISUAL or EDITOR' : 'PAGER'} before you start Clutch.`});
			}

			return {file: fileOf(file, where), args, title: path.basename(file), name: `lines of ${program.name}`};
		}

		case 'log': {
			return {file: path.join(programRoot(), 'bin', 'clutch'), args: ['logs', program.service, '--follow', '--keys'], title: 'log', name: program.service};
		}
	}
}

function refusalOf(command: string, where: {readonly searchPath: string | undefined; readonly cwd: string}): RefusedCommand | undefined {
	const found = findExecutable(command, where);
	if (found.status === 'found') {
		return undefined;
	}

	const folder = path.resolve(where.cwd, command);
	return refusedCommand(command, command.includes('/') && isDirectory(folder) ? {status: 'folder', path: folder} : found);
}

function fileOf(command: string, where: {readonly searchPath: string | undefined; readonly cwd: string}): string {
	const found = findExecutable(command, where);
	if (found.status === 'found') {
		return found.path;
	}

	throw new ClutchError('ERR_CLUTCH_USAGE', {problem: found.status === 'missing' ? `There is no command "${command}" on the PATH.` : `${found.path} is not a program.`, next: 'Its name may have a typing mistake; a path works too.'});
}
