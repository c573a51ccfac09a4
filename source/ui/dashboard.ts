import {createGrid, type Grid} from '../core/view/cells/cells.js';
import {defaultChord, parseChord} from '../core/view/keys/chord.js';
import {colourDepthOf} from '../core/view/cells/colour.js';
import {agentCatalogue} from '../core/launch/catalogue.js';
import {homeHint} from '../core/view/home/home-hint.js';
import {coversOf} from '../core/view/navigation/overlays.js';
import type {Rect} from '../core/view/cells/rect.js';
import {layoutWork} from '../core/view/work/layout.js';
import type {NavigationEffect} from '../core/view/navigation/navigation.js';
import type {Clock} from '../io/clock.js';
import type {Paths} from '../io/paths.js';
import {readPreferences, rememberPreferences} from '../io/preferences.js';
import type {OuterTerminal} from '../io/terminal.js';
import {isWork, type Actions} from './actions.js';
import {createChrome} from './chrome.js';
import {createCompositor} from './compositor.js';
import {createFocus} from './focus.js';
import {createInput} from './input.js';
import {createKeyboard} from './keyboard.js';
import type {MachineSummary} from './launcher.js';
import type {Link} from './link.js';
import {createPanes} from './pane/panes.js';
import {createRedraw} from './redraw.js';
import {sceneOf} from './scene.js';
import {createStore} from './store.js';
import {chooseTheme, createPaint} from './theme.js';
import {createTimers} from './timers.js';
import type {View} from './view.js';

export type Dashboard = {
	/** Resolves when its user leaves it; rejects when it failed. */
	readonly done: Promise<'quit' | 'hung-up'>;
	/** After a stop: the terminal is taken again and everything is drawn anew. */
	readonly resume: () => void;
	readonly fail: (error: unknown) => void;
	readonly close: () => void;
	/** For measuring: what React and the compositor have done so far. */
	readonly counts: () => {readonly renders: number; readonly frames: number};
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
};

/** Ages are shown in minutes. */
const ageInterval = 30_000;
const codeWait = 400;

/** The first frame waits for nothing: clutchd, the configuration and the agents are looked for once it stands. */
export function createDashboard({paths, env, cwd, version, terminal, clock, focused}: DashboardOptions): Dashboard {
	const preferences = readPreferences(paths);
	const chord = parseChord(preferences.chord ?? '') ?? defaultChord;
	const paint = createPaint(chooseTheme(preferences.theme, env));
	const panes = createPanes(clock.monotonic);
	const ended = Promise.withResolvers<'quit' | 'hung-up'>();
	const leaving = new AbortController();
	const timers = createTimers(clock);
	let size = terminal.size();
	/** The chrome as it was drawn last, and where it lies over the panes. */
	let covers: readonly Rect[] = [];
	let chromeGrid: Grid = createGrid(size.cols, size.rows);
	let summary: MachineSummary | undefined;
	let repository: View['repository'];
	let work: {readonly link: Link; readonly actions: Actions} | undefined;

	const store = createStore({
		startsByItself: preferences.codeWait !== 'never',
		sidebar: preferences.sidebar ?? 'shown',
		focused,
		onChange() {
			follow();
			redraw.request();
		},
		onEffect(effect) {
			perform(effect);
		},
	});

	const view = (): View => ({
		...store.get(),
		size,
		agents: agentCatalogue,
		installed: summary?.installed ?? {},
		hint: homeHint({...store.get(), hasCredential: summary?.hasCredential, cols: size.cols}),
		big: summary?.big,
		chord: chord.label,
		version,
		cwd,
		repository,
		home: env.HOME ?? '',
		now: clock.now(),
		paint,
	});

	const compositor = createCompositor({
		write: terminal.write,
		onDrain: terminal.onDrain,
		size: () => size,
		depth: colourDepthOf(env),
		scene: () => sceneOf({state: store.get(), size, chrome: chromeGrid, covers, panes}),
		now: clock.monotonic,
		after: clock.after,
	});

	const chrome = createChrome(view(), grid => {
		chromeGrid = grid;
		covers = coversOf(view());
		compositor.request('echo');
	});

	const redraw = createRedraw({timers, now: clock.monotonic, draw() {
		chrome.draw(view());
	}});

	const keyboard = createKeyboard({
		paths,
		onTaken() {
			store.navigate({type: 'message', message: {level: 'warn', text: 'Another window took the keyboard of this session; the next key takes it back.'}});
		},
	});

	const input = createInput({
		chord: () => chord,
		paneHasKeys: () => focus.hasKeys(),
		onPaneBytes: keyboard.type,
		onKey(key) {
			store.navigate({type: 'key', key});
		},
		onChord() {
			store.navigate({type: 'chord'});
		},
		after: clock.after,
	});

	const focus = createFocus({store, keyboard, panes, timers, clock, size: () => size, request: compositor.request, link: () => work?.link});

	/** What the cursor is on is asked about where it has ended. */
	function follow(): void {
		focus.follow();
		work?.actions.look();
	}

	function perform(effect: NavigationEffect): void {
		if (isWork(effect)) {
			work?.actions.perform(effect, store.get().navigation.line);
			return;
		}

		switch (effect.type) {
			case 'wait': {
				timers.start('code', typeof preferences.codeWait === 'number' ? preferences.codeWait : codeWait, () => {
					store.navigate({type: 'wait-over', line: effect.line});
				});
				return;
			}

			case 'send-chord': {
				keyboard.type(Uint8Array.of(chord.byte));
				return;
			}

			case 'remember-sidebar': {
				void rememberPreferences(paths, {sidebar: effect.sidebar});
				return;
			}

			case 'quit': {
				ended.resolve('quit');
			}
		}
	}

	/** What takes time to load, once the first frame is on the screen. */
	async function begin(): Promise<void> {
		const {startWork} = await import('./work.js');
		if (leaving.signal.aborted) {
			return;
		}

		work = startWork({
			paths,
			env,
			cwd,
			clock,
			store,
			signal: leaving.signal,
			onRows: focus.takeRows,
			paneSize: () => layoutWork(size, store.get().navigation.sidebar).pane,
			onRepository(next) {
				repository = next;
				redraw.request();
			},
			onSummary(next) {
				summary = next;
				redraw.request();
			},
		});
		follow();
		const {line} = store.get().navigation;
		if (line !== '' && !line.startsWith('/')) {
			work.actions.perform({type: 'look-up', line}, line);
		}
	}

	const tick = () => {
		timers.start('age', ageInterval, () => {
			redraw.request();
			tick();
		});
	};

	terminal.onInput(bytes => {
		focus.typed();
		input.feed(bytes);
	});
	terminal.onResize(() => {
		size = terminal.size();
		compositor.forget();
		chromeGrid = createGrid(size.cols, size.rows);
		redraw.atOnce();
		follow();
	});
	terminal.onHangUp(() => {
		ended.resolve('hung-up');
	});
	terminal.open();
	compositor.request('echo');
	tick();
	timers.start('begin', 0, () => {
		begin().catch((error: unknown) => {
			ended.reject(error);
		});
	});

	return {
		done: ended.promise,
		resume() {
			terminal.open();
			size = terminal.size();
			compositor.forget();
			redraw.atOnce();
			follow();
		},
		fail(error) {
			ended.reject(error);
		},
		close() {
			leaving.abort();
			timers.close();
			input.close();
			keyboard.close();
			work?.link.close();
			compositor.close();
			chrome.close();
			terminal.close();
		},
		counts: () => ({renders: chrome.renders(), frames: compositor.frames()}),
	};
}
