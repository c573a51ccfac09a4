import type {Session} from '../core/session/session.js';
import {layoutWork, type Size} from '../core/view/work/layout.js';
import {focusedSession, paneHasKeys} from '../core/view/navigation/navigation.js';
import {isAlive} from '../core/view/text/session-state.js';
import type {Clock} from '../io/clock.js';
import type {Compositor} from './compositor.js';
import type {Keyboard} from './keyboard.js';
import type {Link} from './link.js';
import {longestHold, type Panes} from './pane/panes.js';
import type {Store} from './store.js';
import type {Timers} from './timers.js';

export type Focus = {
	/** Keys, size and the watched pane go where the focus is. */
	readonly follow: () => void;
	readonly hasKeys: () => boolean;
	/** Something was typed: its answer must not wait for the next ordinary frame. */
	readonly typed: () => void;
	/** One frame of rows from clutchd. */
	readonly takeRows: (payload: Uint8Array) => void;
};

type Options = {
	readonly store: Store;
	readonly keyboard: Keyboard;
	readonly panes: Panes;
	readonly timers: Timers;
	readonly clock: Clock;
	readonly size: () => Size;
	readonly request: Compositor['request'];
	/** Undefined until there is a line to clutchd. */
	readonly link: () => Pick<Link, 'watch'> | undefined;
};

const resizeWait = 50;
/** So long after a key what comes is taken for its echo. */
const echoMs = 100;

export function createFocus({store, keyboard, panes, timers, clock, size, request, link}: Options): Focus {
	let watched: string | undefined;
	let lastTyped = Number.NEGATIVE_INFINITY;

	const session = (): Session | undefined => {
		const {navigation, client} = store.get();
		return navigation.screen === 'work' ? focusedSession(navigation, client?.sessions ?? []) : undefined;
	};

	const watch = (id: string | undefined) => {
		const line = link();
		if (id !== watched && line !== undefined) {
			watched = id;
			line.watch(id === undefined ? [] : [id]);
		}
	};

	return {
		follow() {
			const focused = session();
			const {pane} = layoutWork(size(), store.get().navigation.sidebar);
			keyboard.focus(focused && isAlive(focused) ? focused.id : undefined, pane);
			timers.start('resize', resizeWait, () => {
				keyboard.resize(pane);
			});
			watch(focused?.id);
			request('echo');
		},
		hasKeys() {
			const {navigation, client} = store.get();
			return paneHasKeys(navigation, client?.sessions ?? []);
		},
		typed() {
			lastTyped = clock.monotonic();
		},
		takeRows(payload) {
			const taken = panes.take(payload);
			if (taken.type === 'damaged') {
				link()?.watch(watched === undefined ? [] : [watched]);
			} else if (taken.type === 'held') {
				timers.start('hold', longestHold, () => {
					request('ordinary');
				});
			} else if (taken.session === watched) {
				request(clock.monotonic() - lastTyped < echoMs ? 'echo' : 'ordinary');
			}
		},
	};
}
