import {constants} from 'node:os';
import {ClutchError} from '../core/error.js';
import type {LaunchPlan} from '../core/launch/plan.js';
import type {Exit} from '../core/session/session.js';
import {runForeground} from '../io/foreground.js';
import type {CommandContext} from './command.js';
import {ensureGateway} from './ensure-gateway.js';

/** Sees to it that the gateway answers, then runs the agent in this terminal and answers with its exit code. */
export async function runInForeground(plan: LaunchPlan, context: CommandContext): Promise<number> {
	if (plan.needsGateway) {
		await ensureGateway(context);
	}

	try {
		return exitCode(await runForeground(plan.launch, plan.stdin));
	} catch (error) {
		throw new ClutchError('ERR_CLUTCH_LAUNCH', {sentence: `${plan.title} could not be started: ${(error as Error).message}.`, choices: `1 try it by hand: ${plan.launch.file} --version`}, {cause: error});
	}
}

/** As a shell has it: the code, or 128 and the number of the signal. */
export function exitCode(exit: Exit): number {
	if (exit.type === 'code') {
		return exit.code;
	}

	const numbers: Readonly<Record<string, number | undefined>> = constants.signals;
	return 128 + (numbers[exit.signal] ?? 0);
}
