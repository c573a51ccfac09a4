import type {Launch} from '../command.js';
import {maskArguments} from '../config/secrets.js';
import type {AgentRow, LaunchFile} from '../launch/agent.js';
import {agentCatalogue} from '../launch/catalogue.js';
import {readRecipeCode, type LaunchCode} from '../launch/code.js';
import {planDemo} from '../launch/demo.js';
import type {LaunchSettings} from '../launch/launch-settings.js';
import {planLaunch, type LaunchFacts, type LaunchPlan, type LaunchRequest} from '../launch/plan.js';
import {problems, type LaunchProblem} from '../launch/problem.js';
import {commandLine} from '../shell/command-line.js';
import {shortFolder} from '../view/text/format.js';
import {isShell, planPlain} from './plain.js';
import type {FoundConversation, RestoreAnswer, RestoreChoice} from './restore.js';
import {whatWasSaid, type Said} from './said.js';
import type {Recipe, Session} from './session.js';

/** What is known when a session is to be started again. `io/restore-facts` gathers it. */
export type RestoreFacts = {
	/** For the session's folder, in the environment it would have. */
	readonly launch: LaunchFacts;
	/** Whether its conversation is kept by its agent; `empty`: its id is taken, but nothing was said in it; `unknown` where nobody can look. */
	readonly saved: 'yes' | 'no' | 'empty' | 'unknown';
	/** What its agent keeps of this folder since the session began, but for what is another session's; undefined where nobody can look. */
	readonly found: readonly FoundConversation[] | undefined;
	/** Whether the file of a plain command can be run. */
	readonly runnable: boolean;
	/** Whether it is an editor or a pager with the lines of a pane, which went with its end. */
	readonly linesGone: boolean;
	/** What held for this launch only, as it was last. */
	readonly settings: LaunchSettings | undefined;
	/** Why the gateway does not run and nobody starts it. */
	readonly parked: {readonly reason: string; readonly choices: readonly string[]} | undefined;
	/** Another session that lives and has this conversation open. */
	readonly openIn: (conversation: string) => string | undefined;
	/** The id of a new conversation. */
	readonly fresh: string;
};

/** A start, whole, for a session that keeps its id. */
export type RestoreStart = {
	readonly launch: Launch;
	readonly recipe: Recipe;
	/** `here`: one that clutchd can start; `elsewhere`: on another machine. */
	readonly gateway: 'here' | 'elsewhere' | 'none';
	/** Undefined for a plain command, of which nothing is kept on disk. */
	readonly kept: (Pick<LaunchPlan, 'folder' | 'settings'> & {readonly files: readonly LaunchFile[]}) | undefined;
};

export type RestorePlan =
	| {readonly type: 'start'; readonly answer: Extract<RestoreAnswer, {readonly type: 'resume' | 'again'}>; readonly start: RestoreStart}
	| {readonly type: 'not'; readonly answer: Extract<RestoreAnswer, {readonly type: 'question' | 'refused'}>};

type Restoring = {readonly session: Session; readonly facts: RestoreFacts};
type AgentRestoring = Restoring & {readonly agent: AgentRow; readonly code: LaunchCode};

/** What would happen if a session that is over were started again; with a choice, what its user decided about the question. */
export function planRestore({session, facts, choice}: Restoring & {readonly choice?: RestoreChoice | undefined}): RestorePlan {
	const {recipe} = session;
	const agent = agentCatalogue.find(row => row.id === recipe.agent);
	const code = recipe.code === undefined ? undefined : readRecipeCode(recipe.code);
	if (agent === undefined || code === undefined) {
		return choice === undefined ? plainAgain({session, facts}) : refused(`${session.name} is ${session.title}, which keeps no conversations.`, [`clutch restore ${session.id}`]);
	}

	const restoring = {session, facts, agent, code};
	if (recipe.withheld === true) {
		return refused(`Some arguments of ${session.name} are not kept, because a secret is among them.`, [`${commandLine(['cd', session.cwd])} && ${commandLine(['cg_run', '--name', session.name, 'xx', `${agent.letter}s${code.route}`, '-s', recipe.conversation ?? 'ID', '--'])} ARGUMENTS`]);
	}

	if (choice?.type === 'new') {
		return withScreen(restoring, {mode: 'i', fresh: facts.fresh, why: 'a new conversation, as was chosen'});
	}

	if (choice !== undefined) {
		return isId(choice.id) ? withScreen(restoring, {mode: code.headless ? 's' : code.mode, conversation: choice.id}) : refused(`"${choice.id}" is no id of a conversation.`, [`clutch restore ${session.id}`]);
	}

	return byItself(restoring);
}

/** Without anybody who decides: a conversation that is proven, or the same again where it is certain that nothing was said; else it is asked. */
function byItself(restoring: AgentRestoring): RestorePlan {
	const {session, facts, agent, code} = restoring;
	const {recipe} = session;
	const said = whatWasSaid(session, {elsewhere: facts.launch.gateway.status === 'remote'});
	const own = facts.saved === 'no' || facts.saved === 'empty' ? undefined : recipe.conversation;
	if (code.headless) {
		return question(restoring, {sentence: `${session.name} was one prompt without a screen (${recipe.code ?? ''}), which is not sent a second time. Its conversation can go on in a screen.`, own});
	}

	if (own !== undefined) {
		return withScreen(restoring, {mode: code.mode, conversation: own});
	}

	if (recipe.conversation !== undefined) {
		return recipe.proof === 'assigned' && agent.preassigns.includes(code.mode) && said === 'nothing'
			? withScreen(restoring, {mode: code.mode, fresh: facts.saved === 'empty' ? facts.fresh : recipe.conversation, why: 'nothing was said in it yet'})
			: question(restoring, {sentence: notKept(restoring, {conversation: recipe.conversation, said: recipe.proof === 'assigned' ? said : 'something'}), own: undefined});
	}

	if (facts.found?.length === 0 && (code.mode === 'r' || (code.mode === 'i' && said === 'nothing'))) {
		return withScreen(restoring, {mode: code.mode, fresh: facts.fresh, why: code.mode === 'i' ? 'nothing was said in it yet' : `${agent.title} asks which conversation`});
	}

	const many = facts.found?.length ?? 0;
	return question(restoring, {
		sentence: facts.found === undefined
			? `Which conversation ${session.name} had is not known, and what ${agent.title} keeps cannot be looked up.`
			: (many === 0
				? `Which conversation ${session.name} had is not known, and none is kept of its folder since it began.`
				: `${agent.id} in ${shortFolder(session.cwd, facts.launch.env.HOME ?? '')}: ${many === 1 ? '1 conversation fits. Is it that one?' : `${many} conversations fit. Which one?`}`),
		own: undefined,
	});
}

function notKept({session, facts, agent}: AgentRestoring, {conversation, said}: {readonly conversation: string; readonly said: Said}): string {
	if (said !== 'something') {
		return `${agent.title} keeps no conversation ${conversation} of ${session.name}: nothing was said in it, or it is not kept any more.`;
	}

	return facts.saved === 'empty'
		? `${agent.title} has not written down what was said in the conversation ${conversation} of ${session.name}.`
		: `${agent.title} does not keep the conversation ${conversation} of ${session.name} any more.`;
}

type Form = {readonly mode: LaunchCode['mode']} & (
	| {readonly conversation: string}
	/** The id of a new conversation, for an agent that lets us choose it. */
	| {readonly fresh: string; readonly why: string}
);

/** The launch that it was, with its conversation. */
function withScreen(restoring: AgentRestoring, form: Form): RestorePlan {
	const {session, facts, code} = restoring;
	const {recipe} = session;
	const conversation = 'conversation' in form ? form.conversation : undefined;
	const other = conversation === undefined ? undefined : facts.openIn(conversation);
	if (other !== undefined) {
		return refused(`The conversation of ${session.name} is open in ${other}.`, [`go on there: clutch attach ${commandLine([other])}`, `close this one: clutch close ${session.id}`]);
	}

	const request: LaunchRequest = {
		// What its tier or profile stood for is written down, and they may be others by now.
		code: {...code, mode: form.mode, headless: false, tier: undefined},
		model: recipe.model,
		conversation,
		name: session.name,
		profile: recipe.profile,
		login: code.route === 'd' ? undefined : recipe.credential === 'own-login',
		ask: recipe.ask,
		nativeArgs: recipe.args,
		settings: facts.settings ?? recipe.settings,
		screen: 'pane',
	};
	const answer = planLaunch({request, facts: facts.launch, ids: {session: session.id, conversation: 'fresh' in form ? form.fresh : facts.fresh}});
	if (answer.type === 'problem') {
		return ofProblem(answer.problem);
	}

	const {plan} = answer;
	if (plan.needsGateway && facts.parked !== undefined) {
		return refused(`${session.name} needs the gateway, which is parked: ${facts.parked.reason}`, facts.parked.choices);
	}

	const command = commandLine([plan.launch.file, ...maskArguments(plan.launch.args)]);
	const isSame = conversation !== undefined && conversation === recipe.conversation;
	return {
		type: 'start',
		answer: 'fresh' in form ? {type: 'again', why: form.why, command} : {type: 'resume', conversation: form.conversation, command},
		start: {
			launch: plan.launch,
			recipe: {...plan.recipe, ...(form.mode === code.mode && !code.headless ? {code: recipe.code} : {}), ...(isSame ? {proof: recipe.proof} : {}), ...(recipe.environment === undefined ? {} : {environment: recipe.environment})},
			gateway: plan.needsGateway ? (facts.launch.gateway.status === 'remote' ? 'elsewhere' : 'here') : 'none',
			kept: {folder: plan.folder, settings: plan.settings, files: plan.files},
		},
	};
}

/** Asks, but only where an answer could start something. */
function question(restoring: AgentRestoring, {sentence, own}: {readonly sentence: string; readonly own: string | undefined}): RestorePlan {
	const possible = withScreen(restoring, {mode: 'i', fresh: restoring.facts.fresh, why: ''});
	if (possible.type === 'not') {
		return possible;
	}

	const found = restoring.facts.found ?? [];
	const first = own === undefined || found.some(({id}) => id === own) ? [] : [{id: own, at: endOf(restoring.session), prompt: undefined}];
	return {type: 'not', answer: {type: 'question', sentence, conversations: [...first, ...found]}};
}

function plainAgain({session, facts}: Restoring): RestorePlan {
	const {recipe, cwd} = session;
	const {file, args} = recipe;
	if (!facts.launch.cwdExists) {
		return ofProblem(problems.folder(cwd));
	}

	const shown = commandLine(['cg_run', '--name', session.name, file, ...recipe.shownArgs]);
	if (args === undefined) {
		return refused(recipe.withheld === true ? `The arguments of ${session.name} are not kept, because a secret is among them.` : `The arguments of ${session.name} were not written down.`, [`${commandLine(['cd', cwd])} && ${shown}`]);
	}

	if (facts.linesGone) {
		return refused(`The lines that "${session.name}" showed were kept no longer than it ran.`, [`close it: clutch close ${session.id}`]);
	}

	if (!facts.runnable) {
		return refused(`${file} is not there any more, or is no program.`, ['install it again', `${commandLine(['cd', cwd])} && ${shown}`]);
	}

	const {launch, recipe: planned} = planPlain({file, args, env: facts.launch.env, cwd});
	return {
		type: 'start',
		answer: {type: 'again', why: isShell({file, args}) ? 'a fresh shell in its folder' : 'the same command, from its beginning', command: commandLine([file, ...args])},
		start: {launch, recipe: {...planned, ...recipe}, gateway: 'none', kept: undefined},
	};
}

/** The demo agent: everything as with a real one, but for the agent and the upstream. */
export function demoAgain({session, facts: {launch: {gateway, launches, env, cwdExists}, fresh}, argv}: Restoring & {readonly argv: readonly [string, ...string[]]}): RestorePlan {
	const {id, cwd, recipe: {conversation}} = session;
	if (!cwdExists) {
		return ofProblem(problems.folder(cwd));
	}

	const {launch, recipe, folder, settings, files} = planDemo({argv, gateway: gateway.address, cwd, env, ids: {session: id, conversation: fresh}, launches, conversation});
	const command = commandLine([launch.file, ...launch.args]);
	return {
		type: 'start',
		answer: conversation === undefined ? {type: 'again', why: 'nothing was said in it yet', command} : {type: 'resume', conversation, command},
		start: {launch, recipe, gateway: 'here', kept: {folder, settings, files}},
	};
}

function endOf({state, createdAt}: Session): number {
	return 'at' in state ? state.at : createdAt;
}

function ofProblem({sentence, choices}: LaunchProblem): RestorePlan {
	return refused(sentence, choices.map(({text}) => text));
}

function refused(sentence: string, choices: readonly string[]): RestorePlan {
	return {type: 'not', answer: {type: 'refused', sentence, choices}};
}

/** Nothing that an agent would read as an option. */
function isId(text: string): boolean {
	return /^[^-\s]\S*$/.test(text);
}
