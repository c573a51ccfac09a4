import path from 'node:path';
import {maskArguments} from '../core/config/secrets.js';
import {ClutchError} from '../core/error.js';
import {childEnvironment, setInPanes, unsetInPanes, withoutNpm} from '../core/launch/environment.js';
import {findExecutable, isDirectory} from '../io/executable.js';
import {freshIds} from '../io/launch-facts.js';
import {programRoot} from '../io/paths.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {connectStarted} from './connect.js';
import {showSession} from './show-session.js';

/** A multiplexer of the outer terminal is not the one around the session. */
const outer = ['TMUX', 'STY', 'ZELLIJ', 'TERM_PROGRAM'];

/** `cg_run COMMAND`, `clutch run COMMAND`: the command in a session of its own, shown here until it ends or its user leaves it. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const {env, stdout} = context;
	const [command, ...args] = parsed.words;
	if (command === undefined) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `${context.program === 'cg_run' ? 'cg_run' : 'clutch run'} takes a command to run.`, next: 'Such as cg_run xx cip, or cg_run npm test.'});
	}

	const cwd = path.resolve(context.cwd, typeof parsed.flags.cwd === 'string' ? parsed.flags.cwd : '.');
	if (!isDirectory(cwd)) {
		throw new ClutchError('ERR_CLUTCH_USAGE', {problem: `There is no folder ${cwd}.`, next: 'Make it, or name another one with --cwd.'});
	}

	const clean = withoutNpm(env, programRoot());
	const file = fileOf(command, {searchPath: clean.PATH, cwd});
	const name = typeof parsed.flags.name === 'string' ? parsed.flags.name : path.basename(command);
	const {session: id} = freshIds();
	const client = await connectStarted(context);
	try {
		await client.call({
			type: 'session.open',
			id,
			name,
			title: path.basename(command),
			demo: false,
			recipe: {code: undefined, agent: undefined, route: undefined, credential: 'none', profile: undefined, model: undefined, conversation: undefined, file, shownArgs: maskArguments(args)},
			launch: {file, args, env: childEnvironment(clean, {unset: [...outer, ...unsetInPanes], set: setInPanes}), cwd},
			cols: stdout.columns > 0 ? stdout.columns : 80,
			rows: stdout.rows > 0 ? stdout.rows : 24,
		});
	} finally {
		client.close();
	}

	return showSession({id, name, pipesInput: true}, context);
}

/** Our own programs are found even where nobody put them on the PATH. */
function fileOf(command: string, where: {readonly searchPath: string | undefined; readonly cwd: string}): string {
	const found = findExecutable(command, where);
	if (found.status === 'found') {
		return found.path;
	}

	const own = ['xx', 'clutch', 'proxies'].includes(command) ? findExecutable(path.join(programRoot(), 'bin', command), where) : found;
	if (own.status === 'found') {
		return own.path;
	}

	throw new ClutchError('ERR_CLUTCH_USAGE', {problem: found.status === 'missing' ? `There is no command "${command}" on the PATH.` : `${found.path} is not a program.`, next: 'Its name may have a typing mistake; a path works too.'});
}
