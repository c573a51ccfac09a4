import type {ClientState} from '../core/client/state.js';
import type {Command} from '../core/command.js';
import type {ClutchEvent} from '../core/event.js';
import type {SessionId} from '../core/session/session.js';
import type {ClipboardWrite} from '../core/view/copy/clipboard.js';
import {ClutchError} from '../core/error.js';
import type {LinkState} from '../core/view/text/link-state.js';
import type {Clock} from '../io/clock.js';
import {connectClutchd, type ClutchdClient} from '../io/clutchd-client.js';
import type {Paths} from '../io/paths.js';
import {createPresence} from '../io/presence.js';
import {createHeartbeat, type Heartbeat} from './heartbeat.js';

export type Link = {
	/** Waits until clutchd is there, if it is not. Fails while clutchd was put to rest: what is asked for now must not happen hours later. */
	readonly call: (command: Command) => Promise<unknown>;
	/** Which panes are shown; said again to every clutchd that comes. */
	readonly watch: (sessions: readonly SessionId[], focused?: SessionId) => void;
	readonly close: () => void;
};

type Options = {
	readonly paths: Paths;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly clock: Clock;
	readonly onSnapshot: (state: ClientState) => void;
	readonly onEvent: (event: ClutchEvent) => void;
	readonly onRows: (payload: Uint8Array) => void;
	readonly onClipboard?: (session: SessionId, write: ClipboardWrite) => void;
	/** `problem` says why there is no connection, where that is more than a crash. */
	readonly onState: (state: Exclude<LinkState, 'connecting'>, problem: string | undefined) => void;
};

const firstWait = 50;
const longestWait = 2000;
const connectDeadline = 10_000;

/**
The dashboard's line to clutchd: made in the background, made again by itself when clutchd dies, as long as the dashboard lives. Opening a dashboard asks for clutchd; one that is put to rest afterwards is waited for and not started. What was watched is watched again; the screen stays as it is meanwhile.
*/
export function createLink({paths, env, clock, onSnapshot, onEvent, onRows, onClipboard, onState}: Options): Link {
	const ending = new AbortController();
	const presence = createPresence(paths);
	let client: ClutchdClient | undefined;
	let heartbeat: Heartbeat | undefined;
	let wasConnected = false;
	let watched: Parameters<ClutchdClient['watch']> = [[]];
	let wait = firstWait;
	let cancel: (() => void) | undefined;
	let arrived = Promise.withResolvers<ClutchdClient>();

	const isResting = () => wasConnected && presence.isResting();

	const retry = (problem: string | undefined) => {
		if (ending.signal.aborted) {
			return;
		}

		if (isResting()) {
			onState('resting', undefined);
		} else {
			onState('lost', problem);
		}

		cancel = clock.after(wait, () => {
			void connect();
		});
		wait = Math.min(longestWait, wait * 2);
	};

	const connect = async () => {
		let next: ClutchdClient;
		try {
			next = await connectClutchd({paths, client: 'dashboard', signal: ending.signal, start: !isResting(), env, deadlineMs: connectDeadline});
		} catch (error) {
			retry((error as Error).message);
			return;
		}

		if (ending.signal.aborted) {
			next.close();
			return;
		}

		client = next;
		wasConnected = true;
		wait = firstWait;
		next.onRows(onRows);
		next.onClipboard((session, write) => {
			onClipboard?.(session, write);
		});
		next.onClose(() => {
			client = undefined;
			heartbeat?.close();
			arrived = Promise.withResolvers();
			retry(undefined);
		});
		next.subscribe({onSnapshot, onEvent});
		next.watch(...watched);
		onState('connected', undefined);
		heartbeat = createHeartbeat({
			clock,
			ping: async () => next.call({type: 'ping'}),
			onSilence() {
				onState('silent', undefined);
			},
			onAnswer() {
				onState('connected', undefined);
			},
		});
		arrived.resolve(next);
	};

	void connect();
	return {
		async call(command) {
			if (client === undefined && isResting()) {
				throw new ClutchError('ERR_CLUTCH_NOT_RUNNING');
			}

			return (client ?? await arrived.promise).call(command);
		},
		watch(...next) {
			watched = next;
			client?.watch(...next);
		},
		close() {
			ending.abort();
			cancel?.();
			heartbeat?.close();
			client?.close();
		},
	};
}
