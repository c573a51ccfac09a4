import {chainOf, type Config} from '../core/config/config.js';
import {agentOf} from '../core/launch/catalogue.js';
import {explainCode, type LaunchCode} from '../core/launch/code.js';
import {hasCredential} from '../core/launch/credential.js';
import {planLaunch, type LaunchAnswer, type LaunchIds, type LaunchPlan, type LaunchRequest} from '../core/launch/plan.js';
import {problems} from '../core/launch/problem.js';
import {tiersOf} from '../core/launch/tiers.js';
import {resolveModel} from '../core/route/model.js';
import {priceOf, pricesOf, type Price} from '../core/usage/price.js';
import {nameFault} from '../core/session/named.js';
import type {Installed} from '../core/view/home/home.js';
import type {LaunchOptions} from '../core/view/box/options.js';
import type {Asked} from '../core/view/box/palette.js';
import type {KeySettings} from '../core/view/keys/key-overrides.js';
import {pickFrom, type KeptConversation} from '../core/view/box/pick.js';
import {previewLine} from '../core/view/box/preview-launch.js';
import {splitLine, type Preview} from '../core/view/box/preview.js';
import {freshIds, gatherLaunchFacts} from '../io/launch-facts.js';
import {folderTyped} from '../io/path-completion.js';
import type {Paths} from '../io/paths.js';
import {configuredLooks, type ConfiguredLooks} from './looks.js';
import {createConversations} from './conversations.js';

export type MachineSummary = {
	readonly installed: Installed;
	/** The model that the role BIG stands for. */
	readonly big: string | undefined;
	/** Tokens that a model can read, where its configuration says so. */
	readonly windows: Readonly<Record<string, number>>;
	/** The section `keys` of the configuration. */
	readonly keys: KeySettings;
	/** Whether the gateway may be started without being asked for. */
	readonly startsGateway: boolean;
	readonly looks: ConfiguredLooks;
	/** Milliseconds until a whole code starts by itself. */
	readonly codeWait: number | 'never';
	/** A provider's key or an agent's login was found, or none is needed. */
	readonly hasCredential: boolean;
};

export type Launcher = {
	readonly summary: () => MachineSummary;
	/** `more` resolves when more of what it was made from is known. */
	readonly preview: (asked: Asked) => {readonly preview: Preview; readonly more: Promise<void> | undefined};
	/** What was shown for this line, decided again by what is true now (the gateway's address, once it runs), with the same ids. */
	readonly planShown: (asked: Asked) => LaunchAnswer | undefined;
	/** From now on this line starts with approvals kept on. */
	readonly keepApprovals: (line: string) => void;
	/** What the line's agent keeps of its conversations. */
	readonly conversations: (asked: Asked, words: string) => Promise<readonly KeptConversation[]>;
};

type Options = {
	readonly paths: Paths;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
	readonly signal: AbortSignal;
};

/** Looks at this machine and decides launches. Loaded after the first frame: configuration and its schema take their time. */
export function createLauncher({paths, env, cwd, signal}: Options): Launcher {
	const asking = new Set<string>();
	const kept = createConversations({env, signal});
	let shown: {readonly asked: Asked; readonly folder: string; readonly request: LaunchRequest; readonly ids: LaunchIds} | undefined;

	const gather = (folder: string) => gatherLaunchFacts({paths, env, cwd: folder});
	const folderOf = ({folder}: LaunchOptions) => folder === undefined ? cwd : folderTyped(folder, {cwd, home: env.HOME ?? ''});

	return {
		summary() {
			const facts = gather(cwd);
			return {
				installed: Object.fromEntries(Object.entries(facts.executables).map(([letter, file]) => [letter, file === undefined ? 'missing' : facts.versions?.[letter] ?? 'unknown'])),
				big: chainOf(facts.config, 'BIG')[0],
				windows: Object.fromEntries(Object.entries(facts.config.models).flatMap(([model, {context_window: window}]) => window === undefined ? [] : [[model, window]])),
				keys: facts.config.keys,
				startsGateway: facts.config.proxy.auto_start,
				looks: configuredLooks(facts.config),
				codeWait: facts.config.ui.tier_wait,
				hasCredential: hasCredential(facts),
			};
		},
		preview(asked) {
			const {line, options} = asked;
			const folder = folderOf(options);
			const facts = gather(folder);
			let more: Promise<void> | undefined;
			let isPicking = options.session !== undefined;
			shown = undefined;
			const preview = previewLine(line, {
				tiers: tiersOf(facts.config, facts.scan),
				options,
				price: plan => priceOfFirst(plan, facts.config),
				kept({agent}) {
					isPicking = true;
					const known = kept.of(agent, folder);
					more ??= known?.more;
					return known;
				},
				decide(reading, words) {
					const fault = options.name === undefined ? undefined : nameFault(options.name);
					if (fault !== undefined) {
						return {type: 'problem', problem: problems.usage(fault, 'Tab, and give it another one')};
					}

					const request = requestOf(reading.code, {words, options, ask: asking.has(reading.decoded.join(' '))});
					shown = {asked, folder, request, ids: freshIds()};
					return planLaunch({request, facts, ids: shown.ids});
				},
			});
			if (!isPicking) {
				kept.forget();
			}

			return {preview, more};
		},
		planShown: ({line, options}) => shown?.asked.line === line && shown.asked.options === options ? planLaunch({request: shown.request, facts: gather(shown.folder), ids: shown.ids}) : undefined,
		keepApprovals(line) {
			const {config, scan} = gather(cwd);
			const reading = explainCode(splitLine(line).code, tiersOf(config, scan));
			if (reading.status !== 'wrong') {
				asking.add(reading.decoded.join(' '));
			}
		},
		async conversations({line, options}, words) {
			const agent = agentOf(line[0] ?? '');
			return agent === undefined ? [] : pickFrom({status: 'whole', conversations: await kept.first(agent.letter, folderOf(options))}, words);
		},
	};
}

/** The first model as the configuration names it, at the provider that it means. */
function priceOfFirst({recipe, models: [first]}: LaunchPlan, config: Config): Price | undefined {
	const named = recipe.model ?? chainOf(config, 'BIG')[0];
	const resolved = named === undefined ? undefined : resolveModel(named, config);
	return resolved === undefined || resolved.model !== first ? undefined : priceOf(pricesOf(config.prices), resolved);
}

/** The code, the words behind it and what the form says, as `xx` would have been given them. */
function requestOf(code: LaunchCode, {words, options, ask}: {readonly words: string | undefined; readonly options: LaunchOptions; readonly ask: boolean}): LaunchRequest {
	const isId = code.mode === 's' && options.session === undefined;
	return {
		code,
		...(options.model === undefined ? {} : {model: options.model}),
		prompt: options.prompt ?? (isId ? undefined : words),
		conversation: options.session ?? (isId ? words : undefined),
		...(options.name === undefined ? {} : {name: options.name.trim()}),
		...(options.profile === undefined ? {} : {profile: options.profile}),
		...(ask ? {ask: true} : {}),
		screen: 'pane',
	};
}
