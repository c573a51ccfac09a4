import type {Recipe} from '../session/session.js';
import {childEnvironment, setInPanes, unsetInChildren, unsetInPanes} from './environment.js';
import type {LaunchIds, LaunchPlan} from './plan.js';

/** The profile whose models are the demo upstream's. */
export const demoProfile = 'demo';

type DemoInput = {
	/** How our demo program is started. */
	readonly argv: readonly [string, ...string[]];
	readonly gateway: string;
	readonly cwd: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly ids: LaunchIds;
	readonly launches: string;
	/** A demo conversation to go on with. */
	readonly conversation?: string | undefined;
};

/** The demo agent by our own gateway: everything as with a real agent, but for the agent and the upstream. */
export function planDemo({argv: [file, ...before], gateway, cwd, env, ids, launches, conversation}: DemoInput): LaunchPlan {
	const args = [...before, 'agent', ...(conversation === undefined ? ['--session-id', ids.conversation] : ['--resume', conversation])];
	const set = {...setInPanes, ANTHROPIC_BASE_URL: `${gateway}/p/${demoProfile}/s/${ids.session}`};
	const unset = [...unsetInChildren, ...unsetInPanes];
	const recipe: Recipe = {
		code: undefined,
		agent: 'demo',
		route: 'p',
		credential: 'none',
		profile: demoProfile,
		model: undefined,
		conversation: conversation ?? ids.conversation,
		file,
		shownArgs: args,
	};
	return {
		code: '',
		title: 'Demo agent',
		name: 'demo',
		session: ids.session,
		credential: 'none',
		launch: {file, args, env: childEnvironment(env, {unset, set}), cwd},
		recipe,
		stdin: 'terminal',
		set,
		unset,
		models: [],
		needsGateway: true,
		folder: `${launches}/${ids.session}`,
		files: [],
		settings: {},
	};
}
