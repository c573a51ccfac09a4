import {createRing} from '../holder/ring.js';
import type {Instant} from '../session/session.js';
import {mostLogLines, type LogLine} from './log.js';

/** A line on its way into memory. The bytes are copied. */
export type RingLine = {readonly at: Instant; readonly bytes: Uint8Array; readonly skipped?: LogLine['skipped']; /** It has no end yet: the next one is the same line, with more of it, and takes its place. */ readonly open?: true};

export type LogRing = {
	readonly add: (lines: readonly RingLine[]) => void;
	/** At most `most` of the newest lines behind `after`, oldest first. */
	readonly lines: (after: number, most: number) => readonly LogLine[];
	/** The number of the newest; 0 for none. */
	readonly last: () => number;
};

/** Of all lines together: long ones push out more than one short one. */
const mostBytes = 4 * 1024 * 1024;

type Place = {readonly at: Instant; readonly offset: number; readonly length: number; readonly skipped: LogLine['skipped']; readonly open: true | undefined};

const decoder = new TextDecoder();

/** The newest lines of a service, numbered. They are kept as bytes in one place, because in a flood thousands of strings a second would make the memory grow until somebody tidies it. */
export function createLogRing({most = mostLogLines, bytes: limit = mostBytes}: {readonly most?: number; readonly bytes?: number} = {}): LogRing {
	const bytes = createRing({limit});
	const places = new Map<number, Place>();
	let last = 0;
	let oldest = 1;

	const forget = () => {
		const place = places.get(oldest);
		if (place !== undefined && (last - oldest >= most || place.offset < bytes.oldest())) {
			places.delete(oldest);
			oldest++;
			forget();
		}
	};

	const textOf = ({offset, length}: Place): string => {
		const first = bytes.read(offset, length);
		if (first.length === length) {
			return decoder.decode(first);
		}

		const whole = new Uint8Array(length);
		whole.set(first);
		whole.set(bytes.read(offset + first.length, length - first.length), first.length);
		return decoder.decode(whole);
	};

	return {
		add(lines) {
			for (const {at, bytes: text, skipped, open} of lines) {
				last += places.get(last)?.open === true ? 0 : 1;
				places.set(last, {at, offset: bytes.next(), length: text.length, skipped, open});
				bytes.append(text);
				forget();
			}
		},
		lines(after, count) {
			const from = Math.max(oldest, after + 1, last - count + 1);
			return Array.from({length: Math.max(0, last - from + 1)}, (_, index) => from + index).flatMap(number => {
				const place = places.get(number);
				return place === undefined ? [] : [{number, at: place.at, text: textOf(place), ...(place.skipped === undefined ? {} : {skipped: place.skipped}), ...(place.open === undefined ? {} : {open: place.open})}];
			});
		},
		last: () => last,
	};
}
