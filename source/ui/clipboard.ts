import type {SessionId} from '../core/session/session.js';
import {copiedOf, mostCopied} from '../core/view/copy/copied.js';
import {writeClipboard, type ClipboardWrite} from '../core/view/copy/clipboard.js';
import type {Store} from './store.js';

/** The clipboard of the terminal around, and what has been copied here. */
export type Clipboard = {
	/** False where it was too much for the terminal's clipboard; it is kept in any case. */
	readonly put: (text: string) => boolean;
	/** What a program in a pane wrote, or was refused. */
	readonly take: (session: SessionId, write: ClipboardWrite) => void;
	/** A text that was copied here: the newest, where no other is named. */
	readonly copied: (id: number | undefined) => string | undefined;
};

type Options = {
	readonly store: Pick<Store, 'get' | 'navigate'>;
	/** To the terminal, between frames. */
	readonly write: (data: string) => unknown;
};

const sayings = {
	large: 'wanted to write the clipboard: it was too much and was dropped',
	damaged: 'wanted to write the clipboard: it could not be read and was dropped',
	elsewhere: 'wanted to write the clipboard: only the pane with the focus may, so it was dropped',
	cleaned: 'wrote the clipboard: the control characters in it were dropped',
} as const;

export function createClipboard({store, write}: Options): Clipboard {
	/** What was said of a session is said once. */
	const said = new Set<string>();
	let copies: ReadonlyArray<{readonly id: number; readonly text: string}> = [];
	let count = 0;

	const say = (session: SessionId, reason: keyof typeof sayings) => {
		if (said.has(`${session} ${reason}`)) {
			return;
		}

		said.add(`${session} ${reason}`);
		const name = store.get().client?.sessions.find(({id}) => id === session)?.name ?? session;
		store.navigate({type: 'message', message: {level: 'note', text: `"${name}" ${sayings[reason]}.`}});
	};

	return {
		put(text) {
			copies = [{id: count++, text}, ...copies.filter(each => each.text !== text)].slice(0, mostCopied);
			store.navigate({type: 'copied', copied: copies.map(each => copiedOf(each.id, each.text))});
			const sequence = writeClipboard(text);
			if (sequence !== undefined) {
				write(sequence);
			}

			return sequence !== undefined;
		},
		take(session, asked) {
			const {navigation} = store.get();
			if (asked.status === 'refused') {
				say(session, asked.reason);
				return;
			}

			const sequence = navigation.screen === 'work' && navigation.focused === session ? writeClipboard(asked.text) : undefined;
			if (sequence === undefined) {
				say(session, 'elsewhere');
				return;
			}

			write(sequence);
			if (asked.cleaned === true) {
				say(session, 'cleaned');
			}
		},
		copied: id => (id === undefined ? copies[0] : copies.find(each => each.id === id))?.text,
	};
}
