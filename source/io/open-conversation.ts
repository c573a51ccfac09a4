import {ClutchError} from '../core/error.js';
import {commandLine} from '../core/shell/command-line.js';
import type {Recipe, Session, SessionId} from '../core/session/session.js';
import {isRunning, launchRecords} from './launch-record.js';
import type {Paths} from './paths.js';

/** Who has a conversation open right now. `isOurs`: a session that can be attached to, and not a launch in its user's own terminal. */
export type OpenIn = {readonly id: SessionId; readonly name: string; readonly isOurs: boolean};

type Known = {
	readonly paths: Paths;
	readonly sessions: readonly Session[];
	/** Who asks is not among them. */
	readonly except: SessionId | undefined;
};

/** Another session or launch that lives and has this conversation of this agent: two who write in one spoil it. */
export function openIn({agent, conversation}: Pick<Recipe, 'agent' | 'conversation'>, {paths, sessions, except}: Known): OpenIn | undefined {
	if (agent === undefined || conversation === undefined) {
		return undefined;
	}

	const isIt = ({recipe}: {readonly recipe: Recipe}) => recipe.agent === agent && recipe.conversation === conversation;
	const ours = sessions.find(session => session.id !== except && (session.state.status === 'live' || session.state.status === 'starting') && isIt(session));
	if (ours) {
		return {id: ours.id, name: ours.name, isOurs: true};
	}

	const record = launchRecords(paths).find(each => each.session !== except && isIt(each) && isRunning(each));
	return record && {id: record.session, name: record.name, isOurs: false};
}

/** Throws where somebody else has it open, and says where to go on. */
export function refuseOpen(recipe: Pick<Recipe, 'agent' | 'conversation'>, known: Known): void {
	const other = openIn(recipe, known);
	if (other) {
		throw new ClutchError('ERR_CLUTCH_CONVERSATION_OPEN', {conversation: recipe.conversation ?? '', name: other.name, next: other.isOurs ? `Go on there: ${commandLine(['clutch', 'attach', other.id])}` : 'Go on there, in its own terminal, or end it first.'});
	}
}
