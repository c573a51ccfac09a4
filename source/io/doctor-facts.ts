import {chmodSync, existsSync, realpathSync, statSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type {LoadedConfig} from '../core/config/config.js';
import type {AgentFacts} from '../core/doctor/agents.js';
import type {RuntimeFacts} from '../core/doctor/runtime.js';
import type {GatewayFacts, PortFacts, ProviderAnswer} from '../core/doctor/services.js';
import type {HolderFacts, PlaceFacts, ScopeFacts} from '../core/doctor/durability.js';
import {multiplexerFacts, multiplexerOf, type MultiplexerFacts} from '../core/doctor/multiplexer.js';
import type {FileFacts} from '../core/doctor/surroundings.js';
import {agentCatalogue} from '../core/launch/catalogue.js';
import type {LaunchFacts} from '../core/launch/plan.js';
import {isLoopback, resolveProvider, type Provider} from '../core/provider/provider.js';
import {rememberVersion} from './agent-memory.js';
import {askVersion} from './ask-version.js';
import {freeBytes, writeProblem} from './folder.js';
import {lookForScope} from './holder-scope.js';
import {readAddress} from './http-address.js';
import {gatewayAddress} from './launch-facts.js';
import {livingHolders} from './living-holders.js';
import {killsAtLogout, lingers} from './logind.js';
import {longestSocketName, programRoot, wantedRunFolder, type Paths} from './paths.js';
import {isListened, ownerName, portOwner} from './port-owner.js';
import {askList, probeHttp} from './probe.js';
import {askTmux} from './tmux-options.js';

/** An agent that is written in JavaScript takes seconds to say its version on a busy machine. */
const versionDeadline = 10_000;
const probeDeadline = 3000;
const listDeadline = 10_000;

type Environment = Readonly<Record<string, string | undefined>>;

type Asking = {readonly facts: LaunchFacts; readonly signal: AbortSignal};

export function runtimeFacts(): RuntimeFacts {
	const own = path.join(programRoot(), 'node_modules') + path.sep;
	return {version: process.versions.node, file: process.execPath, pinned: realpathSync(process.execPath).startsWith(own)};
}

/** Asks every agent that is installed for its version, all at once. */
export async function agentFacts({facts, paths, signal}: Asking & {readonly paths: Paths}): Promise<readonly AgentFacts[]> {
	const {executables, logins, env} = facts;
	return Promise.all(agentCatalogue.map(async row => {
		const file = executables[row.letter];
		const answer = file === undefined ? undefined : await askVersion(file, {env, cwd: os.tmpdir(), deadlineMs: versionDeadline, signal});
		if (file !== undefined && answer?.type === 'version') {
			// A launch knows it then without asking again.
			rememberVersion(paths, file, answer.version);
		}

		return {row, file, answer, loggedIn: logins[row.letter] === true};
	}));
}

/** The port the gateway is meant to have; none where the system picks it. */
export function portFacts({paths, loaded: {config}}: {readonly paths: Paths; readonly loaded: LoadedConfig}): readonly PortFacts[] {
	const {port} = config.gateway;
	if (port === 0) {
		return [];
	}

	const ours = gatewayAddress(paths) === undefined ? undefined : readAddress(paths, 'gateway');
	if (ours !== undefined && new URL(ours.address).port === String(port)) {
		return [{service: 'gateway', port, state: {type: 'ours', pid: ours.pid}}];
	}

	const owner = portOwner(port);
	const taken = owner === undefined ? 'a program of another user' : ownerName(owner);
	return [{service: 'gateway', port, state: owner !== undefined || isListened(port) ? {type: 'taken', owner: taken} : {type: 'free'}}];
}

export async function gatewayFacts({paths, loaded: {config}, signal}: {readonly paths: Paths; readonly loaded: LoadedConfig; readonly signal: AbortSignal}): Promise<GatewayFacts> {
	const running = gatewayAddress(paths);
	const base = config.proxy.base_url;
	const remote = base !== undefined && !isLoopback(base);
	const address = remote ? base : (running ?? `http://${config.gateway.host}:${config.gateway.port}`);
	const common = {address, remote, startsByItself: config.proxy.auto_start};
	if (!remote && running === undefined) {
		return {...common, status: 'not-running'};
	}

	const health = remote ? (config.proxy.health_url ?? `${address.replace(/\/+$/, '')}/health`) : `${address}/health`;
	const {ok} = await probeHttp(health, {signal, deadlineMs: probeDeadline});
	return {...common, status: ok ? 'healthy' : 'silent'};
}

/** Asks every provider with a key for its models: the only thing of doctor's that leaves this machine. */
export async function providerAnswers({facts, signal}: Asking): Promise<readonly ProviderAnswer[]> {
	return Promise.all(facts.keyed.map(async id => askProvider(id, resolveProvider(id, {config: facts.config}), signal)));
}

async function askProvider(id: string, provider: Provider | undefined, signal: AbortSignal): Promise<ProviderAnswer> {
	const [wire, row] = Object.entries(provider?.wires ?? {})[0] ?? [];
	if (provider === undefined || row === undefined) {
		return {provider: id, type: 'no-list'};
	}

	const [key = ''] = provider.keys;
	const headers = {
		...provider.headers,
		...(row.auth === 'bearer' ? {authorization: `Bearer ${key}`} : {[row.auth]: key}),
		...(wire === 'messages' ? {'anthropic-version': '2023-06-01'} : {}),
	};
	const answer = await askList(`${row.base}/models`, {headers, signal, deadlineMs: listDeadline});
	if (answer.type === 'unreachable') {
		return {provider: id, ...answer};
	}

	const {status, list, durationMs} = answer;
	const {data, models} = (typeof list === 'object' && list !== null ? list : {}) as {readonly data?: unknown; readonly models?: unknown};
	const listed = [data, models].find(value => Array.isArray(value));
	return status >= 200 && status < 300 ? {provider: id, type: 'models', count: Array.isArray(listed) ? listed.length : undefined, durationMs} : {provider: id, type: 'refused', status};
}

export async function scopeFacts(env: Environment): Promise<ScopeFacts> {
	const chance = await lookForScope(env);
	return {platform: process.platform, answer: chance.status === 'scope' ? 'scope' : chance.reason, lingers: lingers(), killsAtLogout: killsAtLogout()};
}

export async function holderFacts(paths: Paths, signal: AbortSignal): Promise<readonly HolderFacts[]> {
	const living = await livingHolders(paths, signal);
	return living.map(({id, welcome, scoped, foreign}) => ({id, protocol: welcome.protocol, scoped, foreign}));
}

export function placeFacts(paths: Paths, env: Environment): PlaceFacts {
	const {run, state} = paths;
	const there = existsSync(state);
	return {
		run,
		wantedRun: wantedRunFolder(env),
		socketBytes: Buffer.byteLength(path.join(paths.holders, longestSocketName)),
		runProblem: existsSync(run) ? writeProblem(run) : undefined,
		state,
		stateProblem: there ? writeProblem(state) : undefined,
		freeBytes: there ? freeBytes(state) : undefined,
	};
}

export async function outerFacts(env: Environment, signal: AbortSignal): Promise<MultiplexerFacts | undefined> {
	const name = multiplexerOf(env);
	return name === undefined ? undefined : multiplexerFacts(name, name === 'tmux' ? await askTmux(env, signal) : undefined);
}

/** The files that hold secrets or sockets, as far as they are there. With `fix` those that are open to others are closed. */
export function fileFacts(paths: Paths, {fix}: {readonly fix: boolean}): readonly FileFacts[] {
	const looked = [['config', paths.config, 0o600], ['env', paths.env, 0o600], ['state', paths.state, 0o700], ['run', paths.run, 0o700], ['launches', paths.launches, 0o700], ['ledger', paths.ledger, 0o600]] as const;
	return looked.flatMap(([name, file, wanted]) => {
		const found = statSync(file, {throwIfNoEntry: false});
		if (found === undefined) {
			return [];
		}

		const mode = found.mode & 0o777;
		const fixed = fix && (mode & 0o077) !== 0;
		if (fixed) {
			chmodSync(file, wanted);
		}

		return [{name, file, mode, wanted, fixed}];
	});
}
