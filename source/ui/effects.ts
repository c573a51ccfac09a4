import type {NavigationEffect} from '../core/view/navigation/navigation.js';
import type {Paths} from '../io/paths.js';
import {rememberPreferences} from '../io/preferences.js';
import {isWork, type Actions} from './actions.js';
import type {Keyboard} from './keyboard.js';
import type {Store} from './store.js';
import type {Timers} from './timers.js';

type Options = {
	readonly paths: Paths;
	readonly store: Store;
	readonly timers: Timers;
	readonly keyboard: Keyboard;
	/** Undefined until what takes time to load is there. */
	readonly actions: () => Actions | undefined;
	readonly chordByte: number;
	readonly codeWait: number;
	readonly onQuit: () => void;
};

/** What navigation cannot do itself: one line for each effect, what takes more stands in a file of its own. */
export function createEffects({paths, store, timers, keyboard, actions, chordByte, codeWait, onQuit}: Options): (effect: NavigationEffect) => void {
	return effect => {
		if (isWork(effect)) {
			actions()?.perform(effect, store.get().navigation.line);
			return;
		}

		switch (effect.type) {
			case 'wait': {
				timers.start('code', codeWait, () => {
					store.navigate({type: 'wait-over', line: effect.line});
				});
				return;
			}

			case 'send-chord': {
				keyboard.type(Uint8Array.of(chordByte));
				return;
			}

			case 'remember-sidebar': {
				void rememberPreferences(paths, {sidebar: effect.sidebar});
				return;
			}

			case 'quit': {
				onQuit();
			}
		}
	};
}
