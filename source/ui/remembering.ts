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
		store.navigate({type: 'notice', notice: {level: 'warn', text: whyUnwritten(error, {paths, what: 'What you chose holds as long as this dashboard'})}});
	}
}

/** `what` became of the choice, and why it is not written down. */
export function whyUnwritten(error: unknown, {paths, what}: {readonly paths: Pick<Paths, 'state'>; readonly what: string}): string {
	return isMissingPart(error) ? missingPart : `${what}: it cannot be written down in ${paths.state} (${wordsOfSystemError(error)}).`;
}
