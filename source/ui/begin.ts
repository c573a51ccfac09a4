import {workLayout} from '../core/view/work/work-layout.js';
import type {Clock} from '../io/clock.js';
import type {Paths} from '../io/paths.js';
import type {Actions} from './actions.js';
import type {Calling} from './attention.js';
import type {Focus} from './focus.js';
import type {LooksKeeper} from './looks.js';
import type {KeyChoices} from './key-choices.js';
import type {Link} from './link.js';
import type {Picture} from './picture.js';
import type {Scrollback} from './scrollback.js';
import type {Store} from './store.js';

export type Work = {readonly link: Link; readonly actions: Actions};

type BeginOptions = {
	readonly paths: Paths;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly cwd: string;
	readonly clock: Clock;
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

/** What takes time to load, once the first frame is on the screen. */
export async function begin({paths, env, cwd, clock, store, focus, scrollback, picture, calling, looks, keyChoices, signal, onWork}: BeginOptions): Promise<void> {
	const {startWork} = await import('./work.js');
	if (signal.aborted) {
		return;
	}

	const work = startWork({
		paths,
		env,
		cwd,
		clock,
		store,
		signal,
		onRows: focus.takeRows,
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
