import {existsSync} from 'node:fs';
import {examineAgents} from '../core/doctor/agents.js';
import type {Finding, FindingStatus} from '../core/doctor/finding.js';
import {examineRuntime} from '../core/doctor/runtime.js';
import {examineGateway, examinePorts, examineProviders} from '../core/doctor/services.js';
import {examineSettings} from '../core/doctor/settings.js';
import {examineShells} from '../core/doctor/shell.js';
import {examineHolders, examinePlaces, examineScope} from '../core/doctor/durability.js';
import {examineMultiplexer} from '../core/doctor/multiplexer.js';
import {examineFiles, examineTerminal} from '../core/doctor/surroundings.js';
import {loadConfig} from '../io/config-file.js';
import {agentFacts, fileFacts, gatewayFacts, holderFacts, outerFacts, placeFacts, portFacts, providerAnswers, runtimeFacts, scopeFacts} from '../io/doctor-facts.js';
import {gatherLaunchFacts} from '../io/launch-facts.js';
import {checkPathLength} from '../io/paths.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {shellFacts} from './shell-block.js';
import {folderOr} from './working-folder.js';

const marks: Readonly<Record<FindingStatus, string>> = {ok: '✔ ok  ', info: '· note', warn: '! warn', bad: '✖ bad '};

/** Looks at all that a launch depends on. Nothing is started but `AGENT --version`, nothing leaves this machine without `--live`, and nothing is changed without `--fix`. Exit 1 where something is bad. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const {flags} = parsed;
	const findings = await examine(context, {live: flags.live === true, fix: flags.fix === true});
	const count = (status: FindingStatus) => findings.filter(finding => finding.status === status).length;
	const healthy = count('bad') === 0;
	if (flags.json === true) {
		context.stdout.write(`${JSON.stringify({healthy, findings})}\n`);
	} else {
		const lines = findings.flatMap(finding => findingLines(finding));
		context.stdout.write(`${[...lines, '', `${count('bad')} bad, ${count('warn')} to look at, ${count('ok')} ok`].join('\n')}\n`);
	}

	return healthy ? 0 : 1;
}

async function examine(context: CommandContext, {live, fix}: {readonly live: boolean; readonly fix: boolean}): Promise<readonly Finding[]> {
	const {paths, env, stdout, signal} = context;
	checkPathLength(paths);
	const files = fileFacts(paths, {fix});
	const loaded = loadConfig({paths, env});
	const facts = gatherLaunchFacts({paths, env, cwd: folderOr('/', context), loaded});
	const [agents, gateway, answers, scope, holders, outer] = await Promise.all([
		agentFacts({facts, paths, signal}),
		gatewayFacts({paths, loaded, signal}),
		live ? providerAnswers({facts, signal}) : [],
		scopeFacts(env),
		holderFacts(paths, signal),
		outerFacts(env, signal),
	]);
	return [
		...examineRuntime(runtimeFacts()),
		...examineAgents(agents),
		...examineSettings({file: paths.config, exists: existsSync(paths.config), loaded, logins: facts.logins}),
		...examinePorts(portFacts({paths, loaded})),
		examineGateway(gateway),
		...examineProviders(answers),
		...examineShells(shellFacts(context)),
		...examineScope(scope),
		...examineHolders(holders),
		...examinePlaces(placeFacts(paths, env)),
		...examineTerminal({env, size: stdout.isTTY ? {cols: stdout.columns, rows: stdout.rows} : undefined}),
		...examineMultiplexer(outer, env),
		...examineFiles(files),
	];
}

function findingLines({status, sentence, next}: Finding): readonly string[] {
	return [`${marks[status]}  ${sentence}`, ...(next === undefined ? [] : [`          ${next}`])];
}
