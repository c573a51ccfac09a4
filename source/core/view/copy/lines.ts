/**
The lines of a session: what scrolled away, then the screen. Each has a number that stays its own while output comes and old lines go; those that were read again from before an emulator began may have one below zero.

`epoch` changes when the numbers lose their meaning: the program reset its terminal, or the pane has another width, where lines are wrapped anew. On the alternate screen nothing lies behind the screen, whose rows are 0 and up.
*/
export type LineBounds = {
	readonly epoch: number;
	readonly alternate: boolean;
	readonly cols: number;
	readonly rows: number;
	/** The oldest line there is. */
	readonly first: number;
	/** The first line of the screen. */
	readonly top: number;
	/** One more than the last line of the screen. */
	readonly end: number;
};

/** Answer to `session.lines`. */
export type LinesReply = LineBounds & {
	readonly from: number;
	readonly count: number;
	/** The lines among these that go on with the line before: the program did not end that one. */
	readonly wrapped: readonly number[];
	/** The lines among these whose last cell stayed empty, because a wide character did not fit into it. */
	readonly gaps: readonly number[];
	/** The cells as in a `rows` frame, each row numbered from 0, in base64. */
	readonly cells: string;
};

/** So many lines are told at once. */
export const mostLines = 1000;

export type LinePlace = {readonly line: number; readonly x: number};

/** The cells from `start` up to, not with, `end`, which may be on a later line that goes on with this one. */
export type LineMatch = {readonly start: LinePlace; readonly end: LinePlace};

/** Answer to `session.search`. `around`: it lies on the other side of where the search began. */
export type SearchReply = {readonly epoch: number; readonly alternate: boolean; readonly match?: LineMatch | undefined; readonly around: boolean};
