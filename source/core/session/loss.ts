import type {Tombstone} from '../ipc/holder.js';
import type {SessionFact} from './journal.js';
import type {Exit, Instant, Session, SessionId, SessionStatus} from './session.js';

/** How a program ended, as its holder tells it or left it behind. */
export type Ending = {
	readonly exit: Exit;
	readonly reason?: Tombstone['reason'] | undefined;
	readonly detail?: string | undefined;
};

type Unseen = {
	/** What its holder left behind; undefined where it left nothing. */
	readonly left: Ending | undefined;
	/** The machine has started anew since the session was known to live. */
	readonly rebooted: boolean;
};

/** Programs that a shutdown ends do so within this time of one another. */
const togetherMs = 2000;

/** A shutdown and a logout end processes by these; a program that catches one ends with 128 and its number. */
const endingSignals: ReadonlySet<string> = new Set(['SIGHUP', 'SIGTERM', 'SIGKILL']);
const endingCodes: ReadonlySet<number> = new Set([129, 137, 143]);

/** The fact of an end that clutchd saw itself. */
export function endingFact(id: SessionId, {exit, reason, detail}: Ending): SessionFact {
	switch (reason) {
		case 'holder-signalled': {
			return {type: 'host-lost', id, why: 'shutdown'};
		}

		case 'stopped':
		case 'closed': {
			return {type: 'ended', id, exit, stopped: true};
		}

		case 'child-exit':
		case undefined: {
			return {type: 'ended', id, exit, ...(detail === undefined ? (isInterrupt(exit) ? {stopped: true} : {}) : {reason: detail})};
		}
	}
}

/** Ctrl+C: neither a shutdown nor a fault ends a program so, only its user does. One that catches it ends with 128 and its number, and so does a shell whose last command was interrupted. */
function isInterrupt(exit: Exit): boolean {
	return exit.type === 'signal' ? exit.signal === 'SIGINT' : exit.code === 130;
}

/** The fact of a session whose holder is gone, by what it left behind. */
export function lossFact(id: SessionId, {left, rebooted}: Unseen): SessionFact {
	if (left === undefined) {
		return {type: 'host-lost', id, why: rebooted ? 'reboot' : 'holder-gone'};
	}

	const fact = endingFact(id, left);
	// Nobody was left to see it end, and then the machine went down: that is what ended it.
	return rebooted && fact.type === 'ended' && fact.stopped !== true && isAsIfTold(fact) ? {type: 'host-lost', id, why: 'shutdown'} : fact;
}

/**
Sessions that count as crashed, or as lost one by one, but ended together with others, as at a logout or a shutdown: three or more, or two where nothing else lives, whose programs were told to end or whose holders were gone within two seconds, and nobody of ours had asked. `around` is when one of them did.
*/
export function lostTogether(sessions: readonly Session[], around: Instant): readonly SessionId[] {
	const near = sessions.filter(({state}) => 'at' in state && Math.abs(state.at - around) <= togetherMs);
	const alone = near.filter(({state}) => (state.status === 'crashed' && isAsIfTold(state)) || isHolderGone(state));
	const shutDown = near.filter(({state}) => state.status === 'host-lost' && state.why === 'shutdown');
	const others = sessions.some(({state}) => state.status === 'live' || state.status === 'starting');
	return alone.length + shutDown.length >= (others ? 3 : 2) ? alone.map(({id}) => id) : [];
}

/** A machine that goes down takes some seconds for what it ends one by one. */
const goingDownMs = 5000;

/**
Sessions whose holders were gone in the last seconds in which anything is known of the machine before it started anew: that was the beginning of its end. Each within five seconds of the next one, and the last of them of the newest thing known of any session.
*/
export function lostToReboot(sessions: readonly Session[]): readonly SessionId[] {
	let next = Math.max(...sessions.map(({state}) => 'at' in state ? state.at : state.since));
	const lost: SessionId[] = [];
	const gone = sessions.flatMap(({id, state}) => isHolderGone(state) ? [{id, at: state.at}] : []).toSorted((one, other) => other.at - one.at);
	for (const {id, at} of gone) {
		if (next - at > goingDownMs) {
			break;
		}

		next = at;
		lost.push(id);
	}

	return lost;
}

function isHolderGone(state: SessionStatus): state is Extract<SessionStatus, {readonly status: 'host-lost'}> {
	return state.status === 'host-lost' && (state.why === undefined || state.why === 'holder-gone');
}

/** By a signal that ends everything, and nothing is known that explains it better, such as that memory ran out. */
function isAsIfTold({exit, reason}: {readonly exit: Exit; readonly reason?: string | undefined}): boolean {
	return reason === undefined && (exit.type === 'signal' ? endingSignals.has(exit.signal) : endingCodes.has(exit.code));
}
