import {lookChoices} from '../core/view/looks/looks.js';
import type {NavigationEffect} from '../core/view/navigation/navigation.js';
import type {Paths} from '../io/paths.js';
import {rememberPreferences} from '../io/preferences.js';
import {preferenceValue} from './library.js';
import {whyUnwritten} from './remembering.js';
import type {Store} from './store.js';

type Wanted = Extract<NavigationEffect, {type: 'prefer'}>;

/** Writes a preference down. Looks change at once: where they cannot be written down, they hold in this dashboard, and the others stay as they were. */
export async function preferring({name, value}: Wanted, {paths, store}: {readonly paths: Paths; readonly store: Pick<Store, 'get' | 'navigate' | 'setLibrary'>}): Promise<void> {
	const hold = () => {
		store.setLibrary({preferences: store.get().library.preferences.map(each => each.name === name ? {...each, value} : each)});
	};

	try {
		await rememberPreferences(paths, {[name]: preferenceValue(name, value)});
	} catch (error) {
		const isLook = Object.hasOwn(lookChoices, name);
		if (isLook) {
			hold();
		}

		store.navigate({type: 'message', message: {level: 'warn', text: whyUnwritten(error, {paths, what: isLook ? `${name} is ${value} as long as this dashboard` : `${name} stays as it was`})}});
		return;
	}

	hold();
	store.navigate({type: 'message', message: {level: 'note', text: `${name} is ${value} from now on, in every dashboard that is opened.`}});
}
