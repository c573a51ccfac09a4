import {defaultChord, parseChord, type Chord} from '../core/view/keys/chord.js';
import {keyTableOf, type KeySettings} from '../core/view/keys/key-overrides.js';
import type {KeysEffect} from '../core/view/keys/keys-state.js';
import type {Paths} from '../io/paths.js';
import {remember} from './remembering.js';
import type {Store} from './store.js';
import type {Timers} from './timers.js';

export type KeyChoices = {
	readonly chord: () => Chord;
	/** What the configuration says of keys, once it has been read. */
	readonly learn: (settings: KeySettings) => void;
	readonly perform: (effect: KeysEffect) => void;
};

type Options = {
	readonly paths: Paths;
	/** The chord as it was chosen before; undefined where nobody has been asked. */
	readonly remembered: string | undefined;
	readonly store: () => Store;
	readonly timers: Timers;
	readonly redraw: () => void;
};

/** Soon enough to help, late enough not to be seen by who knows the key. */
const hintWait = 300;

/** Which key is the chord and which keys are whose, and the waits for one key. */
export function createKeyChoices({paths, remembered, store, timers, redraw}: Options): KeyChoices {
	let chosen = parseChord(remembered ?? '');
	let configured: Chord | undefined;

	return {
		chord: () => configured ?? chosen ?? defaultChord,
		learn(settings) {
			const table = keyTableOf(settings);
			configured = table.chord;
			store().navigate({type: 'keys', input: {type: 'table', table}});
			if (configured === undefined && chosen === undefined && store().get().navigation.untouched) {
				store().navigate({type: 'keys', input: {type: 'choose'}});
			}

			redraw();
		},
		perform(effect) {
			switch (effect.type) {
				case 'wait': {
					const {turn} = effect;
					const {wait} = store().get().navigation.keys.table;
					timers.start('which-key', hintWait, () => {
						store().navigate({type: 'keys', input: {type: 'hint', turn}});
					});
					if (wait !== 'never') {
						timers.start('one-key', wait, () => {
							store().navigate({type: 'keys', input: {type: 'over', turn}});
						});
					}

					return;
				}

				case 'chord': {
					chosen = parseChord(effect.label);
					void remember({chord: effect.label}, {paths, store: store()});
					redraw();
				}
			}
		},
	};
}
