import type {SessionId} from '../core/session/session.js';
import type {Size} from '../core/view/work/layout.js';
import {paneHasKeys} from '../core/view/navigation/navigation.js';
import {placedPanes, visiblePanes} from '../core/view/panes/visible.js';
import {isAlive} from '../core/view/text/session-state.js';
import type {Clock} from '../io/clock.js';
import type {Compositor} from './compositor.js';
import type {Keyboard} from './keyboard.js';
import type {Link} from './link.js';
import type {Panes} from './pane/panes.js';
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
	/** How many of them came. */
	readonly rows: () => number;
};

type Options = {
	readonly store: Store;
	readonly keyboard: Keyboard;
	readonly panes: Panes;
	/** A pane's program has written. */
	readonly onChanged: (session: SessionId) => void;
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

export function createFocus({store, keyboard, panes, onChanged, timers, clock, size, request, link}: Options): Focus {
	let watched: {readonly sessions: readonly SessionId[]; readonly focused: SessionId | undefined} | undefined;
	let places = '';
	let lastTyped = Number.NEGATIVE_INFINITY;
	let taken = 0;
	/** The pane that has just got the focus: its first rows are waited for like an echo. */
	let awaited: SessionId | undefined;

	/** Panes that cannot be seen are not watched: their output costs nothing here. */
	const watch = (sessions: readonly SessionId[], focused: SessionId | undefined) => {
		const line = link();
		if (line !== undefined && (watched?.focused !== focused || watched?.sessions.join(' ') !== sessions.join(' '))) {
			awaited = watched?.focused === focused ? awaited : focused;
			watched = {sessions, focused};
			line.watch(sessions, focused);
		}
	};

	return {
		follow() {
			const {navigation, client} = store.get();
			const living = new Set(client?.sessions.filter(session => isAlive(session)).map(({id}) => id));
			// A pane keeps its size and its keyboard while Watch covers it, but is not watched.
			const {panes: placed} = placedPanes(navigation, size());
			const {panes: visible} = visiblePanes(navigation, size());
			const focused = navigation.screen === 'work' ? navigation.focused : undefined;
			keyboard.show(placed.filter(({session}) => living.has(session)).map(({session, rect}) => ({session, size: {cols: Math.max(1, rect.cols), rows: Math.max(1, rect.rows)}})), focused);
			const next = JSON.stringify(placed);
			if (next !== places) {
				places = next;
				timers.start('resize', resizeWait, keyboard.resize);
			}

			const known = new Set(client?.sessions.map(({id}) => id));
			panes.keep(known);
			watch(visible.map(({session}) => session).filter(session => known.has(session)), visible.length === 0 ? undefined : focused);
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
			taken++;
			const update = panes.take(payload);
			if (update.type === 'damaged') {
				link()?.watch(watched?.sessions ?? [], watched?.focused);
			} else if (watched?.sessions.includes(update.session) === true) {
				onChanged(update.session);
				const isEcho = update.session === awaited || (update.session === watched.focused && clock.monotonic() - lastTyped < echoMs);
				awaited = update.session === awaited ? undefined : awaited;
				request(isEcho ? 'echo' : 'ordinary');
			}
		},
		rows: () => taken,
	};
}
