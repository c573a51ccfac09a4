import {emptyChordState, feedChord, flushChord, type Chord, type ChordPiece} from '../core/view/keys/chord.js';
import {emptyKeyState, feedKeys, flushKeys, type Key} from '../core/view/keys/keys.js';
import type {OuterFacts} from '../core/view/keys/outer-facts.js';
import type {MouseEvent} from '../core/view/mouse/mouse.js';

export type Input = {
	readonly feed: (bytes: Uint8Array) => void;
	readonly close: () => void;
};

type Options = {
	readonly chord: () => Chord;
	/** Asked before every piece, because a piece can move the focus. */
	readonly paneHasKeys: () => boolean;
	/** Untouched, in order. */
	readonly onPaneBytes: (bytes: Uint8Array) => void;
	readonly onKey: (key: Key) => void;
	readonly onChord: () => void;
	readonly onMouse?: (event: MouseEvent) => void;
	/** The terminal's window came to the front, or left it. */
	readonly onTerminalFocus?: (hasFocus: boolean) => void;
	/** What the terminal says about itself, at the start and whenever it changes. */
	readonly onFacts?: (facts: OuterFacts) => void;
	readonly after: (ms: number, callback: () => void) => () => void;
};

/** A terminal sends a sequence in one piece: what is still alone after this was a key. For a pane the wait only delays its Esc. */
const silence = {pane: 5, chrome: 25} as const;

/** Owns what is typed: to the pane untouched, or to the chrome as keys. */
export function createInput({chord, paneHasKeys, onPaneBytes, onKey, onChord, after}: Options): Input {
	let chordState = emptyChordState;
	let keyState = emptyKeyState;
	let cancel: (() => void) | undefined;

	const takeKeys = (keys: readonly Key[]) => {
		for (const key of keys) {
			if (key.type === 'key' && key.name === chord().label) {
				onChord();
			} else {
				onKey(key);
			}
		}
	};

	/** One byte at a time outside of pastes: after each key the next byte may belong to a pane. */
	const takeBytes = (bytes: Uint8Array) => {
		let position = 0;
		while (position < bytes.length) {
			if (keyState.pending.length === 0 && keyState.paste === undefined && paneHasKeys()) {
				onPaneBytes(bytes.subarray(position));
				return;
			}

			const end = keyState.paste === undefined ? position + 1 : bytes.length;
			const [next, keys] = feedKeys(keyState, bytes.subarray(position, end));
			keyState = next;
			position = end;
			takeKeys(keys);
		}
	};

	const takePieces = (pieces: readonly ChordPiece[]) => {
		for (const piece of pieces) {
			if (piece.type === 'chord') {
				onChord();
			} else {
				takeBytes(piece.bytes);
			}
		}
	};

	const settle = () => {
		cancel = undefined;
		const [next, pieces] = flushChord(chordState);
		chordState = next;
		takePieces(pieces);
		const [rest, keys] = flushKeys(keyState);
		keyState = rest;
		takeKeys(keys);
	};

	return {
		feed(bytes) {
			cancel?.();
			cancel = undefined;
			const [next, pieces] = feedChord(chordState, bytes, chord());
			chordState = next;
			takePieces(pieces);
			if (chordState.pending.length > 0 || keyState.pending.length > 0) {
				cancel = after(paneHasKeys() ? silence.pane : silence.chrome, settle);
			}
		},
		close() {
			cancel?.();
		},
	};
}
