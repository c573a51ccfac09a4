import type {LogLoss} from '../core/service/log-reader.js';
import type {RingLine} from '../core/service/log-ring.js';
import {lossText, stampOf} from '../core/service/log-text.js';
import type {Instant} from '../core/session/session.js';

/** Gives each line its time, for the file, and keeps the newest for memory. */
export type LogFormat = {
	/** Whole lines, or a part of one; one character a byte. */
	readonly text: (text: string, at: Instant) => void;
	readonly loss: (loss: LogLoss, time: {readonly from: Instant; readonly to: Instant}) => void;
	/** What comes next is another line. */
	readonly end: () => void;
	/** The line that has no end yet is seen as far as it is. */
	readonly pause: () => void;
	/** What came since the last time. The bytes are valid until more comes: in a flood, new ones each time would make the memory grow. */
	readonly take: () => {readonly bytes: Uint8Array; readonly shown: readonly RingLine[]};
};

/** A line that is longer is cut in memory; the file has all of it. */
const longestShown = 16 * 1024;

const newline = 10;
const carriageReturn = 13;

type Begun = {readonly at: Instant; readonly bytes: Uint8Array; readonly size: number};

export function createLogFormat(): LogFormat {
	const out = createPage();
	let shown: RingLine[] = [];
	/** A line that is in the file already, and has no end yet. */
	let begun: Begun | undefined;

	let scratch = Buffer.alloc(0);

	/** Bytes of one character each. Valid until the next one. */
	const encoded = (text: string): Buffer => {
		if (text.length > scratch.length || scratch.length > 2 * usualPage) {
			scratch = Buffer.alloc(Math.max(text.length, Math.min(usualPage, 2 * scratch.length)));
		}

		return scratch.subarray(0, scratch.write(text, 'latin1'));
	};

	const show = ({at, bytes, size}: Begun) => {
		shown.push({at, bytes: size > longestShown ? Buffer.concat([bytes, Buffer.from(` … (${(size / 1_000_000).toFixed(1)} MB, in the file)`)]) : bytes});
	};

	const end = () => {
		if (begun !== undefined) {
			out.add(Uint8Array.of(newline));
			show(begun);
			begun = undefined;
		}
	};

	return {
		text(text, at) {
			const bytes = encoded(text);
			const stamp = Buffer.from(`${stampOf(at)} `);
			for (let from = 0; from < bytes.length;) {
				const to = bytes.indexOf(newline, from);
				const line = bytes.subarray(from, to === -1 ? bytes.length : to + 1);
				if (begun === undefined) {
					out.add(stamp);
				}

				const added = out.add(line);
				const whole = longer(begun, {at, bytes: to === -1 ? added : added.subarray(0, -1)});
				from += line.length;
				if (to === -1) {
					// A copy, because what comes after the next `take` is put there.
					begun = {...whole, bytes: Uint8Array.from(whole.bytes)};
				} else {
					show(whole);
					begun = undefined;
				}
			}
		},
		loss(loss, time) {
			end();
			const text = lossText(loss, time);
			out.add(Buffer.from(`${stampOf(time.to)} ${text}\n`));
			shown.push({at: time.to, bytes: Buffer.from(text), skipped: {lines: loss.lines ?? 0, bytes: loss.bytes}});
		},
		end,
		pause() {
			if (begun !== undefined) {
				shown.push({at: begun.at, bytes: begun.bytes, open: true});
			}
		},
		take() {
			const taken = {bytes: out.take(), shown};
			shown = [];
			return taken;
		},
	};
}

/** As much of a line as is shown, with what is added to it: its beginning, or, of one that is drawn over itself, what stands there last. */
function longer(begun: Begun | undefined, {at, bytes}: {readonly at: Instant; readonly bytes: Uint8Array}): Begun {
	const size = bytes.length + (begun?.size ?? 0);
	const whole = begun === undefined ? bytes : Buffer.concat([begun.bytes, bytes]);
	if (size <= longestShown) {
		return {at: begun?.at ?? at, size, bytes: whole};
	}

	const last = whole.subarray(whole.lastIndexOf(carriageReturn, whole.findLastIndex(byte => byte !== carriageReturn)) + 1);
	return {at: begun?.at ?? at, size: last.length < whole.length ? last.length : size, bytes: last.subarray(0, longestShown)};
}

const usualPage = 128 * 1024;

/** Bytes in a row, in a place that is used again. */
function createPage(): {/** Answers with where they are now. */ readonly add: (bytes: Uint8Array) => Uint8Array; readonly take: () => Uint8Array} {
	let page = new Uint8Array(1024);
	let used = 0;
	let isTaken = false;
	return {
		add(bytes) {
			if (isTaken) {
				isTaken = false;
				used = 0;
				page = page.length > usualPage ? new Uint8Array(usualPage) : page;
			}

			if (used + bytes.length > page.length) {
				const larger = new Uint8Array(Math.max(2 * page.length, used + bytes.length));
				larger.set(page.subarray(0, used));
				page = larger;
			}

			page.set(bytes, used);
			used += bytes.length;
			return page.subarray(used - bytes.length, used);
		},
		take() {
			const taken = isTaken ? new Uint8Array() : page.subarray(0, used);
			isTaken = true;
			return taken;
		},
	};
}
