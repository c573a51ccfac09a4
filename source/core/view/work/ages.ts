import type {ClientState} from '../../client/state.js';
import {shownServices} from '../../service/shown.js';
import type {Instant, Session} from '../../session/session.js';
import type {Navigation} from '../navigation/navigation.js';
import {clockMs, shortAgeFor} from '../text/format.js';
import {countsSeconds} from '../watch/service-look.js';
import {isZoomed} from './work-layout.js';

type Seen = {readonly client: ClientState | undefined; readonly navigation: Pick<Navigation, 'screen' | 'sidebar' | 'overlays' | 'layout'>};

/** Lists tell ages in minutes, of more than is known here. */
const listMs = 30_000;
const secondMs = 1000;
/** Ages in minutes and more may be told so much later, to be told together: fifty sessions that were started one after another are not fifty times a minute. */
const togetherMs = 10_000;

/** So many milliseconds from now an age that is on the screen is another one; undefined where none is. Nothing is drawn anew before that. */
export function nextAgeIn({client, navigation}: Seen, now: Instant): number | undefined {
	if (navigation.overlays.some(({type}) => type === 'watch') && shownServices(client?.services ?? []).some(service => countsSeconds(service))) {
		return secondMs;
	}

	if (navigation.screen !== 'work' || navigation.overlays.length > 0) {
		return listMs;
	}

	const ages = navigation.sidebar === 'shown' && !isZoomed(navigation) ? (client?.sessions ?? []).map(session => sessionAge(session, now)).filter(age => age !== undefined) : [];
	if (ages.length === 0 || ages.includes('seconds')) {
		return ages.length === 0 ? undefined : secondMs;
	}

	const next = now + Math.min(...ages.filter(age => age !== 'seconds'));
	return (Math.ceil(next / togetherMs) * togetherMs) - now;
}

function sessionAge({state, activity, activitySince}: Session, now: Instant): number | 'seconds' | undefined {
	if (state.status !== 'live' || activitySince === undefined) {
		return undefined;
	}

	// Told to the second at first, all of them with the same tick.
	return (activity === 'working' || activity === 'blocked') && now - activitySince < clockMs ? 'seconds' : shortAgeFor(activitySince, now);
}
