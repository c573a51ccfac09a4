import type {Session} from '../session/session.js';
import type {Role} from './role.js';

/** A state's shape, word and colour, in that order of importance. */
export type StateLook = {readonly symbol: string; readonly word: string; readonly role: Role};

const working: StateLook = {symbol: '◐', word: 'working', role: 'busy'};

/** `inFlight` are requests of this session that the gateway is answering right now: proof of work where nothing better is known. */
export function lookOf(session: Session, inFlight: number): StateLook {
	switch (session.state.status) {
		case 'starting': {
			return {symbol: '◐', word: 'starting', role: 'busy'};
		}

		case 'live': {
			return session.activity === 'unknown' && inFlight > 0 ? working : activityLooks[session.activity];
		}

		case 'exited':
		case 'closed': {
			return {symbol: '○', word: 'stopped', role: 'dim'};
		}

		case 'crashed': {
			return {symbol: '↻', word: 'crashed', role: 'bad'};
		}

		case 'host-lost': {
			return {symbol: '↻', word: 'lost', role: 'bad'};
		}
	}
}

const activityLooks: Readonly<Record<Session['activity'], StateLook>> = {
	working,
	blocked: {symbol: '◆', word: 'needs you', role: 'ask'},
	done: {symbol: '✔', word: 'done', role: 'ok'},
	idle: {symbol: '●', word: 'idle', role: 'dim'},
	error: {symbol: '✖', word: 'error', role: 'bad'},
	unknown: {symbol: '?', word: 'unknown', role: 'dim'},
};

export function isAlive(session: Session): boolean {
	return session.state.status === 'starting' || session.state.status === 'live';
}

/** Ended by something other than its user: Home offers to bring it back. */
export function endedWithoutYou(session: Session): boolean {
	return session.state.status === 'crashed' || session.state.status === 'host-lost';
}

/** When it ended, or when it began where it has not. */
export function lastInstant(session: Session): number {
	return 'at' in session.state ? session.state.at : session.state.since;
}

/** What stands under the last screen of a session that has ended. */
export function endingSentence(session: Session): string {
	switch (session.state.status) {
		case 'crashed': {
			const {exit} = session.state;
			return exit.type === 'code' ? `${session.title} ended with exit code ${exit.code}.` : `${session.title} was ended by ${exit.signal}.`;
		}

		case 'host-lost': {
			return `${session.title} was lost: its host process is gone and how it ended is not known.`;
		}

		case 'exited':
		case 'closed': {
			return `${session.title} has ended.`;
		}

		case 'starting':
		case 'live': {
			return '';
		}
	}
}
