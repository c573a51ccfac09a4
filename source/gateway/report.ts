import {clutchdProtocol, type FromClutchd, type ToClutchd} from '../core/ipc/message.js';
import type {Command} from '../core/command.js';
import type {SessionId} from '../core/session/session.js';
import type {Usage} from '../core/usage/usage.js';
import type {Channel} from '../io/channel.js';
import type {Clock} from '../io/clock.js';
import {connectSocket} from '../io/socket.js';

/** Tells clutchd what was asked and how it ended; keeps it while clutchd is away. Telling the same record twice does no harm: its id is unique. */
export type Report = {
	readonly started: (id: string, session: SessionId | undefined) => void;
	/** A request that was started belongs to this conversation of its session's agent. Kept until clutchd has taken it, the first one of each session; one that was taken last is not told again. */
	readonly conversation: (id: string, sent: SentConversation) => void;
	readonly ended: (usage: Usage) => void;
	readonly state: () => {readonly connected: boolean; readonly waiting: number; readonly dropped: number};
	/** Resolves when everything was taken, or after the deadline. */
	readonly flush: (deadlineMs: number) => Promise<void>;
	readonly close: () => void;
};

type SentConversation = {readonly session: SessionId; readonly conversation: string};

type Options = {
	readonly socket: string;
	readonly clock: Clock;
	/** Records kept while clutchd is away; beyond, the oldest go. */
	readonly capacity?: number;
	readonly retryMs?: number;
};

const mostRecordsInACall = 500;
const connectDeadline = 2000;
const replyDeadline = 10_000;

export function createReport({socket, clock, capacity = 10_000, retryMs = 1000}: Options): Report {
	const open = new Map<string, SessionId | undefined>();
	const conversations = createKeptConversations();
	let waiting: Usage[] = [];
	let dropped = 0;
	let channel: Channel | undefined;
	let connecting = false;
	let closed = false;
	let nextCall = 1;
	/** The call whose answer is awaited, and the records it brought. */
	let pending: {readonly call: number; readonly ids: ReadonlySet<string>; readonly cancelDeadline: () => void} | undefined;
	let cancelRetry: (() => void) | undefined;
	let onIdle: Array<() => void> = [];

	const call = (command: Command): number => {
		const id = nextCall++;
		const message: ToClutchd = {type: 'call', id, command};
		channel?.control(message);
		return id;
	};

	const tellConversation = (sent: SentConversation & {readonly id: string}) => {
		conversations.told(sent.session, call({type: 'usage.started', ...sent}));
	};

	const send = () => {
		if (waiting.length === 0) {
			for (const idle of onIdle) {
				idle();
			}

			onIdle = [];
			return;
		}

		if (channel === undefined) {
			void connect();
			return;
		}

		if (pending !== undefined) {
			return;
		}

		const records = waiting.slice(0, mostRecordsInACall);
		const current = channel;
		pending = {
			call: call({type: 'usage.record', records}),
			ids: new Set(records.map(record => record.id)),
			// A clutchd that takes the record and never says so is as good as gone; the record is told again.
			cancelDeadline: clock.after(replyDeadline, () => {
				current.close();
			}),
		};
	};

	const answered = (message: FromClutchd) => {
		if (message.type !== 'reply') {
			return;
		}

		conversations.answered(message.id);
		if (message.id !== pending?.call) {
			return;
		}

		const {ids, cancelDeadline} = pending;
		cancelDeadline();
		pending = undefined;
		// What is refused now is refused for ever (another version of ours): it would only stand in the way of the rest.
		dropped += message.ok ? 0 : ids.size;
		waiting = waiting.filter(record => !ids.has(record.id));
		send();
	};

	const lost = () => {
		channel = undefined;
		pending?.cancelDeadline();
		pending = undefined;
		retry();
	};

	const retry = () => {
		if (closed || cancelRetry !== undefined || (waiting.length === 0 && open.size === 0 && conversations.waiting().length === 0)) {
			return;
		}

		cancelRetry = clock.after(retryMs, () => {
			cancelRetry = undefined;
			void connect();
		});
	};

	const connect = async () => {
		if (closed || connecting || channel !== undefined) {
			return;
		}

		connecting = true;
		try {
			const fresh = await connectSocket(socket, AbortSignal.timeout(connectDeadline));
			if (closed) {
				fresh.close();
				return;
			}

			channel = fresh;
			fresh.onFrame(frame => {
				if (frame.type === 'control') {
					answered(frame.message as FromClutchd);
				}
			});
			fresh.onClose(lost);
			fresh.control({type: 'hello', protocol: clutchdProtocol, client: 'gateway'} satisfies ToClutchd);
			for (const [id, session] of open) {
				call({type: 'usage.started', id, session});
			}

			for (const sent of conversations.waiting()) {
				tellConversation(sent);
			}

			send();
		} catch {
			// clutchd is away. That is no error here: what it has to know waits.
			retry();
		} finally {
			connecting = false;
		}
	};

	void connect();
	return {
		started(id, session) {
			open.set(id, session);
			if (channel === undefined) {
				void connect();
				return;
			}

			call({type: 'usage.started', id, session});
		},
		conversation(id, sent) {
			if (conversations.keep(id, sent) && channel !== undefined) {
				tellConversation({id, ...sent});
			}
		},
		ended(usage) {
			open.delete(usage.id);
			waiting.push(usage);
			if (waiting.length > capacity) {
				dropped += waiting.length - capacity;
				waiting = waiting.slice(-capacity);
			}

			send();
		},
		state: () => ({connected: channel !== undefined, waiting: waiting.length, dropped}),
		async flush(deadlineMs) {
			await new Promise<void>(resolve => {
				const cancel = clock.after(deadlineMs, resolve);
				onIdle.push(() => {
					cancel();
					resolve();
				});
				send();
			});
		},
		close() {
			closed = true;
			cancelRetry?.();
			pending?.cancelDeadline();
			channel?.close();
		},
	};
}

/** Sessions whose conversation is remembered here; beyond, the one longest silent is told again. */
const mostTaken = 1000;

/** Conversations that clutchd has not taken, one a session, and what it took last of each. */
function createKeptConversations() {
	const kept = new Map<SessionId, {readonly id: string; readonly conversation: string; call: number | undefined}>();
	const taken = new Map<SessionId, string>();
	return {
		/** Whether it is to be told. */
		keep(id: string, {session, conversation}: SentConversation): boolean {
			if (kept.has(session) || taken.get(session) === conversation) {
				return false;
			}

			kept.set(session, {id, conversation, call: undefined});
			return true;
		},
		waiting: () => [...kept].map(([session, {id, conversation}]) => ({session, id, conversation})),
		told(session: SessionId, call: number) {
			const waiting = kept.get(session);
			if (waiting !== undefined) {
				waiting.call = call;
			}
		},
		/** A refusal is an answer too: another version of clutchd refuses it every time. */
		answered(call: number) {
			const found = [...kept].find(([, waiting]) => waiting.call === call);
			if (found === undefined) {
				return;
			}

			const [session, {conversation}] = found;
			kept.delete(session);
			taken.delete(session);
			taken.set(session, conversation);
			const oldest = taken.size > mostTaken ? taken.keys().next().value : undefined;
			if (oldest !== undefined) {
				taken.delete(oldest);
			}
		},
	};
}
