import type {SessionId} from '../core/session/session.js';
import type {SupervisorContext} from './context.js';
import type {SessionHolders} from './session-holders.js';
import type {SessionRecords} from './session-records.js';

type Options = {readonly context: SupervisorContext; readonly records: SessionRecords; readonly holders: SessionHolders};

/** A holder makes its socket anew within two seconds of losing it; as soon after that its session is back in the list. */
const everyMs = 2000;

/**
Looks now and then for holders of sessions that were taken for lost: when the run directory is taken away and clutchd dies too, the next clutchd can come up before the holders have made their sockets anew.
*/
export function adoptReturning({context: {bus, clock, log, loop, signal}, records, holders}: Options): void {
	const isLost = (id: SessionId) => records.look(id)?.state.status === 'host-lost' && !holders.has(id);

	const adopt = async (id: SessionId) => {
		const holder = await holders.find(id);
		loop.post(() => {
			if (holder === undefined || !isLost(id) || signal.aborted) {
				holder?.end();
				return;
			}

			log.write('info', 'a session that was taken for lost is there again', {session: id});
			records.introduce(id, holder.welcome);
			holders.follow(id, holder);
		});
	};

	const look = async () => {
		const lost = bus.state().sessions.map(({id}) => id).filter(id => isLost(id));
		await Promise.all(lost.filter(id => holders.isTaken(id)).map(async id => adopt(id)));
	};

	const arm = () => {
		const cancel = clock.after(everyMs, () => {
			signal.removeEventListener('abort', cancel);
			if (!signal.aborted) {
				void look().then(arm);
			}
		});
		signal.addEventListener('abort', cancel, {once: true});
	};

	arm();
}
