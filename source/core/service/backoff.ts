const first = 500;
const longest = 30_000;
/** So that many that died together do not come back together. */
const spread = 0.2;
/** Enough for its last lines to arrive and its port to be free. */
const atOnce = 20;

type Failure = {
	/** In a row, this one included. */
	readonly failures: number;
	/** It had been well, and for longer than a program needs to find out that it cannot run. */
	readonly wasWell: boolean;
	/** From -1 to 1. */
	readonly jitter: number;
};

/**
How long to wait before the next start: 0.5 s, doubling, a fifth more or less, at most 30 s. One that was well and dies once comes back at once, because whoever uses it waits: nothing that dies again and again is well for the first time.
*/
export function backoffMs({failures, wasWell, jitter}: Failure): number {
	if (wasWell && failures <= 1) {
		return atOnce;
	}

	const exact = first * (2 ** Math.min(failures - 1, 16));
	return Math.round(Math.min(longest, exact * (1 + spread * Math.max(-1, Math.min(1, jitter)))));
}
