import type {Session} from '../../session/session.js';
import {endedWithoutYou, isAlive} from '../text/session-state.js';

/** Where a key is read by us. In a living pane there is no row: everything but the chord belongs to the agent. */
export type Place = 'home' | 'box' | 'ended' | 'help' | 'confirm' | 'question';

export type ActionId =
	| 'help' | 'demo' | 'add-key' | 'home' | 'quit' | 'search' | 'next' | 'previous' | 'enter' | 'number'
	| 'restart' | 'restore-all' | 'let-go' | 'stop' | 'sidebar' | 'back' | 'yes' | 'answer';

/** What a reason for being disabled depends on. */
export type KeyFacts = {
	readonly sessions: readonly Session[];
	readonly focused: Session | undefined;
	/** A row of the list is under the cursor. */
	readonly hasRows: boolean;
};

export type KeyRow = {
	readonly keys: readonly string[];
	/** As people read it. */
	readonly shown: string;
	readonly action: ActionId;
	readonly label: string;
	readonly places: readonly Place[];
	/** Why it does nothing now, as a sentence. */
	readonly reason?: (facts: KeyFacts) => string | undefined;
};

/** A key that begins a code is no command, whether that agent is in the catalogue or not. */
export const agentLetters = 'chxqpoag';

const needsSession = ({focused}: KeyFacts) => focused === undefined ? 'No session has the focus.' : undefined;
const needsRows = ({hasRows}: KeyFacts) => hasRows ? undefined : 'There is nothing in the list.';

/** Every key of ours, once: the decoder, hints, help and `docs/keys.md` are made from it. */
export const keymap: readonly KeyRow[] = [
	{keys: ['?'], shown: '?', action: 'help', label: 'keys', places: ['home', 'box', 'ended']},
	{keys: ['/'], shown: '/', action: 'search', label: 'search', places: ['home', 'box']},
	{keys: ['Down', 'Tab'], shown: 'Tab ↓', action: 'next', label: 'next row', places: ['home', 'box', 'help'], reason: needsRows},
	{keys: ['Up', 'Shift+Tab'], shown: '↑', action: 'previous', label: 'row before', places: ['home', 'box', 'help'], reason: needsRows},
	{keys: ['Enter'], shown: 'Enter', action: 'enter', label: 'start the code, or open the row', places: ['home', 'box']},
	{
		keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
		shown: '1–9',
		action: 'number',
		label: 'go to that session, or restore it',
		places: ['home', 'box'],
		reason: needsRows,
	},
	{keys: ['r'], shown: 'r', action: 'restart', label: 'restart', places: ['ended'], reason: ({focused}) => focused && isAlive(focused) ? 'It is running.' : needsSession({focused, sessions: [], hasRows: false})},
	{keys: ['A'], shown: 'A', action: 'restore-all', label: 'restore all', places: ['home'], reason: ({sessions}) => sessions.some(session => endedWithoutYou(session)) ? undefined : 'Nothing ended without you.'},
	{keys: ['S'], shown: 'S', action: 'stop', label: 'stop this session', places: ['box'], reason: ({focused}) => focused && isAlive(focused) ? undefined : 'No running session has the focus.'},
	{keys: ['L'], shown: 'L', action: 'let-go', label: 'let go', places: ['home', 'box', 'ended'], reason: ({focused, hasRows}) => focused !== undefined || hasRows ? undefined : 'There is nothing to let go.'},
	{keys: ['D'], shown: 'D', action: 'demo', label: 'try the demo', places: ['home', 'box']},
	{keys: ['K'], shown: 'K', action: 'add-key', label: 'add a key', places: ['home', 'box']},
	{keys: ['B'], shown: 'B', action: 'sidebar', label: 'sidebar', places: ['box']},
	{keys: ['H'], shown: 'H', action: 'home', label: 'home', places: ['box', 'ended']},
	{keys: ['Q'], shown: 'Q', action: 'quit', label: 'quit; sessions stay', places: ['home', 'box', 'ended']},
	{keys: ['y'], shown: 'y', action: 'yes', label: 'yes', places: ['confirm']},
	{keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], shown: '1–9', action: 'answer', label: 'go on with that conversation', places: ['question']},
	{keys: ['N'], shown: 'N', action: 'answer', label: 'begin a new conversation', places: ['question']},
	{keys: ['Esc'], shown: 'Esc', action: 'back', label: 'one step back', places: ['home', 'box', 'help', 'confirm', 'question']},
];

export function keyRowOf(place: Place, key: string): KeyRow | undefined {
	return keymap.find(row => row.places.includes(place) && row.keys.includes(key));
}

export function rowsOfPlace(place: Place): readonly KeyRow[] {
	return keymap.filter(row => row.places.includes(place));
}

export const placeNames: Readonly<Record<Place, string>> = {
	home: 'On Home',
	box: 'In the box',
	ended: 'Where a session has ended',
	help: 'In this list',
	confirm: 'When asked',
	question: 'When asked which conversation is meant',
};
