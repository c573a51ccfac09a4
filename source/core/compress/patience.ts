/** Whether a compressor is asked at all, by how it answered before. Time is given in milliseconds of a clock that never jumps. */
export type Patience =
	| {readonly status: 'asked'; readonly failed: number}
	| {readonly status: 'resting'; readonly until: number}
	/** After a rest one is asked about, and the others wait for none. */
	| {readonly status: 'tried'};

export const freshPatience: Patience = {status: 'asked', failed: 0};

/** So many late or broken answers in a row, and it is left alone. */
const mostFailed = 3;
const restMs = 30_000;

export function mayAsk(patience: Patience, now: number): boolean {
	return patience.status === 'asked' || (patience.status === 'resting' && now >= patience.until);
}

export function whenAsked(patience: Patience): Patience {
	return patience.status === 'asked' ? patience : {status: 'tried'};
}

/** Who had asked did not wait for the answer. */
export function afterLeaving(patience: Patience, now: number): Patience {
	return patience.status === 'tried' ? {status: 'resting', until: now} : patience;
}

export function afterAnswer(patience: Patience, {ok, now}: {readonly ok: boolean; readonly now: number}): Patience {
	if (ok) {
		return freshPatience;
	}

	// After a rest one failure is enough.
	const failed = patience.status === 'asked' ? patience.failed + 1 : mostFailed;
	return failed >= mostFailed ? {status: 'resting', until: now + restMs} : {status: 'asked', failed};
}
