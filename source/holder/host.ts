import {flowLimits} from '../core/holder/flow.js';
import {createRing} from '../core/holder/ring.js';
import type {HolderSpec, ProcessIdentity, Tombstone} from '../core/ipc/holder.js';
import type {Exit} from '../core/session/session.js';
import type {Channel} from '../io/channel.js';
import type {Clock} from '../io/clock.js';
import {removeTombstone, tailLimit, writeTombstone} from '../io/tombstone.js';
import {createBrake} from './brake.js';
import {createClients, type Client, type Request} from './clients.js';
import {createHeld} from './held.js';
import {createRevival} from './revival.js';

export type Host = {
	readonly accept: (channel: Channel) => void;
	readonly start: () => Promise<void>;
	/** The holder itself was asked to go: hangs up on the child, leaves the record, ends. */
	readonly hangUp: () => void;
};

type Options = {
	readonly spec: HolderSpec;
	readonly identity: ProcessIdentity;
	readonly clock: Clock;
	/** How long a holder stays for late viewers after its child's death. */
	readonly lingerMs: number;
	readonly reviveMs: number;
	readonly note: (text: string) => void;
	/** Nothing is left to do. */
	readonly onEnd: () => void;
};

const closeGraceMs = 2000;
const hangUpGraceMs = 3000;

/** Joins the child, the ring with its last bytes, and whoever is connected. */
export function createHost({spec, identity, clock, lingerMs, reviveMs, note, onEnd}: Options): Host {
	const ring = createRing({limit: flowLimits.ring});
	let size = {cols: spec.cols, rows: spec.rows};
	let daemon: Client | undefined;
	let finished = false;

	const onData = (bytes: Uint8Array) => {
		ring.append(bytes);
		clients.pump();
		brake.settle();
	};

	const onExit = (exit: Exit) => {
		brake.close();
		if (held.reason() === 'closed') {
			removeTombstone(spec.tombstone);
		} else {
			record(exit);
		}

		clients.each(client => {
			client.output.finish(exit);
		});

		if (held.reason() === 'closed' || held.reason() === 'holder-signalled') {
			finish();
		} else {
			clock.after(lingerMs, finish);
		}
	};

	const record = (exit: Exit) => {
		const tombstone: Tombstone = {id: spec.id, exit, reason: held.reason(), offset: ring.next(), ...size, at: clock.now()};
		try {
			writeTombstone(spec.tombstone, {tombstone, tail: ring.tail(tailLimit)});
		} catch (error) {
			note(`the record could not be written: ${(error as Error).message}`);
		}
	};

	const finish = () => {
		if (!finished) {
			finished = true;
			revival.close();
			held.close();
			onEnd();
		}
	};

	const close = () => {
		if (held.exit() === undefined) {
			held.end({reason: 'closed', signal: 'SIGTERM', graceMs: closeGraceMs});
			return;
		}

		removeTombstone(spec.tombstone);
		finish();
	};

	const attach = (client: Client, from: Extract<Request, {type: 'attach'}>['from']) => {
		// An offset that was overwritten stays as it is, so that the gap is told.
		const offset = from === 'live' ? ring.next() : Math.min(typeof from === 'number' ? from : ring.oldest(), ring.next());
		if (client.role === 'daemon') {
			daemon = client;
			brake.attach(offset);
		}

		client.output.attach(offset);
		const exit = held.exit();
		if (exit !== undefined) {
			client.output.finish(exit);
		}
	};

	const resize = ({cols, rows}: {readonly cols: number; readonly rows: number}) => {
		if (held.exit() !== undefined || (cols === size.cols && rows === size.rows)) {
			return;
		}

		held.resize(cols, rows);
		size = {cols, rows};
		clients.each(client => {
			client.say({type: 'resized', cols, rows, offset: ring.next()});
		});
	};

	const onRequest = (client: Client, request: Request) => {
		const {type} = request;
		if (!isAllowed(client, type)) {
			client.refuse('ERR_CLUTCH_HOLDER_ROLE', {action: `"${type}"`, role: client.role});
			return;
		}

		switch (type) {
			case 'attach': {
				attach(client, request.from);
				return;
			}

			case 'ack': {
				if (client === daemon) {
					brake.acknowledge(request.offset);
				}

				return;
			}

			case 'resize': {
				resize(request);
				return;
			}

			case 'stop': {
				held.end({reason: 'stopped', signal: 'SIGTERM', graceMs: request.graceMs});
				return;
			}

			case 'signal': {
				held.signal(request.signal as NodeJS.Signals);
				return;
			}

			case 'close': {
				close();
				return;
			}

			default: {
				const never: never = type;
				return never;
			}
		}
	};

	const isAllowed = (client: Client, type: Request['type']) => {
		if (type === 'attach') {
			return true;
		}

		if (type === 'resize') {
			return clients.isWriter(client) || (client.role === 'daemon' && !clients.hasWriter());
		}

		return client.role === 'daemon' || (client.role === 'user' && type !== 'ack');
	};

	const onInput = (client: Client, bytes: Uint8Array) => {
		if (!clients.isWriter(client) && client.role !== 'daemon') {
			client.refuse('ERR_CLUTCH_HOLDER_ROLE', {action: 'Typing', role: client.role === 'user' ? 'user without the keyboard' : client.role});
			return;
		}

		const problem = held.write(bytes);
		if (problem !== undefined) {
			client.refuse('ERR_CLUTCH_HOLDER_INPUT', {size: bytes.length, problem});
		}
	};

	const held = createHeld({spec, clock, onData, onExit});
	const brake = createBrake({ring, clock, pause: held.pause, resume: held.resume});
	const revival = createRevival({revive: spec.revive, clock, firstMs: reviveMs, hidden: held.descriptors, note});
	const clients = createClients({
		ring,
		clock,
		welcome: () => ({
			id: spec.id,
			holder: identity,
			child: held.identity(),
			...size,
			ring: {oldest: ring.oldest(), next: ring.next(), acknowledged: brake.acknowledged()},
			exit: held.exit(),
		}),
		onCome(client) {
			if (client.role === 'daemon') {
				revival.daemonCame();
			}
		},
		onLeave(client) {
			if (client.role === 'daemon') {
				revival.daemonLeft();
			}

			if (client === daemon) {
				daemon = undefined;
				brake.detach();
			}
		},
		onInput,
		onRequest,
	});

	return {
		accept: clients.accept,
		start: held.start,
		hangUp() {
			if (held.exit() === undefined) {
				held.end({reason: 'holder-signalled', signal: 'SIGHUP', graceMs: hangUpGraceMs});
			} else {
				finish();
			}
		},
	};
}
