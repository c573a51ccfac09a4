import {flowLimits, pipeLimits} from '../core/holder/flow.js';
import {createHistory} from '../core/holder/history.js';
import {createPlainHistory} from '../core/holder/plain-history.js';
import {followPaste, noPaste, pasteEnd, type PasteState} from '../core/holder/paste.js';
import type {Size} from '../core/holder/sizes.js';
import type {HolderSpec, ProcessIdentity, Tombstone} from '../core/ipc/holder.js';
import type {Exit} from '../core/session/session.js';
import type {Channel} from '../io/channel.js';
import type {Clock} from '../io/clock.js';
import {removeTombstone, writeTombstone} from '../io/tombstone.js';
import {isAllowed} from './allowed.js';
import {createBrake} from './brake.js';
import {createClients, type Client, type Request} from './clients.js';
import {createHeld} from './held.js';
import {createReading} from './reading.js';
import {createRevival} from './revival.js';
import {createTidying} from './tidying.js';

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

/** Joins the child, what is kept of its output, and whoever is connected. */
export function createHost({spec, identity, clock, lingerMs, reviveMs, note, onEnd}: Options): Host {
	const isPiped = spec.kind === 'pipe';
	const limits = isPiped ? pipeLimits : flowLimits;
	const history = (isPiped ? createPlainHistory : createHistory)({limit: limits.ring, cols: spec.cols, rows: spec.rows});
	const {ring, sizes} = history;
	let daemon: Client | undefined;
	/** Of those who have typed. */
	const pastes = new Map<Client, PasteState>();
	let finished = false;

	const onData = (bytes: Uint8Array) => {
		tidying.used(bytes.length);
		history.append(bytes);
		clients.pump();
		brake.settle();
		reading.took(bytes.length);
	};

	const onExit = (exit: Exit) => {
		brake.close();
		reading.close();
		if (held.reason() === 'closed') {
			removeTombstone(spec.tombstone);
		} else {
			record(exit);
		}

		clients.each(client => {
			client.output.finish(ended(exit));
		});

		if (held.reason() === 'closed' || held.reason() === 'holder-signalled') {
			finish();
		} else {
			clock.after(lingerMs, finish);
		}
	};

	const ended = (exit: Exit) => ({exit, reason: held.reason(), detail: held.detail()});

	const record = (exit: Exit) => {
		const tombstone: Tombstone = {id: spec.id, ...ended(exit), offset: ring.next(), ...sizes.current(), at: clock.now()};
		try {
			writeTombstone(spec.tombstone, {tombstone, tail: history.tail()});
		} catch (error) {
			note(`the record could not be written: ${(error as Error).message}`);
		}
	};

	const finish = () => {
		if (!finished) {
			finished = true;
			revival.close();
			tidying.close();
			void held.close().then(onEnd);
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

	const attach = (client: Client, {from, credit}: Extract<Request, {type: 'attach'}>) => {
		const offset = client.output.attach({from, credit});
		reading.pace(client, 0);
		if (client.role === 'daemon') {
			daemon = client;
			// A service waits for room in the ring, and not for what is on its way.
			brake.attach(offset, {credit: isPiped ? undefined : credit});
		}

		const exit = held.exit();
		if (exit !== undefined) {
			client.output.finish(ended(exit));
		}
	};

	const acknowledge = (client: Client, offset: number) => {
		client.output.acknowledge(offset);
		if (client === daemon) {
			brake.acknowledge(offset);
		}
	};

	const resize = ({cols, rows}: Size) => {
		const now = sizes.current();
		if (held.exit() !== undefined || (cols === now.cols && rows === now.rows)) {
			return;
		}

		held.resize(cols, rows);
		history.resize({cols, rows});
		clients.each(client => {
			client.output.resized();
		});
	};

	const onRequest = (client: Client, request: Request) => {
		const {type} = request;
		if (!isAllowed(client, {type, isWriter: clients.isWriter(client), hasWriter: clients.hasWriter()})) {
			client.refuse('ERR_CLUTCH_HOLDER_ROLE', {action: `"${type}"`, role: client.role});
			return;
		}

		switch (type) {
			case 'attach': {
				attach(client, request);
				return;
			}

			case 'ack': {
				acknowledge(client, request.offset);
				return;
			}

			case 'pace': {
				reading.pace(client, request.ms);
				return;
			}

			case 'resize': {
				resize(request);
				return;
			}

			case 'stop': {
				held.end({reason: 'stopped', signal: (request.signal ?? 'SIGTERM') as NodeJS.Signals, graceMs: request.graceMs});
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

	const onInput = (client: Client, {offset, bytes}: {readonly offset: number; readonly bytes: Uint8Array}) => {
		const {role, protocol} = client;
		if (!clients.isWriter(client) && role !== 'daemon' && role !== 'sender') {
			client.refuse('ERR_CLUTCH_HOLDER_ROLE', {action: 'Typing', role: role === 'user' ? 'user without the keyboard' : role});
			return;
		}

		const isAnswer = role === 'daemon' && protocol > 1 && offset > 0;
		if (isAnswer && offset <= brake.acknowledged()) {
			return;
		}

		if (role !== 'daemon') {
			pastes.set(client, followPaste(pastes.get(client) ?? noPaste, bytes));
		}

		reading.awaited();
		const problem = held.write(bytes);
		if (problem !== undefined) {
			client.refuse('ERR_CLUTCH_HOLDER_INPUT', {size: bytes.length, problem});
		}

		if (isAnswer) {
			acknowledge(client, offset);
		}
	};

	const tidying = createTidying(clock);
	const held = createHeld({spec, clock, onData, onExit});
	const reading = createReading<Client>({clock, pause: held.pause, resume: held.resume, read: held.read});
	const brake = createBrake({ring, clock, limits, pause: reading.pause, resume: reading.resume});
	const revival = createRevival({revive: spec.revive, clock, firstMs: reviveMs, hidden: held.descriptors, note});
	const clients = createClients({
		history,
		clock,
		welcome: () => ({
			id: spec.id,
			holder: identity,
			child: held.identity(),
			...sizes.current(),
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

			// Who dies in the middle of a paste leaves the program waiting for its end: what others type then would belong to it.
			if (pastes.get(client)?.open === true) {
				held.write(Buffer.from(pasteEnd));
			}

			pastes.delete(client);
			reading.left(client);
			if (client === daemon) {
				daemon = undefined;
				brake.detach();
			}
		},
		onInput,
		onSent: tidying.used,
		onScreen(client, screen) {
			if (client.role === 'daemon') {
				history.keep(screen);
			}
		},
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
