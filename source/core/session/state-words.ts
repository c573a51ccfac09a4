import type {LossReason, Session} from './session.js';

const losses: Readonly<Record<LossReason, string>> = {
	'holder-gone': 'its host process is gone',
	shutdown: 'your processes were all ended (logout or shutdown)',
	reboot: 'the machine was started anew',
};

/** How a session stands, in one word that does not change: for lists and scripts. What a live agent is doing is its activity. */
export type StateWord = 'starting' | 'live' | 'exited' | 'stopped' | 'crashed' | 'parked' | 'lost' | 'closed';

export function stateWord({state, relaunches}: Pick<Session, 'state' | 'relaunches'>): StateWord {
	switch (state.status) {
		case 'starting':
		case 'live':
		case 'closed': {
			return state.status;
		}

		case 'exited': {
			return state.stopped === true ? 'stopped' : 'exited';
		}

		case 'crashed':
		case 'host-lost': {
			return relaunches?.parked === undefined ? (state.status === 'crashed' ? 'crashed' : 'lost') : 'parked';
		}
	}
}

/** Why it stands so; undefined where the word says it all. */
export function stateDetail({state, relaunches}: Pick<Session, 'state' | 'relaunches'>): string | undefined {
	switch (state.status) {
		case 'starting':
		case 'live':
		case 'exited':
		case 'closed': {
			return undefined;
		}

		case 'crashed': {
			const {exit, reason} = state;
			const how = exit.type === 'code' ? `exit code ${exit.code}` : exit.signal;
			return [relaunches?.parked, how, reason].filter(text => text !== undefined).join(', ');
		}

		case 'host-lost': {
			return [relaunches?.parked, losses[state.why ?? 'holder-gone']].filter(text => text !== undefined).join(', ');
		}
	}
}
