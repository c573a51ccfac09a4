import type {ClientState} from '../../client/state.js';
import type {Instant, Session} from '../../session/session.js';
import type {Navigation} from '../navigation/navigation.js';
import {clockMs, shortAgeFor} from '../text/format.js';

type Seen = {readonly client: ClientState | undefined; readonly navigation: Pick<Navigation, 'screen' | 'sidebar' | 'overlays'>};

/** Lists tell ages in minutes, of more than is known here. */
const listMs = 30_000;
const secondMs = 1000;

/** So many milliseconds from now an age that is on the screen is another one; undefined where none is. Nothing is drawn anew before that. */
export function nextAgeIn({client, navigation}: Seen, now: Instant): number | undefined {
	if (navigation.screen !== 'work' || navigation.overlays.length > 0) {
		return listMs;
	}

	const ages = navigation.sidebar === 'shown' ? (client?.sessions ?? []).map(session => sessionAge(session, now)).filter(age => age !== undefined) : [];
	return ages.length === 0 ? undefined : Math.min(...ages);
}

function sessionAge({state, activity, activitySince}: Session, now: Instant): number | undefined {
	if (state.status !== 'live' || activitySince === undefined) {
		return undefined;
	}

	// Told to the second at first, all of them with the same tick.
	return (activity === 'working' || activity === 'blocked') && now - activitySince < clockMs ? secondMs : shortAgeFor(activitySince, now);
}
