import {createCredit, type Credit} from '../core/holder/credit.js';
import type {History} from '../core/holder/history.js';
import {countLines} from '../core/holder/plain-history.js';
import type {Size, SizeChange} from '../core/holder/sizes.js';
import type {FromHolder} from '../core/ipc/holder.js';
import type {Channel} from '../io/channel.js';

type Exited = Omit<Extract<FromHolder, {type: 'exited'}>, 'type' | 'offset'>;

/** One client's way through the output. The ring is the only buffer: a client that reads slowly costs nothing, and when it was overtaken it is told what it missed. */
export type Output = {
	/** Answers with the offset at which the flow begins. */
	readonly attach: (how: {readonly from: Parameters<History['begin']>[0]; readonly credit: number | undefined}) => number;
	/** Sends as much as may go now. */
	readonly pump: () => void;
	readonly acknowledge: (offset: number) => void;
	/** The size has changed: told at its place in the output, or at once to who does not read any. */
	readonly resized: () => void;
	/** Announces the end once everything before it has been sent; so who has not attached is not told. */
	readonly finish: (exited: Exited) => void;
};

/** Where a client stands: the next byte it gets, how many changes of size it knows, and how many lines are behind it where they are counted. */
type Place = {sent: number; sizes: number; lines: number | undefined; readonly credit: Credit | undefined};

const pieceSize = 64 * 1024;

/** So much may wait in a client's socket: enough to keep it busy, and little enough that the next control frame is not far behind. */
const backlogLimit = 128 * 1024;

const decoder = new TextDecoder();

type Options = {
	readonly history: History;
	/** So many bytes have been sent. */
	readonly onSent: (bytes: number) => void;
};

export function createOutput(channel: Channel, {history, onSent}: Options): Output {
	const {ring, sizes} = history;
	let place: Place | undefined;
	/** The size that the client knows, from its welcome at first. */
	let told = sizes.current();
	let ending: Exited | undefined;

	const say = (message: FromHolder) => {
		channel.control(message);
	};

	const sayResized = (change: SizeChange) => {
		const {cols, rows} = change;
		told = {cols, rows};
		say({type: 'resized', ...change});
	};

	const hasCredit = ({credit}: Place) => credit === undefined || credit.left() > 0;

	/** So many bytes may go before something else has to be said. */
	const room = ({sent, sizes: known, credit}: Place) => Math.max(0, Math.min(pieceSize, credit?.left() ?? pieceSize, (sizes.next(known)?.offset ?? Infinity) - sent));

	const sayGap = (at: Place) => {
		const {offset: to, preamble} = history.goOn();
		const before = history.linesBefore?.(to);
		say({type: 'gap', from: at.sent, to, modes: decoder.decode(preamble), lines: before === undefined || at.lines === undefined ? undefined : before - at.lines});
		at.lines = before;
		at.sent = to;
		at.credit?.skip(to);
		beginWith(sizes.at(to), to);
		at.sizes = sizes.count(to);
	};

	const beginWith = (size: Size, offset: number) => {
		if (told.cols !== size.cols || told.rows !== size.rows) {
			sayResized({...size, offset});
		}
	};

	const saySizes = (at: Place) => {
		for (let change = sizes.next(at.sizes); change !== undefined && change.offset <= at.sent; change = sizes.next(at.sizes)) {
			sayResized(change);
			at.sizes++;
		}
	};

	/** One piece; false when nothing can go now. */
	const sendPiece = (at: Place): boolean => {
		if (at.sent < ring.oldest()) {
			if (!hasCredit(at)) {
				return false;
			}

			sayGap(at);
		}

		saySizes(at);
		const bytes = ring.read(at.sent, room(at));
		if (bytes.length === 0) {
			return false;
		}

		channel.bytes(at.sent, bytes);
		at.sent += bytes.length;
		if (at.lines !== undefined) {
			at.lines += countLines(bytes);
		}

		at.credit?.sent(bytes.length);
		onSent(bytes.length);
		return true;
	};

	const pump = () => {
		let goesOn = true;
		while (goesOn) {
			goesOn = place !== undefined && !channel.closed() && channel.backlog() < backlogLimit && sendPiece(place);
		}

		if (ending !== undefined && place?.sent === ring.next()) {
			say({type: 'exited', ...ending, offset: ring.next()});
			ending = undefined;
		}
	};

	channel.onDrain(pump);

	return {
		attach({from, credit}) {
			const {offset, screen} = history.begin(from);
			if (screen !== undefined) {
				channel.screen(screen);
				told = {cols: screen.cols, rows: screen.rows};
			}

			beginWith(sizes.at(offset), offset);
			place = {sent: offset, sizes: sizes.count(offset), lines: history.linesBefore?.(offset), credit: credit === undefined ? undefined : createCredit({limit: credit, start: offset})};
			pump();
			return offset;
		},
		pump,
		acknowledge(offset) {
			place?.credit?.acknowledge(offset);
			pump();
		},
		resized() {
			if (place === undefined) {
				sayResized({...sizes.current(), offset: ring.next()});
			} else {
				pump();
			}
		},
		finish(exited) {
			ending = exited;
			pump();
		},
	};
}
