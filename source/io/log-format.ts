import type {LogLine} from '../core/service/log.js';
import type {LogLoss} from '../core/service/log-reader.js';
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
	readonly take: () => {readonly bytes: Uint8Array; readonly shown: ReadonlyArray<Omit<LogLine, 'number'>>};
};

/** A line that is longer is cut in memory; the file has all of it. */
const longestShown = 16 * 1024;

export function createLogFormat(): LogFormat {
	let bytes: Uint8Array[] = [];
	let shown: Array<Omit<LogLine, 'number'>> = [];
	/** A line that has been begun, and not ended yet. */
	let begun: {readonly at: Instant; readonly text: string; readonly size: number} | undefined;

	const show = ({at, text, size}: {readonly at: Instant; readonly text: string; readonly size: number}) => {
		shown.push({at, text: size > longestShown ? `${text} … (${(size / 1_000_000).toFixed(1)} MB, in the file)` : text});
	};

	const end = () => {
		if (begun !== undefined) {
			bytes.push(Buffer.from('\n'));
			show(begun);
			begun = undefined;
		}
	};

	/** Cut where it is long, and a string of its own, so that a few lines do not keep a whole portion in memory. */
	const part = (whole: Buffer, from: number, to: number) => whole.toString('utf8', from, Math.min(to, from + longestShown));

	return {
		text(text, at) {
			const stamp = `${stampOf(at)} `;
			const isWhole = text.endsWith('\n');
			const stamped = (isWhole ? text.slice(0, -1) : text).replaceAll('\n', `\n${stamp}`);
			bytes.push(Buffer.from(`${begun === undefined ? stamp : ''}${stamped}${isWhole ? '\n' : ''}`, 'latin1'));

			const whole = Buffer.from(text, 'latin1');
			let from = 0;
			for (let to = whole.indexOf(10); to !== -1; to = whole.indexOf(10, from)) {
				const line = part(whole, from, to);
				show(begun === undefined ? {at, text: line, size: to - from} : {...begun, size: begun.size + to - from, text: (begun.text + line).slice(0, longestShown)});
				begun = undefined;
				from = to + 1;
			}

			if (from < whole.length) {
				const line = part(whole, from, whole.length);
				begun = {at: begun?.at ?? at, size: (begun?.size ?? 0) + whole.length - from, text: begun !== undefined && begun.text.length >= longestShown ? begun.text : (begun?.text ?? '') + line};
			}
		},
		loss(loss, time) {
			end();
			const text = lossText(loss, time);
			bytes.push(Buffer.from(`${stampOf(time.to)} ${text}\n`));
			shown.push({at: time.to, text, skipped: {lines: loss.lines ?? 0, bytes: loss.bytes}});
		},
		end,
		take() {
			const taken = {bytes: bytes.length === 1 && bytes[0] ? bytes[0] : Buffer.concat(bytes), shown};
			bytes = [];
			shown = [];
			return taken;
		},
	};
}
