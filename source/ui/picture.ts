import {agentCatalogue} from '../core/launch/catalogue.js';
import {asShown} from '../core/view/attention/seen.js';
import {createGrid} from '../core/view/cells/cells.js';
import {colourDepthOf} from '../core/view/cells/colour.js';
import type {Rect} from '../core/view/cells/rect.js';
import {homeHint} from '../core/view/home/home-hint.js';
import {turningCells} from '../core/view/looks/motion.js';
import {chordQuestion} from '../core/view/keys/chord-question.js';
import type {Repository} from '../core/view/home/home.js';
import {coversOf} from '../core/view/navigation/overlays.js';
import type {Size} from '../core/view/work/layout.js';
import type {Clock} from '../io/clock.js';
import type {OuterTerminal} from '../io/terminal.js';
import type {Charts} from './chart.js';
import {createCompositor, type Compositor} from './compositor.js';
import {createFirstChrome} from './first-chrome.js';
import type {MachineSummary} from './launcher.js';
import type {Panes} from './pane/panes.js';
import {createRedraw, type Pace} from './redraw.js';
import {sceneOf, type PaneLayers} from './scene.js';
import {createSpinner} from './spinner.js';
import type {State} from './store.js';
import type {Paint} from './theme.js';
import type {Timers} from './timers.js';
import type {View} from './view.js';

/** What is not known before the first frame. */
export type Learned = {readonly summary?: MachineSummary; readonly repository?: Repository; readonly charts?: Charts};

/** The screen: the chrome as React draws it, the panes, and what is written of both to the terminal. */
export type Picture = {
	readonly size: () => Size;
	/** What the chrome is drawn from now. */
	readonly view: () => View;
	/** The chrome anew, soon; `calmly` at most twice a second, for figures that come by themselves. */
	readonly redraw: (pace?: Pace) => void;
	/** Time has gone by, and an age that is shown is another one. */
	readonly age: () => void;
	/** Cells of panes have changed, or the cursor. */
	readonly request: Compositor['request'];
	readonly say: Compositor['say'];
	readonly learn: (learned: Learned) => void;
	readonly setPaint: (paint: Paint) => void;
	/** The first screens stand: from now on Ink draws them. */
	readonly settle: () => void;
	/** The terminal has another size, or was taken again: everything is drawn anew. */
	readonly anew: () => void;
	readonly counts: () => {readonly renders: number; readonly asked: number; readonly frames: number};
	readonly close: () => void;
};

type Options = {
	readonly terminal: OuterTerminal;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly clock: Clock;
	readonly timers: Timers;
	readonly panes: Panes;
	readonly layer: PaneLayers;
	readonly state: () => State;
	readonly paint: Paint;
	/** What does not change while the dashboard lives. */
	readonly fixed: Pick<View, 'version' | 'cwd'>;
	readonly chord: () => string;
	/** Whether something may move by itself. */
	readonly moves: () => boolean;
	readonly onFailure: (error: unknown) => void;
};

export function createPicture({terminal, env, clock, timers, panes, layer, state, paint: firstPaint, fixed, chord, moves, onFailure}: Options): Picture {
	let size = terminal.size();
	let paint = firstPaint;
	let learned: Learned = {};
	/** Where the chrome as it was drawn last lies over the panes. */
	let covers: readonly Rect[] = [];
	const spinner = createSpinner({timers, first: createGrid(size.cols, size.rows), request() {
		compositor.request('ordinary');
	}});

	/** What was looked at is not done any more, but idle. */
	const shown = (): State => {
		const now = state();
		return now.client === undefined ? now : {...now, client: {...now.client, sessions: asShown(now.client.sessions, now.navigation.attending)}};
	};

	const view = (): View => ({
		...shown(),
		...fixed,
		chord: chord(),
		size,
		agents: agentCatalogue,
		installed: learned.summary?.installed ?? {},
		hint: [...homeHint({...state(), hasCredential: learned.summary?.hasCredential, cols: size.cols, table: state().navigation.keys.table.rows}), ...chordQuestion(state().navigation.keys, size.cols)],
		big: learned.summary?.big,
		windows: learned.summary?.windows ?? {},
		repository: learned.repository,
		home: env.HOME ?? '',
		now: clock.now(),
		utcOffsetMs: -60_000 * new Date(clock.now()).getTimezoneOffset(),
		paint,
		charts: learned.charts,
	});

	const compositor = createCompositor({
		write: terminal.write,
		onDrain: terminal.onDrain,
		size: () => size,
		depth: colourDepthOf(env),
		scene: () => sceneOf({state: state(), size, chrome: spinner.chrome(), covers, panes, layer}),
		now: clock.monotonic,
		after: clock.after,
	});

	const chrome = createFirstChrome(view(), {
		onFrame(grid) {
			const seen = view();
			covers = coversOf(seen);
			spinner.follow(grid, moves() ? turningCells(grid, {...seen, covers}) : []);
			compositor.request('echo');
		},
		onFailure,
	});

	const redraw = createRedraw({timers, now: clock.monotonic, draw() {
		chrome.draw(view());
	}});

	return {
		size: () => size,
		view,
		redraw: redraw.request,
		age() {
			chrome.age(view());
		},
		request: compositor.request,
		say: compositor.say,
		learn(next) {
			learned = {...learned, ...next};
			redraw.request();
		},
		setPaint(next) {
			paint = next;
			redraw.request();
		},
		settle: chrome.load,
		anew() {
			size = terminal.size();
			compositor.forget();
			spinner.follow(createGrid(size.cols, size.rows), []);
			redraw.atOnce();
		},
		counts: () => ({renders: chrome.renders(), asked: compositor.asked(), frames: compositor.frames()}),
		close() {
			compositor.close();
			chrome.close();
		},
	};
}
