import {accessSync, constants, readFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';

export type PinnedAgent = {
	readonly package: string;
	readonly version: string;
	readonly executable: string;
	/** A script of the package that puts its executable in place; npm is told to run none by itself, so that no npm setting decides. */
	readonly prepare?: string;
	/** The only dependencies of a package whose executable carries all others in itself; npm leaves those out. Every registry need not have them. */
	readonly needs?: readonly string[];
};

type Environment = Readonly<Record<string, string | undefined>>;

export type FoundAgent = {
	readonly file: string;
	/** What to put in front of PATH, so that the agent is found by its plain name. */
	readonly folder: string;
	readonly version: string;
};

/** The versions the tests are written against; `npm run setup:agents` installs exactly these. */
export function pinnedAgents(): Readonly<Record<string, PinnedAgent>> {
	const file = path.join(path.dirname(fileURLToPath(import.meta.url)), 'agents.json');
	return JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, PinnedAgent>>;
}

/** One folder an agent and version: two checkouts with different pins do not disturb each other. */
export function agentFolder(name: string, agent: PinnedAgent, environment: Environment = process.env): string {
	const cache = nonEmpty(environment.XDG_CACHE_HOME) ?? path.join(nonEmpty(environment.HOME) ?? os.homedir(), '.cache');
	return path.join(nonEmpty(environment.CLUTCH_AGENTS_DIR) ?? path.join(cache, 'clutch-agents'), name, agent.version);
}

/** The real agent of the pinned version; undefined where `npm run setup:agents` has not been run. One from the PATH is never taken: it is another version, with somebody's settings. */
export function findAgent(name: string, environment: Environment = process.env): FoundAgent | undefined {
	const agent = pinnedAgents()[name];
	if (!agent) {
		return undefined;
	}

	const folder = path.join(agentFolder(name, agent, environment), 'node_modules', '.bin');
	const file = path.join(folder, agent.executable);
	return isExecutable(file) ? {file, folder, version: agent.version} : undefined;
}

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		// Any reason why it cannot be run means the same to a test: it is not installed.
		return false;
	}
}

function nonEmpty(value: string | undefined): string | undefined {
	return value === '' ? undefined : value;
}
