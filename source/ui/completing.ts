import {rank} from '../core/view/box/rank.js';
import type {NavigationEffect} from '../core/view/navigation/navigation.js';
import {completeFolder} from '../io/path-completion.js';
import type {Launcher} from './launcher.js';
import type {Store} from './store.js';

type Options = {
	readonly store: Store;
	readonly launcher: Launcher;
	readonly cwd: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly signal: AbortSignal;
};

/** A folder on a disk that does not answer is completed by hand. */
const deadlineMs = 10_000;

/** What could stand in a field of the form, found away from the keys. */
export function createCompleting({store, launcher, cwd, env, signal}: Options): (effect: Extract<NavigationEffect, {type: 'complete'}>) => Promise<void> {
	const find = async ({field, text}: Extract<NavigationEffect, {type: 'complete'}>): Promise<readonly string[]> => {
		const {library, navigation: {line, palette}} = store.get();
		switch (field) {
			case 'folder': {
				return completeFolder(text, {cwd, home: env.HOME ?? '', signal: AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)])});
			}

			case 'model': {
				return named(library.models, text);
			}

			case 'profile': {
				return named(library.profiles, text);
			}

			case 'session': {
				const conversations = await launcher.conversations({line, options: palette.options}, text);
				return conversations.map(({id}) => id);
			}

			case 'name':
			case 'prompt': {
				return [];
			}
		}
	};

	return async effect => {
		const found = await find(effect);
		store.navigate({type: 'completions', field: effect.field, text: effect.text, found: found.filter(each => each !== effect.text)});
	};
}

function named(names: readonly string[], text: string): readonly string[] {
	return rank(names.map(name => ({name: name.toLowerCase(), words: name.toLowerCase(), use: 0, found: name})), text).map(({found}) => found);
}
