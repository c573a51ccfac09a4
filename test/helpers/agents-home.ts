import {writeFileSync} from 'node:fs';
import path from 'node:path';
import type {ExecutionContext} from 'ava';
import type {ClientState} from '../../source/core/client/state.js';
import {connectClutchd} from '../../source/io/clutchd-client.js';
import {fakeAgent} from './fake-agent.js';
import {temporaryHome, type Home} from './home.js';
import type {Terminal} from './terminal.js';
import {patience} from './until.js';

/** The chord as a terminal without any protocol sends it. */
export const chord = '\u0000';

export type AgentsHome = Home & {
	/** Its PATH begins with the agents. */
	readonly env: Readonly<Record<string, string>>;
};

/** A machine with four agents, each of which says its arguments and then what is typed; `gateway` starts it on a free port. */
export function agentsHome(t: Pick<ExecutionContext, 'teardown'>, {gateway, config = {}}: {readonly gateway: boolean; readonly config?: Readonly<Record<string, unknown>>}): AgentsHome {
	const home = temporaryHome(t);
	fakeAgent(home, 'claude', '2.1.300 (Claude Code)');
	fakeAgent(home, 'codex', 'codex-cli 0.156.0');
	fakeAgent(home, 'qwen', '0.9.1');
	const bin = fakeAgent(home, 'pi', '0.70.0');
	writeFileSync(path.join(home.home, 'config.json'), JSON.stringify({keys: {wait: 'never'}, ...gateway ? {} : {proxy: {auto_start: false}}, ...config}));
	return {...home, env: {...home.env, PATH: `${bin}:/usr/bin:/bin`, IS_SANDBOX: '1', PS1: '$ '}};
}

/** Opens the box first: what comes after the chord must not meet the pane. */
export async function press(terminal: Terminal, ...keys: readonly string[]): Promise<void> {
	terminal.write(chord);
	await terminal.waitFor('the box is open', text => text.includes('› _'));
	for (const key of keys) {
		terminal.write(key);
	}
}

/** What clutchd knows now; it runs already. */
export async function stateOf({paths, env}: Home): Promise<ClientState> {
	const client = await connectClutchd({paths, client: 'test', ...patience(), start: false, env});
	const state = await client.call({type: 'status'}) as ClientState;
	client.close();
	return state;
}

/** The lines over panes beside the sidebar: their row, and what stands in it. */
export function labelsOf(terminal: Terminal): readonly string[] {
	return terminal.screen().flatMap((line, row) => /^.{26}│.*──|^.{26}│[^│]*│.*──/.test(line) ? [`${row} ${line.slice(27)}`] : []);
}
