import path from 'node:path';
import {maskArguments} from '../core/config/secrets.js';
import {ClutchError} from '../core/error.js';
import {programAddresses, unsetForPrograms} from '../core/launch/program.js';
import {childEnvironment, withoutNpm} from '../core/launch/environment.js';
import {launchProblemText, problems} from '../core/launch/problem.js';
import {rememberedArguments, rememberedEnvironment} from '../core/session/environment.js';
import {nameAfter} from '../core/session/named.js';
import {loadConfig} from '../io/config-file.js';
import {findExecutable, isDirectory} from '../io/executable.js';
import {runForeground} from '../io/foreground.js';
import {freshIds} from '../io/launch-facts.js';
import {forgetLaunch, prepareLaunch} from '../io/launch-record.js';
import {sweepLaunches} from '../io/launch-sweep.js';
import {checkPlaces, programRoot} from '../io/paths.js';
import {identify} from '../io/process-identity.js';
import type {CommandContext, ParsedArguments} from './command.js';
import {ensureGateway} from './ensure-gateway.js';
import {exitCode} from './exit-code.js';
import {nameMeant, textOf, usage} from './launch-request.js';
import {folderMeant} from './working-folder.js';

/** `clutch run -- COMMAND`: any program in this terminal, told where the gateway is by the three variables that such programs know. */
export async function run(parsed: ParsedArguments, context: CommandContext): Promise<number> {
	const {paths, env} = context;
	const [command, ...args] = parsed.words;
	if (command === undefined) {
		throw usage('clutch run takes a command to run.', 'Such as clutch run -- claude -p "…", or clutch run -- python script.py.');
	}

	const name = nameMeant(parsed);
	const {config} = loadConfig({paths, env});
	const profile = textOf(parsed, 'profile');
	if (profile !== undefined && !Object.hasOwn(config.profiles, profile)) {
		throw new ClutchError('ERR_CLUTCH_LAUNCH', launchProblemText(problems.profile(profile, Object.keys(config.profiles))));
	}

	const cwd = folderMeant(parsed, context);
	if (!isDirectory(cwd)) {
		throw new ClutchError('ERR_CLUTCH_LAUNCH', launchProblemText(problems.folder(cwd)));
	}

	const clean = withoutNpm(env, programRoot());
	const file = fileOf(command, {searchPath: clean.PATH, cwd});
	checkPlaces(paths);
	const address = await ensureGateway(config, context);
	const {session} = freshIds();
	const title = path.basename(command);
	const launch = {file, args, cwd, env: childEnvironment(clean, {unset: unsetForPrograms, set: programAddresses(address, {profile, session})})};
	prepareLaunch({
		plan: {
			session,
			name: name ?? nameAfter(title),
			title,
			launch,
			recipe: {code: undefined, agent: undefined, route: 'p', credential: 'none', profile, model: undefined, conversation: undefined, file, shownArgs: maskArguments(args), ...rememberedArguments(args), environment: rememberedEnvironment(clean)},
			settings: {},
			folder: path.join(paths.launches, session),
			files: [],
		},
		at: Date.now(),
		process: identify(process.pid),
	});
	sweepLaunches(paths, Date.now());
	try {
		return exitCode(await runForeground(launch, 'terminal'));
	} catch (error) {
		forgetLaunch(paths, session);
		throw usage(`${file} could not be started: ${(error as Error).message}.`, 'Try it by hand.');
	}
}

function fileOf(command: string, where: {readonly searchPath: string | undefined; readonly cwd: string}): string {
	const found = findExecutable(command, where);
	if (found.status === 'found') {
		return found.path;
	}

	throw usage(found.status === 'missing' ? `There is no command "${command}" on the PATH.` : `${found.path} is not a program.`, 'Its name may have a typing mistake; a path works too.');
}
