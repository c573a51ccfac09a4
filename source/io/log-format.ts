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
	/** What came since the last time. */
	readonly take: () => {readonly bytes: Uint8Array; readonly shown: readonly RingLine[]};
};

/** A line that is longer is cut in memory; the file has all of it. */
const longestShown = 16 * 1024;

const newline = 10;

type Begun = {readonly at: Instant; readonly bytes: Uint8Array; readonly size: number};

export function createLogFormat(): LogFormat {
	let parts: Uint8Array[] = [];
	let shown: RingLine[] = [];
	/** A line that is in the file already, and has no end yet. */
	let begun: Begun | undefined;

	const show = ({at, bytes, size}: Begun) => {
		shown.push({at, bytes: size > longestShown ? Buffer.concat([bytes, Buffer.from(` … (${(size / 1_000_000).toFixed(1)} MB, in the file)`)]) : bytes});
	};

	const end = () => {
		if (begun !== undefined) {
			parts.push(Buffer.from('\n'));
			show(begun);
			begun = undefined;
		}
	};

	return {
		text(text, at) {
			const stamp = `${stampOf(at)} `;
			const isWhole = text.endsWith('\n');
			const stamped = (isWhole ? text.slice(0, -1) : text).replaceAll('\n', `\n${stamp}`);
			const bytes = Buffer.from(`${begun === undefined ? stamp : ''}${stamped}${isWhole ? '\n' : ''}`, 'latin1');
			parts.push(bytes);

			let from = begun === undefined ? stamp.length : 0;
			for (let to = bytes.indexOf(newline); to !== -1; to = bytes.indexOf(newline, from)) {
				show(longer(begun, {at, bytes: bytes.subarray(from, to)}));
				begun = undefined;
				from = to + 1 + stamp.length;
			}

			if (!isWhole) {
				const {bytes: rest, ...line} = longer(begun, {at, bytes: bytes.subarray(from)});
				// A copy, because what comes next may be long in coming.
				begun = {...line, bytes: Uint8Array.from(rest)};
			}
		},
		loss(loss, time) {
			end();
			const text = lossText(loss, time);
			parts.push(Buffer.from(`${stampOf(time.to)} ${text}\n`));
			shown.push({at: time.to, bytes: Buffer.from(text), skipped: {lines: loss.lines ?? 0, bytes: loss.bytes}});
		},
		end,
		take() {
			const taken = {bytes: parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts), shown};
			parts = [];
			shown = [];
			return taken;
		},
	};
}

/** As much of a line as is shown, with what is added to it. */
function longer(begun: Begun | undefined, {at, bytes}: {readonly at: Instant; readonly bytes: Uint8Array}): Begun {
	const size = bytes.length + (begun?.size ?? 0);
	if (begun === undefined) {
		return {at, size, bytes: bytes.subarray(0, longestShown)};
	}

	return {at: begun.at, size, bytes: begun.bytes.length >= longestShown ? begun.bytes : Buffer.concat([begun.bytes, bytes]).subarray(0, longestShown)};
}
