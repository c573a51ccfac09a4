import type {Command} from '../core/command.js';
import {ClutchError} from '../core/error.js';
import type {Frame} from '../core/ipc/frame.js';
import {clutchdProtocol, readToClutchd, type FromClutchd, type ToClutchd, type WireError} from '../core/ipc/message.js';
import type {SessionId} from '../core/session/session.js';
import type {ClipboardWrite} from '../core/view/copy/clipboard.js';
import type {Channel} from '../io/channel.js';
import type {SupervisorContext} from './context.js';

export type Clients = {
	readonly accept: (channel: Channel) => void;
	/** One frame of rows that the emulators made for a client. */
	readonly rows: (watcher: number, payload: Uint8Array) => void;
	/** What a program wrote into the clipboard belongs to those who have it in focus; who only sees it is told that it did not get there. */
	readonly clipboard: (session: SessionId, write: ClipboardWrite) => void;
};

type Watched = Pick<Extract<ToClutchd, {type: 'watch'}>, 'sessions' | 'focused'>;

type Options = {
	readonly context: SupervisorContext;
	readonly version: string;
	readonly perform: (command: Command) => Promise<unknown>;
	readonly onWatch: (watcher: number, sessions: readonly SessionId[], focused?: SessionId) => void;
	/** The frame is on its way, so that the next may be made. */
	readonly onTaken: (watcher: number) => void;
};

/** So much of a client's rows may wait in its socket; until then it gets no newer ones. */
const rowsBacklog = 256 * 1024;
/** A client that lets so much wait does not read any more. */
const largestBacklog = 32 * 1024 * 1024;
const helloMs = 10_000;

export function createClients({context, version, perform, onWatch, onTaken}: Options): Clients {
	const {bus, clock, log, loop} = context;
	const channels = new Map<number, {readonly channel: Channel; owed: number; watched: Watched}>();
	let lastNumber = 0;

	const say = (channel: Channel, message: FromClutchd) => {
		if (channel.backlog() > largestBacklog) {
			channel.close();
			return;
		}

		channel.control(message);
	};

	const answer = async (channel: Channel, {id, command}: Extract<ToClutchd, {type: 'call'}>) => {
		try {
			const value = await perform(command);
			say(channel, {type: 'reply', id, ok: true, value});
		} catch (error) {
			if (!(error instanceof ClutchError)) {
				log.write('error', 'a command failed', {command: command.type, error: error as Error});
			}

			say(channel, {type: 'reply', id, ok: false, error: wireError(error, context.paths.log)});
		}
	};

	const handle = (number: number, {channel, message}: {readonly channel: Channel; readonly message: ToClutchd}) => {
		switch (message.type) {
			case 'hello': {
				say(channel, {type: 'welcome', protocol: clutchdProtocol, version, pid: process.pid});
				break;
			}

			case 'call': {
				void answer(channel, message);
				break;
			}

			case 'subscribe': {
				const stop = bus.subscribe({
					onSnapshot(state) {
						say(channel, {type: 'snapshot', state});
					},
					onEvent(event) {
						say(channel, {type: 'event', event});
					},
				});
				channel.onClose(stop);
				break;
			}

			case 'watch': {
				const client = channels.get(number);
				if (client) {
					client.watched = message;
				}

				onWatch(number, message.sessions, message.focused);
				break;
			}
		}
	};

	const onFrame = (number: number, {channel, frame}: {readonly channel: Channel; readonly frame: Frame}) => {
		const read = readToClutchd(frame.type === 'control' ? frame.message : undefined);
		if (read.ok) {
			handle(number, {channel, message: read.message});
			return;
		}

		const error = new ClutchError('ERR_CLUTCH_MESSAGE', {problem: read.problem});
		log.write('warn', error.message);
		if (read.id === undefined) {
			channel.close();
			return;
		}

		say(channel, {type: 'reply', id: read.id, ok: false, error: {code: error.code, message: error.message, hint: error.hint}});
	};

	return {
		accept(channel) {
			lastNumber++;
			const number = lastNumber;
			channels.set(number, {channel, owed: 0, watched: {sessions: []}});
			let greeted = false;
			const cancel = clock.after(helloMs, () => {
				channel.close();
			});
			channel.onFrame(frame => {
				loop.post(() => {
					if (!greeted && !(frame.type === 'control' && (frame.message as {readonly type?: unknown} | undefined)?.type === 'hello')) {
						channel.close();
						return;
					}

					greeted = true;
					cancel();
					onFrame(number, {channel, frame});
				});
			});
			channel.onDrain(() => {
				const client = channels.get(number);
				const owed = client?.owed ?? 0;
				if (client) {
					client.owed = 0;
				}

				for (let frame = 0; frame < owed; frame++) {
					onTaken(number);
				}
			});
			channel.onClose(() => {
				cancel();
				channels.delete(number);
				onWatch(number, []);
			});
		},
		clipboard(session, write) {
			for (const {channel, watched} of channels.values()) {
				if (watched.focused === session) {
					say(channel, {type: 'clipboard', session, write});
				} else if (watched.sessions.includes(session)) {
					say(channel, {type: 'clipboard', session, write: {status: 'refused', reason: 'elsewhere'}});
				}
			}
		},
		rows(watcher, payload) {
			const client = channels.get(watcher);
			if (!client) {
				return;
			}

			client.channel.rows(payload);
			if (client.channel.backlog() > rowsBacklog) {
				client.owed++;
			} else {
				onTaken(watcher);
			}
		},
	};
}

function wireError(error: unknown, log: string): WireError {
	const known = error instanceof ClutchError ? error : new ClutchError('ERR_CLUTCH_INTERNAL', {problem: error instanceof Error ? error.message : String(error), log});
	return {code: known.code, message: known.message, hint: known.hint};
}
