/** What a ring may hold unparsed before its child has to wait. */
export type FlowLimits = {
	/** The ring's size. */
	readonly ring: number;
	/** Kept free for what is still in the system's buffers when the child is paused or dies. */
	readonly reserve: number;
	/** How long a child waits for a daemon that is being started again. */
	readonly absentMs: number;
	/** How long a child waits for a daemon that is connected and parses nothing: it hangs, and an agent must not hang with it. */
	readonly stalledMs: number;
};

export const flowLimits: FlowLimits = {ring: 4 * 1024 * 1024, reserve: 256 * 1024, absentMs: 5000, stalledMs: 30_000};

/** `waiting` since a moment: the child is paused. `overrun`: it waited long enough, unparsed bytes are overwritten until a daemon takes part again. */
export type FlowState =
	| {readonly status: 'open'}
	| {readonly status: 'waiting'; readonly since: number; readonly acknowledged: number}
	| {readonly status: 'overrun'; readonly acknowledged: number};

type Facts = {
	readonly next: number;
	readonly acknowledged: number;
	readonly daemon: boolean;
	readonly now: number;
};

export function decideFlow(state: FlowState, {next, acknowledged, daemon, now}: Facts, limits: FlowLimits = flowLimits): FlowState {
	if (next - acknowledged <= limits.ring - limits.reserve) {
		return {status: 'open'};
	}

	switch (state.status) {
		case 'open': {
			return {status: 'waiting', since: now, acknowledged};
		}

		case 'waiting': {
			// Any acknowledgement shows a living daemon: the wait begins anew.
			if (acknowledged !== state.acknowledged) {
				return {status: 'waiting', since: now, acknowledged};
			}

			return now - state.since >= (daemon ? limits.stalledMs : limits.absentMs) ? {status: 'overrun', acknowledged} : state;
		}

		case 'overrun': {
			return acknowledged === state.acknowledged ? state : {status: 'waiting', since: now, acknowledged};
		}

		default: {
			const never: never = state;
			return never;
		}
	}
}

/** When a waiting flow has to be decided again, if nothing happens before. */
export function flowDeadline(state: FlowState, daemon: boolean, limits: FlowLimits = flowLimits): number | undefined {
	return state.status === 'waiting' ? state.since + (daemon ? limits.stalledMs : limits.absentMs) : undefined;
}
