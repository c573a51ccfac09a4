import type {Launch} from '../command.js';
import type {Config} from '../config/config.js';
import {maskArguments} from '../config/secrets.js';
import {decide} from '../route/decide.js';
import type {Candidate} from '../route/model.js';
import type {Recipe} from '../session/session.js';
import type {AgentRow, GatewayInput, LaunchFile} from './agent.js';
import {agentOf} from './catalogue.js';
import {codeText, type LaunchCode} from './code.js';
import {askedKey, chooseCredential} from './credential.js';
import {childEnvironment, setInPanes, unsetInChildren, unsetInPanes} from './environment.js';
import {problems, type LaunchProblem} from './problem.js';
import type {LaunchSettings} from './record.js';
import {configFor} from './settings.js';

/** What somebody asks for: a code and its options. */
export type LaunchRequest = {
	readonly code: LaunchCode;
	readonly model?: string | undefined;
	readonly prompt?: string | undefined;
	/** A conversation to go on with. With mode i, c or r it means the same as mode s. */
	readonly conversation?: string | undefined;
	readonly name?: string | undefined;
	readonly profile?: string | undefined;
	/** Own login or not; undefined lets the facts decide. */
	readonly login?: boolean | undefined;
	readonly ask?: boolean | undefined;
	readonly nativeArgs?: readonly string[] | undefined;
	/** For this launch only. */
	readonly settings?: LaunchSettings | undefined;
	/** `pane` has our own terminal around it; `terminal` is the user's. */
	readonly screen: 'pane' | 'terminal';
};

/** What is known about this machine without starting anything. `io/launch-facts` gathers it. */
export type LaunchFacts = {
	/** Absolute path of the agent's executable, by the agent's letter. */
	readonly executables: Readonly<Record<string, string | undefined>>;
	/** Agents that have a login of their own, by letter. */
	readonly logins: Readonly<Record<string, boolean>>;
	readonly root: boolean;
	/** Providers with a key in force. */
	readonly keyed: readonly string[];
	readonly gateway: {readonly address: string; readonly status: 'up' | 'startable' | 'down'};
	readonly cwd: string;
	readonly cwdExists: boolean;
	/** Where launches keep what is theirs: one folder a session below it. */
	readonly launches: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly config: Config;
};

/** Fresh ids, made by the caller: deciding knows no chance. */
export type LaunchIds = {readonly session: string; readonly conversation: string};

export type LaunchPlan = {
	readonly code: string;
	readonly title: string;
	readonly name: string;
	readonly session: string;
	readonly credential: Recipe['credential'];
	readonly launch: Launch;
	readonly recipe: Recipe;
	/** Mode n reads nothing: an agent takes what comes on its standard input for more prompt. */
	readonly stdin: 'terminal' | 'nothing';
	/** For people: what is set (with secrets in the clear: mask them), and what of the parent's environment is taken away. */
	readonly set: Readonly<Record<string, string>>;
	readonly unset: readonly string[];
	/** The models in the order the gateway tries them; empty on route d, and in own-login mode, where the agent's vendor answers. */
	readonly models: readonly string[];
	readonly needsGateway: boolean;
	/** Files in the launch's own folder, to be made before it starts. */
	readonly folder: string;
	readonly files: readonly LaunchFile[];
	readonly settings: LaunchSettings;
};

export type LaunchAnswer =
	| {readonly type: 'plan'; readonly plan: LaunchPlan}
	| {readonly type: 'problem'; readonly problem: LaunchProblem};

/** Decides all of a launch: the argument vector, the whole environment, the credential; or says why not, with what can be done. */
export function planLaunch({request, facts, ids}: {readonly request: LaunchRequest; readonly facts: LaunchFacts; readonly ids: LaunchIds}): LaunchAnswer {
	const agent = agentOf(request.code.agent);
	if (agent === undefined) {
		throw new TypeError(`no agent "${request.code.agent}"`);
	}

	const config = configFor(request.settings ?? {}, facts.config);
	const approvals = request.ask === true ? 'ask' : config.launch.approvals;
	const file = facts.executables[agent.letter];
	const problem = requestProblem(request, facts);
	if (problem !== undefined) {
		return {type: 'problem', problem};
	}

	if (file === undefined) {
		return {type: 'problem', problem: problems.notInstalled(agent)};
	}

	if (agent.refusesRoot && facts.root && approvals === 'bypass' && !isSandbox(facts)) {
		return {type: 'problem', problem: problems.refusesRoot(agent)};
	}

	const profile = profileName(request);
	const model = request.model ?? modelOf({tier: request.code.tier, profile, config});
	if (request.code.route === 'd') {
		return {type: 'plan', plan: finish({request, facts, ids, agent, file, model, credential: {type: 'own-login'}, profile: undefined, candidates: []})};
	}

	if (facts.gateway.status === 'down') {
		return {type: 'problem', problem: problems.gatewayDown(facts.gateway.address)};
	}

	const candidates = candidatesOf({agent, route: request.code.route, model, profile, config});
	const providers = [...new Set(candidates.map(candidate => candidate.provider))];
	const chosen = chooseCredential({agent, config, providers, keyed: facts.keyed, loggedIn: facts.logins[agent.letter] === true, forced: request.login});
	if (chosen.type === 'problem') {
		return chosen;
	}

	return {type: 'plan', plan: finish({request, facts, ids, agent, file, model, credential: chosen, profile, candidates})};
}

type Decided = {
	readonly request: LaunchRequest;
	readonly facts: LaunchFacts;
	readonly ids: LaunchIds;
	readonly agent: AgentRow;
	readonly file: string;
	readonly model: string | undefined;
	readonly profile: string | undefined;
	readonly candidates: readonly Candidate[];
	readonly credential: {readonly type: 'own-login'} | {readonly type: 'gateway-key'; readonly key: string};
};

function finish({request, facts, ids, agent, file, model, credential, profile, candidates}: Decided): LaunchPlan {
	const {code} = request;
	const {config} = facts;
	const viaGateway = code.route !== 'd';
	const folder = `${facts.launches}/${ids.session}`;
	const conversation = request.conversation ?? (agent.preassigns.includes(code.mode) ? ids.conversation : undefined);
	const {args, set: agentSet, unset: agentUnset, files} = agent.start({
		mode: code.mode,
		headless: code.headless,
		model,
		prompt: request.prompt,
		fresh: request.conversation === undefined ? conversation : undefined,
		known: request.conversation,
		approvals: request.ask === true ? 'ask' : config.launch.approvals,
		extra: [...(config.launch.args[agent.letter] ?? []), ...(request.nativeArgs ?? [])],
		cwd: facts.cwd,
		folder,
		env: facts.env,
		gateway: viaGateway ? gatewayInput({request, facts, ids, agent, credential, profile, candidates}) : undefined,
	});
	const set = {
		...(request.screen === 'pane' ? setInPanes : {}),
		...(config.launch.sandboxed ? {CLAUDE_CODE_SANDBOXED: '1'} : {}),
		...config.launch.env,
		...agentSet,
	};
	const taken = [
		...unsetInChildren,
		...(request.screen === 'pane' ? unsetInPanes : []),
		...agentUnset,
	];
	return {
		code: codeText(code),
		title: agent.title,
		name: request.name ?? lastPart(facts.cwd),
		session: ids.session,
		credential: credential.type,
		launch: {file, args, env: childEnvironment(facts.env, {unset: taken, set}), cwd: facts.cwd},
		recipe: {
			code: codeText(code),
			agent: agent.id,
			route: code.route,
			credential: credential.type,
			profile,
			model,
			conversation,
			file,
			shownArgs: maskArguments(args),
		},
		stdin: code.headless ? 'nothing' : 'terminal',
		set,
		unset: taken.filter(name => !(name in set)),
		models: credential.type === 'gateway-key' ? candidates.map(candidate => candidate.model) : [],
		needsGateway: viaGateway,
		folder,
		files,
		settings: request.settings ?? {},
	};
}

/** The address with its prefixes, and what an agent has to know about who answers there. */
function gatewayInput({request, facts, ids, agent, credential, profile, candidates}: Omit<Decided, 'file' | 'model'>): GatewayInput {
	const {config} = facts;
	const bypass = request.code.route === 'b';
	const [first] = candidates;
	const prefixes = `${profile === undefined ? '' : `/p/${encodeURIComponent(profile)}`}${bypass ? '/r/b' : ''}/s/${ids.session}`;
	const windows = candidates.map(candidate => config.models[candidate.model]?.context_window).filter(window => window !== undefined);
	return {
		address: `${facts.gateway.address}${prefixes}`,
		key: credential.type === 'gateway-key' ? credential.key : undefined,
		askedKey: askedKey(config),
		// On route b nobody turns the name of a role into a model.
		main: bypass ? config.model_tiers.BIG.default : 'clutch-big',
		small: bypass ? config.model_tiers.SMALL.default : 'clutch-small',
		window: windows.length === 0 ? undefined : Math.min(...windows),
		foreign: credential.type === 'gateway-key' && (first === undefined || !agent.vendors.includes(first.provider)),
	};
}

/** What cannot be meant, whatever machine this is. */
function requestProblem({code, prompt, conversation, profile}: LaunchRequest, {cwd, cwdExists, config}: LaunchFacts): LaunchProblem | undefined {
	const text = codeText(code);
	if (code.headless && (prompt === undefined || prompt.trim() === '')) {
		return problems.usage(`${code.mode === 'n' ? 'Mode n' : 'A run without a screen'} answers one prompt and then ends, so ${text} needs one.`, `xx ${text} -p "…"`);
	}

	if (code.mode === 's' && (conversation === undefined || conversation === '')) {
		return problems.usage(`Mode s goes on with one conversation, so ${text} needs its id.`, `xx ${text} -s ID, or ${text.replace(/[sR]/, 'r')} to pick one`);
	}

	if (code.mode === 'r' && conversation === undefined && prompt !== undefined) {
		return problems.usage(`Mode r asks which conversation first, so ${text} takes no prompt.`, `xx ${text} without -p`);
	}

	if (profile !== undefined && !Object.hasOwn(config.profiles, profile)) {
		return problems.profile(profile, Object.keys(config.profiles));
	}

	return cwdExists ? undefined : problems.folder(cwd);
}

/** A digit at the end of a code names a profile, as `--profile` does. */
function profileName({code, profile}: LaunchRequest): string | undefined {
	return profile ?? (code.tier !== undefined && /\d/.test(code.tier) ? code.tier : undefined);
}

function modelOf({tier, profile, config}: {readonly tier: string | undefined; readonly profile: string | undefined; readonly config: Config}): string | undefined {
	const byTier = tier === undefined ? undefined : config.tiers[tier];
	const bundle = profile === undefined ? undefined : config.profiles[profile];
	return byTier ?? (typeof bundle === 'string' ? bundle : (bundle?.model ?? bundle?.force_main));
}

/** The very decision the gateway will make for this agent's main model. */
function candidatesOf({agent, route, model, profile, config}: {readonly agent: AgentRow; readonly route: 'p' | 'b'; readonly model: string | undefined; readonly profile: string | undefined; readonly config: Config}): readonly Candidate[] {
	const requestedModel = model ?? (route === 'b' && agent.letter !== 'c' ? config.model_tiers.BIG.default : 'claude-opus');
	const decision = decide({dialect: agent.dialect, requestedModel, profile, route, credential: {type: 'ours'}}, config);
	return decision.type === 'route' ? decision.candidates : [];
}

function isSandbox({env, config}: LaunchFacts): boolean {
	return [env.IS_SANDBOX, config.launch.env.IS_SANDBOX].some(value => value === '1' || value === 'true');
}

function lastPart(folder: string): string {
	return folder.split('/').findLast(part => part !== '') ?? '/';
}

/** The tiers of a config as the grammar wants them: letters with their models, digits with their profiles. */
export function tiersOf(config: Config): Readonly<Record<string, string>> {
	const digits = Object.entries(config.profiles).filter(([name]) => /^\d$/.test(name));
	return {...config.tiers, ...Object.fromEntries(digits.map(([name, bundle]) => [name, typeof bundle === 'string' ? bundle : `profile ${name}`]))};
}
