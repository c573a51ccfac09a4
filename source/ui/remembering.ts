import type {Paths} from '../io/paths.js';
import {rememberPreferences, type Preferences} from '../io/preferences.js';
import {wordsOfSystemError} from '../io/system-error.js';
import {isMissingPart, missingPart} from './missing-part.js';
import type {Store} from './store.js';

/** Writes down what was chosen, for the dashboards to come. Where that cannot be it holds in this one, which is said. */
export async function remember(change: Preferences, {paths, store}: {readonly paths: Paths; readonly store: Pick<Store, 'navigate'>}): Promise<void> {
	try {
		await rememberPreferences(paths, change);
	} catch (error) {
		const text = isMissingPart(error) ? missingPart : `What you chose holds as long as this dashboard: it cannot be written down in ${paths.state} (${wordsOfSystemError(error)}).`;
		store.navigate({type: 'notice', notice: {level: 'warn', text}});
	}
}
