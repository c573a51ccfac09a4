import {isAlive} from '../core/view/text/session-state.js';
import type {SessionId} from '../core/session/session.js';
import type {Paths} from '../io/paths.js';
import {listScrollback, removeScrollback, writeScrollback} from '../io/scrollback-file.js';
import type {Link} from './link.js';
import type {Store} from './store.js';

export type LinesBeside = {
	/** The file that the session of this id looks at; it goes when the session ends. */
	readonly write: (id: SessionId, text: string) => string;
	/** It was not begun after all. */
	readonly drop: (id: SessionId) => void;
	/** It runs: once it has ended in order, it leaves the screen with its file. */
	readonly follow: (id: SessionId) => void;
};

type Options = {
	readonly paths: Pick<Paths, 'run'>;
	readonly store: Pick<Store, 'until'>;
	readonly link: Pick<Link, 'call'>;
	readonly signal: AbortSignal;
};

/** What panes have shown, in files for editors and pagers. Those that an earlier dashboard left are followed too. */
export function createLinesBeside({paths, store, link, signal}: Options): LinesBeside {
	const follow = async (id: SessionId, mayBeGone: boolean) => {
		let wasThere = mayBeGone;
		const state = await store.until(({client}) => {
			const session = client?.sessions.find(each => each.id === id);
			wasThere ||= session !== undefined;
			return client !== undefined && wasThere && (session === undefined || !isAlive(session));
		}, signal);
		if (state === undefined) {
			return;
		}

		removeScrollback(paths, id);
		const session = state.client?.sessions.find(each => each.id === id);
		if (session?.state.status === 'exited') {
			await link.call({type: 'session.close', id});
		}
	};

	const begin = (id: SessionId, mayBeGone: boolean) => {
		follow(id, mayBeGone).catch(() => {
			// Without clutchd its row stays until its user lets it go; the file is gone.
		});
	};

	for (const id of listScrollback(paths)) {
		begin(id, true);
	}

	return {
		write: (id, text) => writeScrollback(paths, id, text),
		drop(id) {
			removeScrollback(paths, id);
		},
		follow(id) {
			begin(id, false);
		},
	};
}
