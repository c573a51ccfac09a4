import type {LoadedConfig} from '../core/config/config.js';
import {inForceText, problemText, warningText} from '../core/config/problem.js';
import {ClutchError} from '../core/error.js';
import {planLaunch, type LaunchPlan, type LaunchRequest} from '../core/launch/plan.js';
import {launchProblemText} from '../core/launch/problem.js';
import {tiersOf} from '../core/launch/tiers.js';
import {loadConfig} from '../io/config-file.js';
import {freshIds, gatherLaunchFacts} from '../io/launch-facts.js';
import {checkPlaces} from '../io/paths.js';
import {print, say} from '../io/say.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {ensureGateway} from './ensure-gateway.js';
import {knowingAgent} from './knowing-agent.js';
import {readRequest, usage, withPipedPrompt} from './launch-request.js';
import {planObject, planText} from './launch-text.js';
import {folderMeant} from './working-folder.js';

export type ReadyLaunch =
	/** There is nothing left to start: it was shown only, or a living session was told. */
	| {readonly type: 'done'; readonly code: number}
	/** `tookInput`: standard input was read for a prompt, and nothing of it is left for the agent. */
	| {readonly type: 'plan'; readonly plan: LaunchPlan; readonly tookInput: boolean};

/**
All of a launch but its start: it is decided, shown where only that was asked for, and its gateway runs. `background`: in a pane that nobody looks at yet; there `-m` is for what is started, never for a session that lives.
*/
export async function readyLaunch(parsed: ParsedArguments, context: CommandContext, purpose: LaunchRequest['screen'] | 'background'): Promise<ReadyLaunch> {
	const {paths, env, signal} = context;
	const loaded = loadConfig({paths, env});
	const cwd = folderMeant(parsed, context);
	const seen = gatherLaunchFacts({paths, env, cwd, loaded, only: parsed.words[0]?.[0] ?? ''});
	const asked = readRequest(parsed, {tiers: tiersOf(loaded.config, seen.scan), screen: purpose === 'background' ? 'pane' : purpose});
	sayConfigProblem(loaded);
	const dryRun = parsed.flags['dry-run'] === true;
	const facts = dryRun ? seen : await knowingAgent(seen, asked.code.agent, {paths, env, cwd});
	const json = parsed.flags.json === true;
	if (purpose !== 'background' && asked.model !== undefined && (asked.name !== undefined || asked.conversation !== undefined)) {
		const {switchLiving} = await import('./switch-living.js');
		if (await switchLiving({request: {...asked, model: asked.model}, dryRun, json}, context)) {
			return {type: 'done', code: 0};
		}
	}

	if (json && !dryRun && purpose !== 'background') {
		throw usage('--json says what would be started, so it goes with --dry-run.', 'Without --json the agent starts here; in mode n it prints JSON of its own.');
	}

	const {request, tookInput} = await withPipedPrompt(asked, signal);
	const ids = freshIds();
	const plan = decide({request, facts, ids});
	if (dryRun) {
		// Not by the stream: to load what that is made of takes longer than to decide the launch.
		print(json ? `${JSON.stringify(planObject(plan))}\n` : planText(plan));
		return {type: 'done', code: 0};
	}

	for (const note of plan.notes ?? []) {
		say(`${note}\n`);
	}

	checkPlaces(paths);
	if (!plan.needsGateway) {
		return {type: 'plan', plan, tookInput};
	}

	// Where it really listens is known only now: its port may have been picked by the system.
	const address = await ensureGateway(loaded.config, context);
	return {type: 'plan', plan: decide({request, facts: {...facts, gateway: {address, status: 'up'}}, ids}), tookInput};
}

function decide(input: Parameters<typeof planLaunch>[0]): LaunchPlan {
	const answer = planLaunch(input);
	if (answer.type === 'plan') {
		return answer.plan;
	}

	const {sentence, choices} = launchProblemText(answer.problem);
	throw answer.problem.id === 'usage' ? usage(sentence, choices) : new ClutchError('ERR_CLUTCH_LAUNCH', {sentence, choices});
}

function sayConfigProblem({problem, mistakes, warnings}: LoadedConfig): void {
	for (const warning of [...mistakes, ...warnings]) {
		say(`${warningText(warning)}\n`);
	}

	if (problem !== undefined) {
		say(`${problemText(problem)}\n${inForceText(problem)}\n`);
	}
}
