import {workLayout} from '../core/view/work/work-layout.js';
import type {Clock} from '../io/clock.js';
import type {Paths} from '../io/paths.js';
import type {Calling} from './attention.js';
import type {Focus} from './focus.js';
import type {LooksKeeper} from './looks.js';
import type {KeyChoices} from './key-choices.js';
import type {Picture} from './picture.js';
import type {Scrollback} from './scrollback.js';
import type {Store} from './store.js';
import type {Timers} from './timers.js';
import type {Work} from './work.js';

type BeginOptions = {
	readonly paths: Paths;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
	readonly clock: Clock;
	readonly timers: Timers;
	readonly store: Store;
	readonly focus: Focus;
	readonly scrollback: Scrollback;
	readonly picture: Picture;
	readonly calling: Calling;
	readonly keyChoices: KeyChoices;
	readonly looks: LooksKeeper;
	readonly signal: AbortSignal;
	readonly onWork: (work: Work) => void;
};

/** So long the first rows of a pane are waited for before anything that keeps them away is loaded. */
const patience = 80;
/** In it what came first is drawn. */
const frameMs = 20;

/** What takes time to load, once the first frame is on the screen: the line to clutchd, then what draws and finds more than the first screens have. */
export async function begin({paths, env, cwd, clock, timers, store, focus, scrollback, picture, calling, looks, keyChoices, signal, onWork}: BeginOptions): Promise<void> {
	const {startWork} = await import('./work.js');
	if (signal.aborted) {
		return;
	}

	let hasRows = false;
	const settle = () => {
		picture.settle();
		work.lookAround();
	};

	timers.start('settle', patience, settle);
	const work = startWork({
		paths,
		env,
		cwd,
		clock,
		store,
		signal,
		onRows(payload) {
			focus.takeRows(payload);
			if (!hasRows && timers.has('settle')) {
				hasRows = true;
				timers.start('settle', frameMs, settle);
			}
		},
		onEvent: calling.event,
		onClipboard: scrollback.clipboard,
		paneSize: () => workLayout(store.get().navigation, picture.size()).pane,
		onRepository(repository) {
			picture.learn({repository});
		},
		onSummary(summary) {
			picture.learn({summary});
			looks.learn({configured: summary.looks});
			keyChoices.learn(summary.keys);
		},
	});
	onWork(work);
	// What was typed before anything could be looked up.
	const {line} = store.get().navigation;
	if (line !== '' && !line.startsWith('/')) {
		work.actions.perform({type: 'look-up', line});
	}
}
