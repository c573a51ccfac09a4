import {ClutchError, type ErrorCode} from '../core/error.js';
import {noWriters, userCame, userLeft, userTakes, type Writers} from '../core/holder/writers.js';
import type {Frame, ScreenFrame} from '../core/ipc/frame.js';
import {agreeProtocol, parseToHolder} from '../core/ipc/holder-check.js';
import {holderProtocol, type FromHolder, type HolderRole, type ToHolder} from '../core/ipc/holder.js';
import type {History} from '../core/holder/history.js';
import type {Channel} from '../io/channel.js';
import type {Clock} from '../io/clock.js';
import {createOutput, type Output} from './output.js';

/** A connected client that has said hello. */
export type Client = {
	readonly role: HolderRole;
	readonly name: string;
	/** What it speaks. */
	readonly protocol: number;
	readonly output: Output;
	readonly say: (message: FromHolder) => void;
	readonly refuse: (code: ErrorCode, parameters: Readonly<Record<string, string | number>>) => void;
};

export type Request = Exclude<ToHolder, {type: 'hello' | 'take'}>;

export type Clients = {
	readonly accept: (channel: Channel) => void;
	readonly pump: () => void;
	readonly each: (action: (client: Client) => void) => void;
	readonly isWriter: (client: Client) => boolean;
	readonly hasWriter: () => boolean;
};

type Options = {
	readonly history: History;
	readonly clock: Clock;
	readonly welcome: () => Omit<Extract<FromHolder, {type: 'welcome'}>, 'type' | 'protocol' | 'writer'>;
	readonly onCome: (client: Client) => void;
	readonly onLeave: (client: Client) => void;
	/** The offset counts for the daemon's answers only. */
	readonly onInput: (client: Client, input: {readonly offset: number; readonly bytes: Uint8Array}) => void;
	readonly onSent: (bytes: number) => void;
	readonly onScreen: (client: Client, screen: ScreenFrame) => void;
	readonly onRequest: (client: Client, request: Request) => void;
};

/** Who connects and says nothing is sent away. */
const helloMs = 10_000;

/** Everybody who is connected, and who of them types. */
export function createClients({history, clock, welcome, onCome, onLeave, onInput, onSent, onScreen, onRequest}: Options): Clients {
	const clients = new Set<Client>();
	let writers: Writers<Client> = noWriters;
	let pumping: NodeJS.Immediate | undefined;

	const changeWriter = (after: Writers<Client>) => {
		const before = writers.writer;
		writers = after;
		if (before !== after.writer) {
			before?.say({type: 'writer', mine: false});
			after.writer?.say({type: 'writer', mine: true});
		}
	};

	const enter = (channel: Channel, message: unknown): Client | undefined => {
		const hello = parseToHolder(message);
		const known = typeof hello === 'object' && hello.type === 'hello';
		const protocol = known ? agreeProtocol(holderProtocol, hello.protocol) : undefined;
		if (!known || protocol === undefined) {
			const wanted = known ? `protocol ${hello.protocol.join(' to ')}` : `hello (${typeof hello === 'object' ? hello.type : hello ?? 'an unknown message'})`;
			refuse(channel, 'ERR_CLUTCH_HOLDER_PROTOCOL', {...holderProtocol, wanted});
			channel.close();
			return undefined;
		}

		const client: Client = {
			role: hello.role,
			name: hello.client,
			protocol,
			output: createOutput(channel, {history, onSent}),
			say(answer) {
				channel.control(answer);
			},
			refuse(code, parameters) {
				refuse(channel, code, parameters);
			},
		};
		clients.add(client);
		if (client.role === 'user') {
			writers = userCame(writers, client);
		}

		client.say({type: 'welcome', protocol, ...welcome(), writer: writers.writer === client});
		onCome(client);
		return client;
	};

	const handle = (client: Client, frame: Frame) => {
		if (frame.type === 'bytes') {
			// The frame's bytes are a view of a buffer that is not used again, so they may be kept.
			onInput(client, frame);
			return;
		}

		if (frame.type === 'screen') {
			onScreen(client, frame);
			return;
		}

		const request = frame.type === 'control' ? parseToHolder(frame.message) : undefined;
		if (request === undefined) {
			// A later client says it, and does not count on an answer.
			return;
		}

		if (typeof request === 'string') {
			client.refuse('ERR_CLUTCH_HOLDER_PROTOCOL', {...holderProtocol, wanted: request});
			return;
		}

		if (request.type === 'hello') {
			client.refuse('ERR_CLUTCH_HOLDER_PROTOCOL', {...holderProtocol, wanted: 'second hello'});
		} else if (request.type !== 'take') {
			onRequest(client, request);
		} else if (client.role === 'user') {
			changeWriter(userTakes(writers, client));
		} else {
			client.refuse('ERR_CLUTCH_HOLDER_ROLE', {action: 'Typing', role: client.role});
		}
	};

	return {
		accept(channel) {
			let client: Client | undefined;
			const cancel = clock.after(helloMs, () => {
				channel.close();
			});
			channel.onFrame(frame => {
				if (client) {
					handle(client, frame);
				} else if (!channel.closed()) {
					cancel();
					client = enter(channel, frame.type === 'control' ? frame.message : undefined);
				}
			});
			channel.onClose(() => {
				cancel();
				if (client) {
					clients.delete(client);
					changeWriter(userLeft(writers, client));
					onLeave(client);
				}
			});
		},
		pump() {
			// A pty gives 4 KB at a time and many times in one turn of the event loop: they become one frame, in the same turn.
			pumping ??= setImmediate(() => {
				pumping = undefined;
				for (const client of clients) {
					client.output.pump();
				}
			});
		},
		each(action) {
			for (const client of clients) {
				action(client);
			}
		},
		isWriter: client => writers.writer === client,
		hasWriter: () => writers.writer !== undefined,
	};
}

function refuse(channel: Channel, code: ErrorCode, parameters: Readonly<Record<string, string | number>>): void {
	const answer: FromHolder = {type: 'refused', code, message: new ClutchError(code, parameters).message};
	channel.control(answer);
}
