import {moveCursor} from '../core/view/copy/motions.js';
import type {CopyInput} from '../core/view/copy/press-copy.js';
import type {SessionId} from '../core/session/session.js';
import {hintNow} from '../core/view/keys/key-now.js';
import {endMark, pastedBytes, startMark, startPanePaste} from '../core/view/keys/outer-paste.js';
import {placeOf} from '../core/view/navigation/rows.js';
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
	/** Whether it is not known yet what the next key means. */
	readonly isAwaited: () => boolean;
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
	/** What was waited for is there: keys are worked off, or are for nobody. */
	readonly onKnown: (isForSomebody: boolean) => void;
};

/** Copy mode as keys ask for it. */
export function createScrollback({store, panes, keyboard, timers, write, request, link, chord, onKnown}: Options): Scrollback {
	/** Whose keys wait. */
	let awaited: SessionId | undefined;
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
		onFree(session, keys) {
			if (session !== awaited) {
				return;
			}

			awaited = undefined;
			const {screen, overlays, focused} = store.get().navigation;
			// Nobody types into what he has not seen.
			onKnown(keys !== undefined && keys === focused && screen === 'work' && overlays.length === 0);
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
		isAwaited() {
			const {navigation} = store.get();
			const session = placeOf(navigation) === 'copy' ? navigation.focused : undefined;
			if (session === undefined || !copying.isBusy(session)) {
				return false;
			}

			awaited = session;
			return true;
		},
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
