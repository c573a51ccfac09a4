import type {LaunchChoice, LaunchProblem} from '../../launch/problem.js';
import type {SessionId} from '../../session/session.js';

/** A numbered choice that the dashboard does itself, beside those that every screen has. */
export type ScreenChoice =
	| LaunchChoice
	/** Name another folder, or start at home. */
	| {readonly text: string; readonly action: 'folder' | 'home'}
	/** The same once more. */
	| {readonly text: string; readonly action: 'retry'}
	/** Begin again with an empty line. */
	| {readonly text: string; readonly action: 'not-now'}
	/** The same options with another code. */
	| {readonly text: string; readonly action: 'code'; readonly line: string}
	/** Where it is open already. */
	| {readonly text: string; readonly action: 'go-to'; readonly session: SessionId}
	/** Ends that session, then tries again. */
	| {readonly text: string; readonly action: 'end'; readonly session: SessionId}
	/** Forgets what is over, with what is kept of it, then tries again. */
	| {readonly text: string; readonly action: 'free'; readonly sessions: readonly SessionId[]};

/** What can be done about a problem where somebody sits in front of the dashboard. `code` is the one that was typed. */
export function screenChoices({id, choices}: LaunchProblem, {code, rest}: {readonly code: string; readonly rest: string}): readonly ScreenChoice[] {
	if (id === 'folder') {
		return [{text: 'another folder', action: 'folder'}, {text: 'start in your home folder', action: 'home'}, {text: 'not now', action: 'not-now'}];
	}

	return choices.map(choice => choice.text === 'go direct: route d' ? {text: `go direct (${code.slice(0, 2)}d)`, action: 'code', line: `${code.slice(0, 2)}d${rest}`} : choice);
}
