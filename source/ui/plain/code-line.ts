import {choicesOf, numbered} from '../../core/view/plain/said.js';
import type {SessionId} from '../../core/session/session.js';
import type {State, Store} from '../store.js';

/** The code line of the screen, driven by typed lines. */
export type CodeLine = {
	readonly press: (name: string) => void;
	readonly paste: (text: string) => void;
	/** What stood there is gone, and so is what was asked. */
	readonly clear: () => void;
	/** Home is where lines are typed; what is shown there nobody sees. */
	readonly goHome: () => void;
	/** Undefined where it took too long. */
	readonly until: (predicate: (state: State) => boolean) => Promise<State | undefined>;
	/** Waits until it has led to something, says that, and leaves only what can be answered. */
	readonly follow: (isOver: (state: State) => boolean) => Promise<void>;
};

type Options = {
	readonly store: Store;
	readonly say: (line: string) => void;
	/** A session is to be let go, and its user has to be asked. */
	readonly onLetGo: (id: SessionId) => void;
	readonly signal: AbortSignal;
};

/** A program is there within a second; a busy machine gets more. */
const startingMs = 60_000;

/** A launch waits for services a minute at most; more than that and a program's start nothing takes. */
const longestMs = 120_000;

export function createCodeLine({store, say, onLetGo, signal}: Options): CodeLine {
	const press = (name: string) => {
		store.navigate({type: 'key', key: {type: 'key', name}});
	};

	const clear = () => {
		store.navigate({type: 'message', message: undefined});
		for (let steps = 0; steps < 8 && (store.get().navigation.line !== '' || store.get().navigation.overlays.length > 0); steps++) {
			press('Esc');
		}
	};

	const goHome = () => {
		if (store.get().navigation.screen !== 'home') {
			store.navigate({type: 'chord'});
			press('H');
		}
	};

	const until: CodeLine['until'] = async predicate => store.until(predicate, AbortSignal.any([signal, AbortSignal.timeout(longestMs)]));

	/** What is asked of a session next must find it running. */
	const running = async (id: SessionId | undefined) => store.until(({client}) => client?.sessions.some(session => session.id === id && session.state.status !== 'starting') === true, AbortSignal.any([signal, AbortSignal.timeout(startingMs)]));

	return {
		press,
		clear,
		goHome,
		until,
		paste(text) {
			store.navigate({type: 'key', key: {type: 'paste', text}});
		},
		async follow(isOver) {
			if (await until(isOver) === undefined) {
				if (!signal.aborted) {
					say('Nothing came of it yet; status says how things stand.');
				}

				return;
			}

			// More may have come of the same step than what was waited for.
			const {message, preview, screen, overlays, focused, palette} = store.get().navigation;
			const top = overlays.at(-1);
			if (top?.type === 'question') {
				return;
			}

			if (top?.type === 'confirm' && top.action !== 'stop-service' && top.choice !== undefined) {
				const session = store.get().client?.sessions.find(({id}) => id === top.session);
				say(`Kill ${session?.title} "${session?.name}"? It ends, and can be restored. Type y for yes, anything else for no.`);
			} else if (top?.type === 'confirm' && top.action !== 'stop-service') {
				clear();
				onLetGo(top.session);
			} else if (palette.form !== undefined) {
				say('Which folder? Type it and press Enter; nothing leaves it as it is.');
			} else if (screen === 'work') {
				goHome();
				await running(focused);
			} else if (message === undefined && 'sentence' in preview) {
				say(preview.sentence);
				for (const line of numbered(choicesOf(preview))) {
					say(line);
				}
			} else if (preview.status === 'open') {
				say(preview.next);
			}
		},
	};
}
