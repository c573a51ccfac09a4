import type {RoleName} from '../config/config.js';
import type {FailureReason} from '../route/classify.js';
import type {SeenCredential} from '../route/credential.js';
import type {RequestFacts} from '../route/facts.js';
import type {Candidate} from '../route/model.js';
import type {Instant, SessionId} from '../session/session.js';

/** How an accepted request ended. Every accepted request, failed ones too, ends in exactly one record. */
export type UsageOutcome = 'ok' | 'failed' | 'aborted';

export type Tokens = {
	/** All of the prompt, cached parts included. */
	readonly input: number;
	readonly output: number;
	readonly cacheRead: number;
	readonly cacheWrite: number;
};

export type Usage = {
	/** Unique for ever; recording the same id twice counts once. */
	readonly id: string;
	readonly at: Instant;
	readonly session: SessionId | undefined;
	readonly profile: string | undefined;
	readonly route: 'p' | 'b' | undefined;
	/** `messages`, `chat`, `responses`, `gemini`: the wire the client spoke. */
	readonly dialect: string;
	readonly requestedModel: string;
	/** The provider and model that answered, or the last that was tried. */
	readonly provider: string | undefined;
	readonly model: string | undefined;
	readonly rule: string;
	/** What the rule was found by. Undefined where no route was decided, and in records that are older than this. */
	readonly facts?: UsageFacts | undefined;
	/** Who was to be asked, in that order, those that were not asked too. As above. */
	readonly candidates?: readonly UsageCandidate[] | undefined;
	readonly attempts: readonly UsageAttempt[];
	readonly outcome: UsageOutcome;
	/** The status the client was answered with. */
	readonly status: number;
	readonly stream: boolean;
	/** Undefined where the upstream reported none: not zero. */
	readonly tokens: Tokens | undefined;
	readonly durationMs: number;
	readonly firstTokenMs: number | undefined;
	readonly error: string | undefined;
	/** What was made smaller before it was sent. Undefined where nothing was to be, and in records that are older than this. */
	readonly compression?: UsageCompression | undefined;
};

/** Tokens are estimates: the compressor's own count of all messages, and of it the share of the bytes that were saved. */
export type UsageCompression = {
	readonly by: 'headroom';
	readonly tokensBefore: number;
	readonly tokensAfter: number;
	/** Of what was saved, the part in texts that this request sent for the first time; the rest a provider would have had in its cache. */
	readonly freshSaved: number;
	/** How long the request waited for it. */
	readonly ms: number;
	/** Why what was new in it was sent as it came. */
	readonly skipped?: CompressionSkip | undefined;
};

export const compressionSkips = ['warming', 'resting', 'late', 'refused', 'broken', 'nonsense'] as const;

/** `warming`: the compressor is not ready yet. `resting`: it answered late or not at all several times in a row, and is left alone for a while. Else how it failed this time. */
export type CompressionSkip = (typeof compressionSkips)[number];

export type UsageFacts = Pick<RequestFacts, 'kind' | 'offersTools'> & {
	readonly onlyTool?: string | undefined;
	readonly credential: SeenCredential['type'];
	readonly role?: RoleName | undefined;
};

export type UsageCandidate = Candidate & {
	/** One of the config's `fallbacks`, and not of the rule itself. */
	readonly fallback: boolean;
};

export type UsageAttempt = {
	readonly provider: string;
	readonly model: string;
	/** Which of the provider's keys it was, counted from 1, where there are several. */
	readonly key?: number | undefined;
	readonly status: number | undefined;
	readonly error: string | undefined;
	readonly durationMs: number;
	/** What kind of failure it was; undefined in records that are older than this. */
	readonly reason?: FailureReason | undefined;
	/** How long the provider asked to be left alone. */
	readonly retryAfterMs?: number | undefined;
};
