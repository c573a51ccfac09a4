import type {Launch} from '../command.js';
import type {Config} from '../config/config.js';
import type {Candidate} from '../route/model.js';
import type {ProfileBundle} from '../profile/schema.js';
import type {Scan} from '../scan/scan.js';
import {nameAfter} from '../session/named.js';
import type {Recipe} from '../session/session.js';
import type {AgentRow, LaunchFile} from './agent.js';
import {agentOf} from './catalogue.js';
import {codeText, type LaunchCode} from './code.js';
import {chooseCredential} from './credential.js';
import {childEnvironment, setInPanes, unsetInChildren, unsetInPanes} from './environment.js';
import {agentProblem} from './obstacle.js';
import {problems, type LaunchProblem} from './problem.js';
import {asNamed} from './named-model.js';
import {bundleOf, modelOf, profileName, routeOf} from './profile.js';
import type {LaunchSettings} from './launch-settings.js';
import {configFor} from './settings.js';
import {beyondLogin, uselessSettings} from './reach.js';
import {recipeOf} from './recipe.js';
import {frontOf} from './front.js';
import {gatewayInput, ownModel, triedModels} from './target.js';
import {tiersOf} from './tiers.js';

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
	/** What is installed, by letter, as far as it can be read without starting it. */
	readonly versions?: Readonly<Record<string, string | undefined>> | undefined;
	/** By letter, whether a setting of its user's that the agent needs by the gateway is there. */
	readonly settings?: Readonly<Record<string, boolean>> | undefined;
	/** The newest conversation by letter, of agents that have no flag for it. */
	readonly latest?: Readonly<Record<string, string | undefined>> | undefined;
	/** What an agent tells a model, by letter, where it was asked. */
	readonly instructions?: Readonly<Record<string, string | undefined>> | undefined;
	/** Agents that have a login of their own, by letter. */
	readonly logins: Readonly<Record<string, boolean>>;
	readonly root: boolean;
	/** Providers with a key in force. */
	readonly keyed: readonly string[];
	/** `remote`: on another machine, where nobody of ours can start it; whether it answers is asked before the agent starts. */
	readonly gateway: {readonly address: string; readonly status: 'up' | 'startable' | 'down' | 'remote'};
	/** Headroom, where it is to stand before the gateway: undefined where it is not, without an address where it does not run. */
	readonly front?: {readonly address: string | undefined} | undefined;
	readonly cwd: string;
	readonly cwdExists: boolean;
	/** Where launches keep what is theirs: one folder a session below it. */
	readonly launches: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly config: Config;
	/** Where it is left out, there is none. */
	readonly scan?: Scan | undefined;
};

/** Fresh ids, made by the caller: deciding knows no chance. */
export type LaunchIds = {readonly session: string; readonly conversation: string};

export type LaunchPlan = {
	readonly code: string;
	readonly title: string;
	readonly name: string;
	/** Nobody chose the name. */
	readonly suggested?: boolean | undefined;
	readonly session: string;
	readonly credential: Recipe['credential'];
	readonly launch: Launch;
	readonly recipe: Recipe;
	/** Mode n reads nothing: an agent takes what comes on its standard input for more prompt. */
	readonly stdin: 'terminal' | 'nothing';
	/** For people: what is set (with secrets in the clear: mask them), and what of the parent's environment is taken away. */
	readonly set: Readonly<Record<string, string>>;
	readonly unset: readonly string[];
	/** What the code's tier stands for, and where that comes from. */
	readonly tier?: string | undefined;
	/** The models in the order the gateway tries them; empty on route d, and in own-login mode, where the agent's vendor answers. */
	readonly models: readonly string[];
	readonly needsGateway: boolean;
	/** Files in the launch's own folder, to be made before it starts. */
	readonly folder: string;
	readonly files: readonly LaunchFile[];
	readonly settings: LaunchSettings;
	/** What its user has to know because the agent cannot do quite what was asked. */
	readonly notes?: readonly string[] | undefined;
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
	const file = facts.executables[agent.letter];
	const profile = profileName(request, {agent, config});
	const bundle = bundleOf(profile, config);
	const problem = requestProblem(request, {facts, profile}) ?? agentProblem({agent, code: request.code, request, facts, approvals: approvalsOf(request, {bundle, config})});
	if (problem !== undefined) {
		return {type: 'problem', problem};
	}

	if (file === undefined) {
		return {type: 'problem', problem: problems.notInstalled(agent)};
	}

	const asked = request.model ?? modelOf(profile, {tier: request.code.tier, config, scan: facts.scan});
	const route = routeOf(request.code.route, bundle);
	const useless = uselessSettings(request, {route, config});
	if (useless !== undefined) {
		return {type: 'problem', problem: useless};
	}

	if (route === 'd') {
		return {type: 'plan', plan: finish({request, facts, ids, agent, file, config, model: ownModel(asked, agent), credential: {type: 'own-login'}, profile, candidates: []})};
	}

	if (facts.gateway.status === 'down') {
		return {type: 'problem', problem: problems.gatewayDown(facts.gateway.address)};
	}

	// On route b no name is taken for a role, and what the agent says has to pass as it is.
	const model = asked === undefined || route === 'b' ? asked : asNamed(asked, config);
	const {candidates, chosen: named} = triedModels({agent, route, model, profile, config});
	const providers = [...new Set(candidates.map(candidate => candidate.provider))];
	const credential = chooseCredential({agent, config, providers, named, keyed: facts.keyed, loggedIn: facts.logins[agent.letter] === true, forced: request.login ?? bundle.login});
	if (credential.type === 'problem') {
		return credential;
	}

	const beyond = credential.type === 'own-login' ? beyondLogin(request, {agent, model, named, candidates}) : undefined;
	if (beyond !== undefined) {
		return {type: 'problem', problem: beyond};
	}

	return {type: 'plan', plan: finish({request, facts, ids, agent, file, config, model: credential.type === 'own-login' ? ownModel(model, agent) : model, credential, profile, candidates})};
}

type Decided = {
	readonly request: LaunchRequest;
	readonly facts: LaunchFacts;
	readonly ids: LaunchIds;
	readonly agent: AgentRow;
	readonly file: string;
	readonly config: Config;
	readonly model: string | undefined;
	readonly profile: string | undefined;
	readonly candidates: readonly Candidate[];
	readonly credential: {readonly type: 'own-login'} | {readonly type: 'gateway-key'; readonly key: string};
};

function finish({request, facts, ids, agent, file, config, model, credential, profile, candidates}: Decided): LaunchPlan {
	const {code} = request;
	const bundle = bundleOf(profile, config);
	const route = routeOf(code.route, bundle);
	const viaGateway = route !== 'd';
	const folder = `${facts.launches}/${ids.session}`;
	const front = frontOf(facts.front, {agent, route, credential});
	const conversation = request.conversation ?? (agent.preassigns.includes(code.mode) ? ids.conversation : undefined);
	const {args, set: agentSet, unset: agentUnset, files, notes} = agent.start({
		mode: code.mode,
		headless: code.headless,
		model,
		prompt: request.prompt,
		fresh: request.conversation === undefined ? conversation : undefined,
		known: request.conversation,
		approvals: approvalsOf(request, {bundle, config}),
		extra: [...(config.launch.args[agent.letter] ?? []), ...(bundle.args?.[agent.letter] ?? []), ...(request.nativeArgs ?? [])],
		cwd: facts.cwd,
		folder,
		env: facts.env,
		gateway: route === 'd' ? undefined : gatewayInput({agent, config, base: facts.gateway.address, front: front.address, session: ids.session, route, profile, credential, candidates}),
		...knownOf(agent, facts),
	});
	const set = {
		...(request.screen === 'pane' ? setInPanes : {}),
		...(config.launch.sandboxed ? {CLAUDE_CODE_SANDBOXED: '1'} : {}),
		...config.launch.env,
		...bundle.env,
		...agentSet,
	};
	const kept = new Set(viaGateway ? [] : bundle.direct?.keep);
	const taken = [
		...unsetInChildren.filter(name => !kept.has(name)),
		...(request.screen === 'pane' ? unsetInPanes : []),
		...agentUnset,
	];
	return {
		code: codeText(code),
		title: agent.title,
		name: request.name ?? nameAfter(lastPart(facts.cwd)),
		...(request.name === undefined ? {suggested: true} : {}),
		session: ids.session,
		credential: credential.type,
		launch: {file, args, env: childEnvironment(facts.env, {unset: taken, set}), cwd: facts.cwd},
		recipe: recipeOf({request, agent, file, args, route, credential: credential.type, profile, model, conversation, env: facts.env}),
		stdin: code.headless ? 'nothing' : 'terminal',
		set,
		unset: taken.filter(name => !(name in set)),
		tier: code.tier === undefined ? undefined : tiersOf(config, facts.scan)[code.tier],
		models: credential.type === 'gateway-key' && !(route === 'b' && model === undefined && agent.letter === 'c') ? candidates.map(candidate => candidate.model) : [],
		needsGateway: viaGateway,
		folder,
		files,
		settings: request.settings ?? {},
		notes: [...notes ?? [], ...front.notes],
	};
}

/** What cannot be meant, whatever machine this is. */
function requestProblem({code, prompt, conversation}: LaunchRequest, {facts: {cwd, cwdExists, config}, profile}: {readonly facts: LaunchFacts; readonly profile: string | undefined}): LaunchProblem | undefined {
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

/** What was found out about the agent on this machine. */
function knownOf({letter}: AgentRow, {latest, instructions}: LaunchFacts) {
	return {latest: latest?.[letter], instructions: instructions?.[letter]};
}

function approvalsOf({ask}: LaunchRequest, {bundle, config}: {readonly bundle: ProfileBundle; readonly config: Config}): 'bypass' | 'ask' {
	return ask === true ? 'ask' : (bundle.approvals ?? config.launch.approvals);
}

function lastPart(folder: string): string {
	return folder.split('/').findLast(part => part !== '') ?? '/';
}
