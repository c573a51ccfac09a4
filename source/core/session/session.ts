/** Milliseconds since the epoch. */
export type Instant = number;

export type SessionId = string;

export type Exit =
	| {readonly type: 'code'; readonly code: number}
	| {readonly type: 'signal'; readonly signal: string};

/** `crashed`: ended by a signal or with a code other than 0. `host-lost`: its holder is gone and nobody knows how. `closed`: its user let it go; only then does it leave the manifest. */
export type SessionStatus =
	| {readonly status: 'starting'; readonly since: Instant}
	| {readonly status: 'live'; readonly pid: number; readonly since: Instant}
	| {readonly status: 'exited'; readonly at: Instant}
	| {readonly status: 'crashed'; readonly exit: Exit; readonly at: Instant}
	| {readonly status: 'host-lost'; readonly at: Instant}
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
	readonly file: string;
	/** Arguments with secrets masked: for people to read, never to run again. */
	readonly shownArgs: readonly string[];
};

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
	readonly createdAt: Instant;
};
