import type {ClutchEvent} from '../core/event.js';
import {dueAt, followRing, followSessions, noAttention, speak, type Notification} from '../core/view/attention/attention.js';
import {notificationBytes, notificationForm, titleBytes} from '../core/view/attention/form.js';
import {lookedAt} from '../core/view/attention/look.js';
import {badgeOf, wasLookedAt} from '../core/view/attention/seen.js';
import type {Looks} from '../core/view/looks/looks.js';
import type {Size} from '../core/view/work/layout.js';
import type {Clock} from '../io/clock.js';
import type {Compositor} from './compositor.js';
import type {Store} from './store.js';
import type {Timers} from './timers.js';

export type Calling = {
	/** Sessions have changed, or what is looked at. */
	readonly follow: () => void;
	readonly event: (event: ClutchEvent) => void;
	/** The terminal was out of our hands: its title is not known any more. */
	readonly anew: () => void;
};

type Options = {
	readonly store: Pick<Store, 'get'>;
	readonly looks: () => Pick<Looks, 'notify'>;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly size: () => Size;
	readonly timers: Timers;
	readonly clock: Pick<Clock, 'now'>;
	/** To the terminal, whole, between two frames. */
	readonly say: Compositor['say'];
	/** Whether the tmux around lets such sequences through; asked once, where it matters. */
	readonly mayPass: () => Promise<boolean>;
};

/** Calls the user: by the title of the window, by a bell or a notification, never about what is being looked at. */
export function createCalling({store, looks, env, size, timers, clock, say, mayPass}: Options): Calling {
	let attention = noAttention;
	let title = '';
	let passing: Promise<boolean> | undefined;

	const seenNow = () => ({now: clock.now(), lookedAt: lookedAt(store.get().navigation, size())});

	const tell = async (notification: Notification) => {
		const form = notificationForm(looks().notify, env);
		if (form === 'bell' || form === 'off' || (env.TMUX ?? '') === '') {
			say('notification', notificationBytes(form, notification, {passed: false}));
			return;
		}

		passing ??= mayPass();
		say('notification', await passing ? notificationBytes(form, notification, {passed: true}) : notificationBytes('bell', notification, {passed: false}));
	};

	const schedule = () => {
		const due = dueAt(attention);
		if (due === undefined) {
			return;
		}

		timers.start('attention', Math.max(0, due - clock.now()), () => {
			const [next, notification] = speak(attention, {sessions: store.get().client?.sessions ?? [], now: clock.now()});
			attention = next;
			if (notification !== undefined) {
				void tell(notification);
			}

			schedule();
		});
	};

	const showTitle = () => {
		const {client, navigation} = store.get();
		const next = badgeOf(client?.sessions ?? [], navigation.attending);
		if (next !== title) {
			title = next;
			say('title', titleBytes(title));
		}
	};

	return {
		follow() {
			const {client} = store.get();
			showTitle();
			if (client !== undefined) {
				attention = followSessions(attention, client.sessions, seenNow());
				schedule();
			}
		},
		event(event) {
			if (event.type === 'session.rang' && !wasLookedAt(store.get().navigation.attending, event)) {
				attention = followRing(attention, {id: event.id, ring: event, ...seenNow()});
				schedule();
			}
		},
		anew() {
			title = '';
			showTitle();
		},
	};
}
