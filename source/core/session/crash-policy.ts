import {agentCatalogue} from '../launch/catalogue.js';
import {readRecipeCode} from '../launch/code.js';
import type {Exit, Instant, Relaunches, Session} from './session.js';

/** What happens to an agent that crashed: it stays so, goes on by itself once, or again and again with growing pauses. */
export type CrashPolicy = 'never' | 'once' | 'backoff';

export type CrashDecision =
	/** No crash of an agent, or nobody wants anything done about it. */
	| {readonly type: 'leave'}
	| {readonly type: 'relaunch'; readonly afterMs: number; readonly relaunches: Relaunches}
	| {readonly type: 'park'; readonly relaunches: Relaunches};

/** Who ends sooner has something wrong that another start does not mend. */
const shortestLife = 5000;
/** A life this long clears what was before it. */
const stableAfter = 10 * 60_000;
/** What was seen so long after it happened is history: its user may be doing something else by now. */
const freshFor = 60_000;
const firstPause = 1000;
const longestPause = 60_000;
const mostRelaunches = 6;

type Crash = {
	readonly session: Session;
	readonly policy: CrashPolicy;
	/** How long its program had run. */
	readonly livedMs: number;
	readonly now: Instant;
};

/** What follows when a session has ended. */
export function decideCrash({session, policy, livedMs, now}: Crash): CrashDecision {
	const {state, relaunches} = session;
	if (policy === 'never' || state.status !== 'crashed' || !isCrash(state.exit) || !hasAgentWithScreen(session) || livedMs < shortestLife || now - state.at > freshFor) {
		return {type: 'leave'};
	}

	const count = livedMs >= stableAfter ? 0 : relaunches?.count ?? 0;
	const most = policy === 'once' ? 1 : mostRelaunches;
	return count >= most
		? {type: 'park', relaunches: {count, last: relaunches?.last ?? now, parked: count === 1 ? 'it crashed again after it was resumed' : `it crashed again after it was resumed ${count} times`}}
		: {type: 'relaunch', afterMs: Math.min(longestPause, firstPause * (2 ** count)), relaunches: {count: count + 1, last: now}};
}

/** By a signal that nobody sends who wants a program to end in order, or by the exit code that a launcher in between makes of one. */
function isCrash(exit: Exit): boolean {
	return exit.type === 'signal' ? !['SIGTERM', 'SIGHUP', 'SIGINT'].includes(exit.signal) : exit.code > 128 && exit.code < 160 && ![129, 130, 143].includes(exit.code);
}

function hasAgentWithScreen({demo, recipe}: Session): boolean {
	const code = recipe.code === undefined ? undefined : readRecipeCode(recipe.code);
	return !demo && code?.headless === false && agentCatalogue.some(({id}) => id === recipe.agent);
}

const endings: Readonly<Record<string, string>> = {SIGKILL: 'killed', SIGSEGV: 'segmentation fault', SIGBUS: 'bus error', SIGABRT: 'aborted', SIGILL: 'illegal instruction', SIGFPE: 'arithmetic error'};
const codes: Readonly<Record<number, string>> = {137: 'killed', 139: 'segmentation fault', 134: 'aborted', 135: 'bus error', 132: 'illegal instruction', 136: 'arithmetic error'};

/** How it crashed, in words. */
export function crashText({state}: Pick<Session, 'state'>): string {
	if (state.status !== 'crashed') {
		return 'lost';
	}

	const {exit, reason} = state;
	return reason ?? (exit.type === 'signal' ? endings[exit.signal] ?? exit.signal : codes[exit.code] ?? `exit code ${exit.code}`);
}
