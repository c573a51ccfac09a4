import type {Notice} from '../core/client/state.js';
import type {Clock} from '../io/clock.js';
import type {Store} from './store.js';

/** Older ones have been told by the dashboard that was there then. */
const news = 60_000;

/** What clutchd has to say to whoever looks, each once: that it came back after a crash, that a disk is full. Gives what follows its state. */
export function createNoticing({store, clock}: {readonly store: () => Store; readonly clock: Pick<Clock, 'now'>}): () => void {
	let told: readonly Notice[] | undefined;
	return () => {
		const notices = store().get().client?.notices;
		if (notices === undefined || notices === told) {
			return;
		}

		told = notices;
		for (const {at, level, text} of notices) {
			if (clock.now() - at < news) {
				store().navigate({type: 'notice', notice: {level, text}});
			}
		}
	};
}
