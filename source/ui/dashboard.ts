import {strokeOfChord} from '../core/view/keys/chord.js';
import type {Navigation} from '../core/view/navigation/navigation.js';
import type {LookWords} from '../core/view/looks/looks.js';
import type {Clock} from '../io/clock.js';
import type {Paths} from '../io/paths.js';
import {readPreferences} from '../io/preferences.js';
import type {OuterTerminal} from '../io/terminal.js';
import {nextAgeIn} from '../core/view/work/ages.js';
import type {Actions} from './actions.js';
import {createAges} from './ages.js';
import {begin} from './begin.js';
import {createEffects} from './effects.js';
import {createFocus} from './focus.js';
import {createInput} from './input.js';
import {createKeyChoices} from './key-choices.js';
import {createKeyboard} from './keyboard.js';
import {createLayoutMemory} from './layout-memory.js';
import type {Link} from './link.js';
import {createMouse} from './mouse.js';
import {createNoticing} from './noticing.js';
import {createPaneFocus} from './pane-focus.js';
import {isMissingPart, missingPart} from './missing-part.js';
import {createPanes} from './pane/panes.js';
import {createPicture} from './picture.js';
import {createPresenting} from './presenting.js';
import type {Pace} from './redraw.js';
import {createScrollback} from './scrollback.js';
import {createStore} from './store.js';
import {createTimers} from './timers.js';
import {createWatching, watchAlone} from './watching.js';

export type Dashboard = {
	/** Resolves when its user leaves it; rejects when it failed. */
	readonly done: Promise<'quit' | 'hung-up'>;
	/** After a stop: the terminal is taken again and everything is drawn anew. */
	readonly resume: () => void;
	readonly fail: (error: unknown) => void;
	readonly close: () => void;
	/** For measuring: what React and the compositor have done so far, how often it was asked for a frame, and how many frames of rows came. */
	readonly counts: () => {readonly renders: number; readonly asked: number; readonly frames: number; readonly rows: number};
};

export type DashboardOptions = {
	readonly paths: Paths;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
	readonly version: string;
	readonly terminal: OuterTerminal;
	readonly clock: Clock;
	/** The session that is shown first, if it is there. */
	readonly focused: string | undefined;
	/** What its user said about looks as it was started. */
	readonly looks?: LookWords;
	/** What its user has to know from the start. */
	readonly notice?: string | undefined;
	/** Watch is shown first, and leaving it leaves the dashboard. */
	readonly watch?: boolean;
};

/** Until the configuration has been read. */
const usualCodeWait = 400;

/** What is drawn by itself, and not for a key: figures stand still enough to be read, lines of a log flow. */
function paceOf({overlays, watch}: Navigation): Pace {
	return overlays.some(({type}) => type === 'watch') ? (watch.detail?.type === 'log' ? 'flowing' : 'calmly') : 'soon';
}

/** The first frame waits for nothing: clutchd, the configuration and the agents are looked for once it stands. */
export function createDashboard({paths, env, cwd, version, terminal, clock, focused, looks: said = {}, notice, watch = false}: DashboardOptions): Dashboard {
	const preferences = readPreferences(paths);
	const panes = createPanes();
	const ended = Promise.withResolvers<'quit' | 'hung-up'>();
	const leaving = new AbortController();
	const timers = createTimers(clock);
	/** Neither is there before the first frame. */
	let link: Link | undefined;
	let actions: Actions | undefined;
	let codeWait = preferences.codeWait ?? usualCodeWait;
	/** What changes comes from a key. */
	let isPressing = false;

	const {looks, calling, ...presenting} = createPresenting({env, said, saved: preferences, clock, timers, signal: leaving.signal, store: () => store, picture: () => picture, link: () => link});

	const store = createStore({
		startsByItself: true,
		sidebar: preferences.sidebar ?? 'shown',
		mouse: preferences.mouse ?? 'ours',
		focused,
		first: watch ? watchAlone : undefined,
		size: () => picture.size(),
		now: clock.now,
		onChange() {
			follow();
			presenting.follow();
			noticing.follow();
			layoutMemory.changed();
			ages.changed();
			picture.redraw(isPressing ? 'soon' : paceOf(store.get().navigation));
		},
		onEffect(effect) {
			effects.perform(effect);
		},
	});

	const noticing = createNoticing({paths, store: () => store, clock, timers, chord: () => keyChoices.chord().label});

	const layoutMemory = createLayoutMemory({paths, store, timers});

	const keyChoices = createKeyChoices({paths, remembered: preferences.chord, store: () => store, timers, redraw() {
		picture.redraw();
	}});

	const picture = createPicture({
		terminal,
		env,
		clock,
		timers,
		panes,
		layer: session => scrollback.layer(session),
		state: store.get,
		paint: looks.paint(),
		fixed: {version, cwd},
		chord: () => keyChoices.chord().label,
		moves: () => looks.get().motion === 'full',
		onFailure: fail,
	});

	const keyboard = createKeyboard({
		paths,
		onTaken() {
			store.navigate({type: 'message', message: {level: 'warn', text: 'Another window took the keyboard of this session; the next key takes it back.'}});
		},
	});

	const paneFocus = createPaneFocus({modes: session => panes.get(session)?.modes, tell: keyboard.tell});

	const input = createInput({
		chord: keyChoices.chord,
		paneHasKeys: () => focus.hasKeys(),
		isAwaited: () => scrollback.isAwaited(),
		onForgotten() {
			store.navigate({type: 'message', message: {level: 'note', text: 'clutchd has not answered yet: what was typed meanwhile was dropped.'}});
		},
		paneModes: () => panes.get(store.get().navigation.focused ?? '')?.modes,
		onPaneBytes: keyboard.type,
		onKey(key) {
			isPressing = true;
			store.navigate({type: 'key', key});
			isPressing = false;
		},
		onChord() {
			store.navigate({type: 'chord'});
		},
		onMouse(event) {
			mouse.take(event);
		},
		onFacts(facts) {
			looks.learn({facts});
			presenting.known();
		},
		onTerminalFocus(hasFocus) {
			paneFocus.terminal(hasFocus);
			store.navigate({type: 'terminal-focus', hasFocus});
		},
		write: terminal.write,
		after: clock.after,
	});

	const scrollback = createScrollback({store, panes, keyboard, timers, write(text) {
		picture.say('clipboard', text);
	}, request: picture.request, link: () => link, chord: () => keyChoices.chord().label, onKnown(isForSomebody) {
		if (isForSomebody) {
			input.goOn();
		} else {
			input.forget();
		}
	}});

	const mouse = createMouse({store, panes, keyboard, scrollback, picture, timers, clock});

	const focus = createFocus({store, keyboard, panes, onChanged: scrollback.changed, timers, clock, size: picture.size, request: picture.request, link: () => link});

	const watching = createWatching({paths, store, clock, link: () => link, onCharts(charts) {
		picture.learn({charts});
	}});

	const effects = createEffects({
		paths,
		store,
		timers,
		keyboard,
		keyChoices,
		scrollback,
		actions: () => actions,
		chordBytes: () => input.bytesOf(strokeOfChord(keyChoices.chord())),
		watching: () => watching,
		codeWait: () => codeWait,
		onQuit() {
			ended.resolve('quit');
		},
	});

	function fail(error: unknown): void {
		if (isMissingPart(error)) {
			store.navigate({type: 'message', message: {level: 'warn', text: missingPart}});
			return;
		}

		ended.reject(error);
	}

	/** What the cursor is on is asked about where it has ended. */
	function follow(): void {
		const {screen, focused: session} = store.get().navigation;
		// Before the keyboard leaves the pane that loses it.
		paneFocus.follow(screen === 'work' ? session : undefined);
		focus.follow();
		actions?.look();
		watching.follow();
	}

	const ages = createAges({timers, next: () => nextAgeIn(store.get(), clock.now()), redraw() {
		picture.age();
	}});

	terminal.onInput(bytes => {
		focus.typed();
		input.feed(bytes);
	});
	terminal.onResize(() => {
		picture.anew();
		follow();
	});
	terminal.onHangUp(() => {
		ended.resolve('hung-up');
	});
	terminal.open();
	input.begin();
	calling.anew();
	picture.request('echo');
	ages.changed();
	timers.start('begin', 0, () => {
		const onLink = (next: Link) => {
			link = next;
			follow();
		};

		const onActions = (next: Actions) => {
			actions = next;
			follow();
			effects.catchUp();
		};

		const onCodeWait = (configured: number | 'never') => {
			codeWait = preferences.codeWait ?? configured;
		};

		noticing.begin();
		if (notice !== undefined) {
			store.navigate({type: 'notice', notice: {level: 'warn', text: notice}});
		}

		layoutMemory.recall();
		begin({paths, env, cwd, clock, timers, store, focus, scrollback, picture, calling, looks, keyChoices, signal: leaving.signal, onLink, onActions, onCodeWait}).catch((error: unknown) => {
			ended.reject(error);
		});
	});

	return {
		done: ended.promise,
		resume() {
			terminal.open();
			input.begin();
			calling.anew();
			picture.anew();
			follow();
		},
		fail,
		close() {
			leaving.abort();
			layoutMemory.close();
			noticing.close();
			timers.close();
			input.close();
			keyboard.close();
			watching.close();
			link?.close();
			picture.close();
			terminal.close();
		},
		counts: () => ({...picture.counts(), rows: focus.rows()}),
	};
}
