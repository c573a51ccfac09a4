import type {NavigationEffect} from '../core/view/navigation/navigation.js';
import type {Paths} from '../io/paths.js';
import type {Actions} from './actions.js';
import type {KeyChoices} from './key-choices.js';
import type {Keyboard} from './keyboard.js';
import {remember} from './remembering.js';
import type {Scrollback} from './scrollback.js';
import type {Store} from './store.js';
import type {Timers} from './timers.js';
import type {Watching} from './watching.js';
import {isWork, type WorkEffect} from './work-effect.js';

export type Effects = {
	readonly perform: (effect: NavigationEffect) => void;
	/** What takes time to load is there: what was asked for before is done now. */
	readonly catchUp: () => void;
};

type Options = {
	readonly paths: Paths;
	readonly store: Store;
	readonly timers: Timers;
	readonly keyboard: Keyboard;
	readonly keyChoices: KeyChoices;
	readonly scrollback: Scrollback;
	/** Undefined until what takes time to load is there: what is asked for before waits. */
	readonly actions: () => Actions | undefined;
	/** The chord as the program in the pane wants it told; undefined where it cannot be. */
	readonly chordBytes: () => Uint8Array | undefined;
	readonly watching: () => Watching;
	/** Until a whole code starts by itself. */
	readonly codeWait: () => number | 'never';
	readonly onQuit: () => void;
};

/** What navigation cannot do itself: one line for each effect, what takes more stands in a file of its own. */
export function createEffects({paths, store, timers, keyboard, keyChoices, scrollback, actions, chordBytes, watching, codeWait, onQuit}: Options): Effects {
	/** Asked for before it could be done, in its order. Of a line that is typed only the newest is looked up. */
	let early: readonly WorkEffect[] = [];

	const perform = (effect: NavigationEffect) => {
		if (isWork(effect)) {
			const loaded = actions();
			if (loaded === undefined) {
				early = [...early.filter(({type}) => type !== 'look-up' || effect.type !== 'look-up'), effect];
			} else {
				loaded.perform(effect);
			}

			return;
		}

		switch (effect.type) {
			case 'wait': {
				const wait = codeWait();
				if (wait !== 'never') {
					timers.start('code', wait, () => {
						store.navigate({type: 'wait-over', line: effect.line});
					});
				}

				return;
			}

			case 'watch': {
				watching().perform(effect.effect);
				return;
			}

			case 'panes-wait': {
				const {wait} = store.get().navigation.keys.table;
				if (wait !== 'never') {
					timers.start('panes', wait, () => {
						store.navigate({type: 'panes-over'});
					});
				}

				return;
			}

			case 'keys': {
				keyChoices.perform(effect.effect);
				return;
			}

			case 'send-chord': {
				const bytes = chordBytes();
				if (bytes !== undefined) {
					keyboard.type(bytes);
				}

				return;
			}

			case 'copy': {
				scrollback.perform(effect.input);
				return;
			}

			case 'paste-copied': {
				scrollback.paste(effect.copied);
				return;
			}

			case 'remember-mouse': {
				void remember({mouse: effect.mouse}, {paths, store});
				return;
			}

			case 'remember-sidebar': {
				void remember({sidebar: effect.sidebar}, {paths, store});
				return;
			}

			case 'quit': {
				onQuit();
			}
		}
	};

	return {
		perform,
		catchUp() {
			const asked = early;
			early = [];
			for (const effect of asked) {
				perform(effect);
			}
		},
	};
}
