import type {RestoreChoice, RestoreOffer} from '../core/session/restore.js';
import type {Session, SessionId} from '../core/session/session.js';
import type {Place} from '../core/view/navigation/navigation.js';
import type {Size} from '../core/view/work/layout.js';
import {offerFor} from '../core/view/box/offer.js';
import {isQuestion} from '../core/view/box/question.js';
import {refusedMessage} from '../core/view/box/refused.js';
import {homeList, homeRows} from '../core/view/text/session-list.js';
import {isAlive} from '../core/view/text/session-state.js';
import type {Link} from './link.js';
import type {Store} from './store.js';

export type Restoring = {
	/** Starts them again, one after the other; what has to be asked about or cannot be started is said afterwards. */
	readonly restore: (ids: readonly SessionId[]) => Promise<void>;
	/** With what its user answered. */
	readonly restoreAs: (id: SessionId, choice: RestoreChoice) => Promise<void>;
	/** Asks what would happen to the session under the cursor, once for each end of it. */
	readonly look: () => void;
};

type Options = {
	readonly store: Store;
	readonly link: Link;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly paneSize: () => Size;
};

/** More than a screen has rows. */
const mostPrompts = 60;

/** Starting again what is over: clutchd decides and does it, here it is asked for and its questions are put. */
export function createRestoring({store, link, env, paneSize}: Options): Restoring {
	const ours = Object.fromEntries(Object.entries(env).flatMap(([name, value]) => value === undefined ? [] : [[name, value]]));
	let asked: string | undefined;
	const wondered = new Set<string>();
	let looked: readonly Session[] | undefined;

	const offersOf = async (ids: readonly SessionId[]) => await link.call({type: 'session.restorable', ids, env: ours}) as readonly RestoreOffer[];

	const place = (): Place => store.get().navigation;

	/** Answers with where its user is for the next one: who has gone on stays where he is. */
	const start = async (id: SessionId, {choice, since}: {readonly choice?: RestoreChoice; readonly since: Place}): Promise<Place> => {
		const {cols, rows} = paneSize();
		await link.call({type: 'session.restore', id, ...(choice === undefined ? {} : {choice}), env: ours, cols, rows});
		store.navigate({type: 'opened', id, since});
		const now = place();
		return now.focused === id ? now : since;
	};

	/** What was said first in those that Home lists as ended without their user, once for each conversation. */
	const lookForPrompts = () => {
		const {navigation, client, link: state} = store.get();
		if (navigation.screen !== 'home' || client === undefined || client.sessions === looked || state !== 'connected') {
			return;
		}

		looked = client.sessions;
		const keyOf = ({id, recipe}: Session) => `${id} ${recipe.conversation ?? ''}`;
		const wanted = homeList(client.sessions).lost.slice(0, mostPrompts).filter(session => session.recipe.conversation !== undefined && !wondered.has(keyOf(session)));
		if (wanted.length === 0) {
			return;
		}

		for (const session of wanted) {
			wondered.add(keyOf(session));
		}

		link.call({type: 'session.prompts', ids: wanted.map(({id}) => id), env: ours}).then(prompts => {
			store.addPrompts(prompts as Readonly<Record<SessionId, string>>);
		}, () => {
			// Clutchd left: the next list of sessions is one to ask about again.
			for (const session of wanted) {
				wondered.delete(keyOf(session));
			}
		});
	};

	return {
		async restore(ids) {
			let since = place();
			const pointed = underCursor(store)?.id;
			const offers = await offersOf(ids);
			for (const offer of offers) {
				if (offer.answer.type !== 'refused' && !isQuestion(offer)) {
					since = await start(offer.id, {since});
				}
			}

			const message = refusedMessage(offers, {pointed, sessions: store.get().client?.sessions ?? []});
			if (message !== undefined) {
				store.navigate({type: 'message', message});
			}

			store.navigate({type: 'questions', questions: offers.filter(offer => isQuestion(offer))});
		},
		async restoreAs(id, choice) {
			await start(id, {choice, since: place()});
		},
		look() {
			lookForPrompts();
			const session = underCursor(store);
			const key = session === undefined || isAlive(session) ? undefined : `${session.id} ${JSON.stringify(session.state)}`;
			if (key === asked || store.get().link !== 'connected') {
				return;
			}

			asked = key;
			if (session === undefined || key === undefined || offerFor(session, store.get().offer) !== undefined) {
				return;
			}

			offersOf([session.id]).then(([offer]) => {
				if (offer !== undefined && asked === key) {
					store.setOffer(offer);
				}
			}, () => {
				// It was let go meanwhile, or clutchd left: whoever wants it back asks again and is told.
				asked = undefined;
			});
		},
	};
}

function underCursor(store: Store): Session | undefined {
	const {navigation, client} = store.get();
	const sessions = client?.sessions ?? [];
	return navigation.screen === 'home' ? homeRows(sessions)[navigation.selected] : sessions.find(({id}) => id === navigation.focused);
}
