import type {ClientState} from '../core/client/state.js';
import {reduceClient} from '../core/client/reduce.js';
import type {ClutchEvent} from '../core/event.js';
import type {RestoreOffer} from '../core/session/restore.js';
import type {Instant, SessionId} from '../core/session/session.js';
import type {LinkState} from '../core/view/text/link-state.js';
import {navigate} from '../core/view/navigation/navigate.js';
import {offeringService} from '../core/view/box/parked.js';
import {keepTold} from '../core/view/watch/watch.js';
import {emptyLibrary, type Library} from '../core/view/box/library.js';
import type {Size} from '../core/view/work/layout.js';
import {startNavigation, type Navigation, type NavigationEffect, type NavigationInput} from '../core/view/navigation/navigation.js';

/** What the dashboard knows, and where its user is. */
export type State = {
	readonly client: ClientState | undefined;
	readonly link: LinkState;
	/** Why there is no connection, where it is more than a crash. */
	readonly linkProblem: string | undefined;
	readonly navigation: Navigation;
	/** What would happen to the session that was under the cursor last, if it were started again. */
	readonly offer: RestoreOffer | undefined;
	/** What was said first in sessions that are over, as far as it is known. */
	readonly prompts: Readonly<Record<SessionId, string>>;
	/** What can be found and completed besides sessions and keys. */
	readonly library: Library;
};

export type Store = {
	readonly get: () => State;
	readonly navigate: (input: NavigationInput) => void;
	readonly snapshot: (client: ClientState) => void;
	readonly event: (event: ClutchEvent) => void;
	readonly setLibrary: (library: Partial<Library>) => void;
	readonly setOffer: (offer: RestoreOffer) => void;
	readonly addPrompts: (prompts: State['prompts']) => void;
	readonly setLink: (link: State['link'], problem: string | undefined) => void;
	/** Resolves once `predicate` holds; undefined when `signal` aborts first. */
	readonly until: (predicate: (state: State) => boolean, signal: AbortSignal) => Promise<State | undefined>;
};

type Options = {
	readonly startsByItself: boolean;
	readonly sidebar: 'shown' | 'folded';
	readonly mouse?: 'ours' | 'released' | undefined;
	readonly focused: string | undefined;
	/** Where the user is at first, as far as it is not Home. */
	readonly first?: Partial<Navigation> | undefined;
	readonly size: () => Size;
	/** Where it is known until when what was looked at. */
	readonly now?: (() => Instant) | undefined;
	readonly onChange: () => void;
	readonly onEffect: (effect: NavigationEffect) => void;
};

export function createStore({startsByItself, sidebar, mouse = 'ours', focused, first, size, now, onChange, onEffect}: Options): Store {
	let state: State = {client: undefined, link: 'connecting', linkProblem: undefined, navigation: {...startNavigation, sidebar, mouse, focused, ...first}, offer: undefined, prompts: {}, library: emptyLibrary};
	const waiting = new Set<() => void>();

	const set = (next: State) => {
		if (next === state) {
			return;
		}

		state = next;
		for (const check of waiting) {
			check();
		}

		onChange();
	};

	const step = (input: NavigationInput, from = state) => {
		const offering = offeringService(from.client, from.navigation);
		const {navigation, effects} = navigate(from.navigation, input, {isTold: from.client !== undefined, sessions: from.client?.sessions ?? [], services: from.client?.services, choices: offering?.choices ?? [], parked: offering?.id, startsByItself, size: size(), now: now?.(), library: from.library});
		set(navigation === from.navigation ? from : {...from, navigation});
		for (const effect of effects) {
			onEffect(effect);
		}
	};

	const setClient = (client: ClientState) => {
		const isOther = client.sessions !== state.client?.sessions;
		const {navigation, client: before} = state;
		const watch = before !== undefined && navigation.overlays.some(({type}) => type === 'watch') ? keepTold(navigation.watch, before.services) : navigation.watch;
		const next = {...state, client, navigation: watch === navigation.watch ? navigation : {...navigation, watch}};
		// At once: a ring of what is looked at must not call for a moment.
		if (isOther) {
			step({type: 'sessions', sessions: client.sessions}, next);
		} else {
			set(next);
		}
	};

	return {
		get: () => state,
		navigate(input) {
			step(input);
		},
		snapshot: setClient,
		event(event) {
			if (state.client !== undefined) {
				setClient(reduceClient(state.client, event));
			}
		},
		setLibrary(change) {
			set({...state, library: {...state.library, ...change}});
		},
		setOffer(offer) {
			set({...state, offer});
		},
		addPrompts(prompts) {
			set({...state, prompts: {...state.prompts, ...prompts}});
		},
		setLink(link, linkProblem) {
			set({...state, link: state.client === undefined && link === 'lost' ? 'connecting' : link, linkProblem});
		},
		async until(predicate, signal) {
			return new Promise(resolve => {
				const check = () => {
					if (predicate(state)) {
						finish(state);
					}
				};

				const onAbort = () => {
					finish(undefined);
				};

				const finish = (value: State | undefined) => {
					waiting.delete(check);
					signal.removeEventListener('abort', onAbort);
					resolve(value);
				};

				waiting.add(check);
				signal.addEventListener('abort', onAbort, {once: true});
				check();
			});
		},
	};
}
