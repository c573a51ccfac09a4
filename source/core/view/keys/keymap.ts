import type {Session} from '../../session/session.js';
import {copyRows, type CopyAction} from '../copy/copy-keys.js';
import type {LayoutKey} from '../panes/layout-actions.js';
import {logKeyRows, type LogAction} from '../watch/log-keys.js';
import type {WatchAction} from '../watch/watch.js';
import {endedWithoutYou, isAlive} from '../text/session-state.js';

/** Where a key is read by us. In a living pane there is no row: everything but the chord belongs to the agent. */
export type Place = 'home' | 'box' | 'ended' | 'help' | 'confirm' | 'question' | 'panes' | 'prompt' | 'sidebar' | 'watch' | 'log' | 'copy';

export type ActionId =
	| 'help' | 'demo' | 'add-key' | 'local-model' | 'home' | 'quit' | 'search' | 'next' | 'previous' | 'enter' | 'number'
	| 'who-calls' | 'restore' | 'restore-all' | 'let-go' | 'stop' | 'sidebar' | 'back' | 'yes' | 'answer'
	| CopyAction | 'scroll' | 'paste-copied' | 'mouse'
	| 'watch' | WatchAction | 'choice' | LogAction | LayoutKey | 'split-right' | 'split-down' | 'workspace' | 'command' | 'rename' | 'shell' | 'gateway-log';

/** What a reason for being disabled depends on. */
export type KeyFacts = {
	readonly sessions: readonly Session[];
	readonly focused: Session | undefined;
	/** The panes are shown, or lie under what is. */
	readonly isWork: boolean;
	/** Whom letting go is about: on Home the row under the cursor, elsewhere the session that has the focus. */
	readonly meant: Session | undefined;
	/** A row of the list is under the cursor. */
	readonly hasRows: boolean;
	/** Panes share the workspace that is shown. */
	readonly isSplit: boolean;
	readonly workspaces: number;
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

const needsSession = ({focused}: Pick<KeyFacts, 'focused'>) => focused === undefined ? 'No session has the focus.' : undefined;
const needsRows = ({hasRows}: KeyFacts) => hasRows ? undefined : 'There is nothing in the list.';

const needsWork = ({isWork}: KeyFacts) => isWork ? undefined : 'This is Home.';
const needsSplit = ({isSplit, focused}: KeyFacts) => needsSession({focused}) ?? (isSplit ? undefined : 'There is one pane here; | and - split it.');
const needsWorkspaces = ({workspaces, focused}: KeyFacts) => needsSession({focused}) ?? (workspaces > 1 ? undefined : 'There is one workspace.');
const panes = ['box', 'panes'] as const;

/** Every key of ours, once: the decoder, hints, help and `docs/keys.md` are made from it. */
export const keymap: readonly KeyRow[] = [
	{keys: ['?'], shown: '?', action: 'help', label: 'keys', places: ['home', 'box', 'ended', 'watch', 'log', 'panes', 'sidebar']},
	// There `?` searches.
	{keys: ['F1'], shown: 'F1', action: 'help', label: 'keys', places: ['copy']},
	{keys: ['/'], shown: '/', action: 'search', label: 'search', places: ['home', 'box']},
	{keys: ['Down', 'Tab'], shown: 'Tab ↓', action: 'next', label: 'next row', places: ['home', 'box', 'help', 'sidebar'], reason: needsRows},
	{keys: ['Up', 'Shift+Tab'], shown: '↑', action: 'previous', label: 'row before', places: ['home', 'box', 'help', 'sidebar'], reason: needsRows},
	{keys: ['Enter'], shown: 'Enter', action: 'enter', label: 'start the code, or open the row', places: ['home', 'box', 'sidebar']},
	{
		keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
		shown: '1–9',
		action: 'number',
		label: 'go to that session, or restore it',
		places: ['home', 'box', 'sidebar'],
		reason: needsRows,
	},
	{keys: ['r'], shown: 'r', action: 'restore', label: 'restore', places: ['ended'], reason: ({focused}) => focused && isAlive(focused) ? 'It is running.' : needsSession({focused})},
	{keys: ['A'], shown: 'A', action: 'restore-all', label: 'restore all', places: ['home'], reason: ({sessions}) => sessions.some(session => endedWithoutYou(session)) ? undefined : 'Nothing ended without you.'},
	{keys: ['S'], shown: 'S', action: 'stop', label: 'stop this session', places: ['box'], reason: ({focused}) => focused && isAlive(focused) ? undefined : 'No running session has the focus.'},
	{keys: ['L'], shown: 'L', action: 'let-go', label: 'let go', places: ['home', 'box', 'ended'], reason: ({meant}) => meant === undefined ? 'There is no session under the cursor to let go.' : undefined},
	{keys: ['J'], shown: 'J', action: 'who-calls', label: 'next that needs you', places: ['home', 'box', 'ended', 'panes', 'watch', 'log']},
	{keys: ['D'], shown: 'D', action: 'demo', label: 'try the demo', places: ['home', 'box']},
	{keys: ['O'], shown: 'O', action: 'local-model', label: 'use a local model', places: ['home', 'box']},
	{keys: ['K'], shown: 'K', action: 'add-key', label: 'add a key', places: ['home', 'box']},
	{keys: ['|'], shown: '|', action: 'split-right', label: 'split right', places: panes, reason: needsSession},
	{keys: ['-'], shown: '-', action: 'split-down', label: 'split down', places: panes, reason: needsSession},
	{keys: ['$'], shown: '$', action: 'shell', label: 'shell beside', places: ['home', ...panes]},
	{keys: [':'], shown: ':', action: 'command', label: 'command beside', places: ['home', ...panes]},
	{keys: ['z'], shown: 'z', action: 'zoom', label: 'zoom', places: panes, reason: needsSession},
	{keys: ['Left'], shown: '←', action: 'focus-left', label: 'pane at the left', places: panes, reason: needsSplit},
	{keys: ['Right'], shown: '→', action: 'focus-right', label: 'pane at the right', places: panes, reason: needsSplit},
	{keys: ['Up'], shown: '↑', action: 'focus-up', label: 'pane above', places: ['panes'], reason: needsSplit},
	{keys: ['Down'], shown: '↓', action: 'focus-down', label: 'pane below', places: ['panes'], reason: needsSplit},
	{keys: ['n'], shown: 'n', action: 'next-pane', label: 'next pane', places: panes, reason: needsSplit},
	{keys: ['N'], shown: 'N', action: 'previous-pane', label: 'pane before', places: panes, reason: needsSplit},
	{keys: [';'], shown: ';', action: 'last-pane', label: 'last pane', places: panes, reason: needsSession},
	{keys: ['Shift+Left', 'Alt+Left'], shown: 'Shift+←', action: 'resize-left', label: 'move the line left', places: panes, reason: needsSplit},
	{keys: ['Shift+Right', 'Alt+Right'], shown: 'Shift+→', action: 'resize-right', label: 'move the line right', places: panes, reason: needsSplit},
	{keys: ['Shift+Up', 'Alt+Up'], shown: 'Shift+↑', action: 'resize-up', label: 'move the line up', places: panes, reason: needsSplit},
	{keys: ['Shift+Down', 'Alt+Down'], shown: 'Shift+↓', action: 'resize-down', label: 'move the line down', places: panes, reason: needsSplit},
	{keys: ['='], shown: '=', action: 'equalise', label: 'same size for all', places: panes, reason: needsSplit},
	{keys: ['}'], shown: '}', action: 'swap-next', label: 'swap with the next pane', places: panes, reason: needsSplit},
	{keys: ['{'], shown: '{', action: 'swap-previous', label: 'swap with the pane before', places: panes, reason: needsSplit},
	{keys: ['!'], shown: '!', action: 'own-workspace', label: 'workspace of its own', places: panes, reason: needsSplit},
	{keys: [')'], shown: ')', action: 'move-next', label: 'move to the next workspace', places: panes, reason: needsWorkspaces},
	{keys: ['('], shown: '(', action: 'move-previous', label: 'move to the workspace before', places: panes, reason: needsWorkspaces},
	{keys: ['>'], shown: '>', action: 'next-workspace', label: 'next workspace', places: panes, reason: needsWorkspaces},
	{keys: ['<'], shown: '<', action: 'previous-workspace', label: 'workspace before', places: panes, reason: needsWorkspaces},
	{
		keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(digit => `Alt+${digit}`),
		shown: 'Alt+1–9',
		action: 'workspace',
		label: 'workspace of that number',
		places: panes,
		reason: needsWorkspaces,
	},
	{keys: ['X'], shown: 'X', action: 'close-pane', label: 'close pane; its session lives on', places: panes, reason: needsSession},
	{keys: [','], shown: ',', action: 'rename', label: 'rename', places: ['box', 'ended'], reason: needsSession},
	{keys: ['l'], shown: 'l', action: 'gateway-log', label: 'log of gateway', places: ['home', 'ended', ...panes]},
	{keys: ['[', 'PageUp', 'Shift+PageUp'], shown: '[', action: 'scroll', label: 'scroll', places: [...panes, 'ended'], reason: needsSession},
	{keys: [']'], shown: ']', action: 'paste-copied', label: 'paste what was copied', places: [...panes, 'copy'], reason: needsSession},
	{keys: ['m'], shown: 'm', action: 'mouse', label: 'leave the mouse to the terminal, or take it', places: ['home', ...panes, 'copy']},
	{keys: ['B'], shown: 'B', action: 'sidebar', label: 'sidebar', places: panes, reason: needsWork},
	{keys: ['H'], shown: 'H', action: 'home', label: 'home', places: ['box', 'ended'], reason: needsWork},
	{keys: ['Q'], shown: 'Q', action: 'quit', label: 'quit; sessions stay', places: ['home', 'box', 'ended', 'watch', 'log']},
	{keys: ['w'], shown: 'w', action: 'watch', label: 'watch', places: ['home', 'ended', ...panes]},
	{keys: ['Down', 'Tab', 'j'], shown: 'Tab ↓', action: 'watch-next', label: 'next row', places: ['watch']},
	{keys: ['Up', 'Shift+Tab', 'k'], shown: '↑', action: 'watch-previous', label: 'row before', places: ['watch']},
	{keys: ['PageDown'], shown: 'PageDown', action: 'watch-page-down', label: 'ten rows on', places: ['watch']},
	{keys: ['PageUp'], shown: 'PageUp', action: 'watch-page-up', label: 'ten rows back', places: ['watch']},
	{keys: ['Home'], shown: 'Home', action: 'watch-first', label: 'leave the list; the newest come again', places: ['watch']},
	{keys: ['Enter'], shown: 'Enter', action: 'watch-enter', label: 'how the request went, or the log of the service', places: ['watch']},
	{keys: ['e'], shown: 'e', action: 'watch-all', label: 'all requests, or events only', places: ['watch']},
	{keys: ['t'], shown: 't', action: 'watch-range', label: 'time range', places: ['watch']},
	{keys: ['f'], shown: 'f', action: 'watch-filter', label: 'one session, or all', places: ['watch']},
	{keys: ['m'], shown: 'm', action: 'watch-table', label: 'models, sessions or profiles', places: ['watch']},
	{keys: ['v'], shown: 'v', action: 'watch-chart', label: 'large chart', places: ['watch']},
	{keys: ['l'], shown: 'l', action: 'watch-log', label: 'log of the service', places: ['watch']},
	{keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], shown: '1–9', action: 'choice', label: 'what a parked service offers', places: ['watch', 'log']},
	{keys: ['R'], shown: 'R', action: 'watch-retry', label: 'start a parked service again', places: ['watch', 'log']},
	{keys: ['s'], shown: 's', action: 'watch-start', label: 'start the service', places: ['watch', 'log']},
	{keys: ['S'], shown: 'S', action: 'watch-stop', label: 'stop the service', places: ['watch', 'log']},
	{keys: ['r'], shown: 'r', action: 'watch-restart', label: 'restart the service', places: ['watch', 'log']},
	{keys: ['K'], shown: 'K', action: 'watch-kill', label: 'kill a service that is being stopped', places: ['watch', 'log']},
	{keys: ['Esc'], shown: 'Esc', action: 'watch-back', label: 'one step back', places: ['watch']},
	{keys: ['y'], shown: 'y', action: 'yes', label: 'yes', places: ['confirm']},
	{keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], shown: '1–9', action: 'answer', label: 'go on with that conversation', places: ['question']},
	{keys: ['N'], shown: 'N', action: 'answer', label: 'begin a new conversation', places: ['question']},
	{keys: ['Esc'], shown: 'Esc', action: 'back', label: 'one step back', places: ['home', 'box', 'help', 'confirm', 'question', 'panes', 'sidebar']},
	{keys: ['n', 'N'], shown: 'n', action: 'back', label: 'no', places: ['confirm']},
	...logKeyRows,
	...copyRows,
];

/** `rows` are those in force, where the configuration says otherwise than `keymap`. */
export function keyRowOf(place: Place, key: string, rows = keymap): KeyRow | undefined {
	return rows.find(row => row.places.includes(place) && row.keys.includes(key));
}

export function rowsOfPlace(place: Place, rows = keymap): readonly KeyRow[] {
	return rows.filter(row => row.places.includes(place));
}

export const placeNames: Readonly<Record<Place, string>> = {
	home: 'On Home',
	box: 'In the box',
	ended: 'Where a session has ended',
	help: 'In this list',
	panes: 'Among panes',
	sidebar: 'In the list of sessions',
	prompt: 'In a line that is asked for',
	copy: 'While scrolled back',
	watch: 'In Watch',
	log: 'In a log of Watch',
	confirm: 'When asked',
	question: 'When asked which conversation is meant',
};
