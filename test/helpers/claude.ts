import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import type {ExecutionContext} from 'ava';
import {findAgent, type FoundAgent} from '../agents/find.js';
import {startDemoUpstream, type DemoUpstream} from './demo.js';
import {temporaryHome, type Home} from './home.js';
import {openTerminal, type Terminal} from './terminal.js';
import {storyMs} from './until.js';

export type ClaudeMachine = Home & {
	readonly upstream: DemoUpstream;
	readonly agent: FoundAgent;
	/** The built `clutch` in a terminal of its own. */
	readonly open: () => Terminal;
};

type Wanted = {
	/** The config file, made of where the upstream listens. */
	readonly config?: (upstream: string) => unknown;
	/** Claude Code's own login, as it would have written it. */
	readonly login?: string;
	/** Its own settings, as its user would have written them. */
	readonly settings?: (upstream: string) => unknown;
	readonly upstreamEnv?: Readonly<Record<string, string>>;
};

export const clutch = fileURLToPath(new URL('../../bin/clutch', import.meta.url));

/**
A machine with the real Claude Code and a user who has answered its first questions. Undefined where it is not installed: the test says so and ends; in CI that is a failure, for there it has to be.
*/
export async function claudeMachine(t: ExecutionContext, {config, login, settings, upstreamEnv}: Wanted): Promise<ClaudeMachine | undefined> {
	const agent = findAgent('claude');
	if (agent === undefined) {
		if (process.env.CI === 'true') {
			t.fail('Claude Code is not installed: run npm run setup:agents');
		} else {
			t.log('skipped: not installed (npm run setup:agents)');
			t.pass();
		}

		return undefined;
	}

	t.timeout(storyMs);
	const upstream = await startDemoUpstream(t, {env: upstreamEnv ?? {}});
	// As root it refuses to skip approvals unless it is told that this is a sandbox.
	const home = temporaryHome(t, {PATH: `${agent.folder}:/usr/local/bin:/usr/bin:/bin`, IS_SANDBOX: '1'});
	writePrivate(path.join(home.user, '.claude.json'), {hasCompletedOnboarding: true, projects: {[home.project]: {hasTrustDialogAccepted: true}}});
	if (config) {
		writePrivate(path.join(home.home, 'config.json'), config(upstream.address));
	}

	if (settings) {
		writePrivate(path.join(home.user, '.claude', 'settings.json'), settings(upstream.address));
	}

	if (login !== undefined) {
		writePrivate(path.join(home.user, '.claude', '.credentials.json'), {claudeAiOauth: {accessToken: login, refreshToken: 'sk-ant-ort01-of-the-test', expiresAt: Date.now() + 86_400_000, scopes: ['user:inference', 'user:profile'], subscriptionType: 'max'}});
	}

	return {
		...home,
		upstream,
		agent,
		open: () => openTerminal(t, {argv: [clutch], env: home.env, cwd: home.project}),
	};
}

/** Claude Code's own prompt, with nothing in front of it. */
export function isClaudeReady(text: string): boolean {
	return text.includes('Claude Code v') && /❯\s/.test(text) && /bypass permissions on|manual mode|for shortcuts/.test(text);
}

function writePrivate(file: string, content: unknown): void {
	mkdirSync(path.dirname(file), {recursive: true, mode: 0o700});
	writeFileSync(file, JSON.stringify(content), {mode: 0o600});
}
