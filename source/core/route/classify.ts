/** How a try at a provider ended without an answer. */
export type Failure =
	| {readonly type: 'status'; readonly status: number}
	/** It did not begin, or fell silent. */
	| {readonly type: 'timeout'}
	/** Refused, reset, no such host. */
	| {readonly type: 'network'}
	/** The stream said that it failed, or ended, before anything of the answer came. */
	| {readonly type: 'stream'}
	| {readonly type: 'no-key'}
	/** Nobody said where the provider is, it is the gateway itself, or it serves none of the wires this request can take. */
	| {readonly type: 'unusable'};

/** `next`: another candidate may well succeed. `answer`: every other would say the same, so the client is told. */
export type Verdict = 'next' | 'answer';

const nextStatuses: ReadonlySet<number> = new Set([401, 402, 403, 404, 405, 408, 409, 421, 425, 429, 498, 499]);

/** What follows a failure. What is wrong with the request itself (400, 413, 422 …) would be wrong at the next candidate too. */
export function classify(failure: Failure): Verdict {
	switch (failure.type) {
		case 'status': {
			return failure.status >= 500 || failure.status < 400 || nextStatuses.has(failure.status) ? 'next' : 'answer';
		}

		case 'timeout':
		case 'network':
		case 'stream':
		case 'no-key':
		case 'unusable': {
			return 'next';
		}
	}
}

/** What kind of failure it was, in the word that usage records keep. */
export const failureReasons = ['rate-limit', 'key', 'credit', 'not-found', 'overloaded', 'server', 'redirect', 'request', 'timeout', 'network', 'stream', 'no-key', 'unusable'] as const;

export type FailureReason = (typeof failureReasons)[number];

export function reasonOf(failure: Failure): FailureReason {
	if (failure.type !== 'status') {
		return failure.type;
	}

	const {status} = failure;
	switch (status) {
		case 401:
		case 403: {
			return 'key';
		}

		case 402: {
			return 'credit';
		}

		case 404: {
			return 'not-found';
		}

		case 408: {
			return 'timeout';
		}

		case 429: {
			return 'rate-limit';
		}

		case 503:
		case 529: {
			return 'overloaded';
		}

		default: {
			return status >= 500 ? 'server' : (status < 400 ? 'redirect' : 'request');
		}
	}
}

const keyStatuses: ReadonlySet<number> = new Set([401, 402, 403, 429]);

/**
Whether another key of the same provider may help. On route b nothing else can, so there it is tried after whatever may pass; elsewhere the next model is the better guess, unless it was the key that was refused.
*/
export function helpsAnotherKey(failure: Failure, {bypass}: {readonly bypass: boolean}): boolean {
	if (failure.type === 'status' && keyStatuses.has(failure.status)) {
		return true;
	}

	return bypass && failure.type !== 'no-key' && failure.type !== 'unusable' && classify(failure) === 'next';
}

/** The status a client gets where no upstream gave one. */
export function statusOf(failure: Failure): number {
	switch (failure.type) {
		case 'status': {
			return failure.status < 400 ? 502 : failure.status;
		}

		case 'timeout': {
			return 504;
		}

		case 'no-key': {
			return 401;
		}

		case 'network':
		case 'stream': {
			return 502;
		}

		case 'unusable': {
			return 501;
		}
	}
}
