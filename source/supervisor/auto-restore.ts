import {ClutchError} from '../core/error.js';
import type {Session} from '../core/session/session.js';
import {loadConfig} from '../io/config-file.js';
import type {SupervisorContext} from './context.js';
import {whyNot} from './crash-policy.js';
import type {Restore} from './restore.js';
import type {Sessions} from './sessions.js';

type Options = {readonly context: SupervisorContext; readonly sessions: Sessions; readonly restore: Restore};

/** A machine that has just started has enough to do. */
const atOnce = 2;

/** Where the configuration says so, lets every conversation that a reboot or a logout ended go on. What cannot is marked, so that it is tried once. */
export async function restoreAfterReboot({context, sessions, restore}: Options): Promise<void> {
	const {bus, clock, env, log, paths, signal} = context;
	if (loadConfig({paths, env}).config.sessions.restore !== 'auto') {
		return;
	}

	const lost = bus.state().sessions.filter(({state, relaunches}) => state.status === 'host-lost' && (state.why === 'reboot' || state.why === 'shutdown') && relaunches?.parked === undefined);
	const names: string[] = [];
	const one = async ({id, name, relaunches}: Session) => {
		const mark = (parked: string) => {
			sessions.park(id, {count: relaunches?.count ?? 0, last: clock.now(), parked});
		};

		try {
			const done = await restore.relaunch(id, {relaunches: undefined, kinds: ['resume']});
			if ('type' in done) {
				mark(whyNot(done));
			} else {
				names.push(name);
			}
		} catch (error) {
			if (signal.aborted || (error instanceof ClutchError && ['ERR_CLUTCH_NOT_OVER', 'ERR_CLUTCH_NO_SESSION'].includes(error.code))) {
				// Its user was quicker, or there is no more time.
				return;
			}

			log.write('warn', 'a session could not be restored by itself', {session: id, error: error as Error});
			mark(`it could not be started again: ${(error as Error).message}`);
		}
	};

	const waiting = [...lost];
	await Promise.all(Array.from({length: atOnce}, async () => {
		for (let session = waiting.shift(); session !== undefined && !signal.aborted; session = waiting.shift()) {
			await one(session);
		}
	}));
	if (lost.length > 0 && !signal.aborted) {
		const rest = lost.length - names.length;
		bus.publish({type: 'notice.given', notice: {at: clock.now(), level: rest === 0 ? 'note' : 'warn', text: `${names.length} of ${lost.length} sessions that the last shutdown ended ${names.length === 1 ? 'goes' : 'go'} on${rest === 0 ? '' : '; clutch restore has the others'}`}});
	}
}
