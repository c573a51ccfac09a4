import type {Ring} from '../core/holder/ring.js';
import type {FromHolder} from '../core/ipc/holder.js';
import type {Exit} from '../core/session/session.js';
import type {Channel} from '../io/channel.js';

/** One client's way through the ring. The ring is the only buffer: a client that reads slowly costs nothing, and when it was overtaken it is told what it missed. */
export type Output = {
	readonly attach: (offset: number) => void;
	/** Sends as much as may go now. */
	readonly pump: () => void;
	/** Announces the end once everything before it has been sent; so who has not attached is not told. */
	readonly finish: (exit: Exit) => void;
};

const pieceSize = 64 * 1024;

/** So much may wait in a client's socket: enough to keep it busy, and little enough that the next control frame is not far behind. */
const backlogLimit = 128 * 1024;

export function createOutput(channel: Channel, ring: Ring): Output {
	let sent: number | undefined;
	let ending: Exit | undefined;

	const pump = () => {
		while (sent !== undefined && sent < ring.next() && !channel.closed() && channel.backlog() < backlogLimit) {
			const oldest = ring.oldest();
			if (sent < oldest) {
				say({type: 'gap', from: sent, to: oldest});
				sent = oldest;
			}

			const bytes = ring.read(sent, pieceSize);
			channel.bytes(sent, bytes);
			sent += bytes.length;
		}

		if (ending !== undefined && sent === ring.next()) {
			say({type: 'exited', exit: ending, offset: ring.next()});
			ending = undefined;
		}
	};

	const say = (message: FromHolder) => {
		channel.control(message);
	};

	channel.onDrain(pump);

	return {
		attach(offset) {
			sent = offset;
			pump();
		},
		pump,
		finish(exit) {
			ending = exit;
			pump();
		},
	};
}
