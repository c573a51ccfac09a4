import type {PaneModes} from '../core/view/cells/cells.js';
import {isChord, type Chord} from '../core/view/keys/chord.js';
import {encodeStroke, sendsPlainText} from '../core/view/keys/encode.js';
import {keyName, keysOfText, type Key} from '../core/view/keys/keys.js';
import type {OuterFacts} from '../core/view/keys/outer-facts.js';
import {awaits, emptyOuterState, feedOuter, flushOuter} from '../core/view/keys/outer-input.js';
import type {OuterToken} from '../core/view/keys/outer-token.js';
import {endMark, lostEndMs, pastedBytes, startMark, startPanePaste, type PanePaste} from '../core/view/keys/outer-paste.js';
import {strokeOfCharacter, type Stroke} from '../core/view/keys/stroke.js';
import {joinAll} from '../core/view/keys/typed-bytes.js';
import type {MouseEvent} from '../core/view/mouse/mouse.js';
import {createOuter} from './outer.js';
import {createTypedQueue} from './typed-queue.js';

export type Input = {
	/** Asks the terminal what it is. Until it has said so, or 100 ms have passed, no pane is given a key. */
	readonly begin: () => void;
	readonly feed: (bytes: Uint8Array) => void;
	/** What a key has begun is done: what was typed after it is worked off. */
	readonly goOn: () => void;
	/** It came to nothing, and what was typed after it is for nobody. */
	readonly forget: () => void;
	/** How the pane's program is told of a key; undefined where it cannot be. */
	readonly bytesOf: (stroke: Stroke) => Uint8Array | undefined;
	readonly close: () => void;
};

type Options = {
	readonly chord: () => Chord;
	/** Asked before every key, because a key can move the focus. */
	readonly paneHasKeys: () => boolean;
	/** Asked before every key: whether the one before it has begun something whose end decides what the next one does. `goOn` or `forget` follow. */
	readonly isAwaited: () => boolean;
	/** Nobody said so, and what was typed is dropped for the chord. */
	readonly onForgotten: () => void;
	/** What the program in that pane has asked of its terminal; undefined until that is known. */
	readonly paneModes: () => PaneModes | undefined;
	/** Encoded for the pane that has the keys, in order. */
	readonly onPaneBytes: (bytes: Uint8Array) => void;
	readonly onKey: (key: Key) => void;
	readonly onChord: () => void;
	readonly onMouse: (event: MouseEvent) => void;
	/** The terminal's window came to the front, or left it. */
	readonly onTerminalFocus: (hasFocus: boolean) => void;
	/** What the terminal says about itself, at the start and whenever it changes. */
	readonly onFacts: (facts: OuterFacts) => void;
	/** To the terminal, between frames. */
	readonly write: (data: string) => unknown;
	readonly after: (ms: number, callback: () => void) => () => void;
};

/** A terminal sends a sequence in one piece: what is still alone after this was a key. For a pane the wait only delays its Esc; nobody waits for the others. */
const silence = {paneKey: 5, chromeKey: 25, sequence: 50, reply: 1000, paste: lostEndMs} as const;

/** Nobody pastes a longer line into the chrome; a pane gets all of it. */
const longestPaste = 2 * 1024 * 1024;

const plainModes: PaneModes = {
	applicationCursor: false, applicationKeypad: false, bracketedPaste: false, focusEvents: false, alternateScreen: false, mouse: 'none',
	mouseEncoding: 'default', kitty: 0, otherKeys: 0, alternateScroll: false, synchronized: false,
};

type Paste =
	| {readonly to: 'pane'; readonly state: PanePaste}
	| {readonly to: 'chrome'; readonly parts: Uint8Array[]; size: number};

/** Owns what the terminal sends: keys to the pane, encoded as its program wants them, or to the chrome; and what is no key to whom it concerns. */
export function createInput({chord, paneHasKeys, isAwaited, onForgotten, paneModes, onPaneBytes, onKey, onChord, onMouse, onTerminalFocus, onFacts, write, after}: Options): Input {
	let state = emptyOuterState;
	let cancel: (() => void) | undefined;
	let paste: Paste | undefined;
	/** For the pane; given away in one piece, because a key in two could be taken for two. */
	let gathered: Uint8Array[] = [];
	const encoder = new TextEncoder();

	const outer = createOuter({write, after, onFacts, onSettled() {
		goOn();
	}});

	const deliver = () => {
		if (gathered.length > 0) {
			const bytes = gathered.length === 1 ? gathered[0] ?? new Uint8Array() : joinAll(gathered);
			gathered = [];
			onPaneBytes(bytes);
		}
	};

	const toPane = (text: string | Uint8Array | undefined) => {
		if (text !== undefined && text.length > 0) {
			gathered.push(typeof text === 'string' ? encoder.encode(text) : text);
		}
	};

	const toChrome = (key: Key) => {
		deliver();
		onKey(key);
	};

	const takeText = (bytes: Uint8Array) => {
		if (paneHasKeys()) {
			const modes = paneModes() ?? plainModes;
			toPane(sendsPlainText(modes) ? bytes : keysOfText(bytes).map(character => encodeStroke(strokeOfCharacter(character), modes) ?? '').join(''));
			return;
		}

		const characters = keysOfText(bytes);
		for (const [index, character] of characters.entries()) {
			if (index > 0 && (paneHasKeys() || isAwaited())) {
				queue.putBack({type: 'text', bytes: encoder.encode(characters.slice(index).join(''))});
				return;
			}

			toChrome({type: 'key', name: character});
		}
	};

	const takeStroke = (stroke: Stroke) => {
		if (isChord(stroke, chord())) {
			// Held down it is still pressed once, and letting it go says nothing.
			if (stroke.event === 'press') {
				deliver();
				onChord();
			}

			return;
		}

		if (paneHasKeys()) {
			toPane(encodeStroke(stroke, paneModes() ?? plainModes));
			return;
		}

		const name = keyName(stroke);
		if (name !== undefined) {
			toChrome({type: 'key', name});
		}
	};

	const takePaste = ({part, bytes}: OuterToken & {readonly type: 'paste'}) => {
		if (part === 'start') {
			const bracketed = (paneModes() ?? plainModes).bracketedPaste;
			paste = paneHasKeys() ? {to: 'pane', state: startPanePaste(bracketed)} : {to: 'chrome', parts: [], size: 0};
			toPane(paste.to === 'pane' && bracketed ? startMark : undefined);
		} else if (paste?.to === 'pane') {
			const [next, written] = part === 'text' ? pastedBytes(paste.state, bytes) : [paste.state, paste.state.bracketed ? endMark : ''] as const;
			paste = part === 'text' ? {to: 'pane', state: next} : undefined;
			toPane(written);
		} else if (paste !== undefined && part === 'text') {
			const kept = bytes.subarray(0, longestPaste - paste.size);
			paste.parts.push(Uint8Array.from(kept));
			paste.size += kept.length;
		} else if (paste !== undefined) {
			const text = new TextDecoder().decode(joinAll(paste.parts));
			paste = undefined;
			toChrome({type: 'paste', text});
		}
	};

	const take = (token: OuterToken) => {
		switch (token.type) {
			case 'reply': {
				outer.take(token.reply);
				return;
			}

			case 'focus': {
				deliver();
				onTerminalFocus(token.hasFocus);
				return;
			}

			case 'mouse': {
				if (token.event !== undefined) {
					deliver();
					onMouse(token.event);
				}

				return;
			}

			case 'text': {
				takeText(token.bytes);
				return;
			}

			case 'stroke': {
				takeStroke(token.stroke);
				return;
			}

			case 'paste': {
				takePaste(token);
				return;
			}

			case 'unknown': {
				toPane(paneHasKeys() ? token.bytes : undefined);
			}
		}
	};

	const queue = createTypedQueue({
		mustWait: () => (!outer.isSettled() && paneHasKeys()) || isAwaited(),
		take,
		isWayOut: token => token.type === 'stroke' && token.stroke.event === 'press' && isChord(token.stroke, chord()),
		onForgotten,
		after,
	});

	const goOn = () => {
		queue.goOn();
		deliver();
	};

	const takeAll = (tokens: readonly OuterToken[]) => {
		for (const token of tokens) {
			if (token.type === 'reply' || token.type === 'focus') {
				take(token);
			} else {
				queue.add(token);
			}
		}

		deliver();
	};

	const settle = () => {
		cancel = undefined;
		const [next, tokens] = flushOuter(state);
		state = next;
		takeAll(tokens);
		wait();
	};

	const wait = () => {
		const awaited = awaits(state);
		if (awaited === 'nothing') {
			return;
		}

		// While answers are on their way, an Esc may well be the start of one.
		const key = paneHasKeys() && outer.isSettled() ? silence.paneKey : silence.chromeKey;
		cancel = after(awaited === 'key' ? key : silence[awaited], settle);
	};

	return {
		begin: outer.ask,
		feed(bytes) {
			cancel?.();
			cancel = undefined;
			const [next, tokens] = feedOuter(state, bytes);
			state = next;
			takeAll(tokens);
			wait();
		},
		goOn,
		forget: queue.forget,
		bytesOf(stroke) {
			const text = encodeStroke(stroke, paneModes() ?? plainModes);
			return text === undefined ? undefined : encoder.encode(text);
		},
		close() {
			cancel?.();
			queue.close();
			outer.close();
		},
	};
}
