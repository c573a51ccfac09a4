/* eslint-disable ava/no-ignored-test-files -- the files of test/e2e/agents declare their tests with this */
import {readFileSync} from 'node:fs';
import test, {type ExecutionContext} from 'ava';
import type {Session} from '../../source/core/session/session.js';
import {identify, isAlive, signalProcess} from '../../source/io/process-identity.js';
import {agentMachine, oneProvider, skipped, type AgentMachine} from './agents.js';
import {watchClutchd, type Watcher} from './clutchd.js';
import type {RecordedRequest} from './demo.js';
import {childrenOf} from './process-tree.js';
import {until} from './until.js';

/** What is particular to one agent in the story of its death and its return. */
export type RestoreStory = {
	readonly agent: 'claude' | 'codex' | 'qwen' | 'pi' | 'opencode';
	readonly title: string;
	readonly letter: string;
	/** Files of its user's without which it would ask something first. */
	readonly files?: (project: string) => Readonly<Record<string, string>>;
	readonly isReady: (screen: string) => boolean;
	/** Its screen in the middle of an answer. */
	readonly isAnswering: (screen: string) => boolean;
	readonly isAside: (request: RecordedRequest) => boolean;
	/** The conversation that a request belongs to, where the agent says so. */
	readonly header?: string;
	/** By what its conversation is known in the middle of its first answer. */
	readonly proof: string;
};

/** Agents share the machine with other tests. */
export const patience = 150_000;

export type Guarded = {
	readonly machine: AgentMachine;
	readonly watcher: Watcher;
	readonly spawn: (args: readonly string[]) => Promise<string>;
	readonly session: (id: string) => Session;
	readonly ask: (id: string, words: string) => Promise<void>;
	/** The newest request of the conversation that has these words in it. */
	readonly request: (words: string) => Promise<RecordedRequest>;
	readonly waitForScreen: (id: string, condition: (screen: string) => boolean) => Promise<void>;
};

/** A machine with one agent in sessions that nothing restarts by itself. */
export async function guardedAgent(t: ExecutionContext, {agent, title, files, isAside}: Pick<RestoreStory, 'agent' | 'title' | 'files' | 'isAside'>): Promise<Guarded | undefined> {
	t.timeout(4 * patience);
	const machine = await agentMachine({agent, files: project => files?.(project) ?? {}, config: upstream => ({...oneProvider(upstream), sessions: {crash: 'never'}})});
	if (machine === undefined) {
		skipped(t, title);
		return undefined;
	}

	t.teardown(machine.close);
	const watcher = await watchClutchd(t, {home: machine, start: false});
	const run = async (args: readonly string[]) => {
		const {code, stdout, stderr} = await machine.run(['clutch', ...args]);
		t.is(code, 0, stdout + stderr);
		return stdout.trim();
	};

	return {
		machine,
		watcher,
		spawn: async args => run(['spawn', ...args]),
		session(id) {
			const session = watcher.state().sessions.find(each => each.id === id);
			if (session === undefined) {
				throw new Error(`no session ${id}`);
			}

			return session;
		},
		async ask(id, words) {
			await run(['send', id, words]);
			await watcher.waitForScreen(id, lines => lines.join('\n').includes(words), patience);
			await run(['send', id, '--enter']);
		},
		async request(words) {
			const find = () => machine.world.requests().findLast(request => request.method === 'POST' && request.body.includes(words) && !isAside(request));
			await until(`a request with "${words}" has arrived`, () => find() !== undefined, {timeoutMs: patience});
			const found = find();
			if (found === undefined) {
				throw new Error('what has arrived does not go away');
			}

			return found;
		},
		async waitForScreen(id, condition) {
			await watcher.waitForScreen(id, lines => condition(lines.join('\n')), patience);
		},
	};
}

/** Kills the innermost process of a session's program, which is the agent itself, and whoever launched it. */
export async function killAgent({watcher, session}: Guarded, id: string): Promise<void> {
	const {state} = session(id);
	if (state.status !== 'live') {
		throw new Error(`${id} is ${state.status}`);
	}

	const line: number[] = [];
	const {pid: launcher} = state;
	for (let pid: number | undefined = launcher; pid !== undefined; pid = childrenOf(pid).find(child => isSameProgram(child, launcher))) {
		line.push(pid);
	}

	for (const pid of line.toReversed()) {
		const identity = identify(pid);
		if (identity !== undefined && isAlive(identity)) {
			signalProcess(identity, 'SIGKILL');
		}
	}

	await watcher.waitFor(`${id} is over`, ({sessions}) => sessions.some(each => each.id === id && each.state.status === 'crashed'), patience);
}

/** A launcher and its worker are started with the same script; what an agent runs is another program. */
function isSameProgram(pid: number, launcher: number): boolean {
	const isQwen = (each: number) => {
		try {
			return readFileSync(`/proc/${each}/cmdline`, 'utf8').split('\0').some(word => word.includes('qwen'));
		} catch {
			// It has ended meanwhile.
			return false;
		}
	};

	return isQwen(pid) && isQwen(launcher);
}

/** Tells how one agent is killed in the middle of its first answer and goes on with the same conversation. */
export function tellRestore(story: RestoreStory): void {
	const {title, letter, isReady, isAnswering, header, proof} = story;
	test.serial(`${title}, killed in the middle of an answer, goes on with its conversation`, async t => {
		const guarded = await guardedAgent(t, story);
		if (guarded === undefined) {
			return;
		}

		const {machine, watcher, spawn, session, ask, request, waitForScreen} = guarded;
		machine.world.hold(true);
		const id = await spawn([`${letter}ip`, '-p', 'tell me of violets']);
		const first = await request('tell me of violets');
		await watcher.waitFor('its conversation is proven', () => session(id).recipe.proof === proof, patience);
		const {conversation} = session(id).recipe;
		t.is(named(first, header), header && conversation);

		await waitForScreen(id, isAnswering);
		await killAgent(guarded, id);
		machine.world.hold(false);
		const restored = await watcher.client.call({type: 'session.restore', id}) as Session;
		t.like(restored, {id, recipe: {conversation, agent: story.agent}});
		await waitForScreen(id, screen => isReady(screen) && screen.includes('violets'));
		await ask(id, 'and what of roses');
		const second = await request('and what of roses');
		t.true(second.body.includes('tell me of violets'), 'the earlier conversation is in the next request');
		t.is(named(second, header), header && conversation);

		await waitForScreen(id, screen => /Your message \d was: ".*roses"/.test(screen.replaceAll(/[\s┃]+/g, ' ')));
		t.is(session(id).recipe.conversation, conversation);
		t.deepEqual(watcher.state().sessions.map(each => each.id), [id]);
	});
}

function named({headers}: RecordedRequest, header: string | undefined) {
	return header === undefined ? undefined : headers[header];
}
