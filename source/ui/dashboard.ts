import {defaultChord, parseChord} from '../core/view/keys/chord.js';
import type {Clock} from '../io/clock.js';
import type {Paths} from '../io/paths.js';
import {readPreferences} from '../io/preferences.js';
import type {OuterTerminal} from '../io/terminal.js';
import {begin, type Work} from './begin.js';
import {createEffects} from './effects.js';
import {createFocus} from './focus.js';
import {createInput} from './input.js';
import {createKeyboard} from './keyboard.js';
import {createPanes} from './pane/panes.js';
import {createPicture} from './picture.js';
import {createStore} from './store.js';
import {chooseTheme, createPaint} from './theme.js';
import {createTimers} from './timers.js';

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
	const panes = createPanes(clock.monotonic);
	const ended = Promise.withResolvers<'quit' | 'hung-up'>();
	const leaving = new AbortController();
	const timers = createTimers(clock);
	let work: Work | undefined;

	const store = createStore({
		startsByItself: preferences.codeWait !== 'never',
		sidebar: preferences.sidebar ?? 'shown',
		focused,
		onChange() {
			follow();
			picture.redraw();
		},
		onEffect(effect) {
			perform(effect);
		},
	});

	const picture = createPicture({
		terminal,
		env,
		clock,
		timers,
		panes,
		state: store.get,
		paint: createPaint(chooseTheme(preferences.theme, env)),
		fixed: {chord: chord.label, version, cwd},
	});

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

	const focus = createFocus({store, keyboard, panes, timers, clock, size: picture.size, request: picture.request, link: () => work?.link});

	const perform = createEffects({
		paths,
		store,
		timers,
		keyboard,
		actions: () => work?.actions,
		chordByte: chord.byte,
		codeWait: typeof preferences.codeWait === 'number' ? preferences.codeWait : codeWait,
		onQuit() {
			ended.resolve('quit');
		},
	});

	/** What the cursor is on is asked about where it has ended. */
	function follow(): void {
		focus.follow();
		work?.actions.look();
	}

	const tick = () => {
		timers.start('age', ageInterval, () => {
			picture.redraw();
			tick();
		});
	};

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
	picture.request('echo');
	tick();
	timers.start('begin', 0, () => {
		const onWork = (next: Work) => {
			work = next;
			follow();
		};

		begin({paths, env, cwd, clock, store, focus, picture, signal: leaving.signal, onWork}).catch((error: unknown) => {
			ended.reject(error);
		});
	});

	return {
		done: ended.promise,
		resume() {
			terminal.open();
			picture.anew();
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
			picture.close();
			terminal.close();
		},
		counts: picture.counts,
	};
}
