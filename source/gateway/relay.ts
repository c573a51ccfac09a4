import {emptySse, atBoundary, feedSse} from '../core/dialect/sse.js';
import {emptyWatched, watch, watchWhole, type Watched} from '../core/dialect/watch.js';
import type {Dialect} from '../core/dialect/dialect.js';
import {errorEvent} from '../core/dialect/error-body.js';
import {answerHeaders} from '../core/route/headers.js';
import type {Failure} from '../core/route/classify.js';
import type {Tokens} from '../core/usage/usage.js';
import type {HttpAnswer} from '../io/http-client.js';
import type {HttpReply} from '../io/http-server.js';
import type {GatewayContext} from './context.js';

/** How passing an answer on ended. */
export type Relayed =
	/** The client has the whole answer. */
	| {readonly type: 'complete'; readonly tokens: Tokens | undefined; readonly firstAt: number | undefined}
	/** Nothing of it has reached the client: another candidate can take over. */
	| {readonly type: 'failed'; readonly failure: Failure; readonly message: string}
	/** It broke after the client had some of it. */
	| {readonly type: 'broken'; readonly message: string; readonly tokens: Tokens | undefined; readonly firstAt: number | undefined};

export type RelayInput = {
	readonly answer: HttpAnswer;
	readonly reply: HttpReply;
	readonly dialect: Dialect;
	/** Whether the client must not see it before the answer has really begun, because another candidate could take over. */
	readonly hold: boolean;
	/** A broken stream is cut as it came, with nothing of ours added. */
	readonly exact: boolean;
	readonly context: GatewayContext;
	/** How long the first byte of the body may take. */
	readonly firstByteMs: number;
	/** Ends the upstream's connection. */
	readonly abort: (reason: Error) => void;
	readonly gone: AbortSignal;
};

/** Of a whole answer this much is kept to read its usage; a larger one passes without. */
const wholeLimit = 8 * 1024 * 1024;

/**
Passes an answer on byte by byte, in the client's own dialect, and reads it on the side.
*/
export async function relay(input: RelayInput): Promise<Relayed> {
	const {answer, hold, context, firstByteMs, abort} = input;
	const silence = createSilence(context, {firstMs: firstByteMs, abort});
	const reading = createReading(input);
	const sending = createSending(input);
	const cancelHold = hold ? context.clock.after(context.deadlines.holdMs, sending.showLife) : undefined;
	if (!hold) {
		sending.commit();
	}

	try {
		for await (const chunk of answer.body) {
			silence.heard();
			reading.take(chunk);
			await sending.send(chunk);
			if (!sending.committed() && reading.failure() !== undefined) {
				answer.drop();
				return {type: 'failed', failure: failureOf(reading.failure()?.status ?? 502), message: reading.failure()?.message ?? ''};
			}

			if (reading.begun()) {
				sending.commit();
			}
		}
	} catch (error) {
		return broke(input, {error, silence, reading, sending});
	} finally {
		cancelHold?.();
		silence.close();
	}

	return over(input, {reading, sending});
}

/** What is known of the answer while it passes. */
type Reading = {
	readonly take: (chunk: Uint8Array) => void;
	/** Whether something of the answer itself has come. */
	readonly begun: () => boolean;
	readonly failure: () => Watched['failure'];
	readonly atBoundary: () => boolean;
	/** Why it is not whole, now that it is over. */
	readonly shortfall: () => string | undefined;
	readonly tokens: () => Tokens | undefined;
	readonly firstAt: () => number | undefined;
};

function createReading({answer, dialect, context}: RelayInput): Reading {
	const readable = isPlain(answer);
	const isStream = readable && isEventStream(answer);
	const whole: Uint8Array[] = [];
	let sse = emptySse;
	let watched: Watched = emptyWatched;
	let size = 0;
	let firstAt: number | undefined;
	const begun = () => isStream ? watched.semantic : size > 0;
	return {
		take(chunk) {
			size += chunk.length;
			if (isStream) {
				const [state, events] = feedSse(sse, chunk);
				sse = state;
				for (const event of events) {
					watched = watch(dialect, watched, event);
				}
			} else if (readable && size <= wholeLimit) {
				whole.push(chunk);
			}

			if (begun()) {
				firstAt ??= context.clock.monotonic();
			}
		},
		begun,
		failure: () => begun() ? undefined : watched.failure,
		atBoundary: () => isStream && atBoundary(sse),
		shortfall() {
			return isStream && !watched.finished ? watched.failure?.message ?? 'the stream ended before the answer was whole' : watched.failure?.message;
		},
		tokens() {
			return isStream || !readable || size > wholeLimit ? watched.tokens : watchWhole(dialect, Buffer.concat(whole).toString()).tokens;
		},
		firstAt: () => firstAt,
	};
}

/** What the client has of the answer. */
type Sending = {
	readonly send: (chunk: Uint8Array) => Promise<void>;
	readonly commit: () => void;
	/** Commits if there is anything to show. */
	readonly showLife: () => void;
	readonly committed: () => boolean;
};

function createSending({answer, reply}: RelayInput): Sending {
	let held: Uint8Array[] = [];
	let committed = false;
	let drained: Promise<void> | undefined;
	const commit = () => {
		if (committed) {
			return;
		}

		committed = true;
		reply.head(answer.status, answerHeaders(answer.rawHeaders));
		if (held.length > 0) {
			drained = reply.write(Buffer.concat(held));
			held = [];
		}
	};

	return {
		async send(chunk) {
			if (!committed) {
				held.push(chunk);
				return;
			}

			await drained;
			drained = undefined;
			await reply.write(chunk);
		},
		commit,
		showLife() {
			if (held.length > 0) {
				commit();
			}
		},
		committed: () => committed,
	};
}

type Passing = {readonly reading: Reading; readonly sending: Sending};

function broke({reply, dialect, exact, context: {stopping}, gone}: RelayInput, {error, silence, reading, sending}: Passing & {readonly error: unknown; readonly silence: Silence}): Relayed {
	const message = breakMessage(error, {silence, stopping, gone});
	if (!sending.committed()) {
		return {type: 'failed', failure: {type: silence.broken() ? 'timeout' : 'network'}, message};
	}

	// An event after half an event would spoil both, and a login's answer is nobody's to add to, unless it is we who end it.
	if (!gone.aborted && reading.atBoundary() && (!exact || stopping.aborted)) {
		reply.end(errorEvent(dialect, {status: stopping.aborted ? 503 : 502, message}));
	} else {
		reply.cut();
	}

	return {type: 'broken', message, tokens: reading.tokens(), firstAt: reading.firstAt()};
}

function over({reply}: RelayInput, {reading, sending}: Passing): Relayed {
	const message = reading.shortfall();
	if (!sending.committed() && message !== undefined) {
		return {type: 'failed', failure: {type: 'stream'}, message};
	}

	sending.commit();
	reply.end();
	const figures = {tokens: reading.tokens(), firstAt: reading.firstAt()};
	return message === undefined ? {type: 'complete', ...figures} : {type: 'broken', message, ...figures};
}

/** Watches for an upstream that says nothing any more. */
export type Silence = {
	readonly heard: () => void;
	/** Whether it was silence that ended the answer. */
	readonly broken: () => boolean;
	readonly close: () => void;
};

/** One timer for a whole stream: it looks at when something was last heard, instead of being wound up with every chunk. */
export function createSilence({clock, deadlines}: GatewayContext, {firstMs, abort}: {readonly firstMs: number; readonly abort: (reason: Error) => void}): Silence {
	let last: number | undefined;
	let broken = false;
	let cancel: () => void;
	const look = () => {
		const quiet = last === undefined ? Number.POSITIVE_INFINITY : clock.monotonic() - last;
		if (quiet < deadlines.idleMs) {
			cancel = clock.after(deadlines.idleMs - quiet, look);
			return;
		}

		broken = true;
		abort(new Error('the provider fell silent'));
	};

	cancel = clock.after(firstMs, look);
	return {
		heard() {
			last = clock.monotonic();
		},
		broken: () => broken,
		close() {
			cancel();
		},
	};
}

export function breakMessage(error: unknown, {silence, stopping, gone}: {readonly silence: Silence; readonly stopping: AbortSignal; readonly gone: AbortSignal}): string {
	if (gone.aborted) {
		return 'the client went away';
	}

	if (stopping.aborted) {
		return 'the gateway is stopping; ask again';
	}

	return silence.broken() ? 'the provider fell silent' : `the provider's connection broke (${(error as NodeJS.ErrnoException).code ?? (error as Error).message})`;
}

export function failureOf(status: number): Failure {
	return status === 502 ? {type: 'stream'} : {type: 'status', status};
}

export function isEventStream({headers}: HttpAnswer): boolean {
	return String(headers['content-type'] ?? '').toLowerCase().includes('text/event-stream');
}

/** Whether its bytes can be read as they are: a provider can compress even where it was asked not to. */
export function isPlain({headers}: HttpAnswer): boolean {
	return ['', 'identity'].includes(String(headers['content-encoding'] ?? '').toLowerCase());
}
