import type {Notice} from '../core/client/state.js';
import type {ClutchEvent} from '../core/event.js';
import {bundleOf} from '../core/launch/profile.js';
import {crashText, decideCrash} from '../core/session/crash-policy.js';
import type {RestoreAnswer} from '../core/session/restore.js';
import type {Instant, Relaunches, Session, SessionId} from '../core/session/session.js';
import {ClutchError} from '../core/error.js';
import {loadConfig} from '../io/config-file.js';
import type {SupervisorContext} from './context.js';
import type {Restore} from './restore.js';
import type {Sessions} from './sessions.js';

type Options = {readonly context: SupervisorContext; readonly sessions: Sessions; readonly restore: Restore};

/** Lets agents that crashed go on by themselves, as far as the configuration wants that and nobody has to be asked. */
export function createCrashPolicy({context, sessions, restore}: Options): {readonly close: () => void} {
	const {bus, clock, env, log, loop, paths} = context;
	/** Since when each lives. */
	const born = new Map<SessionId, Instant>();
	const waiting = new Map<SessionId, () => void>();

	const tell = (level: Notice['level'], text: string, stays?: SessionId) => {
		bus.publish({type: 'notice.given', notice: {at: clock.now(), level, text, stays}});
	};

	const park = (session: Session, relaunches: Relaunches) => {
		sessions.park(session.id, relaunches);
		tell('bad', `${nameOf(session)} crashed (${crashText(session)}) and stays as it is: ${relaunches.parked ?? ''}`, session.id);
	};

	const goOn = async (session: Session, relaunches: Relaunches) => {
		try {
			const done = await restore.relaunch(session.id, {relaunches, kinds: ['resume', 'again']});
			loop.post(() => {
				if ('type' in done) {
					park(session, {...relaunches, count: relaunches.count - 1, parked: whyNot(done)});
				} else {
					tell('warn', `${nameOf(session)} crashed (${crashText(session)}) and was resumed`);
				}
			});
		} catch (error) {
			if (error instanceof ClutchError && ['ERR_CLUTCH_NOT_OVER', 'ERR_CLUTCH_NO_SESSION'].includes(error.code)) {
				// Its user was quicker.
				return;
			}

			log.write('warn', 'a session that crashed could not be started again', {session: session.id, error: error as Error});
			loop.post(() => {
				park(session, {...relaunches, parked: `it could not be started again: ${(error as Error).message}`});
			});
		}
	};

	const ended = (session: Session) => {
		const {id} = session;
		const since = born.get(id);
		born.delete(id);
		if (since === undefined || session.state.status !== 'crashed') {
			return;
		}

		const {at} = session.state;
		const {config} = loadConfig({paths, env});
		const decision = decideCrash({session, policy: bundleOf(session.recipe.profile, config).crash ?? config.sessions.crash, livedMs: at - since, now: clock.now()});
		switch (decision.type) {
			case 'leave': {
				break;
			}

			case 'park': {
				park(session, decision.relaunches);
				break;
			}

			case 'relaunch': {
				waiting.set(id, clock.after(decision.afterMs, () => {
					waiting.delete(id);
					const state = bus.state().sessions.find(each => each.id === id)?.state;
					// It may have turned out to be the machine that ended it, or its user has done something about it.
					if (state?.status === 'crashed' && state.at === at) {
						void goOn(session, decision.relaunches);
					}
				}));
				break;
			}
		}
	};

	const look = (session: Session) => {
		if (session.state.status === 'live') {
			born.set(session.id, session.state.since);
		} else if (session.state.status !== 'starting') {
			ended(session);
		}
	};

	const stop = bus.subscribe({
		onSnapshot(state) {
			for (const session of state.sessions) {
				look(session);
			}
		},
		onEvent(event: ClutchEvent) {
			if (event.type === 'session.opened' || event.type === 'session.changed') {
				loop.post(() => {
					look(event.session);
				});
			} else if (event.type === 'session.closed') {
				born.delete(event.id);
				waiting.get(event.id)?.();
				waiting.delete(event.id);
			}
		},
	});

	return {
		close() {
			stop();
			for (const cancel of waiting.values()) {
				cancel();
			}
		},
	};
}

function nameOf({name, recipe, title}: Session): string {
	return `${recipe.agent ?? title} "${name}"`;
}

/** Why nothing was started, for the line that says how it ended. */
export function whyNot(answer: RestoreAnswer): string {
	switch (answer.type) {
		case 'question':
		case 'refused': {
			return answer.sentence;
		}

		case 'resume':
		case 'again': {
			return 'it waits for its user';
		}
	}
}
