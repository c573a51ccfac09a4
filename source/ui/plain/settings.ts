import type {Paths} from '../../io/paths.js';
import {rememberPreferences} from '../../io/preferences.js';
import {preferencesOf, preferenceValue} from '../library.js';
import {whyUnwritten} from '../remembering.js';

export function settingsLines(paths: Paths): readonly string[] {
	return [...preferencesOf(paths).map(({name, value, values}) => `${name} is ${value}; it can be ${values.join(', ')}`), 'set NAME VALUE sets one; config shows the configuration.'];
}

/** What came of it, as a sentence. */
export async function setPreference(paths: Paths, {name, value}: {readonly name: string; readonly value: string}): Promise<string> {
	const preference = preferencesOf(paths).find(candidate => candidate.name === name);
	if (preference === undefined) {
		return `There is no setting "${name}"; settings lists them.`;
	}

	if (!preference.values.includes(value)) {
		return `${name} can be ${preference.values.join(', ')}, not "${value}".`;
	}

	try {
		await rememberPreferences(paths, {[name]: preferenceValue(name, value)});
	} catch (error) {
		return whyUnwritten(error, {paths, what: `${name} stays ${preference.value}`});
	}

	return `${name} is ${value} from now on.`;
}
