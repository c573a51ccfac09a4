import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type {ExecutionContext} from 'ava';
import type {LaunchRecord} from '../../source/core/launch/record.js';
import type {Usage} from '../../source/core/usage/usage.js';
import {readAddress, writeAddress} from '../../source/io/http-address.js';
import {launchRecords} from '../../source/io/launch-record.js';
import {openLedger} from '../../source/io/ledger.js';
import {findAgent} from '../agents/find.js';
import {openWorld, type AgentWorld} from './agent-world.js';
import type {RecordedRequest} from './demo.js';
import {temporaryHome, type Home} from './home.js';
import {root, runFile, type Ended} from './program.js';
import {openTerminal, type Terminal} from './terminal.js';
import {until} from './until.js';

type Argv = readonly [string, ...string[]];

export type AgentMachine = Home & {
	readonly world: AgentWorld;
	/** One of our programs in this world, to its end. */
	readonly run: (argv: Argv) => Promise<Ended>;
	/** One of our programs in a terminal. */
	readonly open: (t: ExecutionContext, argv: Argv) => Terminal;
	/** What is new since the last call: who started, what an agent sent, what arrived, and what was paid for it. */
	readonly news: () => Promise<News>;
	readonly files: (names: readonly string[]) => Readonly<Record<string, string>>;
	readonly close: () => Promise<void>;
};

export type News = {
	readonly launches: readonly LaunchRecord[];
	/** As the agent sent it to the gateway. */
	readonly sent: readonly RecordedRequest[];
	/** As the gateway sent it on. */
	readonly arrived: readonly RecordedRequest[];
	readonly usage: readonly Usage[];
};

type Wanted = {
	readonly agent: string;
	/** What is in the home folder, for the project it works in. */
	readonly files: (project: string) => Readonly<Record<string, string>>;
	/** The config file, made of where the upstream listens. */
	readonly config?: (upstream: string) => unknown;
};

/** An agent that answers one prompt starts, talks and ends. */
const runMs = 240_000;

/** Every role is answered by a model of the one provider there is. */
export function oneProvider(upstream: string) {
	const models = Object.fromEntries(['BIG', 'MIDDLE', 'SMALL'].map(role => [role, {default: `fake:demo-${role.toLowerCase()}`, cascade: []}]));
	return {providers: {fake: {base_url: upstream, wires: ['messages', 'chat', 'responses']}}, default_provider: 'fake', model_tiers: models, fallbacks: []};
}

/**
A machine with one real agent and a gateway that runs, between them a tap that writes down what passes. Undefined where the agent is not installed; `skipped` says so.
*/
export async function agentMachine({agent: name, files, config = oneProvider}: Wanted): Promise<AgentMachine | undefined> {
	const agent = findAgent(name);
	if (agent === undefined) {
		return undefined;
	}

	const ends: Array<() => Promise<void> | void> = [];
	const close = async () => {
		for (const end of ends.splice(0).toReversed()) {
			await end();
		}
	};

	const collector: Pick<ExecutionContext, 'teardown'> = {
		teardown(end) {
			ends.push(end);
		},
	};
	try {
		const world = await openWorld(collector);
		// Agents run on the Node of the tests: the one on the PATH may be too old for them. As root Claude Code refuses to skip approvals unless it is told that this is a sandbox.
		const home = temporaryHome(collector, {PATH: [agent.folder, path.dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'].join(':'), IS_SANDBOX: '1'});
		writePrivate(home.paths.config, JSON.stringify(config(world.upstream)));
		for (const [file, content] of Object.entries(files(home.project))) {
			writePrivate(path.join(home.user, file), content);
		}

		const run = async ([program, ...args]: Argv) => runFile(world.inside(home.project, [path.join(root, 'bin', program), ...args]), {env: home.env, cwd: home.project, timeoutMs: runMs});
		await startBehindTap({home, world, run});
		return {
			...home,
			world,
			run,
			open: (t, [program, ...args]) => openTerminal(t, {argv: world.inside(home.project, [path.join(root, 'bin', program), ...args]), env: home.env, cwd: home.project}),
			news: createNews(home, world),
			files: names => Object.fromEntries(names.map(file => [file, readFileSync(path.join(home.user, file), 'utf8')])),
			close,
		};
	} catch (error) {
		await close();
		throw error;
	}
}

/** Says that a test cannot run; in CI that is a failure, for there the agents have to be. */
export function skipped(t: ExecutionContext, agent: string): void {
	if (process.env.CI === 'true') {
		t.fail(`${agent} is not installed: run npm run setup:agents`);
		return;
	}

	t.log('skipped: not installed (npm run setup:agents)');
	t.pass();
}

/** Who was asked outside, each once; undefined, and said so, where nobody looks. As root in CI somebody has to. */
export function askedOutside(t: ExecutionContext, world: AgentWorld): readonly string[] | undefined {
	const attempts = world.attempts();
	if (attempts !== undefined) {
		return [...new Set(attempts.map(attempt => attempt.type === 'lookup' ? attempt.name : `${attempt.address}:${attempt.port}`))].toSorted();
	}

	t.log('skipped: it takes root on Linux to make a network with nothing but loopback');
	t.true(process.env.CI !== 'true' || process.getuid?.() !== 0, 'as root in CI there has to be such a network');
	return undefined;
}

/** Names in a folder, sorted. */
export function namesIn(folder: string): readonly string[] {
	return readdirSync(folder).toSorted();
}

/** Starts the gateway and has the launcher find the tap where the gateway said it listens. */
async function startBehindTap({home, world, run}: {readonly home: Home; readonly world: AgentWorld; readonly run: (argv: Argv) => Promise<Ended>}): Promise<void> {
	const up = await run(['clutch', 'up']);
	const written = readAddress(home.paths, 'gateway');
	if (up.code !== 0 || written === undefined) {
		throw new Error(`clutch up ended with ${String(up.code)}: ${up.stdout}${up.stderr}`);
	}

	world.behindTap(written.address);
	writeAddress(home.paths, 'gateway', {...written, address: world.tap});
}

function createNews(home: Home, world: AgentWorld): AgentMachine['news'] {
	const seen = {launches: new Set<string>(), usage: new Set<string>(), sent: 0, arrived: 0};
	return async () => {
		const after = (requests: readonly RecordedRequest[], count: number) => requests.filter(request => request.method === 'POST').slice(count);
		let sent: readonly RecordedRequest[] = [];
		let arrived: readonly RecordedRequest[] = [];
		let usage: readonly Usage[] = [];
		// Who sent it may be gone before it is there.
		await until('all that was sent has arrived and is in the ledger', () => {
			sent = after(world.tapped(), seen.sent);
			arrived = after(world.requests(), seen.arrived);
			usage = readLedger(home).filter(record => !seen.usage.has(record.id));
			return sent.length === arrived.length && usage.length >= arrived.length;
		});
		const launches = launchRecords(home.paths).filter(record => !seen.launches.has(record.session));
		for (const {session} of launches) {
			seen.launches.add(session);
		}

		for (const {id} of usage) {
			seen.usage.add(id);
		}

		seen.arrived += arrived.length;
		seen.sent += sent.length;
		return {launches, sent, arrived, usage};
	};
}

function readLedger(home: Home): readonly Usage[] {
	const ledger = openLedger(home.paths.ledger);
	try {
		return ledger.read({since: 0, sessions: []});
	} finally {
		ledger.close();
	}
}

function writePrivate(file: string, content: string): void {
	mkdirSync(path.dirname(file), {recursive: true, mode: 0o700});
	writeFileSync(file, content, {mode: 0o600});
}
