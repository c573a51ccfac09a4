import {hideKeyLines, outsideKeys} from '../log/private-key.js';
import type {Redactor} from '../log/redact.js';
import {placeDrawnOver, placeToCut, placeToPause} from './log-cut.js';

/** Output that was not kept. `lines` is undefined where nobody could count them. */
export type LogLoss = {readonly lines: number | undefined; readonly bytes: number};

/** Output on its way to lines without secrets. Text is bytes here, one a character, so that whatever a program prints stays as it is. */
export type LogReader = {
	/** What can be written down now: whole lines, and parts of one that is very long, or that is drawn over itself for long. */
	readonly feed: (chunk: string) => string;
	/** Bytes are missing before what is fed next. The lines that they were cut from are dropped too: what is left of a secret could not be told. */
	readonly gap: (loss: LogLoss) => void;
	/** The last line, where it has no end. */
	readonly end: () => string;
	/** Nothing has come for a while: as much of a line without an end as can be told, such as a question. It is told once, and what follows goes on behind it. */
	readonly pause: () => string;
	/** How much of the line that has no end was told in pauses. */
	readonly told: () => number;
	/** Bytes that were fed and are not written down; of a line without an end all of it, told or not. */
	readonly held: () => number;
	/** What was not kept since this was asked last; undefined while it is not over. */
	readonly takeLoss: () => LogLoss | undefined;
	/** Something was not kept, and that has not been taken yet. */
	readonly owes: () => boolean;
};

/** A line that is longer is written down in parts. */
const longest = 64 * 1024;
/** Behind so much there is nothing left of a secret that a gap was cut into. */
const afterGap = 16 * 1024;
/** Of a line that is longer nothing is told before its end, but what it drew over. */
const longestPaused = 2000;

const nothingTold = {length: 0, text: ''};

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
	/** The beginning of `pending` that was told in pauses: how much of it, and as what. */
	let told = nothingTold;

	/** Keys come in many lines, and these in several pieces. */
	const clean = (text: string): string => {
		const {text: shown, search} = hideKeyLines(text, {search: keySearch, mark});
		keySearch = search;
		return redactor.redact(shown);
	};

	/** Without what was told of its beginning. */
	const untold = (raw: string): string => {
		const shown = clean(raw);
		const {length, text} = told;
		told = nothingTold;
		if (shown.startsWith(text)) {
			return shown.slice(text.length);
		}

		// What was told turns out to be the beginning of a secret.
		const end = Math.max(length, ...redactor.spans(raw).filter(([start, spanEnd]) => start < length && spanEnd > length).map(([, spanEnd]) => spanEnd));
		return `${end > length ? mark : ''}${redactor.redact(raw.slice(end))}`;
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

	/** Of one that is drawn over itself, as progress is, all but what stands there now: so that can be told in a pause. */
	const takeDrawnOver = (): string => {
		const at = pending.includes('\r') ? placeDrawnOver(pending, redactor.spans(pending)) : 0;
		if (at <= told.length) {
			return '';
		}

		const text = untold(pending.slice(0, at));
		pending = pending.slice(at);
		return text;
	};

	/** Of a line without an end, as much as holds no part of a secret whose rest may follow. */
	const takeLong = (): string => {
		const at = placeToCut(pending, redactor.spans(pending));
		if (at > 0) {
			const text = untold(pending.slice(0, at));
			pending = pending.slice(at);
			return text;
		}

		state = {status: 'hiding'};
		pending = '';
		told = nothingTold;
		return mark;
	};

	return {
		feed(chunk) {
			const text = wanted(chunk);
			const end = text.lastIndexOf('\n') + 1;
			const whole = end === 0 ? '' : untold(pending + text.slice(0, end));
			pending = end === 0 ? pending + text : text.slice(end);
			const part = pending.length > longestPaused ? takeDrawnOver() : '';
			return whole + part + (pending.length > longest ? takeLong() : '');
		},
		gap({lines, bytes}) {
			lose({lines, bytes: bytes + pending.length - told.length});
			pending = '';
			told = nothingTold;
			state = {status: 'dropping', dropped: 0};
		},
		end() {
			const text = untold(pending);
			pending = '';
			state = {status: 'reading'};
			keySearch = outsideKeys;
			return text;
		},
		pause() {
			if (state.status !== 'reading' || keySearch.left > 0 || pending.length > longestPaused) {
				return '';
			}

			const length = placeToPause(pending, redactor);
			const shown = redactor.redact(pending.slice(0, length));
			if (length <= told.length || !shown.startsWith(told.text)) {
				return '';
			}

			const text = shown.slice(told.text.length);
			told = {length, text: shown};
			return text;
		},
		told: () => told.length,
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
