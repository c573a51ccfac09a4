import {reduceClient} from '../core/client/reduce.js';
import type {ClientState} from '../core/client/state.js';
import type {ClutchEvent} from '../core/event.js';

export type Subscriber = {
	readonly onSnapshot: (state: ClientState) => void;
	/** `before` is what was known until then. */
	readonly onEvent: (event: ClutchEvent, before: ClientState) => void;
};

export type Bus = {
	readonly state: () => ClientState;
	readonly publish: (event: ClutchEvent) => void;
	/** How many live sessions were found at start; known before the first subscriber comes. */
	readonly adopted: (count: number) => void;
	/** The snapshot is given before this returns, and every later event once. Answers with how to stop. */
	readonly subscribe: (subscriber: Subscriber) => () => void;
};

/** What everybody may know, folded from what everybody was told. */
export function createBus(initial: ClientState): Bus {
	let state = initial;
	const subscribers = new Set<Subscriber>();
	return {
		state: () => state,
		publish(event) {
			const before = state;
			state = reduceClient(state, event);
			for (const subscriber of subscribers) {
				subscriber.onEvent(event, before);
			}
		},
		adopted(count) {
			state = {...state, clutchd: {...state.clutchd, adopted: count}};
		},
		subscribe(subscriber) {
			subscriber.onSnapshot(state);
			subscribers.add(subscriber);
			return () => {
				subscribers.delete(subscriber);
			};
		},
	};
}
