import type {Command} from '../core/command.js';
import type {SessionId} from '../core/session/session.js';
import {startStatus} from '../core/view/copy/copy-place.js';
import {followBounds, startCopying, statusOf, type CopyState, type LineSource} from '../core/view/copy/copy-state.js';
import {linesOf} from '../core/view/copy/line-window.js';
import {mostLines, type SearchReply} from '../core/view/copy/lines.js';
import {pressCopy, takeReply, type CopyEffect, type CopyInput} from '../core/view/copy/press-copy.js';
import type {Viewer} from '../core/view/copy/whole-text.js';
import type {Message} from '../core/view/notices/notices.js';
import type {Clipboard} from './clipboard.js';
import {createLineFetch} from './line-fetch.js';
import {isFilled, layerOf, none, type Scrolled, type ScrolledLayer} from './scrolled.js';
import type {Store} from './store.js';
import {createTextTaking} from './text-taking.js';
import type {Timers} from './timers.js';

export type Copying = {
	/** Begins, where the pane has not begun; its keys are ours from now on. */
	readonly enter: (session: SessionId, entered: CopyState['entered']) => void;
	readonly press: (session: SessionId, input: CopyInput) => void;
	/** A change by the mouse. Nothing happens until the lines are here. */
	readonly change: (session: SessionId, change: (state: CopyState, lines: LineSource) => CopyState) => void;
	readonly state: (session: SessionId) => CopyState | undefined;
	/** What is selected goes into the clipboard. */
	readonly copyWhenHere: (session: SessionId) => void;
	readonly leave: (session: SessionId) => void;
	/** What is shown instead of the pane's own cells, with the cursor in it. */
	readonly layer: (session: SessionId) => ScrolledLayer | undefined;
	/** Its program has written: there are more lines now. */
	readonly changed: (session: SessionId) => void;
};

type Options = {
	readonly store: Pick<Store, 'navigate'>;
	/** Undefined until there is a line to clutchd. */
	readonly call: (command: Command) => Promise<unknown>;
	readonly clipboard: Pick<Clipboard, 'put'>;
	readonly request: (urgency: 'echo' | 'ordinary') => void;
	readonly timers: Timers;
	readonly pasteKeys: () => string | undefined;
};

/** Pages that are fetched beyond what is shown, so that the next key finds its lines here. */
const pagesAround = 3;
/** How often the figures of a pane that is looked back in follow its output. */
const boundsInterval = 200;

/** More than any screen has, so that what has scrolled away is looked for. */
const firstLines = 300;

/** Panes that are looked back in, each where it is, while their programs go on. Neither React nor the disk has a part in it. */
export function createCopying({store, call, clipboard, request, timers, pasteKeys}: Options): Copying {
	const {fetchWindow, linesBetween} = createLineFetch(call);
	const panes = new Map<SessionId, Scrolled>();
	let said = '';

	const say = (text: string, level: Message['level'] = 'note') => {
		store.navigate({type: 'message', message: {level, text}});
	};

	const leave = (session: SessionId) => {
		if (panes.delete(session)) {
			store.navigate({type: 'copying', session, status: undefined});
			request('echo');
		}
	};

	const fail = (session: SessionId, error: unknown) => {
		leave(session);
		say((error as Error).message, 'bad');
	};

	const set = (session: SessionId, next: CopyState) => {
		const scrolled = panes.get(session);
		if (scrolled === undefined) {
			return;
		}

		scrolled.state = next;
		const status = statusOf(next);
		const saying = JSON.stringify([session, status]);
		if (saying !== said) {
			said = saying;
			store.navigate({type: 'copying', session, status});
		}

		request('echo');
		void fill(session, scrolled);
	};

	/** What is shown, and what the next keys may show. */
	const fill = async (session: SessionId, scrolled: Scrolled) => {
		const {state, window} = scrolled;
		if (state === undefined || scrolled.isFetching || (window !== undefined && isFilled(state, window))) {
			return;
		}

		scrolled.isFetching = true;
		const {top, bounds: {rows}} = state;
		const count = Math.min(mostLines, rows * ((2 * pagesAround) + 1));
		try {
			const fetched = await fetchWindow(session, {from: top - Math.floor((count - rows) / 2), count});
			scrolled.isFetching = false;
			if (panes.get(session) === scrolled && fetched && scrolled.state) {
				scrolled.window = fetched;
				scrolled.lines = linesOf(fetched);
				set(session, followBounds(scrolled.state, fetched.bounds));
			}
		} catch (error) {
			fail(session, error);
		}
	};

	const begin = async (session: SessionId, scrolled: Scrolled) => {
		try {
			const now = await fetchWindow(session, {count: 0});
			// Where nothing lies behind the screen there may be more that clutchd has to be asked for.
			const window = now && await fetchWindow(session, now.bounds.first < now.bounds.top ? {from: now.bounds.top, count: now.bounds.rows} : {count: firstLines});
			if (panes.get(session) !== scrolled) {
				return;
			}

			if (window === undefined) {
				leave(session);
				say('There is nothing to look back at.');
				return;
			}

			scrolled.window = window;
			scrolled.lines = linesOf(window);
			set(session, startCopying(window.bounds, scrolled.entered));
			goOn(session);
		} catch (error) {
			fail(session, error);
		}
	};

	const enter: Copying['enter'] = (session, entered) => {
		if (panes.has(session)) {
			return;
		}

		const scrolled: Scrolled = {session, state: undefined, window: undefined, lines: none, drawn: undefined, entered, waiting: [], isFetching: false, isSearching: false};
		panes.set(session, scrolled);
		store.navigate({type: 'copying', session, status: startStatus});
		void begin(session, scrolled);
	};

	/** Does it now, or as soon as the lines are here. */
	const whenHere = (session: SessionId, then: (state: CopyState) => void) => {
		const scrolled = panes.get(session);
		if (scrolled?.state === undefined || scrolled.isSearching) {
			scrolled?.waiting.push(then);
		} else {
			then(scrolled.state);
		}
	};

	const goOn = (session: SessionId) => {
		for (const then of panes.get(session)?.waiting.splice(0) ?? []) {
			whenHere(session, then);
		}
	};

	const search = async (session: SessionId, {text, from, direction}: Extract<CopyEffect, {type: 'search'}>) => {
		const scrolled = panes.get(session);
		if (scrolled === undefined) {
			return;
		}

		scrolled.isSearching = true;
		try {
			const reply = await call({type: 'session.search', id: session, text, from, direction}) as SearchReply | undefined;
			const {state} = scrolled;
			scrolled.isSearching = false;
			if (panes.get(session) === scrolled && state !== undefined && reply?.epoch === state.bounds.epoch) {
				set(session, takeReply(state, {text, direction}, reply));
			}

			goOn(session);
		} catch (error) {
			fail(session, error);
		}
	};

	const taking = createTextTaking({linesBetween, clipboard, say, pasteKeys});

	/** What it shows is taken out, and it is left. */
	const take = async (session: SessionId, how: 'copy' | Viewer) => {
		const scrolled = panes.get(session);
		try {
			if (scrolled !== undefined && how === 'copy') {
				await taking.copy(scrolled, () => {
					leave(session);
				});
			} else if (scrolled !== undefined && how !== 'copy') {
				const whole = await taking.whole(scrolled);
				if (whole !== undefined) {
					leave(session);
					store.navigate({type: 'show-lines', session, viewer: how, ...whole});
				}
			}
		} catch (error) {
			fail(session, error);
		}
	};

	const perform = (session: SessionId, effect: CopyEffect) => {
		switch (effect.type) {
			case 'leave': {
				leave(session);
				break;
			}

			case 'copy': {
				void take(session, 'copy');
				break;
			}

			case 'open': {
				void take(session, effect.viewer);
				break;
			}

			case 'search': {
				void search(session, effect);
			}
		}
	};

	return {
		enter,
		press(session, input) {
			whenHere(session, state => {
				const {lines = none} = panes.get(session) ?? {};
				const step = pressCopy(state, input, lines);
				set(session, step.state);
				if (step.effect) {
					perform(session, step.effect);
				}
			});
		},
		change(session, change) {
			whenHere(session, state => {
				const {lines = none} = panes.get(session) ?? {};
				const next = change(state, lines);
				if (next.entered === 'wheel' && next.selection === undefined && next.top >= next.bounds.top) {
					leave(session);
				} else {
					set(session, next);
				}
			});
		},
		state: session => panes.get(session)?.state,
		copyWhenHere(session) {
			whenHere(session, () => {
				void take(session, 'copy');
			});
		},
		leave,
		layer(session) {
			const scrolled = panes.get(session);
			return scrolled && layerOf(scrolled);
		},
		changed(session) {
			if (panes.get(session)?.state === undefined || timers.has(`bounds ${session}`)) {
				return;
			}

			timers.start(`bounds ${session}`, boundsInterval, () => {
				const ask = async () => {
					const window = await fetchWindow(session, {count: 0});
					const state = panes.get(session)?.state;
					if (window && state) {
						set(session, followBounds(state, window.bounds));
					}
				};

				ask().catch((error: unknown) => {
					fail(session, error);
				});
			});
		},
	};
}
