import type {ServiceId} from './service/service.js';
import type {RestoreChoice} from './session/restore.js';
import type {Instant, Recipe, SessionId} from './session/session.js';
import type {Appearance} from './session/appearance.js';
import type {LinePlace} from './view/copy/lines.js';
import type {FiguresWanted} from './usage/figures.js';
import type {Usage} from './usage/usage.js';

/** A child to be started, whole: argv array, whole environment, folder. It travels over our own 0600 socket only and is never stored. */
export type Launch = {
	readonly file: string;
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	readonly cwd: string;
};

/** All that can be asked of clutchd. `core/ipc/message` checks what arrives. */
export type Command =
	/** Answered with `ClientState`. */
	| {readonly type: 'status'}
	/** Answered with the new `Session`, once its holder listens. `id` is chosen by the caller, because the address of the gateway already contains it. */
	| {readonly type: 'session.open'; readonly id: SessionId; readonly name: string; /** Nobody chose that name: where it is taken it gets a number. */ readonly suggested?: boolean | undefined; readonly title: string; readonly demo: boolean; readonly recipe: Recipe; readonly launch: Launch; readonly cols: number; readonly rows: number}
	| {readonly type: 'session.stop'; readonly id: SessionId; readonly graceMs: number}
	/** Ends it if it lives and forgets it. */
	| {readonly type: 'session.close'; readonly id: SessionId}
	| {readonly type: 'session.rename'; readonly id: SessionId; readonly name: string}
	/** Somebody has looked at it until then: what rang before is answered. */
	| {readonly type: 'session.looked'; readonly id: SessionId; readonly until: Instant}
	/** Answered with `Screen`: the visible screen, behind at most `scrollback` lines that have left it; with `ansi` each line has its colours as SGR. */
	| {readonly type: 'session.screen'; readonly id: SessionId; readonly ansi?: boolean | undefined; readonly scrollback?: number | undefined}
	/** Answered with `LinesReply`: at most `mostLines` lines from this number on, or the last ones. Undefined where nothing is left of the session. */
	| {readonly type: 'session.lines'; readonly id: SessionId; readonly from?: number | undefined; readonly count: number}
	/** Answered with `SearchReply`: the next place behind (or before) this one where the text stands, then on from the other end. */
	| {readonly type: 'session.search'; readonly id: SessionId; readonly text: string; readonly from: LinePlace; readonly direction: 'forward' | 'backward'}
	/** Answered with a `RestoreOffer` for each of these sessions, or for every one that is over. Starts nothing. */
	| {readonly type: 'session.restorable'; readonly ids?: readonly SessionId[] | undefined; readonly env?: Readonly<Record<string, string>> | undefined}
	/** Answered with the first prompt of each of these sessions whose conversation is known, as it may be shown, by their ids. */
	| {readonly type: 'session.prompts'; readonly ids: readonly SessionId[]; readonly env?: Readonly<Record<string, string>> | undefined}
	/**
	Starts a session that is over again, under its own id. Answered with the `Session` once its holder listens. `choice` answers an offer that is a question: a conversation, or `new`. `env` is the terminal's of whoever asks; without it clutchd's own holds. Neither is stored. Who comes second finds it starting, and is refused.
	*/
	| {readonly type: 'session.restore'; readonly id: SessionId; readonly choice?: RestoreChoice | undefined; readonly env?: Readonly<Record<string, string>> | undefined; readonly cols?: number | undefined; readonly rows?: number | undefined}
	/** What the terminal of a dashboard looks like; the newest holds for all sessions. Their programs' questions about colours are answered with it, and those that asked to be told are told. Colours are 0xRRGGBB. */
	| ({readonly type: 'appearance'} & Appearance)
	/** Answered at once: clutchd is well. */
	| {readonly type: 'ping'}
	/** `port` is in force instead of the configured one until it is stopped or started anew. */
	| {readonly type: 'service.start'; readonly id: ServiceId; readonly port?: number | undefined}
	| {readonly type: 'service.stop'; readonly id: ServiceId}
	| {readonly type: 'service.restart'; readonly id: ServiceId}
	/** What is being ended is killed at once. */
	| {readonly type: 'service.hurry'; readonly id: ServiceId}
	/** Starts these, or all that are enabled, after what they depend on. Answered at once with the ids that will be started or are wanted already. */
	| {readonly type: 'service.up'; readonly ids?: readonly ServiceId[] | undefined}
	/** Stops these, or all, dependents first. Answered when they have ended, with the ids of those that somebody started again meanwhile: they run. */
	| {readonly type: 'service.down'; readonly ids?: readonly ServiceId[] | undefined}
	/** Answered with `LogReply`: at most `most` of the newest lines behind `after`; where there are none, when one comes or after `waitMs`. */
	| {readonly type: 'service.log'; readonly id: ServiceId; readonly after?: number | undefined; /** How long the text of that line was, which had no end yet. */ readonly open?: number | undefined; readonly most: number; readonly waitMs?: number | undefined}
	/** From the gateway: a request was accepted; then, once, how it ended. Answered when stored, so the gateway may forget it. With `conversation` it only says that: the id that the session's own agent sent with this request, which belongs to its main conversation. */
	| {readonly type: 'usage.started'; readonly id: string; readonly session: SessionId | undefined; readonly conversation?: string | undefined}
	| {readonly type: 'usage.record'; readonly records: readonly Usage[]}
	/** Answered with `Figures`. */
	| {readonly type: 'usage.figures'} & FiguresWanted
	/** Answered with `Resources`: looked at when asked, and at no other time. */
	| {readonly type: 'resources'}
	/** Ends clutchd only; holders stay. With `everything`, services and sessions are stopped first; answered with the ids of services that somebody started again meanwhile, and then clutchd goes on with them. */
	| {readonly type: 'shutdown'; readonly everything: boolean};
