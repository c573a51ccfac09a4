import type {LoadedConfig} from '../core/config/config.js';
import {resolveKeys} from '../core/config/secrets.js';
import type {AgentRow} from '../core/launch/agent.js';
import {agentCatalogue} from '../core/launch/catalogue.js';
import {withoutNpm} from '../core/launch/environment.js';
import type {LaunchFacts, LaunchIds} from '../core/launch/plan.js';
import {isLoopback} from '../core/provider/provider.js';
import {hasLogin, hasNeededSetting, latestConversation} from './agent-files.js';
import {rememberedVersion} from './agent-memory.js';
import {readAgentVersion} from './agent-version.js';
import {keptInstructions} from './codex-instructions.js';
import {loadConfig} from './config-file.js';
import {findExecutable, isDirectory} from './executable.js';
import {readAddress} from './http-address.js';
import {programRoot, type Paths} from './paths.js';
import {randomBytes, randomUuid} from './random.js';
import {readScan} from './scan.js';

type Environment = Readonly<Record<string, string | undefined>>;

type Wanted = {
	readonly paths: Paths;
	readonly env: Environment;
	readonly cwd: string;
	readonly loaded?: LoadedConfig;
	/** The letter of an agent. */
	readonly only?: string | undefined;
};

/** What a launch is decided by: a few files looked at, nothing started, nobody asked. `loaded` saves reading the configuration twice, `only` looking for agents that are not meant. */
export function gatherLaunchFacts({paths, env, cwd, loaded = loadConfig({paths, env}), only}: Wanted): LaunchFacts {
	const {config} = loaded;
	const clean = withoutNpm(env, programRoot());
	const rows = only === undefined ? agentCatalogue : agentCatalogue.filter(row => row.letter === only);
	const executables: Readonly<Record<string, string | undefined>> = Object.fromEntries(rows.map(({letter, executable}) => {
		const found = findExecutable(executable, {searchPath: clean.PATH, cwd});
		return [letter, found.status === 'found' ? found.path : undefined] as const;
	}));
	const byLetter = <Value>(read: (row: AgentRow) => Value): Readonly<Record<string, Value>> => Object.fromEntries(rows.map(row => [row.letter, read(row)]));
	return {
		executables,
		versions: byLetter(row => {
			const file = executables[row.letter];
			return file === undefined ? undefined : readAgentVersion(file, row) ?? rememberedVersion(paths, file)?.version;
		}),
		settings: byLetter(row => hasNeededSetting(row, clean)),
		latest: byLetter(row => latestConversation(row, clean)),
		instructions: executables.x === undefined ? {} : {x: keptInstructions(paths, executables.x)},
		logins: byLetter(row => hasLogin(row, clean)),
		root: process.getuid?.() === 0,
		keyed: resolveKeys(loaded).map(key => key.provider),
		gateway: gatewayFacts(paths, loaded),
		front: frontFacts(paths, loaded),
		cwd,
		cwdExists: isDirectory(cwd),
		launches: paths.launches,
		env: clean,
		config,
		scan: readScan({env: clean, now: Date.now()}),
	};
}

/** Ids that are not taken: ten letters and digits for the session (they stand in the gateway's address), a UUID for the agent's conversation. */
export function freshIds(): LaunchIds {
	const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
	const session = [...randomBytes(10)].map(byte => alphabet[byte % alphabet.length]).join('');
	return {session, conversation: randomUuid()};
}

/** The address of the gateway that runs, as it wrote it down; undefined where none does. */
export function gatewayAddress(paths: Paths): string | undefined {
	const written = readAddress(paths, 'gateway');
	return written !== undefined && isAlive(written.pid) ? withoutSlash(written.address) : undefined;
}

/** A gateway that was killed leaves its address behind. */
function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// It is there, but somebody else's.
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

function gatewayFacts(paths: Paths, {config}: LoadedConfig): LaunchFacts['gateway'] {
	const running = gatewayAddress(paths);
	if (running !== undefined) {
		return {address: running, status: 'up'};
	}

	const {host, port} = config.gateway;
	const base = config.proxy.base_url;
	if (base !== undefined && !isLoopback(base)) {
		return {address: withoutSlash(base), status: 'remote'};
	}

	// On this machine the port is the gateway's own, which follows `base_url` unless it is given too.
	return {address: `http://${host.includes(':') ? `[${host}]` : host}:${port}`, status: config.proxy.auto_start ? 'startable' : 'down'};
}

/** Headroom before the gateway, if its user wants it there. */
function frontFacts(paths: Paths, {config: {services: {headroom}}}: LoadedConfig): LaunchFacts['front'] {
	if (headroom?.mode !== 'chain' || headroom.enabled === false) {
		return undefined;
	}

	const written = readAddress(paths, 'headroom');
	return {address: written !== undefined && isAlive(written.pid) ? withoutSlash(written.address) : undefined};
}

function withoutSlash(address: string): string {
	return address.replace(/\/+$/, '');
}
