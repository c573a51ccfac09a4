import {createHash} from 'node:crypto';
import {askBody} from '../core/compress/ask-body.js';
import {readReply} from '../core/compress/exchange.js';
import {createMemo, type Shelf} from '../core/compress/memo.js';
import {carryOut, planOf, type Plan} from '../core/compress/plan.js';
import {compressionOf, usualTokensPerByte} from '../core/compress/saved.js';
import type {Config} from '../core/config/config.js';
import {throughHeader} from '../core/service/components/headroom-flags.js';
import type {Dialect} from '../core/dialect/dialect.js';
import {readHead, type JsonHead} from '../core/dialect/json-head.js';
import type {SessionId} from '../core/session/session.js';
import type {CompressionSkip, UsageCompression} from '../core/usage/usage.js';
import type {Clock} from '../io/clock.js';
import type {Headroom} from './headroom.js';

export type Compressor = {
	/** The request as it is to be sent. It is never worse than it came: whatever goes wrong, it is the one that came. */
	readonly compress: <Kind extends Compressible>(incoming: Kind, asked: Asked) => Promise<Compressed<Kind>>;
};

/** A request, as far as it is looked at here. */
export type Compressible = {
	readonly dialect: Dialect;
	readonly rawHeaders: readonly string[];
	readonly body: Uint8Array;
	/** The body as it came, where it came in another encoding. */
	readonly sentBody: Uint8Array;
	readonly head: JsonHead | undefined;
};

export type Asked = {
	readonly config: Config['compression'];
	readonly session: SessionId | undefined;
	/** Who will most likely answer. */
	readonly model: string;
	/** Ends with the client, or with the gateway. */
	readonly signal: AbortSignal;
};

export type Compressed<Kind> = {readonly incoming: Kind; readonly compression: UsageCompression | undefined};

type Options = {
	readonly headroom: Headroom;
	readonly clock: Clock;
	/** What was exchanged before this gateway was started. */
	readonly shelf: Shelf & {readonly ready: (deadlineMs: number) => Promise<void>};
};

/** A compressor would take longer than its deadline for more. */
const mostBytes = 8 * 1024 * 1024;

/** Asks Headroom about what is new in a request, takes over the shorter texts of tools' answers, and nothing else of what it says. */
export function createCompressor({headroom, clock, shelf}: Options): Compressor {
	const memo = createMemo({shelf});
	let tokensPerByte = usualTokensPerByte;

	const say = async (plan: Plan, {body}: Compressible, {config, model, signal}: Asked): Promise<{readonly reply: ReturnType<typeof readReply>; readonly skipped: CompressionSkip | undefined}> => {
		const {span, conversation} = plan;
		const said = await headroom.ask(askBody(body, {...plan, model, conversation: `clutch-${conversation}`}), {deadlineMs: config.deadline_ms, signal});
		if (said.type === 'nothing') {
			return {reply: undefined, skipped: said.why};
		}

		const reply = readReply(said.value, plan);
		tokensPerByte = reply?.tokensBefore === undefined ? tokensPerByte : reply.tokensBefore / (span.end - span.start);
		return {reply, skipped: reply === undefined ? 'nonsense' : undefined};
	};

	return {
		async compress<Kind extends Compressible>(incoming: Kind, asked: Asked): Promise<Compressed<Kind>> {
			const {body, dialect, head} = incoming;
			const {config, session} = asked;
			if (head === undefined || incoming.rawHeaders.some((name, index) => index % 2 === 0 && name.toLowerCase() === throughHeader) || config.headroom === 'off' || body.length < config.min_bytes || body.length > mostBytes) {
				return {incoming, compression: undefined};
			}

			const began = clock.monotonic();
			await shelf.ready(config.deadline_ms);
			const isThere = headroom.address() !== undefined;
			// Where there never was one, nothing was exchanged that would have to stay so.
			if (!(isThere || memo.isUsed())) {
				return {incoming, compression: undefined};
			}

			const plan = planOf(body, {dialect, values: head.values, owner: session ?? '', memo, hash});
			if (plan === undefined) {
				return {incoming, compression: undefined};
			}

			const isAsked = plan.isWorthAsking && isThere;
			const {reply, skipped} = isAsked ? await say(plan, incoming, asked) : {reply: undefined, skipped: undefined};
			const {body: sent, savedBytes, freshBytes} = carryOut(body, {plan, reply, memo});
			if (sent === body && !isAsked) {
				return {incoming, compression: undefined};
			}

			const ms = clock.monotonic() - began;
			const compression = compressionOf({bytes: plan.span.end - plan.span.start, savedBytes, freshBytes, tokensPerByte, ms, skipped});
			return {incoming: sent === body ? incoming : exchanged(incoming, sent), compression};
		},
	};
}

function exchanged<Kind extends Compressible>(incoming: Kind, body: Uint8Array): Kind {
	return {...incoming, body, sentBody: incoming.sentBody === incoming.body ? body : incoming.sentBody, head: readHead(body)};
}

function hash(parts: ReadonlyArray<string | Uint8Array>): string {
	const sum = createHash('sha256');
	for (const part of parts) {
		sum.update(String(part.length)).update(' ').update(part);
	}

	return sum.digest('base64url').slice(0, 24);
}
