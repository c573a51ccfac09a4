import {maskArguments} from '../config/secrets.js';
import {rememberedArguments, rememberedEnvironment} from '../session/environment.js';
import type {Recipe} from '../session/session.js';
import type {AgentRow} from './agent.js';
import {codeText, type LaunchCode} from './code.js';
import type {LaunchSettings} from './launch-settings.js';

/** The part of a request that is said again. */
type Said = {
	readonly code: LaunchCode;
	readonly conversation?: string | undefined;
	readonly nativeArgs?: readonly string[] | undefined;
	readonly ask?: boolean | undefined;
	readonly settings?: LaunchSettings | undefined;
};

type Launched = {
	readonly request: Said;
	readonly agent: AgentRow;
	readonly file: string;
	readonly args: readonly string[];
	readonly route: 'p' | 'b' | 'd';
	readonly credential: Recipe['credential'];
	readonly profile: string | undefined;
	readonly model: string | undefined;
	readonly conversation: string | undefined;
	/** The terminal's. */
	readonly env: Readonly<Record<string, string | undefined>>;
};

/** What is remembered of a launch, to start it again: what was said, never a secret. */
export function recipeOf({request, agent, file, args, route, credential, profile, model, conversation, env}: Launched): Recipe {
	return {
		code: codeText(request.code),
		agent: agent.id,
		route,
		credential,
		profile: route === 'd' ? undefined : profile,
		model,
		conversation,
		file,
		shownArgs: maskArguments(args),
		...(conversation === undefined || request.conversation !== undefined ? {} : {proof: 'assigned'}),
		...saidAgain(request),
		environment: rememberedEnvironment(env),
	};
}

/** What its user said beyond the code. */
function saidAgain({nativeArgs = [], ask, settings = {}}: Said): Pick<Recipe, 'args' | 'withheld' | 'ask' | 'settings'> {
	return {
		...(nativeArgs.length === 0 ? {} : rememberedArguments(nativeArgs)),
		...(ask === undefined ? {} : {ask}),
		...(Object.keys(settings).length === 0 ? {} : {settings}),
	};
}
