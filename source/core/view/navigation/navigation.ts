import type {LaunchChoice} from '../../launch/problem.js';
import type {ServiceChoice} from '../../service/choice.js';
import type {RestoreChoice} from '../../session/restore.js';
import type {Session, SessionId} from '../../session/session.js';
import type {Key} from '../keys/keys.js';
import type {Question} from '../box/question.js';
import {emptyPreview, type Preview} from '../box/preview.js';

export type Overlay =
	| {readonly type: 'box'}
	| {readonly type: 'help'; readonly scroll: number}
	| {readonly type: 'confirm'; readonly action: 'stop' | 'close'; readonly session: SessionId}
	/** Which conversation is meant; `rest` are asked about afterwards. */
	| {readonly type: 'question'; readonly question: Question; readonly rest: readonly Question[]};

/** `choices` are what the gateway offers while it rests; the text has them with their numbers. */
export type Message = {readonly level: 'note' | 'warn' | 'bad'; readonly text: string; readonly choices?: readonly string[]};

/** Where the user is. What the world is like stands in `ClientState`; nothing is in both. */
export type Navigation = {
	readonly screen: 'home' | 'work';
	readonly focused: SessionId | undefined;
	readonly overlays: readonly Overlay[];
	/** The code line, on Home and in the box alike. */
	readonly line: string;
	readonly preview: Preview;
	/** The line that starts by itself when its wait is over, or that Enter was pressed on. */
	readonly due: {readonly type: 'waiting' | 'entered'; readonly line: string} | undefined;
	/** Row of the list under the cursor. */
	readonly selected: number;
	readonly message: Message | undefined;
	readonly sidebar: 'shown' | 'folded';
	/** Nothing was pressed yet: the first snapshot may still choose the screen. */
	readonly untouched: boolean;
};

export const startNavigation: Navigation = {
	screen: 'home',
	focused: undefined,
	overlays: [],
	line: '',
	preview: emptyPreview,
	due: undefined,
	selected: 0,
	message: undefined,
	sidebar: 'shown',
	untouched: true,
};

export type NavigationInput =
	| {readonly type: 'key'; readonly key: Key}
	/** The reserved chord, pressed while a pane or the box has the keys. */
	| {readonly type: 'chord'}
	| {readonly type: 'preview'; readonly preview: Preview}
	/** The wait after the last letter is over. */
	| {readonly type: 'wait-over'; readonly line: string}
	| {readonly type: 'opened'; readonly id: SessionId}
	/** These cannot be started again before somebody was asked. */
	| {readonly type: 'questions'; readonly questions: readonly Question[]}
	| {readonly type: 'sessions'; readonly sessions: readonly Session[]}
	| {readonly type: 'message'; readonly message: Message | undefined};

/** What navigation cannot do itself. */
export type NavigationEffect =
	| {readonly type: 'look-up'; readonly line: string}
	| {readonly type: 'wait'; readonly line: string}
	| {readonly type: 'start'; readonly line: string}
	| {readonly type: 'restore'; readonly ids: readonly SessionId[]}
	| {readonly type: 'restore-as'; readonly id: SessionId; readonly choice: RestoreChoice}
	| {readonly type: 'stop'; readonly id: SessionId}
	| {readonly type: 'close'; readonly id: SessionId}
	| {readonly type: 'choose'; readonly choice: LaunchChoice}
	| {readonly type: 'serve'; readonly choice: ServiceChoice}
	| {readonly type: 'demo'}
	| {readonly type: 'send-chord'}
	| {readonly type: 'remember-sidebar'; readonly sidebar: 'shown' | 'folded'}
	| {readonly type: 'quit'};

export type NavigationFacts = {
	readonly sessions: readonly Session[];
	/** What a gateway that rests offers: the first digits. Those of the rows follow. */
	readonly choices: readonly string[];
	/** Whether a whole code starts by itself. */
	readonly startsByItself: boolean;
};

export type Step = {readonly navigation: Navigation; readonly effects: readonly NavigationEffect[]};

export function focusedSession(navigation: Navigation, sessions: readonly Session[]): Session | undefined {
	return sessions.find(session => session.id === navigation.focused);
}

/** Keys go to the pane: nothing of ours is in front of it. */
export function paneHasKeys(navigation: Navigation, sessions: readonly Session[]): boolean {
	const session = focusedSession(navigation, sessions);
	return navigation.screen === 'work' && navigation.overlays.length === 0 && session !== undefined && (session.state.status === 'live' || session.state.status === 'starting');
}

export function stay(navigation: Navigation): Step {
	return {navigation, effects: []};
}
