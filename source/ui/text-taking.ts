import {copiedText} from '../core/view/copy/copied.js';
import type {Message} from '../core/view/notices/notices.js';
import {hasLines} from '../core/view/copy/line-window.js';
import {selectedLines, selectedText} from '../core/view/copy/selected.js';
import {wholeText, type Viewer} from '../core/view/copy/whole-text.js';
import type {SessionId} from '../core/session/session.js';
import type {Clipboard} from './clipboard.js';
import type {LineFetch} from './line-fetch.js';
import type {Scrolled} from './scrolled.js';
import type {Store} from './store.js';

export type TextTaking = {
	/** What is selected goes into the clipboard; `leave` is called once it is known. */
	readonly copy: (scrolled: Scrolled, leave: () => void) => Promise<void>;
	/** All that is kept of the pane, in a program beside. Resolves once that one has the focus, with its session; undefined where it does not get it. */
	readonly open: (scrolled: Scrolled, viewer: Viewer) => Promise<SessionId | undefined>;
};

type Options = {
	readonly store: Pick<Store, 'get' | 'navigate' | 'until'>;
	readonly linesBetween: LineFetch['linesBetween'];
	readonly clipboard: Pick<Clipboard, 'put'>;
	readonly say: (text: string, level?: Message['level']) => void;
	/** What pastes it from where its user is then; undefined where the key was taken away. */
	readonly pasteKeys: () => string | undefined;
};

/** Nobody selects more by hand. */
const mostSelected = 100_000;

/** So long a program beside is waited for; it comes later too, but what was typed is not kept for it. */
const openMs = 30_000;

/** Text out of a pane that is looked back in: also of lines that are far from what is shown. */
export function createTextTaking({store, linesBetween, clipboard, say, pasteKeys}: Options): TextTaking {
	return {
		async copy({session, state, window, lines}, leave) {
			if (window === undefined || state?.selection === undefined) {
				return;
			}

			const wanted = selectedLines(state.selection, state.cursor);
			if (wanted.last - wanted.first > mostSelected) {
				say(`More than ${mostSelected.toLocaleString('en')} lines are not copied at once.`, 'warn');
				return;
			}

			const isHere = hasLines(window, {from: wanted.first, to: wanted.last + 1});
			const text = selectedText(state, isHere ? lines : await linesBetween(session, wanted));
			leave();
			if (text !== '') {
				const isTold = clipboard.put(text);
				const count = wanted.last + 1 - wanted.first;
				say(copiedText(count === 1 ? text : count, {isTold, keys: pasteKeys()}));
			}
		},
		async open({session, state}, viewer) {
			if (state === undefined) {
				return undefined;
			}

			const whole = wholeText(state, await linesBetween(session, {first: state.bounds.first, last: state.bounds.end - 1}));
			const {layout} = store.get().navigation;
			store.navigate({type: 'show-lines', session, viewer, ...whole});
			const opened = await store.until(({navigation}) => navigation.focused !== session || navigation.layout !== layout || navigation.message?.level === 'bad', AbortSignal.timeout(openMs));
			return opened?.navigation.focused === session ? undefined : opened?.navigation.focused;
		},
	};
}
