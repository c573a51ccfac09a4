import type {ServiceChoice} from '../../service/choice.js';
import type {Service, ServiceId} from '../../service/service.js';
import type {RestoreChoice} from '../../session/restore.js';
import type {Instant, Session, SessionId} from '../../session/session.js';
import {startAttending, type Attending} from '../attention/seen.js';
import type {Key} from '../keys/keys.js';
import {startKeys, type KeysEffect, type KeysInput, type KeysState} from '../keys/keys-state.js';
import type {Copied} from '../copy/copied.js';
import type {Viewer, WholeText} from '../copy/whole-text.js';
import {noCopying, type Copying} from '../copy/copy-place.js';
import type {CopyStatus} from '../copy/copy-state.js';
import type {CopyInput} from '../copy/press-copy.js';
import type {Question} from '../box/question.js';
import type {Library} from '../box/library.js';
import type {LaunchOptions, OptionName} from '../box/options.js';
import {startPalette, type Palette} from '../box/palette.js';
import {emptyPreview, type Preview} from '../box/preview.js';
import {noNotices, type Message, type Noted, type Notices} from '../notices/notices.js';
import type {Placing} from '../panes/arrange.js';
import {startLayout, type LayoutAction, type LayoutState} from '../panes/layout-state.js';
import type {Layout} from '../panes/pane-tree.js';
import type {Prompt} from '../panes/prompt-line.js';
import type {RefusedCommand} from '../panes/refused-command.js';
import {startWatch, type ServiceOrder, type Watch, type WatchEffect, type WatchInput, type WatchRow} from '../watch/watch.js';
import type {Size} from '../work/layout.js';
import type {ScreenChoice} from '../box/screen-choice.js';

export type Overlay =
	| {readonly type: 'box'}
	/** `filter` is what was typed to find a key. */
	| {readonly type: 'help'; readonly scroll: number; readonly filter?: string}
	/** Over everything: what the gateway and clutchd know. */
	| {readonly type: 'watch'}
	/** Keys for panes go on without the chord. */
	| {readonly type: 'panes'}
	| Prompt
	/** The list of sessions, where there is no room for it beside the panes. */
	| {readonly type: 'sidebar'}
	/** `choice` is what asked for it, and goes on with what it is for. */
	| {readonly type: 'confirm'; readonly action: 'stop' | 'close'; readonly session: SessionId; readonly choice?: ScreenChoice; readonly beside?: Beside}
	| {readonly type: 'confirm'; readonly action: 'stop-service'; readonly service: ServiceId}
	/** Which conversation is meant; `rest` are asked about afterwards. */
	| {readonly type: 'question'; readonly question: Question; readonly rest: readonly Question[]};

/** Where the user is. What the world is like stands in `ClientState`; nothing is in both. */
export type Navigation = {
	readonly screen: 'home' | 'work';
	readonly focused: SessionId | undefined;
	readonly overlays: readonly Overlay[];
	/** The code line, on Home and in the box alike. */
	readonly line: string;
	readonly preview: Preview;
	/** What belongs to the code line besides its letters. */
	readonly palette: Palette;
	/** The line that starts by itself when its wait is over, or that Enter was pressed on. */
	readonly due: {readonly type: 'waiting' | 'entered'; readonly line: string} | undefined;
	/** Row of the list under the cursor. */
	readonly selected: number;
	readonly message: Message | undefined;
	readonly notices: Notices;
	readonly sidebar: 'shown' | 'folded';
	readonly layout: LayoutState;
	readonly watch: Watch;
	readonly keys: KeysState;
	/** The panes that are scrolled back. */
	readonly copying: Copying;
	/** What was copied here, the newest first. */
	readonly copied: readonly Copied[];
	/** Released, it belongs to the terminal that Clutch runs in. */
	readonly mouse: 'ours' | 'released';
	readonly attending: Attending;
	/** The chord was pressed last: once more, and it is the agent's. */
	readonly chorded: boolean;
	/** Keys that were pressed before clutchd told anything, and that need what it tells. */
	readonly early: readonly string[];
	/** Nothing was pressed yet: the first snapshot may still choose the screen. */
	readonly untouched: boolean;
};

/** What somebody has in front of him. */
export type Place = Pick<Navigation, 'screen' | 'focused' | 'overlays' | 'line'>;

export const startNavigation: Navigation = {
	screen: 'home',
	focused: undefined,
	overlays: [],
	line: '',
	preview: emptyPreview,
	palette: startPalette,
	due: undefined,
	selected: 0,
	message: undefined,
	notices: noNotices,
	sidebar: 'shown',
	layout: startLayout,
	copying: noCopying,
	copied: [],
	mouse: 'ours',
	watch: startWatch,
	keys: startKeys,
	attending: startAttending,
	chorded: false,
	early: [],
	untouched: true,
};

export type NavigationInput =
	| {readonly type: 'key'; readonly key: Key}
	/** The reserved chord, pressed while a pane or the box has the keys. */
	| {readonly type: 'chord'}
	/** `options` are those it was made with. */
	| {readonly type: 'preview'; readonly preview: Preview; readonly options?: LaunchOptions | undefined}
	/** What could stand in a field of the form instead of its text. */
	| {readonly type: 'completions'; readonly field: OptionName; readonly text: string; readonly found: readonly string[]}
	/** The wait after the last letter is over. */
	| {readonly type: 'wait-over'; readonly line: string}
	/** It was started, for that place where one is said. `since` is where its user was when it was asked for; left out, nothing can have happened meanwhile. */
	| {readonly type: 'opened'; readonly id: SessionId; readonly placing?: Placing | undefined; readonly since?: Place | undefined}
	/** The command that was typed cannot be begun. */
	| {readonly type: 'refused-command'; readonly line: string; readonly refused: RefusedCommand}
	/** The shell that its key asked for could not be started. */
	| {readonly type: 'refused-shell'; readonly folder: string | undefined; readonly refused: RefusedCommand}
	/** The layout as it was saved. */
	| {readonly type: 'layout'; readonly layout: Layout}
	/** By the mouse. */
	| {readonly type: 'arrange'; readonly action: LayoutAction}
	/** A row of the list that is shown, by the mouse. */
	| {readonly type: 'click-row'; readonly row: number}
	/** Words that a key stands beside, by the mouse. */
	| {readonly type: 'click-key'; readonly key: string}
	/** A row of Watch, by the mouse. */
	| {readonly type: 'click-watch'; readonly row: WatchRow}
	/** The wheel, over something of ours that lists or scrolls. */
	| {readonly type: 'wheel'; readonly by: 1 | -1}
	/** What clutchd said to Watch. */
	| {readonly type: 'watch'; readonly input: WatchInput}
	/** How far a pane is scrolled back; undefined once it is not. */
	| {readonly type: 'copying'; readonly session: SessionId; readonly status: CopyStatus | undefined}
	| {readonly type: 'copied'; readonly copied: readonly Copied[]}
	/** All lines of a pane are to be shown beside it. */
	| ({readonly type: 'show-lines'; readonly session: SessionId; readonly viewer: Viewer} & WholeText)
	| {readonly type: 'keys'; readonly input: KeysInput}
	/** No further key for panes came. */
	| {readonly type: 'panes-over'}
	/** These cannot be started again before somebody was asked. */
	| {readonly type: 'questions'; readonly questions: readonly Question[]}
	/** The terminal's window came to the front, or left it. */
	| {readonly type: 'terminal-focus'; readonly hasFocus: boolean}
	| {readonly type: 'sessions'; readonly sessions: readonly Session[]}
	/** Something to know that nobody asked for. */
	| {readonly type: 'notice'; readonly notice: Noted}
	/** It was to be said for a moment, which has passed. */
	| {readonly type: 'notice-over'; readonly text: string}
	/** What was noted is so no longer. */
	| {readonly type: 'notice-withdrawn'; readonly text: string}
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
	/** For the code line, or, once there is room, for what stands beside. */
	| {readonly type: 'choose'; readonly choice: ScreenChoice; readonly beside?: Beside | undefined}
	| {readonly type: 'complete'; readonly field: OptionName; readonly text: string}
	| {readonly type: 'prefer'; readonly name: string; readonly value: string}
	/** What a service that rests offers. */
	| {readonly type: 'serve'; readonly id: ServiceId; readonly choice: ServiceChoice}
	| ({readonly type: 'service'} & ServiceOrder)
	| {readonly type: 'demo'}
	| {readonly type: 'rename'; readonly id: SessionId; readonly name: string}
	| {readonly type: 'open-beside'; readonly program: ProgramBeside; readonly placing: Placing | undefined}
	| {readonly type: 'watch'; readonly effect: WatchEffect}
	| {readonly type: 'panes-wait'}
	| {readonly type: 'keys'; readonly effect: KeysEffect}
	/** For the focused pane, which is scrolled back or about to be. */
	| {readonly type: 'copy'; readonly input: CopyInput | {readonly type: 'enter'; readonly page: boolean}}
	/** That one, else the newest. */
	| {readonly type: 'paste-copied'; readonly copied?: number | undefined}
	| {readonly type: 'remember-mouse'; readonly mouse: 'ours' | 'released'}
	| {readonly type: 'send-chord'}
	| {readonly type: 'remember-sidebar'; readonly sidebar: 'shown' | 'folded'}
	| {readonly type: 'quit'};

/** What is opened, and where. */
export type Beside = {readonly program: ProgramBeside; readonly placing: Placing | undefined};

/** What has a pane without being an agent. */
export type ProgramBeside =
	/** In that folder, else in the one of the session it stands beside. `byKey`: asked for where digits can be pressed. */
	| {readonly type: 'shell'; readonly folder?: string | undefined; readonly byKey?: boolean}
	/** `line` is what was typed, where somebody did; `folder` as above. */
	| {readonly type: 'command'; readonly file: string; readonly args: readonly string[]; readonly line?: string | undefined; readonly folder?: string | undefined}
	/** What is kept of a session, in its user's editor or pager; `line` is where it begins. */
	| {readonly type: 'lines'; readonly viewer: Viewer; readonly name: string; readonly text: string; readonly line: number}
	| {readonly type: 'log'; readonly service: string};

export type NavigationFacts = {
	/** Clutchd has told them; before that nothing is known of them. @default true */
	readonly isTold?: boolean | undefined;
	readonly sessions: readonly Session[];
	/** Left out until clutchd has told them. */
	readonly services?: readonly Service[] | undefined;
	/** What a service that rests offers: the first digits. Those of the rows follow. */
	readonly choices: readonly string[];
	/** Which one that is. @default 'gateway' */
	readonly parked?: ServiceId | undefined;
	/** Whether a whole code starts by itself. */
	readonly startsByItself: boolean;
	/** Of the screen. */
	readonly size: Size;
	/** What rings late is judged by it. @default 0 */
	readonly now?: Instant | undefined;
	/** What can be found and completed; left out until it has been read. */
	readonly library?: Library | undefined;
};

export type Step = {readonly navigation: Navigation; readonly effects: readonly NavigationEffect[]};

export function focusedSession(navigation: Navigation, sessions: readonly Session[]): Session | undefined {
	return sessions.find(session => session.id === navigation.focused);
}

/** Keys go to the pane: nothing of ours is in front of it. */
export function paneHasKeys(navigation: Navigation, sessions: readonly Session[]): boolean {
	const session = focusedSession(navigation, sessions);
	return navigation.screen === 'work' && navigation.overlays.length === 0 && session !== undefined && navigation.copying[session.id] === undefined && (session.state.status === 'live' || session.state.status === 'starting');
}

export function stay(navigation: Navigation): Step {
	return {navigation, effects: []};
}
