import type {LossReason, Session} from '../../session/session.js';
import {stateWord} from '../../session/state-words.js';
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

		case 'crashed':
		case 'host-lost': {
			return {symbol: '↻', word: stateWord(session), role: 'bad'};
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

/** What stands under the last screen of a session that has ended: how, and why it is not started again by itself. */
export function endingSentence(session: Session): string {
	const parked = session.relaunches?.parked;
	return `${ending(session)}${parked === undefined || isAlive(session) ? '' : ` It is not started again by itself: ${parked}`}`;
}

/** The same in a few words. */
export function endingWords(session: Session): string {
	const {word} = lookOf(session, 0);
	const reason = endingReason(session);
	return reason === undefined ? word : `${word}, ${reason}`;
}

/** The exit code or the signal; undefined where the word of the state says it all. */
export function endingReason({state}: Session): string | undefined {
	return state.status === 'crashed' ? (state.exit.type === 'code' ? `exit code ${state.exit.code}` : state.exit.signal) : undefined;
}

function ending({title, state}: Session): string {
	switch (state.status) {
		case 'crashed': {
			const {exit, reason} = state;
			const how = exit.type === 'code' ? `ended with exit code ${exit.code}` : `was ended by ${exit.signal}`;
			return `${title} ${how}${reason === undefined ? '' : `: ${reason}`}.`;
		}

		case 'host-lost': {
			return `${title} was lost: ${losses[state.why ?? 'holder-gone']}.`;
		}

		case 'exited': {
			return state.stopped === true ? `${title} was stopped.` : `${title} has ended.`;
		}

		case 'closed': {
			return `${title} has ended.`;
		}

		case 'starting':
		case 'live': {
			return '';
		}
	}
}

const losses: Readonly<Record<LossReason, string>> = {
	'holder-gone': 'its host process is gone and how it ended is not known',
	shutdown: 'all your processes were ended (logout or shutdown)',
	reboot: 'the machine was started anew',
};

/** What runs in it, by its short name: `claude`, or the program of a shell pane. */
export function agentName(session: Session): string {
	return session.recipe.agent ?? session.title;
}
