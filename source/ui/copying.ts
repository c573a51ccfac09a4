import type {Command} from '../core/command.js';
import type {SessionId} from '../core/session/session.js';
import {startStatus} from '../core/view/copy/copy-place.js';
import {followBounds, startCopying, statusOf, type CopyState, type LineSource} from '../core/view/copy/copy-state.js';
import {linesOf} from '../core/view/copy/line-window.js';
import type {SearchReply} from '../core/view/copy/lines.js';
import {pressCopy, takeReply, type CopyEffect, type CopyInput} from '../core/view/copy/press-copy.js';
import type {Viewer} from '../core/view/copy/whole-text.js';
import type {Message} from '../core/view/notices/notices.js';
import {createBoundsFollowing} from './bounds-following.js';
import type {Clipboard} from './clipboard.js';
import {createLineFetch} from './line-fetch.js';
import {isBusy, isFilled, layerOf, startScrolled, type Scrolled, type ScrolledLayer} from './scrolled.js';
import type {Store} from './store.js';
import {createTextTaking} from './text-taking.js';
import type {Timers} from './timers.js';

export type Copying = {
	/** Begins, where the pane has not begun; its keys are ours from now on. */
	readonly enter: (session: SessionId, entered: CopyState['entered']) => void;
	/** Not while it `isBusy`: a key means what it means where the one before it has led. */
	readonly press: (session: SessionId, input: CopyInput) => void;
	/** What the last key has begun is not over; `onFree` tells its end. */
	readonly isBusy: (session: SessionId) => boolean;
	/** A change by the mouse. Nothing happens until the lines are here. */
	readonly change: (session: SessionId, change: (state: CopyState, lines: LineSource) => CopyState) => void;
	/** What is selected goes into the clipboard. */
	readonly copyWhenHere: (session: SessionId) => void;
	readonly leave: (session: SessionId) => void;
	/** What is shown instead of the pane's own cells, with the cursor in it. */
	readonly layer: (session: SessionId) => ScrolledLayer | undefined;
	/** Its program has written: there are more lines now. */
	readonly changed: (session: SessionId) => void;
};

type Options = {
	readonly store: Pick<Store, 'get' | 'navigate' | 'until'>;
	/** Undefined until there is a line to clutchd. */
	readonly call: (command: Command) => Promise<unknown>;
	readonly clipboard: Pick<Clipboard, 'put'>;
	readonly request: (urgency: 'echo' | 'ordinary') => void;
	readonly timers: Timers;
	readonly pasteKeys: () => string | undefined;
	/** It is not busy any more, and `keys` has what was typed meanwhile: undefined where that is for nobody. */
	readonly onFree: (session: SessionId, keys: SessionId | undefined) => void;
};

/** Panes that are looked back in, each where it is, while their programs go on. Neither React nor the disk has a part in it. */
export function createCopying({store, call, clipboard, request, timers, pasteKeys, onFree}: Options): Copying {
	const {fetchBounds, fetchFirst, fetchAround, linesBetween} = createLineFetch(call);
	const panes = new Map<SessionId, Scrolled>();

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
		onFree(session, undefined);
	};

	const set = (session: SessionId, next: CopyState) => {
		const scrolled = panes.get(session);
		if (scrolled === undefined) {
			return;
		}

		scrolled.state = next;
		const status = statusOf(next);
		const told = JSON.stringify(status);
		if (told !== scrolled.told) {
			scrolled.told = told;
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
		try {
			const fetched = await fetchAround(session, state);
			scrolled.isFetching = false;
			if (panes.get(session) === scrolled && fetched && scrolled.state) {
				scrolled.window = fetched;
				scrolled.lines = linesOf(fetched);
				set(session, followBounds(scrolled.state, fetched.bounds));
			}

			goOn(session);
		} catch (error) {
			fail(session, error);
		}
	};

	const begin = async (session: SessionId, scrolled: Scrolled) => {
		try {
			const window = await fetchFirst(session);
			if (panes.get(session) !== scrolled) {
				return;
			}

			if (window === undefined) {
				leave(session);
				say('There is nothing to look back at.');
				onFree(session, undefined);
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

		const scrolled = startScrolled(session, entered);
		panes.set(session, scrolled);
		store.navigate({type: 'copying', session, status: startStatus});
		void begin(session, scrolled);
	};

	/** Does it now, or as soon as the lines are here. */
	const whenHere = (session: SessionId, then: Scrolled['waiting'][number]) => {
		panes.get(session)?.waiting.push(then);
		goOn(session);
	};

	const goOn = (session: SessionId) => {
		for (;;) {
			const scrolled = panes.get(session);
			if (scrolled !== undefined && isBusy(scrolled)) {
				return;
			}

			const then = scrolled?.waiting.shift();
			if (scrolled?.state === undefined || then === undefined) {
				onFree(session, session);
				return;
			}

			then(scrolled.state, scrolled.lines);
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

	const taking = createTextTaking({store, linesBetween, clipboard, say, pasteKeys});

	/** What it shows is taken out, and it is left. */
	const take = async (session: SessionId, how: 'copy' | Viewer) => {
		const scrolled = panes.get(session);
		if (scrolled === undefined) {
			return;
		}

		scrolled.isTaking = true;
		try {
			if (how === 'copy') {
				await taking.copy(scrolled, () => {
					leave(session);
				});
				scrolled.isTaking = false;
				goOn(session);
			} else {
				const opened = await taking.open(scrolled, how);
				leave(session);
				onFree(session, opened);
			}
		} catch (error) {
			fail(session, error);
		}
	};

	const followOutput = createBoundsFollowing({timers, fetchBounds, onFailure: fail, onBounds(session, bounds) {
		const state = panes.get(session)?.state;
		if (state) {
			set(session, followBounds(state, bounds));
		}
	}});

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
			whenHere(session, (state, lines) => {
				const step = pressCopy(state, input, lines);
				set(session, step.state);
				if (step.effect) {
					perform(session, step.effect);
				}
			});
		},
		change(session, change) {
			whenHere(session, (state, lines) => {
				const next = change(state, lines);
				if (next.entered === 'wheel' && next.selection === undefined && next.top >= next.bounds.top) {
					leave(session);
				} else {
					set(session, next);
				}
			});
		},
		copyWhenHere(session) {
			whenHere(session, () => {
				void take(session, 'copy');
			});
		},
		leave(session) {
			leave(session);
			goOn(session);
		},
		isBusy(session) {
			const scrolled = panes.get(session);
			return scrolled !== undefined && isBusy(scrolled);
		},
		layer(session) {
			const scrolled = panes.get(session);
			return scrolled && layerOf(scrolled);
		},
		changed(session) {
			if (panes.get(session)?.state !== undefined) {
				followOutput(session);
			}
		},
	};
}
