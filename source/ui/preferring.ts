import type {NavigationEffect} from '../core/view/navigation/navigation.js';
import type {Paths} from '../io/paths.js';
import {rememberPreferences} from '../io/preferences.js';
import {preferencesOf, preferenceValue} from './library.js';
import type {Store} from './store.js';

/** Writes a preference down. */
export async function preferring({name, value}: Extract<NavigationEffect, {type: 'prefer'}>, {paths, store}: {readonly paths: Paths; readonly store: Store}): Promise<void> {
	await rememberPreferences(paths, {[name]: preferenceValue(name, value)});
	store.setLibrary({preferences: preferencesOf(paths)});
	store.navigate({type: 'message', message: {level: 'note', text: `${name} is ${value} from now on, in every dashboard that is opened.`}});
}
