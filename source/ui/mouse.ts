import type {SessionId} from '../core/session/session.js';
import {scrollTo} from '../core/view/copy/copy-state.js';
import {dragTo, placeUnder, scrollAtEdge, type Drag} from '../core/view/copy/mouse-selection.js';
import {encodeStroke} from '../core/view/keys/encode.js';
import {hitAt} from '../core/view/mouse/hit.js';
import type {MouseEvent} from '../core/view/mouse/mouse.js';
import {point, startPoint, type MouseIntent} from '../core/view/mouse/point.js';
import {watchHit} from '../core/view/watch/watch-lines.js';
import {visiblePanes} from '../core/view/panes/visible.js';
import {placeOf} from '../core/view/navigation/rows.js';
import type {Clock} from '../io/clock.js';
import type {Keyboard} from './keyboard.js';
import type {Panes} from './pane/panes.js';
import type {Picture} from './picture.js';
import type {Scrollback} from './scrollback.js';
import {watchViewOf} from './screens/watch-view.js';
import type {Store} from './store.js';
import type {Timers} from './timers.js';

export type Mouse = {readonly take: (event: MouseEvent) => void};

type Options = {
	readonly store: Store;
	readonly panes: Panes;
	readonly keyboard: Pick<Keyboard, 'type'>;
	readonly scrollback: Scrollback;
	readonly picture: Pick<Picture, 'size' | 'view'>;
	readonly timers: Timers;
	readonly clock: Pick<Clock, 'monotonic'>;
};

/** As many as one step of the wheel moves a pane. */
const logRowsOfWheel = 3;

/** How fast a pane scrolls while the pointer is held beyond its edge. */
const edgeInterval = 40;

type Selecting = {readonly session: SessionId; readonly x: number; readonly y: number; readonly unit: Drag['unit']; drag: Drag | undefined; isDragged: boolean};

/** The mouse: to the program under the pointer where it asked for it, else ours. */
export function createMouse({store, panes, keyboard, scrollback, picture, timers, clock}: Options): Mouse {
	let state = startPoint;
	let selecting: Selecting | undefined;

	const extend = (intent: Extract<MouseIntent, {type: 'select'}>) => {
		const current = selecting;
		if (current === undefined) {
			return;
		}

		current.isDragged = true;
		scrollback.enter(current.session, 'mouse');
		scrollback.change(current.session, (before, lines) => {
			current.drag ??= {from: placeUnder(before, current.x, current.y), unit: current.unit};
			const scrolled = intent.phase === 'end' ? before : scrollAtEdge(before, intent.y);
			return dragTo(scrolled, {drag: current.drag, to: placeUnder(scrolled, intent.x, intent.y), lines});
		});
		const isBeyond = intent.phase === 'extend' && (intent.y < 0 || intent.y >= intent.rows);
		timers.start('mouse edge', edgeInterval, () => {
			if (isBeyond && selecting === current) {
				extend(intent);
			}
		});
	};

	const select = (intent: Extract<MouseIntent, {type: 'select'}>) => {
		const {phase, session, x, y, unit} = intent;
		if (phase === 'begin') {
			selecting = {session, x, y, unit, drag: undefined, isDragged: false};
			scrollback.change(session, before => ({...before, selection: undefined}));

			if (unit !== 'characters') {
				extend(intent);
			}

			return;
		}

		if (selecting === undefined) {
			return;
		}

		if (selecting.isDragged || selecting.x !== x || selecting.y !== y) {
			extend(intent);
		}

		if (phase === 'end') {
			const {isDragged} = selecting;
			selecting = undefined;
			if (isDragged) {
				scrollback.copyWhenHere(session);
			}
		}
	};

	const clickWatch = (at: {readonly x: number; readonly y: number}) => {
		const {key, row} = watchHit(watchViewOf(picture.view()), at);
		if (row !== undefined) {
			store.navigate({type: 'click-watch', row});
		} else if (key !== undefined) {
			store.navigate({type: 'click-key', key});
		}
	};

	const click = (at: {readonly x: number; readonly y: number}) => {
		const {overlays} = store.get().navigation;
		// What is asked over Watch stands in its last row.
		if (overlays.some(({type}) => type === 'watch') && overlays.at(-1)?.type !== 'help') {
			clickWatch(at);
			return;
		}

		const hit = hitAt(picture.view(), at);
		switch (hit?.type) {
			case undefined: {
				return;
			}

			case 'row': {
				store.navigate({type: 'click-row', row: hit.row});
				return;
			}

			case 'key': {
				store.navigate({type: 'click-key', key: hit.key});
				return;
			}

			case 'session': {
				store.navigate({type: 'arrange', action: {type: 'show', session: hit.session}});
			}
		}
	};

	const perform = (intent: MouseIntent) => {
		switch (intent.type) {
			case 'report': {
				keyboard.type(Buffer.from(intent.report, 'latin1'), intent.session);
				return;
			}

			case 'focus': {
				store.navigate({type: 'arrange', action: {type: 'show', session: intent.session}});
				return;
			}

			case 'scroll': {
				const {session, by} = intent;
				if (by < 0) {
					scrollback.enter(session, 'wheel');
				}

				scrollback.change(session, before => scrollTo(before, before.top + by));
				return;
			}

			case 'arrows': {
				const {session, direction, count} = intent;
				const modes = panes.get(session)?.modes;
				const key = modes && encodeStroke({key: direction === 'up' ? 'Up' : 'Down', modifiers: 0, event: 'press'}, modes);
				if (key !== undefined) {
					keyboard.type(Buffer.from(key.repeat(count)), session);
				}

				return;
			}

			case 'select': {
				select(intent);
				return;
			}

			case 'separator': {
				const {separator, x, y} = intent;
				store.navigate({type: 'arrange', action: {type: 'drag', separator, x, y}});
				return;
			}

			case 'chrome': {
				const {navigation} = store.get();
				if (intent.what === 'click') {
					click(intent);
				} else if (['home', 'box', 'help', 'sidebar'].includes(placeOf(navigation))) {
					store.navigate({type: 'wheel', by: intent.by});
				} else if (['watch', 'log'].includes(placeOf(navigation))) {
					const name = intent.by < 0 ? 'Up' : 'Down';
					for (let row = placeOf(navigation) === 'log' ? logRowsOfWheel : 1; row > 0; row--) {
						store.navigate({type: 'key', key: {type: 'key', name}});
					}
				}

			}
		}
	};

	return {
		take(event) {
			const {navigation} = store.get();
			if (navigation.mouse === 'released') {
				return;
			}

			const [next, intents] = point(state, event, {
				placement: visiblePanes(navigation, picture.size()),
				focused: navigation.focused,
				isCovered: navigation.overlays.some(({type}) => type !== 'panes'),
				modes: session => panes.get(session)?.modes,
				isScrolled: session => navigation.copying[session] !== undefined,
				now: clock.monotonic(),
			});
			state = next;
			for (const intent of intents) {
				perform(intent);
			}
		},
	};
}
