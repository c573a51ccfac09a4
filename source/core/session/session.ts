import type {LaunchSettings} from '../launch/launch-settings.js';

/** Milliseconds since the epoch. */
export type Instant = number;

export type SessionId = string;

export type Exit =
	| {readonly type: 'code'; readonly code: number}
	| {readonly type: 'signal'; readonly signal: string};

/** Why a session is `host-lost`: its holder left no record; the user's processes were all told to end (logout, shutdown); the machine has started anew since. */
export type LossReason = 'holder-gone' | 'shutdown' | 'reboot';

/**
`exited`: in order, by itself with code 0 or because its user ended it (`stopped`). `crashed`: ended by a signal or with a code other than 0; `reason` is what is known beyond that, such as that memory ran out. `host-lost`: nobody knows how its program ended, or the machine ended it. `closed`: its user let it go; only then, or when it is old enough (`sessions.keep_days`), does it leave the manifest.
*/
export type SessionStatus =
	| {readonly status: 'starting'; readonly since: Instant}
	| {readonly status: 'live'; readonly pid: number; readonly since: Instant}
	| {readonly status: 'exited'; readonly at: Instant; readonly exit?: Exit | undefined; readonly stopped?: boolean | undefined}
	| {readonly status: 'crashed'; readonly exit: Exit; readonly at: Instant; readonly reason?: string | undefined}
	| {readonly status: 'host-lost'; readonly at: Instant; readonly why?: LossReason | undefined}
	| {readonly status: 'closed'; readonly at: Instant};

/** What a live agent is doing, as far as it is known. */
export type Activity = 'working' | 'blocked' | 'done' | 'idle' | 'error' | 'unknown';

/** How a session can be started again. It names what to do, never a secret: those are looked up again at the next start. */
export type Recipe = {
	/** The code that was typed, such as `cip`, or undefined for a plain command. */
	readonly code: string | undefined;
	readonly agent: string | undefined;
	readonly route: 'p' | 'b' | 'd' | undefined;
	readonly credential: 'own-login' | 'gateway-key' | 'none';
	readonly profile: string | undefined;
	readonly model: string | undefined;
	/** The agent's own conversation id, once it is proven (pre-assigned or reported). */
	readonly conversation: string | undefined;
	/** By what the conversation is known. */
	readonly proof?: ConversationProof | undefined;
	readonly file: string;
	/** Arguments with secrets masked: for people to read, never to run again. */
	readonly shownArgs: readonly string[];
	/** What its user said beyond the code, to be said again: whole arguments of a plain command, what stood behind `--` for an agent. Undefined where a secret is among them (`withheld`) or nobody wrote them down. */
	readonly args?: readonly string[] | undefined;
	readonly withheld?: boolean | undefined;
	readonly ask?: boolean | undefined;
	readonly settings?: LaunchSettings | undefined;
	/** Variables of the starting terminal that the program depends on (its PATH, its locale, where an agent keeps its files), never a secret: `core/session/environment` says which. */
	readonly environment?: Readonly<Record<string, string>> | undefined;
};

/**
How a conversation's id got known, the weakest first: read in the agent's last words, sent with its first request, chosen by us, found with the agent's own process. A stronger one replaces a weaker one; one of the same strength only if it is `process`, because an agent may begin a new conversation in the same run.
*/
export type ConversationProof = 'exit-hint' | 'header' | 'assigned' | 'process';

/** How often its program was started again by us without being asked, since its user last did so himself; `parked` says why we stopped doing that. */
export type Relaunches = {readonly count: number; readonly last: Instant; readonly parked?: string | undefined};

/** A session rang, and nobody has looked at it since: when first, when last, and what it said. */
export type Rung = {readonly since: Instant; readonly at: Instant; readonly text?: string | undefined};

export type Session = {
	readonly id: SessionId;
	readonly name: string;
	/** What it is called on screen, such as `Claude Code`. */
	readonly title: string;
	readonly cwd: string;
	readonly recipe: Recipe;
	readonly demo: boolean;
	readonly state: SessionStatus;
	readonly activity: Activity;
	/** What the agent itself says about its activity, such as the question it asks. */
	readonly message?: string | undefined;
	/** When it began to do that; undefined where nobody saw it. */
	readonly activitySince?: Instant | undefined;
	/** It called for its user while nobody looked, and still does. Not written down: a clutchd that comes back hears the next one. */
	readonly rang?: Rung | undefined;
	readonly createdAt: Instant;
	readonly relaunches?: Relaunches | undefined;
	/** A request of its program has come to the gateway since its conversation began: something was said. Without that nothing is known where a program asks its vendor directly. */
	readonly spoke?: boolean | undefined;
};
