import {ClutchError} from '../core/error.js';
import {runForeground} from '../io/foreground.js';
import {forgetLaunch, prepareLaunch} from '../io/launch-record.js';
import {sweepLaunches} from '../io/launch-sweep.js';
import {identify} from '../io/process-identity.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {exitCode} from './exit-code.js';
import {readyLaunch} from './ready-launch.js';

/** `xx CODE`, `clutch launch CODE`: decides the launch, shows it with `--dry-run`, else runs the agent in this terminal. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const ready = await readyLaunch(parsed, context, 'terminal');
	if (ready.type === 'done') {
		return ready.code;
	}

	const {plan, tookInput} = ready;
	if (plan.recipe.conversation !== undefined && plan.recipe.proof !== 'assigned') {
		// One that was chosen just now is nobody else's, so most launches need not load this.
		const {freeConversation} = await import('./free-conversation.js');
		await freeConversation(plan, context);
	}

	// Its pid and start stay what they are when the agent takes this process over.
	prepareLaunch({plan, at: Date.now(), process: identify(process.pid)});
	sweepLaunches(context.paths, Date.now());
	try {
		return exitCode(await runForeground(plan.launch, plan.stdin === 'nothing' ? 'nothing' : (tookInput ? 'terminal-again' : 'terminal')));
	} catch (error) {
		forgetLaunch(context.paths, plan.session);
		throw new ClutchError('ERR_CLUTCH_LAUNCH', {sentence: `${plan.title} could not be started: ${(error as Error).message}.`, choices: `1 try it by hand: ${plan.launch.file} --version`}, {cause: error});
	}
}
