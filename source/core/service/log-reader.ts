import {hideKeyLines, outsideKeys} from '../log/private-key.js';
import type {Redactor} from '../log/redact.js';

/** Output that was not kept. `lines` is undefined where nobody could count them. */
export type LogLoss = {readonly lines: number | undefined; readonly bytes: number};

/** Output on its way to lines without secrets. Text is bytes here, one a character, so that whatever a program prints stays as it is. */
export type LogReader = {
	/** What can be written down now: whole lines, and parts of one that is very long. */
	readonly feed: (chunk: string) => string;
	/** Bytes are missing before what is fed next. The lines that they were cut from are dropped too: what is left of a secret could not be told. */
	readonly gap: (loss: LogLoss) => void;
	/** The last line, where it has no end. */
	readonly end: () => string;
	/** Bytes that were fed and are not written down. */
	readonly held: () => number;
	/** What was not kept since this was asked last; undefined while it is not over. */
	readonly takeLoss: () => LogLoss | undefined;
	/** Something was not kept, and that has not been taken yet. */
	readonly owes: () => boolean;
};

/** A line that is longer is written down in parts. */
const longest = 64 * 1024;
/** No secret that is known is longer, and none that is not has to be found whole. */
const margin = 8 * 1024;
/** Behind so much there is nothing left of a secret that a gap was cut into. */
const afterGap = 16 * 1024;

type State =
	| {readonly status: 'reading'}
	/** The rest of a line that a gap was cut into. */
	| {readonly status: 'dropping'; readonly dropped: number}
	/** The rest of a secret that has no end. */
	| {readonly status: 'hiding'};

export function createLogReader({redactor, mark}: {readonly redactor: Redactor; readonly mark: string}): LogReader {
	let state: State = {status: 'reading'};
	let pending = '';
	let loss: LogLoss | undefined;
	let keySearch = outsideKeys;

	/** Keys come in many lines, and these in several pieces. */
	const clean = (text: string): string => {
		const {text: shown, search} = hideKeyLines(text, {search: keySearch, mark});
		keySearch = search;
		return redactor.redact(shown);
	};

	const lose = ({lines, bytes}: LogLoss) => {
		loss = {lines: loss === undefined ? lines : add(loss.lines, lines), bytes: (loss?.bytes ?? 0) + bytes};
	};

	/** What of a chunk is to be read. */
	const wanted = (chunk: string): string => {
		switch (state.status) {
			case 'reading': {
				return chunk;
			}

			case 'dropping': {
				const end = chunk.indexOf('\n');
				if (end !== -1) {
					state = {status: 'reading'};
					lose({lines: 1, bytes: end + 1});
					return chunk.slice(end + 1);
				}

				const part = Math.min(chunk.length, afterGap - state.dropped);
				const dropped = state.dropped + part;
				state = dropped >= afterGap ? {status: 'reading'} : {status: 'dropping', dropped};
				lose({lines: 0, bytes: part});
				return chunk.slice(part);
			}

			case 'hiding': {
				const end = chunk.search(/[ \t\r\n\f\v,;}"']/);
				if (end === -1) {
					return '';
				}

				state = {status: 'reading'};
				return chunk.slice(end);
			}
		}
	};

	/** Of a line without an end, as much as holds no part of a secret whose rest may follow. */
	const takeLong = (): string => {
		const at = placeToCut(pending, redactor.spans(pending));
		if (at > 0) {
			const text = clean(pending.slice(0, at));
			pending = pending.slice(at);
			return text;
		}

		state = {status: 'hiding'};
		pending = '';
		return mark;
	};

	return {
		feed(chunk) {
			const text = wanted(chunk);
			const end = text.lastIndexOf('\n') + 1;
			const whole = end === 0 ? '' : clean(pending + text.slice(0, end));
			pending = end === 0 ? pending + text : text.slice(end);
			return pending.length > longest ? whole + takeLong() : whole;
		},
		gap({lines, bytes}) {
			lose({lines, bytes: bytes + pending.length});
			pending = '';
			state = {status: 'dropping', dropped: 0};
		},
		end() {
			const text = clean(pending);
			pending = '';
			state = {status: 'reading'};
			keySearch = outsideKeys;
			return text;
		},
		held: () => pending.length,
		takeLoss() {
			if (state.status === 'dropping') {
				return undefined;
			}

			const taken = loss;
			loss = undefined;
			return taken;
		},
		owes: () => loss !== undefined,
	};
}

function add(one: number | undefined, other: number | undefined): number | undefined {
	return one === undefined || other === undefined ? undefined : one + other;
}

/** At a space where there is one, never within a secret, and so far from the end that none begins there that goes on; 0 where all of it is one secret. */
function placeToCut(text: string, spans: ReadonlyArray<readonly [number, number]>): number {
	const most = text.length - margin;
	const space = Math.max(text.lastIndexOf(' ', most), text.lastIndexOf(',', most), text.lastIndexOf(';', most));
	const at = beforeSpans(space > most / 2 ? space : most, spans);

	if (at > 0) {
		return at;
	}

	// It begins with a secret that is longer than usual: behind it, if its end is there.
	const end = Math.max(0, ...spans.filter(([start]) => start === 0).map(([, spanEnd]) => spanEnd));
	return end < text.length ? end : 0;
}

function beforeSpans(at: number, spans: ReadonlyArray<readonly [number, number]>): number {
	const before = Math.min(at, ...spans.filter(([start, end]) => start < at && at < end).map(([start]) => start));
	return before === at ? at : beforeSpans(before, spans);
}
