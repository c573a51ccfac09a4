import type {Config} from '../core/config/config.js';
import {choiceText} from '../core/service/choice.js';
import {installRecipe} from '../core/service/components/install.js';
import {serviceEnvironment} from '../core/service/environment.js';
import {fillSpec} from '../core/service/placeholders.js';
import {programProblem, type ProgramTrouble} from '../core/service/program.js';
import type {ServiceSpec} from '../core/service/spec.js';
import {searchPathWithComponents} from '../io/component-folder.js';
import {makeFolder} from '../io/folder.js';
import {readAddress} from '../io/http-address.js';
import {programArgv} from '../io/paths.js';
import type {PortOwner} from '../io/port-owner.js';
import {findProgram, folderTrouble, rowFolder, serviceFolder, withoutInterpreter} from '../io/service-program.js';
import {wordsOfSystemError} from '../io/system-error.js';
import {preparers} from './components/preparers.js';
import type {SupervisorContext} from './context.js';
import {choosePort} from './service-port.js';

/** What a service is started with, whole. */
export type ServiceLaunch = {
	/** With its placeholders filled in. */
	readonly spec: ServiceSpec;
	readonly file: string;
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	readonly cwd: string;
	/** Where it will listen; undefined where it has no port, or says itself which. */
	readonly address: string | undefined;
	/** What its preparation has to say of it, in a sentence without its end. */
	readonly note?: string | undefined;
};

type Refused = {readonly type: 'refused'; readonly reason: string; readonly choices: readonly string[]};

export type LaunchPlan =
	| {readonly type: 'start'; readonly launch: ServiceLaunch}
	/** The same program runs there already, started by somebody else. */
	| {readonly type: 'foreign'; readonly launch: ServiceLaunch; readonly owner: PortOwner | undefined}
	/** It cannot be started, and trying again by itself would change nothing. */
	| Refused;

type Context = Pick<SupervisorContext, 'paths' | 'env' | 'signal'>;

type Options = {
	readonly context: Context;
	readonly config: Config;
	/** Where it is to listen in this run instead of where its row says. */
	readonly port: number | undefined;
	/** Whether a process is left over from an earlier run of the service. */
	readonly isLeft?: ((pid: number) => Promise<boolean>) | undefined;
};

/** Everything that has to be known and done before a service starts: its program, its folder, where it listens, what its component prepares. */
export async function planLaunch(row: ServiceSpec, {context, config, port: wanted, isLeft}: Options): Promise<LaunchPlan> {
	const {paths, env, signal} = context;
	const found = findProgram(row, context);
	if (found.status !== 'found') {
		return refusedProgram(found, row);
	}

	const state = serviceFolder(paths, row.id);
	try {
		makeFolder(state);
	} catch (error) {
		return refused(`Its folder ${state} cannot be made: ${wordsOfSystemError(error)}.`, 'Make room, or make that folder yours.');
	}

	const chosen = row.port === undefined || row.port.told === true ? undefined : await choosePort({spec: row.port, wanted, identity: row.identity, signal, isLeft});
	if (chosen?.type === 'taken') {
		return {type: 'refused', reason: chosen.reason, choices: chosen.choices};
	}

	const described = describeLaunch(row, {context, port: chosen?.port ?? wanted});
	const {launch} = described;
	if (chosen?.type === 'foreign') {
		return {type: 'foreign', launch, owner: chosen.owner};
	}

	if (described.missing.includes('gateway')) {
		return refused('It is to be told where the gateway listens, and the gateway does not run.', `Let it wait for the gateway: services.${row.id}.depends_on {"gateway": "healthy"}.`);
	}

	const trouble = folderTrouble(launch.cwd) ?? (row.kind === 'own' ? undefined : withoutInterpreter(found.path, {searchPath: launch.env.PATH}));
	if (trouble !== undefined) {
		return refusedProgram(trouble, row);
	}

	const prepare = preparers[row.id];
	const prepared = await prepare?.(launch.spec, {paths, env, state, address: launch.address ?? '', gateway: readAddress(paths, 'gateway')?.address, config, signal});
	if (prepared === undefined) {
		return {type: 'start', launch};
	}

	if ('problem' in prepared) {
		return refused(sentence(prepared.problem), prepared.next);
	}

	const {argv: [file, ...args], env: added, cwd = launch.cwd, note} = prepared;
	return {type: 'start', launch: {...launch, file: file === launch.spec.argv[0] ? found.path : file, args, env: {...launch.env, ...added}, cwd, note}};
}

type Described = {readonly launch: ServiceLaunch; /** Placeholders of which nothing is known. */ readonly missing: readonly string[]};

/** What a service is started with on a port, as far as its row alone says. Looks, and does nothing. */
export function describeLaunch(row: ServiceSpec, {context: {paths, env}, port}: {readonly context: Pick<Context, 'paths' | 'env'>; readonly port: number | undefined}): Described {
	const state = serviceFolder(paths, row.id);
	const address = row.port === undefined || row.port.told === true || port === undefined ? undefined : `http://127.0.0.1:${port}`;
	const {spec, missing} = fillSpec(row, {port, address, gateway: readAddress(paths, 'gateway')?.address, state, home: env.HOME ?? '/'});
	const variable = row.port?.variable === undefined || port === undefined ? {} : {[row.port.variable]: String(port)};
	const search: Readonly<Record<string, string>> = row.kind === 'component' ? {PATH: searchPathWithComponents(env.PATH, paths)} : {};
	const found = findProgram(row, {paths, env});
	const [first, ...others] = spec.argv;
	const [file, program] = row.kind === 'own' ? programArgv(first as 'gateway' | 'demo') : [found.status === 'found' ? found.path : first, undefined];
	return {
		launch: {
			spec,
			file,
			args: program === undefined ? others : [program, ...others],
			env: {...serviceEnvironment(env, row.kind), ...search, ...spec.env, ...variable},
			cwd: spec.cwd === undefined ? (row.kind === 'own' ? paths.state : state) : rowFolder(spec.cwd, {id: row.id, paths, env}),
			address,
		},
		missing,
	};
}

function refusedProgram(trouble: ProgramTrouble, {id, kind, argv: [file]}: ServiceSpec): Refused {
	const {reason, next} = programProblem(trouble, {id, isOurs: kind === 'component' && !file.includes('/') && installRecipe(id) !== undefined});
	return refused(reason, next);
}

function refused(reason: string, next: string): Refused {
	return {type: 'refused', reason, choices: [next, choiceText({type: 'try-again'})]};
}

function sentence(text: string): string {
	return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`;
}
