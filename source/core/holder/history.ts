import type {ScreenFrame} from '../ipc/frame.js';
import {createCheckpoints} from './checkpoints.js';
import {createRing, type Ring} from './ring.js';
import {createSizes, type Size, type Sizes} from './sizes.js';
import {createTracker, type Tracker} from './tracker.js';

/** What is kept of a session's output, and what it takes to show it: the bytes, the sizes they were written for, the modes that hold where they begin, and screens to begin with. */
export type History = {
	readonly ring: Ring;
	readonly sizes: Sizes;
	readonly append: (bytes: Uint8Array) => void;
	readonly resize: (size: Size) => void;
	/** What joins nothing that is here is not kept. */
	readonly keep: (checkpoint: ScreenFrame) => void;
	/** Where a client begins, and the screen it begins with, if it asked for one. */
	readonly begin: (from: number | 'oldest' | 'live' | 'screen' | 'history') => {readonly offset: number; readonly screen?: ScreenFrame};
	/** Where somebody goes on who was overtaken, and what brings a reset terminal there. */
	readonly goOn: () => {readonly offset: number; readonly preamble: Uint8Array};
	/** What brings a fresh terminal of the newest size to the last screen. */
	readonly tail: () => Uint8Array;
	/** Of a program on pipes: how many lines ended before an offset; undefined where that is no longer known. */
	readonly linesBefore?: (offset: number) => number | undefined;
};

type Options = Size & {
	/** Of the ring. */
	readonly limit: number;
};

/** So many bytes behind a checkpoint are worth keeping for an exact last screen; more come only while no daemon is there. */
const tailLimit = 1.5 * 1024 * 1024;

/** More than any screen is made of. */
const lastBytes = 256 * 1024;

export function createHistory({limit, ...size}: Options): History {
	const sizes = createSizes(size);
	const checkpoints = createCheckpoints();
	/** Stands at the ring's oldest byte, unless a newer checkpoint joins: then nothing has to be read, and it is undefined. */
	let tracker: Tracker | undefined = createTracker();
	/** The ring's oldest byte, between two appends. */
	let forgotten = 0;
	const ring = createRing({
		limit,
		onForget(bytes) {
			const from = forgotten;
			forgotten += bytes.length;
			const newest = checkpoints.newest();
			if (newest === undefined || newest.offset < from) {
				track(tracker ??= createTracker(), {from, bytes});
			} else if (newest.offset < forgotten) {
				tracker = trackerAt(newest);
				track(tracker, {from: newest.offset, bytes: bytes.subarray(newest.offset - from)});
			} else {
				tracker = undefined;
			}
		},
	});

	/** In the order in which the program had it: a change of size lies between two bytes. */
	const track = (follower: Tracker, {from, bytes}: {readonly from: number; readonly bytes: Uint8Array}) => {
		let done = 0;
		let count = sizes.count(from);
		for (let change = sizes.next(count); change !== undefined && change.offset <= from + bytes.length; change = sizes.next(count)) {
			follower.feed(bytes.subarray(done, change.offset - from));
			follower.resize();
			done = change.offset - from;
			count++;
		}

		follower.feed(bytes.subarray(done));
	};

	/** A tracker for what comes behind the oldest byte from which on the modes are known. */
	const startTracking = (): {readonly offset: number; readonly follower: Tracker} => {
		const checkpoint = checkpoints.oldest();
		return tracker === undefined && checkpoint !== undefined ? {offset: checkpoint.offset, follower: trackerAt(checkpoint)} : {offset: ring.oldest(), follower: (tracker ?? createTracker()).copy()};
	};

	const goOn = () => {
		const {offset, follower} = startTracking();
		return {offset, preamble: follower.preamble()};
	};

	const modesOnly = (): ScreenFrame => {
		const {offset, preamble} = goOn();
		return {offset, ...sizes.at(offset), bytes: preamble};
	};

	const lastOutput = () => {
		const {offset: begun, follower} = startTracking();
		const from = Math.max(begun, ring.next() - lastBytes);
		for (let offset = begun; offset < from;) {
			const bytes = ring.read(offset, from - offset);
			track(follower, {from: offset, bytes});
			offset += bytes.length;
		}

		return joined(follower.preamble(), ring.tail(ring.next() - from));
	};

	return {
		ring,
		sizes,
		append(bytes) {
			ring.append(bytes);
			sizes.forget(ring.oldest());
			checkpoints.forget(ring.oldest());
		},
		resize(changed) {
			sizes.change(changed, ring.next());
		},
		keep(checkpoint) {
			if (checkpoint.offset >= ring.oldest() && checkpoint.offset <= ring.next()) {
				checkpoints.keep(checkpoint);
			}
		},
		begin(from) {
			switch (from) {
				case 'live': {
					return {offset: ring.next()};
				}

				case 'oldest': {
					return {offset: ring.oldest()};
				}

				case 'screen':
				case 'history': {
					const isWhole = from === 'history' && ring.oldest() === 0;
					const screen = (isWhole ? undefined : checkpoints[from === 'screen' ? 'newest' : 'oldest']()) ?? modesOnly();
					return {offset: screen.offset, screen};
				}

				default: {
					// One that was overwritten stays as it is, so that the gap is told.
					return {offset: Math.min(from, ring.next())};
				}
			}
		},
		goOn,
		tail() {
			const newest = checkpoints.newest();
			const {cols, rows} = sizes.current();
			const isExact = newest?.cols === cols && newest.rows === rows && ring.next() - newest.offset <= tailLimit;
			return isExact ? joined(newest.bytes, ring.tail(ring.next() - newest.offset)) : lastOutput();
		},
	};
}

/** What draws a screen also brings its modes. */
function trackerAt(checkpoint: ScreenFrame): Tracker {
	const tracker = createTracker();
	tracker.feed(checkpoint.bytes);
	return tracker;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
	const whole = new Uint8Array(first.length + second.length);
	whole.set(first);
	whole.set(second, first.length);
	return whole;
}
