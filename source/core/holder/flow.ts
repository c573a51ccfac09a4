/** How much output may wait for the daemon, and for how long a child waits for it. */
export type FlowLimits = {
	/** The ring's size. */
	readonly ring: number;
	/** Kept free for what is still in the system's buffers when the child is paused or dies. */
	readonly reserve: number;
	/** A connected daemon that acknowledges nothing for so long counts as away: the child goes on into the ring. */
	readonly silentMs: number;
	/** How long a child waits at a full ring for a daemon that is being started again. */
	readonly absentMs: number;
	/** How long a child waits at a full ring for a daemon that is connected and parses nothing: it hangs, and an agent must not hang with it. */
	readonly stalledMs: number;
	/** After an overrun the child does not wait again before so little is unparsed. @default anything: one acknowledgement ends it */
	readonly relief?: number;
};

export const flowLimits: FlowLimits = {ring: 4 * 1024 * 1024, reserve: 256 * 1024, silentMs: 1000, absentMs: 5000, stalledMs: 30_000};

/** A service that waits to print serves nobody, so it does not wait for long, and in a flood not at all: its daemon takes samples then, and what it cannot take is a counted gap. */
export const pipeLimits: FlowLimits = {...flowLimits, absentMs: 250, stalledMs: 250, relief: 1024 * 1024};

/**
`throttled` and `waiting` since a moment: the child is paused, because the daemon's credit is used up, or because the ring is full of what it has not parsed. `silent`: the daemon does not answer, the child goes on as if there were none. `overrun`: it waited long enough, unparsed bytes are overwritten. Only an acknowledgement ends the last two: a daemon that comes, says nothing and dies, again and again, must not hold the child up each time.
*/
export type FlowState =
	| {readonly status: 'open'}
	| {readonly status: 'throttled'; readonly since: number; readonly parsed: number}
	| {readonly status: 'silent'; readonly parsed: number}
	| {readonly status: 'waiting'; readonly since: number; readonly parsed: number}
	| {readonly status: 'overrun'; readonly parsed: number};

export type FlowDaemon = {readonly credit: number | undefined};

type Facts = {
	readonly next: number;
	/** The daemon has parsed everything before this. */
	readonly parsed: number;
	/** Undefined while none is connected. */
	readonly daemon: FlowDaemon | undefined;
	readonly now: number;
};

export function decideFlow(state: FlowState, facts: Facts, limits: FlowLimits = flowLimits): FlowState {
	return facts.next - facts.parsed > limits.ring - limits.reserve ? decideFull(state, facts, limits) : decideCredit(state, facts, limits);
}

export function isPaused(state: FlowState): boolean {
	return state.status === 'throttled' || state.status === 'waiting';
}

/** A daemon begins elsewhere; that alone does not show that it parses anything. */
export function rebaseFlow(state: FlowState, parsed: number): FlowState {
	return state.status === 'open' ? state : {...state, parsed};
}

/** When a flow has to be decided again, if nothing happens before. */
export function flowDeadline(state: FlowState, daemon: FlowDaemon | undefined, limits: FlowLimits = flowLimits): number | undefined {
	switch (state.status) {
		case 'throttled': {
			return state.since + limits.silentMs;
		}

		case 'waiting': {
			return state.since + patience(daemon, limits);
		}

		case 'open':
		case 'silent':
		case 'overrun': {
			return undefined;
		}

		default: {
			const never: never = state;
			return never;
		}
	}
}

/** The ring is full of what is not parsed. */
function decideFull(state: FlowState, {parsed, daemon, now}: Facts, limits: FlowLimits): FlowState {
	if (state.status === 'waiting' && parsed === state.parsed) {
		return now - state.since >= patience(daemon, limits) ? {status: 'overrun', parsed} : state;
	}

	return state.status === 'overrun' && (parsed === state.parsed || limits.relief !== undefined) ? {status: 'overrun', parsed} : {status: 'waiting', since: now, parsed};
}

/** There is room in the ring; a daemon with credit holds the child to that. */
function decideCredit(state: FlowState, {next, parsed, daemon, now}: Facts, limits: FlowLimits): FlowState {
	if (state.status === 'overrun' && next - parsed > (limits.relief ?? Infinity)) {
		return {status: 'overrun', parsed};
	}

	if (daemon?.credit === undefined) {
		return {status: 'open'};
	}

	const unparsed = next - parsed;
	switch (state.status) {
		case 'silent':
		case 'overrun': {
			return parsed === state.parsed ? {status: 'silent', parsed} : byCredit({unparsed, credit: daemon.credit, parsed, now});
		}

		case 'throttled':
		case 'waiting': {
			// Not before half of it is there again, so that the child is not started and stopped with every piece.
			if (unparsed <= daemon.credit / 2) {
				return {status: 'open'};
			}

			if (state.status === 'waiting' || parsed !== state.parsed) {
				return {status: 'throttled', since: now, parsed};
			}

			return now - state.since >= limits.silentMs ? {status: 'silent', parsed} : state;
		}

		case 'open': {
			return byCredit({unparsed, credit: daemon.credit, parsed, now});
		}

		default: {
			const never: never = state;
			return never;
		}
	}
}

function byCredit({unparsed, credit, parsed, now}: {readonly unparsed: number; readonly credit: number; readonly parsed: number; readonly now: number}): FlowState {
	return unparsed >= credit ? {status: 'throttled', since: now, parsed} : {status: 'open'};
}

function patience(daemon: FlowDaemon | undefined, limits: FlowLimits): number {
	return daemon === undefined ? limits.absentMs : limits.stalledMs;
}
