import type {Exit} from '../session/session.js';

/**
The holder's protocol. It outlives upgrades of everything else, so it is small, hand-checked (no schema library in a holder) and versioned: a client says which versions it speaks, the holder picks the highest both know. What a member needs version 2 for is said with it; frames and messages that a side does not know are passed over.
*/
export const holderProtocol = {minimum: 1, maximum: 2} as const;

/**
`user` may take the keyboard; `daemon` is clutchd: its acknowledgements decide what the ring may forget, and it answers terminal queries; `viewer` only reads; `probe` asks `welcome` and leaves; `sender` (2) types without having the keyboard and has no size: a program, not a person.
*/
export type HolderRole = 'user' | 'daemon' | 'viewer' | 'probe' | 'sender';

/**
Bytes for the child's input travel in a `bytes` frame and are taken from the current writer, a sender and the daemon only. Its offset counts only when it comes from the daemon (2): those bytes answer what the program asked before that offset, which is acknowledged with them in one step; an answer for what is acknowledged already is dropped, so that nothing is answered twice. Offset 0 is never an answer: nothing was asked before it.

A `screen` frame from the daemon (2) is a checkpoint: the screen as it was at its offset. The holder keeps the newest one and older ones at distances, and begins with one where a client asks for that.
*/
export type ToHolder =
	| {readonly type: 'hello'; readonly protocol: readonly [minimum: number, maximum: number]; readonly role: HolderRole; readonly client: string}
	/**
	Starts the flow of output: from an offset of the ring, from the oldest byte it still has, or only what is new.

	With 2: `screen` begins with a `screen` frame, the newest checkpoint, and goes on with the bytes behind it; `history` does so with the oldest checkpoint that still joins the ring. Where there is no checkpoint both begin at the oldest byte, after a `screen` frame with nothing but the modes that held there.

	`credit` (2): so many bytes may be on their way to this client before it acknowledges some.
	*/
	| {readonly type: 'attach'; readonly from: number | 'oldest' | 'live' | 'screen' | 'history'; readonly credit?: number | undefined}
	/** Everything before `offset` has been parsed: the client's credit returns. From the daemon it also says what the ring may forget. */
	| {readonly type: 'ack'; readonly offset: number}
	/** What is new may come so many milliseconds later from now on, and in larger pieces: nobody looks closely. After a pause, and just after somebody has typed, it comes at once all the same. 0, as from `attach` on, for at once. Only what all can wait for waits; a holder that does not know this sends at once. */
	| {readonly type: 'pace'; readonly ms: number}
	/** Makes this user the writer, whose size the pty follows. */
	| {readonly type: 'take'}
	| {readonly type: 'resize'; readonly cols: number; readonly rows: number}
	/** A signal (TERM) to the child's group, KILL to all of its session after the grace. Again: only brings the KILL forward. A holder that does not know `signal` sends TERM. */
	| {readonly type: 'stop'; readonly graceMs: number; readonly signal?: string | undefined}
	/** To the child's group. */
	| {readonly type: 'signal'; readonly signal: string}
	/** The user closed the session: ends the child if it lives, then the holder, leaving no record. */
	| {readonly type: 'close'};

export type FromHolder =
	| {
		readonly type: 'welcome';
		readonly protocol: number;
		readonly id: string;
		readonly holder: ProcessIdentity;
		readonly child: ProcessIdentity | undefined;
		readonly cols: number;
		readonly rows: number;
		/** The ring holds the bytes from `oldest` up to, not including, `next`; the daemon has parsed those before `acknowledged`. */
		readonly ring: {readonly oldest: number; readonly next: number; readonly acknowledged: number};
		readonly writer: boolean;
		readonly exit: Exit | undefined;
	}
	/** The pty has this size for every byte from `offset` on. */
	| {readonly type: 'resized'; readonly cols: number; readonly rows: number; readonly offset: number}
	| {readonly type: 'writer'; readonly mine: boolean}
	/** Bytes that were overwritten before this client could read them. `modes` (2): the sequences that bring a reset terminal into the modes that hold at `to`; where `to` lies within a sequence they end with its beginning, so nothing may come between them and the next byte. `lines`: how many ended there, of a program on pipes, where they were counted. */
	| {readonly type: 'gap'; readonly from: number; readonly to: number; readonly modes?: string | undefined; readonly lines?: number | undefined}
	/** Sent once the child is gone, its pty is drained and every byte before `offset` has been sent to this client. `reason` and `detail` (2) as in the tombstone. */
	| {readonly type: 'exited'; readonly exit: Exit; readonly offset: number; readonly reason?: Tombstone['reason'] | undefined; readonly detail?: string | undefined}
	| {readonly type: 'refused'; readonly code: string; readonly message: string};

/** A pid alone can be reused; with the start time (clock ticks since boot, as /proc has it; seconds elsewhere) it names one process. */
export type ProcessIdentity = {readonly pid: number; readonly startTime: string};

/** What a holder is started with, as one JSON argument file that it reads once and deletes (it can contain secrets in `env`). */
export type HolderSpec = {
	readonly id: string;
	/** `pty` for agents, shells and commands; `pipe` for services, whose stdout and stderr are read as one stream. */
	readonly kind: 'pty' | 'pipe';
	readonly file: string;
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string>>;
	readonly cwd: string;
	readonly cols: number;
	readonly rows: number;
	/** Where the holder listens, and where it leaves its tombstone. */
	readonly socket: string;
	readonly tombstone: string;
	/** How clutchd is started again when it is missed for a second: an argv array. */
	readonly revive: {readonly socket: string; readonly argv: readonly string[]; readonly env: Readonly<Record<string, string>>};
};

/** What a holder leaves behind when its child has ended, beside a `.tail` file that brings a fresh terminal of this size to its last screen: the newest checkpoint and the bytes behind it. */
export type Tombstone = {
	readonly id: string;
	readonly exit: Exit;
	readonly reason: 'child-exit' | 'stopped' | 'holder-signalled' | 'closed';
	/** What is known beyond the exit, for people, such as `its memory ran out`. */
	readonly detail?: string | undefined;
	readonly offset: number;
	readonly cols: number;
	readonly rows: number;
	/** Milliseconds since the epoch. */
	readonly at: number;
};
