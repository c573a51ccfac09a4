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
import type {Timers} from './timers.js';

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
	readonly onLink: (link: Link) => void;
	readonly onActions: (actions: Actions) => void;
	/** How long a whole code waits, as the configuration has it. */
	readonly onCodeWait: (wait: number | 'never') => void;
};

/** So long the first rows of a pane are waited for before anything that keeps them away is loaded. */
const patience = 80;
/** In it what came first is drawn. */
const frameMs = 20;

/** What takes time to load, once the first frame is on the screen: the line to clutchd, what it is asked for while clutchd answers, then what draws and finds more than the first screens have. */
export async function begin({paths, env, cwd, clock, timers, store, focus, scrollback, picture, calling, looks, keyChoices, signal, onLink, onActions, onCodeWait}: BeginOptions): Promise<void> {
	let hasRows = false;
	let arrived = () => {
		// What follows a snapshot has not been loaded yet, and will look for itself.
	};

	const {createLink} = await import('./link.js');
	if (signal.aborted) {
		return;
	}

	const link = createLink({
		paths,
		env,
		clock,
		onRows(payload) {
			focus.takeRows(payload);
			if (!hasRows && timers.has('settle')) {
				timers.start('settle', frameMs, settle);
			}

			hasRows = true;
		},
		onClipboard: scrollback.clipboard,
		onSnapshot(client) {
			store.snapshot(client);
			// Whoever opens the dashboard waits for nothing else.
			picture.redraw('now');
			arrived();
		},
		onEvent(event) {
			store.event(event);
			calling.event(event);
		},
		onState: store.setLink,
	});
	onLink(link);
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
		link,
		signal,
		paneSize: () => workLayout(store.get().navigation, picture.size()).pane,
		onRepository(repository) {
			picture.learn({repository});
		},
		onSummary(summary) {
			picture.learn({summary});
			looks.learn({configured: summary.looks});
			keyChoices.learn(summary.keys);
			onCodeWait(summary.codeWait);
		},
	});
	({arrived} = work);
	// Also what was typed before anything could be looked up.
	onActions(work.actions);
	const settle = () => {
		picture.settle();
		work.lookAround();
	};

	timers.start('settle', hasRows ? frameMs : patience, settle);
}
