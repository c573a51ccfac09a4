import path from 'node:path';
import {ClutchError} from '../core/error.js';
import {withoutNpm} from '../core/launch/environment.js';
import {nameAfter} from '../core/session/named.js';
import {planPlain} from '../core/session/plain.js';
import type {Session} from '../core/session/session.js';
import {findExecutable, isDirectory} from '../io/executable.js';
import {freshIds} from '../io/launch-facts.js';
import {programRoot} from '../io/paths.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {nameMeant} from './launch-request.js';
import {openGuarded} from './open-guarded.js';
import {showSession} from './show-session.js';
import {folderMeant} from './working-folder.js';

/** `cg_run COMMAND`, `clutch guard COMMAND`: the command in a session of its own, shown here until it ends or its user leaves it. */
export async function run(given: ParsedArguments, context: CommandContext): Promise<number> {
	const parsed = withoutKey(given);
	const [command, ...args] = parsed.words;
	if (command === undefined) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `${context.program === 'cg_run' ? 'cg_run' : 'clutch guard'} takes a command to run.`, next: 'Such as cg_run xx cip, or cg_run npm test.'});
	}

	const code = launchedCode(parsed.words);
	if (code !== undefined) {
		const {run: launch} = await import('./guarded-launch.js');
		return launch(code, {parsed, context});
	}

	const {id, name} = await openCommand([command, ...args], {parsed, context});
	return showSession({id, name, input: 'pipe'}, context);
}

/** Opens a session of any command, with the name and in the folder that options say. */
export async function openCommand([command, ...args]: readonly [string, ...string[]], {parsed, context}: {readonly parsed: ParsedArguments; readonly context: CommandContext}): Promise<Pick<Session, 'id' | 'name'>> {
	const {env} = context;
	const cwd = folderMeant(parsed, context);
	if (!isDirectory(cwd)) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `There is no folder ${cwd}.`, next: 'Make it, or name another one with --cwd.'});
	}

	const clean = withoutNpm(env, programRoot());
	const file = fileOf(command, {searchPath: clean.PATH, cwd});
	const chosen = nameMeant(parsed);
	const {session: id} = freshIds();
	const {name} = await openGuarded({id, name: chosen ?? nameAfter(path.basename(command)), suggested: chosen === undefined, title: path.basename(command), ...planPlain({file, args, env: clean, cwd})}, context);
	return {id, name};
}

/** `KEY [--name NAME] -- COMMAND`, as crash-guard has it: there the key said which program it is, so here it is the name unless there is one. */
function withoutKey(parsed: ParsedArguments): ParsedArguments {
	const [key = '', ...others] = parsed.words;
	const end = others.indexOf('--');
	const named = /^--name(?:=(.*))?$/s.exec(others[0] ?? '');
	const isKeyed = end === 0 || (named !== null && end === (named[1] === undefined ? 2 : 1));
	if (!isKeyed) {
		return parsed;
	}

	const name = named === null ? key : named[1] ?? others[1] ?? key;
	return {...parsed, words: others.slice(end + 1), flags: {name, ...parsed.flags}};
}

/** What stands behind `xx` or `clutch launch`: such a launch is planned here, so that the session knows what it is and can be restored. */
function launchedCode([first, second, ...rest]: readonly string[]): readonly string[] | undefined {
	if (first === 'xx') {
		return second === undefined ? [] : [second, ...rest];
	}

	return first === 'clutch' && second === 'launch' ? rest : undefined;
}

/** Our own programs are found even where nobody put them on the PATH. */
function fileOf(command: string, where: {readonly searchPath: string | undefined; readonly cwd: string}): string {
	const found = findExecutable(command, where);
	if (found.status === 'found') {
		return found.path;
	}

	const own = ['clutch', 'proxies'].includes(command) ? findExecutable(path.join(programRoot(), 'bin', command), where) : found;
	if (own.status === 'found') {
		return own.path;
	}

	throw new ClutchError('ERR_CLUTCH_USAGE', {problem: found.status === 'missing' ? `There is no command "${command}" on the PATH.` : `${found.path} is not a program.`, next: 'Its name may have a typing mistake; a path works too.'});
}
