import {moveCursor} from '../core/view/copy/motions.js';
import type {CopyInput} from '../core/view/copy/press-copy.js';
import {hintNow} from '../core/view/keys/key-now.js';
import {endMark, pastedBytes, startMark, startPanePaste} from '../core/view/keys/outer-paste.js';
import {createClipboard, type Clipboard} from './clipboard.js';
import {createCopying, type Copying} from './copying.js';
import type {Compositor} from './compositor.js';
import type {Keyboard} from './keyboard.js';
import type {Link} from './link.js';
import type {Panes} from './pane/panes.js';
import type {Store} from './store.js';
import type {Timers} from './timers.js';

export type Scrollback = Copying & {
	/** A program in a pane wrote the clipboard. */
	readonly clipboard: Clipboard['take'];
	/** For the pane that has the focus. */
	readonly perform: (input: CopyInput | {readonly type: 'enter'; readonly page: boolean}) => void;
	/** What was copied last, or that text, into the pane that has the focus. */
	readonly paste: (copied: number | undefined) => void;
};

type Options = {
	readonly store: Store;
	readonly panes: Panes;
	readonly keyboard: Keyboard;
	readonly timers: Timers;
	readonly write: (data: string) => unknown;
	readonly request: Compositor['request'];
	readonly link: () => Pick<Link, 'call'> | undefined;
	/** As people read it. */
	readonly chord: () => string;
};

/** Copy mode as keys ask for it. */
export function createScrollback({store, panes, keyboard, timers, write, request, link, chord}: Options): Scrollback {
	const clipboard = createClipboard({store, write});
	const copying = createCopying({
		store,
		timers,
		clipboard,
		request,
		pasteKeys() {
			const key = hintNow('box', ']', store.get().navigation.keys.table.rows);
			return key === undefined ? undefined : `${chord()} ${key}`;
		},
		async call(command) {
			const line = link();
			if (line === undefined) {
				throw new Error('There is no line to clutchd yet.');
			}

			return line.call(command);
		},
	});

	const focused = () => store.get().navigation.focused;

	return {
		...copying,
		clipboard: clipboard.take,
		perform(input) {
			const session = focused();
			if (session === undefined) {
				return;
			}

			if (input.type !== 'enter') {
				copying.press(session, input);
				return;
			}

			copying.enter(session, 'key');
			if (input.page) {
				copying.change(session, (state, lines) => moveCursor(state, 'page-up', {lines, count: undefined}));
			}
		},
		paste(copied) {
			const session = store.get().navigation.screen === 'work' ? focused() : undefined;
			const text = clipboard.copied(copied);
			if (session === undefined || text === undefined) {
				store.navigate({type: 'message', message: {level: 'note', text: text === undefined ? 'Nothing has been copied yet.' : 'No pane has the focus to paste into; go to one first.'}});
				return;
			}

			copying.leave(session);
			const bracketed = panes.get(session)?.modes.bracketedPaste ?? false;
			const [, bytes] = pastedBytes(startPanePaste(bracketed), new TextEncoder().encode(text));
			keyboard.type(bracketed ? Buffer.concat([Buffer.from(startMark), bytes, Buffer.from(endMark)]) : bytes);
		},
	};
}
