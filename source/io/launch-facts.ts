import {randomBytes, randomUUID} from 'node:crypto';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import type {LoadedConfig} from '../core/config/config.js';
import {resolveKeys} from '../core/config/secrets.js';
import {agentCatalogue} from '../core/launch/catalogue.js';
import {withoutNpm} from '../core/launch/environment.js';
import type {LaunchFacts, LaunchIds} from '../core/launch/plan.js';
import {loadConfig} from './config-file.js';
import {findExecutable, isDirectory} from './executable.js';
import {readAddress} from './http-address.js';
import {programRoot, type Paths} from './paths.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a launch is decided by: a few files looked at, nothing started, nobody asked. `loaded` saves reading the configuration twice. */
export function gatherLaunchFacts({paths, env, cwd, loaded = loadConfig({paths, env})}: {readonly paths: Paths; readonly env: Environment; readonly cwd: string; readonly loaded?: LoadedConfig}): LaunchFacts {
	const {config} = loaded;
	const clean = withoutNpm(env, programRoot());
	const executables = agentCatalogue.map(({letter, executable}) => {
		const found = findExecutable(executable, {searchPath: clean.PATH, cwd});
		return [letter, found.status === 'found' ? found.path : undefined] as const;
	});
	return {
		executables: Object.fromEntries(executables),
		logins: {c: hasClaudeLogin(env)},
		root: process.getuid?.() === 0,
		keyed: resolveKeys(loaded).map(key => key.provider),
		gateway: gatewayFacts(paths, loaded),
		cwd,
		cwdExists: isDirectory(cwd),
		launches: paths.launches,
		env: clean,
		config,
	};
}

/** Ids that are not taken: ten letters and digits for the session (they stand in the gateway's address), a UUID for the agent's conversation. */
export function freshIds(): LaunchIds {
	const alphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
	const session = [...randomBytes(10)].map(byte => alphabet[byte % alphabet.length]).join('');
	return {session, conversation: randomUUID()};
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
	const address = config.proxy.base_url === undefined ? `http://${host.includes(':') ? `[${host}]` : host}:${port}` : withoutSlash(config.proxy.base_url);
	return {address, status: config.proxy.auto_start ? 'startable' : 'down'};
}

/**
Whether Claude Code is logged in, as far as its files say: the credentials file, the token variable, or (where the credentials are in a keychain) the account in its settings.
*/
function hasClaudeLogin(env: Environment): boolean {
	if (env.CLAUDE_CODE_OAUTH_TOKEN !== undefined && env.CLAUDE_CODE_OAUTH_TOKEN !== '') {
		return true;
	}

	const home = env.HOME ?? '';
	const folder = env.CLAUDE_CONFIG_DIR ?? path.join(home, '.claude');
	if (existsSync(path.join(folder, '.credentials.json'))) {
		return true;
	}

	const settings = env.CLAUDE_CONFIG_DIR === undefined ? path.join(home, '.claude.json') : path.join(folder, '.claude.json');
	return process.platform === 'darwin' && existsSync(settings) && readFileSync(settings, 'utf8').includes('"oauthAccount"');
}

function withoutSlash(address: string): string {
	return address.replace(/\/+$/, '');
}
