/** A control sequence that can change a terminal's modes. */
export type Sequence =
	| {readonly type: 'escape'; readonly intermediates: string; readonly final: string}
	| {readonly type: 'csi'; readonly prefix: string; readonly parameters: readonly string[]; readonly intermediates: string; readonly final: string}
	| {readonly type: 'osc'; readonly text: string}
	/** Which set of characters is in use: SI and SO. */
	| {readonly type: 'shift'; readonly set: 0 | 1};

/** Where a reader stands between two bytes. */
export type ReadingState = {
	readonly status: 'text' | 'escape' | 'csi' | 'string' | 'string-end';
	/** The sequence that has begun, from its ESC on, as far as it is short. */
	readonly begun: readonly number[];
};

export type SequenceReader = {
	readonly feed: (bytes: Uint8Array) => void;
	readonly state: () => ReadingState;
	/** What a fresh terminal has to be given so that it goes on where the reader stands: the sequence that has begun. One that is too long to be kept is stood in for by one that does nothing. */
	readonly pending: () => Uint8Array;
};

const escape = 0x1B;
const bell = 0x07;
/** CAN and SUB: whatever has begun is void. */
const cancels = new Set([0x18, 0x1A]);

/** The longest sequence that is understood; what is longer (a picture, a text for the clipboard) changes no mode. */
const longest = 4096;

const decoder = new TextDecoder();

const inText: ReadingState = {status: 'text', begun: []};

/** Finds the control sequences in a program's output, byte by byte, in a bounded memory: all that a holder ever reads of it. */
export function createSequenceReader(onSequence: (sequence: Sequence) => void, from = inText): SequenceReader {
	let {status} = from;
	let begun = [...from.begun];

	const begin = () => {
		status = 'escape';
		begun = [escape];
	};

	const end = () => {
		status = 'text';
		begun = [];
	};

	const add = (byte: number) => {
		if (begun.length < longest) {
			begun.push(byte);
		}
	};

	const inEscape = (byte: number) => {
		add(byte);
		if (byte === 0x5B) {
			status = 'csi';
		} else if (byte === 0x5D || byte === 0x50 || byte === 0x58 || byte === 0x5E || byte === 0x5F) {
			status = 'string';
		} else if (byte >= 0x30) {
			onSequence({type: 'escape', intermediates: String.fromCodePoint(...begun.slice(1, -1)), final: String.fromCodePoint(byte)});
			end();
		}
	};

	const inCsi = (byte: number) => {
		add(byte);
		if (byte >= 0x40) {
			// Colours are most of what comes here; only with a prefix do they say more.
			if (begun.length < longest && (byte !== 0x6D || begun[2] === 0x3E)) {
				onSequence(readCsi(String.fromCodePoint(...begun.slice(2))));
			}

			end();
		}
	};

	const endString = () => {
		if (begun[1] === 0x5D && begun.length < longest) {
			onSequence({type: 'osc', text: decoder.decode(Uint8Array.from(begun.slice(2)))});
		}

		end();
	};

	const inString = (byte: number) => {
		if (byte === bell && begun[1] === 0x5D) {
			endString();
		} else {
			add(byte);
		}
	};

	const takeByte = (byte: number) => {
		if (status === 'string-end') {
			endString();
			if (byte === 0x5C) {
				return;
			}

			begin();
		}

		if (byte === escape) {
			if (status === 'string') {
				status = 'string-end';
			} else {
				begin();
			}
		} else if (cancels.has(byte)) {
			end();
		} else if (status === 'string') {
			inString(byte);
		} else if (byte < 0x20 || byte === 0x7F) {
			// Line feeds and the like are carried out within a sequence and do not end it.
			shift(byte);
		} else if (byte > 0x7F) {
			end();
		} else if (status === 'escape') {
			inEscape(byte);
		} else {
			inCsi(byte);
		}
	};

	const shift = (byte: number) => {
		if (byte === 0x0E || byte === 0x0F) {
			onSequence({type: 'shift', set: byte === 0x0E ? 1 : 0});
		}
	};

	return {
		feed(bytes) {
			for (const byte of bytes) {
				if (status !== 'text' || byte === escape) {
					takeByte(byte);
				} else if (byte < 0x10) {
					shift(byte);
				}
			}
		},
		state: () => ({status, begun}),
		pending() {
			const start = begun.length < longest ? begun : [...standIn(begun[1])];
			return Uint8Array.from(status === 'string-end' ? [...start, escape] : start);
		},
	};
}

/** The beginning of a sequence that no terminal knows. */
function standIn(kind: number | undefined): readonly number[] {
	if (kind === 0x5B) {
		return [escape, 0x5B, 0x3F];
	}

	return kind === 0x5D ? [escape, 0x5D, 0x39, 0x39, 0x39, 0x39, 0x3B] : [escape, 0x5F];
}

function readCsi(text: string): Sequence {
	const [, prefix = '', parameters = '', intermediates = '', final = ''] = /^([<=>?]?)([\d:;]*)([^@-~]*)([@-~])$/.exec(text) ?? [];
	return {type: 'csi', prefix, parameters: parameters.split(';'), intermediates, final};
}
