import type {ScreenFrame} from '../core/ipc/frame.js';
import type {Appearance} from '../core/session/appearance.js';
import type {Ring} from '../core/session/ring.js';
import type {Activity, SessionId} from '../core/session/session.js';
import type {Cursor} from '../core/view/cells/cells.js';
import type {ClipboardWrite} from '../core/view/copy/clipboard.js';
import type {LinesReply, SearchReply} from '../core/view/copy/lines.js';
import type {Parsed} from './emulator-acknowledging.js';
import type {LinesAsk, SearchAsk} from './emulator-lines.js';

/** How a session's emulator begins. */
export type Start = {
	readonly cols: number;
	readonly rows: number;
	readonly offset: number;
	/** Questions asked in the bytes before this offset were answered when they were new. */
	readonly quietBefore: number;
	/** What brings a reset terminal to `offset`. */
	readonly screen?: Uint8Array | undefined;
	/** Nobody sees anything before this offset is reached: it is a replay. */
	readonly hiddenBefore?: number | undefined;
	/** Checkpoints of it are wanted. */
	readonly checkpoints?: boolean | undefined;
};

/** How the past of a session is read again beside its emulator, which it replaces when it has come as far. */
export type PastStep =
	| ({readonly type: 'begin'} & ScreenFrame)
	| {readonly type: 'write'; readonly offset: number; readonly bytes: Uint8Array}
	| {readonly type: 'resize'; readonly cols: number; readonly rows: number}
	| {readonly type: 'drop'};

/** Between clutchd's main thread and the one thread in which all emulators live. */
export type ToEmulator =
	| ({readonly type: 'open'; readonly session: SessionId} & Start)
	| {readonly type: 'write'; readonly session: SessionId; readonly offset: number; readonly bytes: Uint8Array}
	| {readonly type: 'resize'; readonly session: SessionId; readonly cols: number; readonly rows: number}
	/** Its program is gone: none of its modes steers anything any more. */
	| {readonly type: 'settle'; readonly session: SessionId}
	| {readonly type: 'close'; readonly session: SessionId}
	/** Replaces what this watcher saw before; an empty list forgets the watcher. */
	| {readonly type: 'watch'; readonly watcher: number; readonly sessions: readonly SessionId[]; readonly focused?: SessionId | undefined}
	/** One frame has been taken by the watcher's socket, so that another may be made. */
	| {readonly type: 'taken'; readonly watcher: number}
	/** What all of them tell programs that ask what their terminal looks like. */
	| {readonly type: 'appearance'; readonly appearance: Appearance}
	| {readonly type: 'ask'; readonly request: number; readonly session: SessionId; readonly ask: Ask}
	| {readonly type: 'past'; readonly past: number; readonly session: SessionId; readonly step: PastStep};

/** What is answered. The screen shows what was written before the question; of lines and searches it is what has been parsed when they come, so that nobody waits who scrolls. */
export type Ask =
	| ({readonly type: 'screen'} & ScreenAsk)
	| ({readonly type: 'lines'} & LinesAsk)
	| ({readonly type: 'search'} & SearchAsk);

export type Answer = Screen | LinesReply | SearchReply | undefined;

export type ScreenAsk = {
	/** Each line with its colours, ending as plain as it began. */
	readonly ansi?: boolean | undefined;
	/** At most so many lines that have left the screen. @default 0 */
	readonly scrollback?: number | undefined;
};

/** `lines`: those that have left the screen first; the last `rows` are the visible ones. */
export type Screen = {
	readonly cols: number;
	readonly rows: number;
	readonly lines: readonly string[];
	readonly cursor?: Cursor | undefined;
	readonly title?: string | undefined;
};

export type FromEmulator =
	/** Of each session, everything before its offset; not of every piece. */
	| {readonly type: 'parsed'; readonly sessions: readonly Parsed[]}
	/** An answer to what the program asked of its terminal before `offset`. */
	| {readonly type: 'input'; readonly session: SessionId; readonly offset: number; readonly text: string}
	| {readonly type: 'status'; readonly session: SessionId; readonly activity: Activity; readonly message: string | undefined}
	/** A program called for its user. */
	| {readonly type: 'rang'; readonly session: SessionId; readonly ring: Ring; /** It is told when its turn comes. */ readonly at: number}
	/** A program wrote, or tried to write, the clipboard. */
	| {readonly type: 'clipboard'; readonly session: SessionId; readonly write: ClipboardWrite}
	| {readonly type: 'checkpoint'; readonly session: SessionId; readonly checkpoint: ScreenFrame}
	| {readonly type: 'rows'; readonly watcher: number; readonly payload: Uint8Array}
	| {readonly type: 'answer'; readonly request: number; readonly answer: Answer}
	| {readonly type: 'past-parsed'; readonly past: number; readonly offset: number}
	/** It took the place of the session's emulator, or was dropped. */
	| {readonly type: 'past-over'; readonly past: number; readonly taken: boolean};
