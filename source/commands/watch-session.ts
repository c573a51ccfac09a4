import type {SessionId} from '../core/session/session.js';
import {systemClock} from '../io/clock.js';
import {createLink, type Link} from '../ui/link.js';
import {createPanes, type Pane} from '../ui/pane/panes.js';
import type {CommandContext} from './command.js';

type Watching = {
	readonly id: SessionId;
	readonly context: Pick<CommandContext, 'paths' | 'env'>;
	readonly onPane: (pane: Pane) => void;
	/** Whether clutchd is there; it comes back by itself. */
	readonly onState?: (isThere: boolean) => void;
};

export type WatchedSession = Pick<Link, 'call' | 'close'>;

/** What one session shows, as clutchd tells it: told at once, then whenever it has changed, also by a clutchd that came back. */
export function watchSession({id, context, onPane, onState}: Watching): WatchedSession {
	const panes = createPanes();
	const show = () => {
		const pane = panes.get(id);
		if (pane !== undefined) {
			onPane(pane);
		}
	};

	const link = createLink({
		paths: context.paths,
		env: context.env,
		clock: systemClock,
		onSnapshot() {
			// States are asked of the holder itself.
		},
		onEvent() {
			// As above.
		},
		onRows(payload) {
			const taken = panes.take(payload);
			if (taken.type === 'changed') {
				show();
			} else {
				link.watch([id]);
			}
		},
		onState(state) {
			onState?.(state === 'connected');
		},
	});
	link.watch([id]);
	return {
		call: link.call,
		close() {
			link.close();
		},
	};
}
