import type {SessionId} from '../core/session/session.js';
import {forgetLaunch, prepareLaunch} from '../io/launch-record.js';
import {sweepLaunches} from '../io/launch-sweep.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {commandPage} from './help.js';
import {openGuarded} from './open-guarded.js';
import {parseArguments} from './parse.js';
import {readyLaunch} from './ready-launch.js';
import {showSession} from './show-session.js';

/** `cg_run xx CODE`: what `xx CODE` is, in a session of its own. Name and folder may also stand before `xx`. */
export async function run(argv: readonly string[], {parsed: {flags: before}, context}: {readonly parsed: ParsedArguments; readonly context: CommandContext}): Promise<number> {
	const [row] = context.commands('xx');
	if (row === undefined) {
		throw new Error('no row for xx');
	}

	const own = parseArguments(row, argv);
	if (own.flags.help === true) {
		const page = await commandPage(row, context);
		context.stdout.write(`${page}\n`);
		return 0;
	}

	const opened = await openLaunch({...own, flags: {...before, ...own.flags}}, context, 'pane');
	if (opened.type === 'done') {
		return opened.code;
	}

	const {id, name, tookInput} = opened;
	return showSession({id, name, input: tookInput ? 'terminal-again' : 'terminal'}, context);
}

export type OpenedLaunch =
	/** There was nothing to start. */
	| {readonly type: 'done'; readonly code: number}
	| {readonly type: 'opened'; readonly id: SessionId; readonly name: string; readonly tookInput: boolean};

/** Decides a launch and opens a session of it. */
export async function openLaunch(parsed: ParsedArguments, context: CommandContext, purpose: 'pane' | 'background'): Promise<OpenedLaunch> {
	const ready = await readyLaunch(parsed, context, purpose);
	if (ready.type === 'done') {
		return ready;
	}

	const {plan, tookInput} = ready;
	const {session: id, name, suggested, title, recipe, launch} = plan;
	prepareLaunch({plan, at: Date.now(), process: undefined});
	sweepLaunches(context.paths, Date.now());
	try {
		const session = await openGuarded({id, name, suggested, title, recipe, launch}, context);
		return {type: 'opened', id, name: session.name, tookInput};
	} catch (error) {
		forgetLaunch(context.paths, id);
		throw error;
	}
}
