import type {ClientState} from '../client/state.js';
import type {Command} from '../command.js';
import type {ClutchEvent} from '../event.js';
import type {SessionId} from '../session/session.js';

/** Between clutchd and its clients (dashboard, commands, gateway). Both ends are of one install; another version is told to restart, not guessed at. */
export const clutchdProtocol = 1;

export type ToClutchd =
	| {readonly type: 'hello'; readonly protocol: number; readonly client: string}
	| {readonly type: 'call'; readonly id: number; readonly command: Command}
	/** Answered with one `snapshot` and then every event after it, in the same tick: nothing is missed, nothing comes twice. */
	| {readonly type: 'subscribe'}
	/** Which panes this client shows; each gets one full `rows` frame, then changes. Replaces the earlier list. */
	| {readonly type: 'watch'; readonly sessions: readonly SessionId[]};

export type FromClutchd =
	| {readonly type: 'welcome'; readonly protocol: number; readonly version: string; readonly pid: number}
	| {readonly type: 'reply'; readonly id: number; readonly ok: true; readonly value: unknown}
	| {readonly type: 'reply'; readonly id: number; readonly ok: false; readonly error: WireError}
	| {readonly type: 'snapshot'; readonly state: ClientState}
	| {readonly type: 'event'; readonly event: ClutchEvent};

export type WireError = {readonly code: string; readonly message: string; readonly hint: string};
