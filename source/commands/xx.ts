import path from 'node:path';
import type {LoadedConfig} from '../core/config/config.js';
import {inForceText, problemText, warningText} from '../core/config/problem.js';
import {maskArguments, maskEnvironment} from '../core/config/secrets.js';
import {ClutchError} from '../core/error.js';
import {explainCode, type LaunchCode, type Tiers} from '../core/launch/code.js';
import {planLaunch, tiersOf, type LaunchPlan, type LaunchRequest} from '../core/launch/plan.js';
import {launchProblemText} from '../core/launch/problem.js';
import {loadConfig} from '../io/config-file.js';
import {runForeground} from '../io/foreground.js';
import {freshIds, gatherLaunchFacts} from '../io/launch-facts.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {ensureGateway} from './ensure-gateway.js';
import {exitCode} from './exit-code.js';

/** `xx CODE`, `clutch launch CODE`: decides the launch, shows it with `--dry-run`, else runs the agent in this terminal. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const {paths, env} = context;
	const loaded = loadConfig({paths, env});
	const request = readRequest(parsed, tiersOf(loaded.config));
	const cwd = path.resolve(context.cwd, text(parsed, 'cwd') ?? '.');
	sayConfigProblem(loaded, context);
	const facts = gatherLaunchFacts({paths, env, cwd, loaded});
	const ids = freshIds();
	const plan = decide({request, facts, ids});
	if (parsed.flags['dry-run'] === true) {
		context.stdout.write(parsed.flags.json === true ? `${JSON.stringify(planObject(plan))}\n` : planText(plan));
		return 0;
	}

	if (parsed.flags.json === true) {
		throw usage('--json says what would be started, so it goes with --dry-run.', 'Without --json the agent starts here; in mode n it prints JSON of its own.');
	}

	if (!plan.needsGateway) {
		return runInForeground(plan);
	}

	// Where it really listens is known only now: its port may have been picked by the system.
	const address = await ensureGateway(context);
	return runInForeground(decide({request, facts: {...facts, gateway: {address, status: 'up'}}, ids}));
}

function decide(input: Parameters<typeof planLaunch>[0]): LaunchPlan {
	const answer = planLaunch(input);
	if (answer.type === 'plan') {
		return answer.plan;
	}

	const {sentence, choices} = launchProblemText(answer.problem);
	throw answer.problem.id === 'usage' ? usage(sentence, choices) : new ClutchError('ERR_CLUTCH_LAUNCH', {sentence, choices});
}

async function runInForeground({launch, stdin, title}: LaunchPlan): Promise<number> {
	try {
		return exitCode(await runForeground(launch, stdin));
	} catch (error) {
		throw new ClutchError('ERR_CLUTCH_LAUNCH', {sentence: `${title} could not be started: ${(error as Error).message}.`, choices: `1 try it by hand: ${launch.file} --version`}, {cause: error});
	}
}

function readRequest(parsed: ParsedArguments, tiers: Tiers): LaunchRequest {
	const code = readCode(parsed.words, tiers);
	const {login, 'no-login': noLogin, ask} = parsed.flags;
	if (login === true && noLogin === true) {
		throw usage('--login and --no-login say the opposite.', 'Leave one of them out.');
	}

	return {
		code,
		model: text(parsed, 'model'),
		prompt: text(parsed, 'prompt'),
		conversation: text(parsed, 'session'),
		name: text(parsed, 'name'),
		profile: text(parsed, 'profile'),
		login: login === true ? true : (noLogin === true ? false : undefined),
		ask: ask === true ? true : undefined,
		nativeArgs: parsed.rest,
		screen: 'terminal',
	};
}

function readCode([typed, ...others]: readonly string[], tiers: Tiers): LaunchCode {
	const reading = explainCode(typed ?? '', tiers);
	if (reading.status === 'wrong') {
		throw usage(reading.sentence, 'xx --help says what a code is.');
	}

	if (reading.code === undefined) {
		const next = reading.next.map(choice => `${choice.code} ${choice.text}`).join('  ');
		throw usage(typed === undefined ? 'xx takes a code, such as cip.' : `"${typed}" is not yet a code: ${reading.decoded.join(', ')}, and then?`, next);
	}

	const [surplus] = others;
	if (surplus !== undefined) {
		throw usage(`xx takes one code, but after "${typed ?? ''}" came "${surplus}".`, 'A prompt goes with -p "…", arguments of the agent behind --.');
	}

	return reading.code;
}

function planObject(plan: LaunchPlan) {
	const {code, title, name, session, credential, launch, recipe, set, unset, models, stdin} = plan;
	return {
		code,
		agent: title,
		name,
		session,
		conversation: recipe.conversation ?? null,
		credential,
		argv: [launch.file, ...maskArguments(launch.args)],
		cwd: launch.cwd,
		env: {set: maskEnvironment(set), unset},
		models,
		stdin,
		started: false,
	};
}

function planText(plan: LaunchPlan): string {
	const {launch, set, unset, credential, models, recipe} = plan;
	const credentials: Readonly<Record<LaunchPlan['credential'], string>> = {
		'own-login': `the own login of ${plan.title}`,
		'gateway-key': 'the keys of the gateway',
		none: 'none',
	};
	const lines = [
		['argv', shellText([launch.file, ...maskArguments(launch.args)])],
		['cwd', launch.cwd],
		...Object.entries(maskEnvironment(set)).map(([name, value]) => ['set', `${name}=${value}`]),
		['unset', unset.join(' ')],
		['login', credentials[credential]],
		...(models.length === 0 ? [] : [['models', models.join(' → ')]]),
		...(recipe.conversation === undefined ? [] : [['conversation', recipe.conversation]]),
		['started', 'nothing (--dry-run)'],
	];
	return `${lines.map(([label = '', value = '']) => `${label.padEnd(14)}${value}`).join('\n')}\n`;
}

/** Arguments as one could type them. */
function shellText(argv: readonly string[]): string {
	return argv.map(argument => /^[\w./:@%+=,•-]+$/.test(argument) ? argument : `'${argument.replaceAll('\'', String.raw`'\''`)}'`).join(' ');
}

function sayConfigProblem({problem, warnings}: LoadedConfig, {stderr}: CommandContext): void {
	for (const warning of warnings) {
		stderr.write(`${warningText(warning)}\n`);
	}

	if (problem !== undefined) {
		stderr.write(`${problemText(problem)}\n${inForceText(problem)}\n`);
	}
}

function text(parsed: ParsedArguments, flag: string): string | undefined {
	const value = parsed.flags[flag];
	return typeof value === 'string' ? value : undefined;
}

function usage(problem: string, next: string): ClutchError {
	return new ClutchError('ERR_CLUTCH_USAGE', {problem, next});
}
