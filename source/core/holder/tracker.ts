import {changeModes, freshModes, resizeModes, type Modes} from './modes.js';
import {preamble} from './preamble.js';
import {createSequenceReader, type ReadingState} from './sequences.js';

/** Knows the modes that hold after the bytes it was given. */
export type Tracker = {
	readonly feed: (bytes: Uint8Array) => void;
	/** The terminal got another size here. */
	readonly resize: () => void;
	readonly modes: () => Modes;
	/** What brings a reset terminal to this point: the modes, and the beginning of a sequence whose rest comes next. */
	readonly preamble: () => Uint8Array;
	/** Another one that goes on from here by itself. */
	readonly copy: () => Tracker;
};

type Point = {readonly modes: Modes; readonly reading?: ReadingState | undefined};

const encoder = new TextEncoder();

const beginning: Point = {modes: freshModes};

export function createTracker(from = beginning): Tracker {
	let {modes} = from;
	const reader = createSequenceReader(sequence => {
		modes = changeModes(modes, sequence);
	}, from.reading);

	return {
		feed: reader.feed,
		resize() {
			modes = resizeModes(modes);
		},
		modes: () => modes,
		preamble() {
			const switched = encoder.encode(preamble(modes));
			const pending = reader.pending();
			const whole = new Uint8Array(switched.length + pending.length);
			whole.set(switched);
			whole.set(pending, switched.length);
			return whole;
		},
		copy: () => createTracker({modes, reading: reader.state()}),
	};
}
